//! Renders a checked API to tokens: the trait, constant data, and thin typed code.

mod assertions;
mod binding;
mod calls;
mod client;
mod converse;
mod description;
mod dispatch;
mod encoding;
mod exchange;
mod inverse;
mod names;
mod tree;
mod types;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::check::Checked;
use super::model::Api;

use self::names::api_name;

/// Renders everything that is generated for a trait.
pub(crate) fn render(checked: &Checked) -> TokenStream {
    let api = checked.api();
    let trait_item = &api.trait_item;
    let marker = marker(api);
    let Some(errors) = errors(api) else {
        // Without an error type there is no description. The names are still generated for the code that uses them.
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

/// Returns the API's error type. If the attribute erroneously names none, returns that of the first endpoint.
fn errors(api: &Api) -> Option<Type> {
    let krate = &api.krate;
    let first = || api.endpoints.first().map(|endpoint| &endpoint.output);
    api.errors
        .clone()
        .or_else(|| first().map(|output| syn::parse_quote!(<#output as #krate::__private::Fallible>::Error)))
}

/// Renders the type that represents the API.
fn marker(api: &Api) -> TokenStream {
    let name = api_name(api);
    let visibility = &api.visibility;
    let docs = format!(
        "The API described by [`{0}`]: serves an implementation of the trait, or connects to a server.",
        api.name
    );
    quote! {
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #name;
    }
}
