//! The macros of the typed API framework; they are documented where `api_core` re-exports them.

mod api;
mod derive;
mod diagnostics;
mod names;
mod suggestion;

use proc_macro::TokenStream;

/// Makes an API of a trait; see `api_core::api`.
#[proc_macro_attribute]
pub fn api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api::expand(arguments.into(), item.into()).into()
}

/// Derives the constant shape of a type, read from serde's attributes; see `api_core::model::Model`.
#[proc_macro_derive(Model, attributes(model, serde))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    derive::model::expand(input.into()).into()
}

/// Maps an enum's variants to error answers; see `api_core::ApiError`.
#[proc_macro_derive(ApiError, attributes(api_error, error))]
pub fn derive_api_error(input: TokenStream) -> TokenStream {
    derive::api_error::expand(input.into()).into()
}

/// Maps an enum's variants to successful answers; see `api_core::codec::Reply`.
#[proc_macro_derive(Reply, attributes(reply))]
pub fn derive_reply(input: TokenStream) -> TokenStream {
    derive::reply::expand(input.into()).into()
}
