//! The macros of the typed API framework: `#[api]` and the derives `Model`, `ApiError`, `Reply`.

mod api;
mod derive;
mod diagnostics;
mod names;
mod placing;
mod suggestion;

use proc_macro::TokenStream;

/// Makes an API of a trait; see `api_core::api`.
#[proc_macro_attribute]
pub fn api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api::expand(arguments.into(), &item.into()).into()
}

/// Derives `api_core::model::Model`: the constant shape of a type, read from serde's own attributes, and the check of
/// its constraints.
///
/// | `#[model(..)]` key | on | meaning |
/// |---|---|---|
/// | `min`, `max` | fields, newtypes | limits of a number, both included |
/// | `min_length`, `max_length` | fields, newtypes | limits of characters, items or entries |
/// | `pattern` | fields, newtypes | a regular expression that must match somewhere; anchor it with `^` and `$` |
/// | `format` | fields, newtypes | a format for documents, checked where the crate knows it |
/// | `as = Type` | types, variants, fields | the form of another type, needed beside serde's `with`, `from` and `into` |
/// | `by_name` | fields | holds the field's type by name |
/// | `crate = path` | types | where the framework is found, `::api_core` by default |
///
/// A field that mentions its own type is held by name without being told. A type that comes back to itself through
/// another one needs `#[model(by_name)]` on one of the fields on the way round; without it rustc reports a cycle
/// (E0391) in the computation of `SHAPE`.
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
