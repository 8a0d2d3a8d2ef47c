//! The forms of the crate `thiserror`, which people write where `derive(ApiError)` has others.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser as _};
use syn::{Data, DeriveInput, LitStr, Meta, Variant};

/// Returns the text of an `#[error("..")]`, as the crate `thiserror` has it.
pub(super) fn text(one: &Variant) -> Option<LitStr> {
    one.attrs.iter().filter(|attribute| attribute.path().is_ident("error")).find_map(|attribute| {
        match &attribute.meta {
            Meta::List(list) => (|input: ParseStream<'_>| {
                let text = input.parse::<LitStr>();
                input.parse::<TokenStream>()?;
                text
            })
            .parse2(list.tokens.clone())
            .ok(),
            _ => None,
        }
    })
}

/// Returns whether another derive uses the same attributes, which only `thiserror` does.
pub(super) fn is_derived(input: &DeriveInput) -> bool {
    let Data::Enum(data) = &input.data else { return false };
    data.variants.iter().any(|one| {
        let attributes = one.attrs.iter().filter(|attribute| attribute.path().is_ident("error")).count();
        attributes > 1 && text(one).is_some()
    })
}
