//! Syntax to raw parts: every part fails on its own, and what is whole goes on.

mod arguments;
mod endpoint;
mod parameter;
mod signature;
mod template;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, ItemTrait, TraitItem};

use crate::diagnostics::Diagnostics;

use super::model::Api;

/// Reads the attribute and the trait.
pub(crate) fn api(arguments: TokenStream, mut item: ItemTrait, diagnostics: &mut Diagnostics) -> Api {
    let arguments = arguments::parse(arguments, &item.ident, diagnostics);
    if !item.generics.params.is_empty() || item.generics.where_clause.is_some() {
        diagnostics.error(
            &item.generics,
            "an API trait cannot be generic: its description is one constant\nhelp: make one trait a concrete type, or an associated newtype that both can use",
        );
    }
    let mut endpoints = Vec::new();
    let mut broken = Vec::new();
    for member in &mut item.items {
        match member {
            TraitItem::Fn(method) => {
                let before = diagnostics.count();
                let fallback = signature::fallback(&method.sig);
                match endpoint::parse(method, &arguments.base, fallback.clone(), diagnostics) {
                    Some(endpoint) if diagnostics.count() == before => endpoints.push(endpoint),
                    _ => broken.push(fallback),
                }
                signature::rewrite(method);
            }
            other => diagnostics.error(
                &*other,
                "an API trait holds endpoints only\nhelp: move this to another trait or to the implementing type",
            ),
        }
    }
    Api {
        docs: docs(&item.attrs),
        name: item.ident.clone(),
        visibility: item.vis.clone(),
        base: arguments.base,
        errors: arguments.errors,
        security: arguments.security,
        any_content_type: arguments.any_content_type,
        krate: arguments.krate,
        trait_item: quote!(#item),
        endpoints,
        broken,
    }
}

/// The text of doc comments, one line each, without the space that follows the slashes.
pub(super) fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> =
        lines.map(|line| line.strip_prefix(' ').map(str::to_owned).unwrap_or(line).trim_end().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}
