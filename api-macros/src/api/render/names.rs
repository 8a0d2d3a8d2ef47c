//! The names of what is generated for a trait.

use proc_macro2::Ident;

use crate::names::snake;

use super::super::model::{Api, plain};

/// Returns the name of the API's type: `ChatkitApi` for `Chatkit`.
pub(super) fn api_name(api: &Api) -> Ident {
    Ident::new(&format!("{}Api", plain(&api.name)), api.name.span())
}

/// Returns the name of the module of calls: `chatkit_calls` for `Chatkit`.
pub(super) fn module_name(api: &Api) -> Ident {
    Ident::new(&format!("{}_calls", snake(&plain(&api.name))), api.name.span())
}
