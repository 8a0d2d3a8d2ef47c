//! Helpers shared by the derives for enums: variants, `key` and `key = value` pairs, the path of the framework.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Meta, Path, Token, Type, Variant};

use crate::diagnostics::Diagnostics;
use crate::names::alternatives;
use crate::statuses::Statuses;
use crate::suggestion::closest;

/// A `key` or `key = value` of an attribute.
pub(super) struct Pair {
    pub(super) key: Ident,
    pub(super) value: Option<Expr>,
}

/// Returns the variants of an enum; another item is reported.
pub(super) fn variants<'a>(
    input: &'a DeriveInput,
    derive: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<&'a Variant>> {
    if !input.generics.params.is_empty() {
        diagnostics.error(
            &input.generics,
            format!("E070: `derive({derive})` does not support generic types\nhelp: make the enum concrete"),
        );
    }
    if let Data::Enum(data) = &input.data {
        return Some(data.variants.iter().collect());
    }
    diagnostics.error(
        &input.ident,
        format!("E070: `derive({derive})` only supports enums\nhelp: write an enum with one variant for each case"),
    );
    None
}

/// Parses the pairs of all attributes of this name. Invalid ones are reported and left out.
pub(super) fn pairs(attributes: &[Attribute], name: &str, keys: &[&str], diagnostics: &mut Diagnostics) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let Meta::List(list) = &attribute.meta else {
            diagnostics.error(
                attribute,
                format!("E007: `#[{name}]` needs at least one key\nexpected: {}", alternatives(keys)),
            );
            continue;
        };
        let result = (|input: ParseStream<'_>| {
            while !input.is_empty() {
                let key = Ident::parse_any(input)?;
                let value = if input.peek(Token![=]) {
                    input.parse::<Token![=]>()?;
                    Some(input.parse()?)
                } else {
                    None
                };
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
                found.push(Pair { key, value });
            }
            Ok(())
        })
        .parse2(list.tokens.clone());
        if let Err(error) = result {
            diagnostics.push(error);
        }
    }
    let mut seen: Vec<String> = Vec::new();
    found.retain(|pair| {
        let word = pair.key.to_string();
        if !keys.contains(&word.as_str()) {
            let hint = closest(&word, keys.iter().copied());
            let hint = hint.map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
            diagnostics.error(
                &pair.key,
                format!("E005: `#[{name}]` has no key `{word}`\nexpected: {}{hint}", alternatives(keys)),
            );
            return false;
        }
        if seen.contains(&word) {
            diagnostics.error(&pair.key, format!("E006: `{word}` is given twice\nhelp: keep one of them"));
            return false;
        }
        seen.push(word);
        true
    });
    found
}

/// Returns the value of a key as a path, for `crate` and `format`.
pub(super) fn path(pair: &Pair, diagnostics: &mut Diagnostics) -> Option<Path> {
    if let Some(Expr::Path(path)) = &pair.value {
        return Some(path.path.clone());
    }
    diagnostics.error(&pair.key, format!("E007: `{0}` needs a path\nhelp: write `{0} = some::path`", pair.key));
    None
}

/// Returns the value of a key as a status.
pub(super) fn status(pair: &Pair, statuses: Statuses, diagnostics: &mut Diagnostics) -> Option<u16> {
    let found = match &pair.value {
        Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. })) => number.base10_parse::<u16>().ok(),
        _ => None,
    };
    let found = found.filter(|status| statuses.contain(*status));
    if found.is_none() {
        let (kind, expected) = (statuses.kind(), statuses.expected());
        match &pair.value {
            Some(value) => {
                let shown = quote!(#value).to_string().replace(' ', "");
                let number = matches!(value, Expr::Lit(_));
                let help =
                    if number { "" } else { "\nhelp: write the number: the macro cannot see the value of a constant" };
                diagnostics.error(value, format!("E040: `{shown}` is not {kind} status\nexpected: {expected}{help}"));
            }
            None => diagnostics.error(&pair.key, format!("E007: `status` needs a number\nexpected: {expected}")),
        }
    }
    found
}

/// Returns the types of a variant's unnamed fields; named fields are reported.
pub(super) fn types<'a>(variant: &'a Variant, diagnostics: &mut Diagnostics) -> Option<Vec<&'a Type>> {
    match &variant.fields {
        Fields::Unit => Some(Vec::new()),
        Fields::Unnamed(fields) => Some(fields.unnamed.iter().map(|field| &field.ty).collect()),
        Fields::Named(fields) => {
            diagnostics.error(
                fields,
                format!(
                    "E081: `{}` has named fields, but fields of a variant are identified by their types\nhelp: write `{0}(…)`",
                    variant.ident
                ),
            );
            None
        }
    }
}

/// Returns the path of the framework. Default: `::api_core`.
pub(super) fn crate_path(pair: Option<Path>) -> Path {
    pair.unwrap_or_else(|| syn::parse_quote!(::api_core))
}

/// Renders a pattern that binds a variant's fields to `__0`, `__1`, …; returns it with these names.
pub(super) fn pattern(variant: &Ident, fields: usize) -> (TokenStream, Vec<Ident>) {
    let names: Vec<Ident> = (0..fields).map(|index| quote::format_ident!("__{index}")).collect();
    let pattern = if fields == 0 { quote!(Self::#variant) } else { quote!(Self::#variant(#(#names),*)) };
    (pattern, names)
}
