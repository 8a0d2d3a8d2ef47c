//! The names of what is generated for a trait.

use proc_macro2::Ident;

use super::super::model::{Api, Endpoint, plain};

/// Returns the name of the API's type: `ChatkitApi` for `Chatkit`.
pub(super) fn api_name(api: &Api) -> Ident {
    Ident::new(&format!("{}Api", plain(&api.name)), api.name.span())
}

/// Returns the name of an endpoint's call: `RoomsSayCall` for `say` of `Rooms`.
pub(super) fn call_name(api: &Api, endpoint: &Endpoint) -> Ident {
    Ident::new(&format!("{}{}Call", plain(&api.name), endpoint.camel_case()), endpoint.name.span())
}
