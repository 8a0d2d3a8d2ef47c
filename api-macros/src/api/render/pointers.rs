//! Renders the implementations for pointers to an implementation: `Arc`, `Box` and `&'static`.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Api, Input, Parameter};

/// Renders the signatures once. A macro of the framework writes the methods for each pointer.
///
/// A supertrait that not every pointer to an implementation has would make an error of each of them.
pub(super) fn render(api: &Api) -> Option<TokenStream> {
    if api.opaque || !api.generics.params.is_empty() || !api.pointers {
        return None;
    }
    let (krate, name) = (&api.krate, &api.name);
    let methods = api.endpoints.iter().map(|endpoint| {
        let (conditions, method, output) = (&endpoint.conditions, &endpoint.name, &endpoint.output);
        let arguments = endpoint
            .in_order(|Parameter { name, ty, .. }| quote!(#name: #ty), |Input { name, ty, .. }| quote!(#name: #ty));
        quote!(#(#conditions)* fn #method(#(#arguments),*) -> #output;)
    });
    let broken = &api.broken;
    Some(quote!(#krate::__private::implement_for_pointers! { #name { #(#methods)* } { #(#broken)* } }))
}
