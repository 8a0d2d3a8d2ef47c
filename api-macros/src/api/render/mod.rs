//! Tokens from a checked API: the trait first, then data, then thin typed glue.

mod assertions;
mod calls;
mod client;
mod converse;
mod description;
mod dispatch;
mod exchange;
mod inverse;
mod tree;
mod types;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Type;

use super::check::Checked;
use super::model::{Api, plain};
use crate::names::snake;

/// Everything that comes of the trait.
pub(crate) fn render(checked: &Checked) -> TokenStream {
    let api = checked.api();
    let trait_item = &api.trait_item;
    let marker = marker(api);
    let Some(errors) = errors(api) else {
        // Without an error type no description can be built; the names are kept for the code that uses them.
        return quote!(#trait_item #marker);
    };
    let calls = calls::render(checked);
    let description = description::render(api, &errors);
    let dispatch = dispatch::render(api);
    let client = client::render(api);
    let inverse = inverse::render(api, &errors);
    let types = types::render(api);
    quote!(#trait_item #marker #types #calls #description #dispatch #client #inverse)
}

/// The API's error type. If the attribute names none, which is a mistake, that of an endpoint serves to go on with.
fn errors(api: &Api) -> Option<Type> {
    let krate = &api.krate;
    let first = || api.endpoints.first().map(|endpoint| &endpoint.output);
    api.errors
        .clone()
        .or_else(|| first().map(|output| syn::parse_quote!(<#output as #krate::__private::Fallible>::Error)))
}

/// The API as a type.
fn marker(api: &Api) -> TokenStream {
    let name = api_name(api);
    let visibility = &api.visibility;
    let docs = format!("The API that [`{0}`] describes: serve a value of the trait, or connect to one.", api.name);
    quote! {
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #name;
    }
}

/// `ChatkitApi` of `Chatkit`.
fn api_name(api: &Api) -> Ident {
    Ident::new(&format!("{}Api", plain(&api.name)), api.name.span())
}

/// `chatkit_calls` of `Chatkit`.
fn module_name(api: &Api) -> Ident {
    Ident::new(&format!("{}_calls", snake(&plain(&api.name))), api.name.span())
}
