//! Renders the implementations for pointers to an implementation: `Arc`, `Box` and `&'static`.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::Api;

/// Renders the signatures once. A macro of the framework writes the methods for each pointer.
///
/// A supertrait that not every pointer to an implementation has would make an error of each of them. A trait with
/// mistakes has no implementations, which would repeat the errors about its types.
pub(super) fn render(api: &Api) -> Option<TokenStream> {
    if !api.broken.is_empty() || !api.generics.params.is_empty() || !api.pointers {
        return None;
    }
    let (private, name) = (&api.private, &api.name);
    let methods = api.endpoints.iter().filter_map(|endpoint| {
        let (conditions, method, output) = (&endpoint.conditions, &endpoint.method, &endpoint.output);
        let (names, types): (Vec<_>, Vec<_>) = endpoint.arguments()?.into_iter().unzip();
        Some(quote!(#(#conditions)* fn #method(#(#names: #types),*) -> #output;))
    });
    Some(quote!(#private::implement_for_pointers! { #name { #(#methods)* } }))
}
