//! Renders a checked API to tokens: the trait, constant data, and thin typed code.

mod assertions;
mod binding;
mod calls;
mod client;
mod contract;
mod converse;
mod description;
mod dispatch;
mod encoding;
mod exchange;
mod inverse;
mod names;
mod numbers;
mod path;
mod pointers;
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
    let (krate, private, trait_item) = (&api.krate, &api.private, &api.trait_item);
    let errors = errors(api);
    let marker = marker(api, &errors);
    let types = types::render(api);
    let calls = calls::render(checked);
    let description = description::render(api, &errors);
    let dispatch = dispatch::render(api);
    let client = (!api.opaque).then(|| client::render(api));
    let pointers = pointers::render(api);
    let inverse = inverse::render(api, &errors);
    let contract = contract::render(api);
    // One short name for all paths: the compiler and readers have less of them.
    let import = quote!(use #krate::__private as #private;);
    quote!(#trait_item #import #marker #types #calls #description #dispatch #client #pointers #inverse #contract)
}

/// Returns the API's error type: the one that the attribute names, that of the first endpoint, or the ready-made one.
fn errors(api: &Api) -> Type {
    let private = &api.private;
    let first = || api.endpoints.iter().find_map(|endpoint| endpoint.result_types().map(|(_, error)| error.clone()));
    api.errors.clone().or_else(first).unwrap_or_else(|| syn::parse_quote!(#private::Error))
}

/// Renders the type that represents the API.
fn marker(api: &Api, errors: &Type) -> TokenStream {
    let (parameters, condition) = types::parameters(api, &quote!(fn() -> #errors));
    let name = api_name(api);
    let visibility = &api.visibility;
    let docs = format!(
        "The API described by [`{0}`]: serves an implementation of the trait, or connects to a server.",
        api.name
    );
    quote! {
        #[doc = #docs]
        // A trait may be more visible than its types. Rustc warns of that at the trait, and need not do so again here.
        #[allow(private_bounds, private_interfaces)]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #name #parameters #condition;
    }
}
