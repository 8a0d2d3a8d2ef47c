//! Constants of the rendered impl: constraints, options, string literals, the shapes of items.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::LitStr;

use super::tree::{Constraints, Item, Limit};
use crate::placing::placed;

/// Renders constraints as a constant expression.
pub(super) fn constraints(constraints: &Constraints, model: &TokenStream) -> TokenStream {
    if constraints.is_none() {
        return quote!(#model::Constraints::NONE);
    }
    let limit = |limit: Option<Limit>| match limit {
        None => none(),
        Some(Limit::Integer(limit)) => some(&quote!(#model::Limit::Integer(#limit))),
        Some(Limit::Number(limit)) => some(&quote!(#model::Limit::Number(#limit))),
    };
    let (min, max) = (limit(constraints.min), limit(constraints.max));
    let multiple_of = constraints.multiple_of.map_or_else(none, |divisor| {
        let (digits, places) = (divisor.digits(), divisor.places());
        some(&quote!(#model::Divisor::new(#digits, #places)))
    });
    let min_length = optional(constraints.min_length.as_ref());
    let max_length = optional(constraints.max_length.as_ref());
    let (pattern, format) = (optional(constraints.pattern.as_ref()), optional(constraints.format.as_ref()));
    quote! {
        #model::Constraints {
            min: #min, max: #max, multiple_of: #multiple_of, min_length: #min_length, max_length: #max_length,
            pattern: #pattern, format: #format,
        }
    }
}

/// Creates a string literal with the span of the call site.
pub(super) fn literal(text: &str) -> LitStr {
    LitStr::new(text, Span::call_site())
}

pub(super) fn optional(value: Option<&impl ToTokens>) -> TokenStream {
    value.map_or_else(none, some)
}

pub(super) fn some(value: &impl ToTokens) -> TokenStream {
    quote!(::core::option::Option::Some(#value))
}

pub(super) fn none() -> TokenStream {
    quote!(::core::option::Option::None)
}

/// Renders `<Type as Model>::SHAPE`, with a span that reports a missing impl at the type.
pub(super) fn shape_of(item: &Item, model: &TokenStream) -> TokenStream {
    let shape = &item.shape;
    placed(quote!(<#shape as #model::Model>::SHAPE), shape)
}
