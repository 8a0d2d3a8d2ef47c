//! The macros of the typed API framework: #[api], derive(Model), derive(ApiError).

mod derive;
mod diagnostics;
mod suggestion;

use proc_macro::TokenStream;

/// Derives the constant shape of a type, read from serde's attributes; see `api_core::model::Model`.
#[proc_macro_derive(Model, attributes(model, serde))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    derive::model::expand(input.into()).into()
}
