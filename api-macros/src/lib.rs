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
