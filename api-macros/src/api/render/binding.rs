//! How the dispatch decodes a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Api, Endpoint};
use super::names::call_name;

/// Renders the decoding of a call. A method without arguments ignores its value.
pub(super) fn binding(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let (private, call) = (&api.private, call_name(api, endpoint));
    let local = if endpoint.parameters.is_empty() { quote!(_) } else { quote!(__call) };
    quote!(let #local = <#call as #private::Call>::decode(__context, __slot).await?;)
}
