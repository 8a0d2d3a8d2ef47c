//! Parses the attribute and the trait. An error in one part does not stop the parsing of the others.

mod arguments;
mod body;
mod callbacks;
mod endpoint;
mod events;
mod form;
mod head;
mod input;
mod optional;
mod parameter;
mod query;
mod requires;
mod signature;
mod template;
mod terms;
mod values;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Generics, ItemTrait, TraitItem, TraitItemConst, TraitItemType, Type, TypeParamBound};

use crate::diagnostics::Diagnostics;
use crate::docs;

use self::signature::Sends;
use super::model::{Api, Endpoint, Verb, plain};

/// Parses the attribute and the trait.
pub(crate) fn api(arguments: TokenStream, mut item: ItemTrait, diagnostics: &mut Diagnostics) -> Api {
    let before = diagnostics.count();
    let arguments = arguments::parse(arguments, diagnostics);
    let sound = diagnostics.count() == before;
    let generic = !item.generics.params.is_empty() || item.generics.where_clause.is_some();
    if generic {
        diagnostics.error(
            Generic(&item.generics),
            "E003: an API trait cannot be generic: its description is one constant\nhelp: write one trait for each type",
        );
    }
    let rewritten = async_trait(&mut item, diagnostics);
    let mut endpoints = Vec::new();
    let mut broken = Vec::new();
    let (mut shared, mut opaque) = (false, false);
    for member in &mut item.items {
        let TraitItem::Fn(method) = member else {
            diagnostics.error(
                &*member,
                "E004: an API trait can only contain endpoints\nhelp: move this to another trait or to the implementing type",
            );
            broken.extend(member_fallback(member));
            if let TraitItem::Type(member) = member {
                // The fallback may not satisfy them.
                member.bounds.clear();
            }
            continue;
        };
        if rewritten {
            parameter::strip(&mut method.sig);
            method.attrs.retain(|attribute| {
                attribute.path().get_ident().is_none_or(|word| Verb::of(&word.to_string()).is_none())
            });
            broken.push(signature::fallback(method, signature::Sends::No));
            continue;
        }
        let before = diagnostics.count();
        let (fallback, lenient) = (signature::fallback(method, Sends::Yes), signature::fallback(method, Sends::No));
        let parsed = endpoint::parse(method, &arguments.base, fallback, diagnostics);
        let sends = match parsed.map(|endpoint| optional::expand(endpoint, diagnostics)) {
            Some(expanded) if diagnostics.count() == before && !generic => {
                endpoints.extend(expanded);
                Sends::Yes
            }
            _ => {
                broken.push(lenient);
                Sends::No
            }
        };
        opaque |= sends == Sends::No && signature::returns_opaque(&method.sig);
        // The future of a default body borrows the session, and must be `Send`.
        shared |= sends == Sends::Yes && method.default.is_some();
        signature::rewrite(method, sends);
    }
    let pointers = item.supertraits.iter().all(pointers_have);
    if shared {
        item.supertraits.push(syn::parse_quote!(::core::marker::Sync));
    }
    if sound && arguments.errors.is_none() {
        default_errors(&item.ident, &endpoints, diagnostics);
    }
    requires::need_security(arguments.security.as_ref(), &arguments.requires, &endpoints, diagnostics);
    Api {
        docs: docs::text(&item.attrs),
        name: item.ident.clone(),
        visibility: item.vis.clone(),
        generics: item.generics.clone(),
        base: arguments.base,
        errors: arguments.errors,
        security: arguments.security,
        requires: arguments.requires,
        any_content_type: arguments.any_content_type,
        crossing: arguments.crossing,
        contract: arguments.contract,
        consumers: arguments.consumers,
        consumes: arguments.consumes,
        krate: arguments.krate,
        private: format_ident!("__{}_", plain(&item.ident)),
        trait_item: quote!(#item),
        endpoints,
        broken,
        opaque,
        pointers,
    }
}

/// Reports an API that names no error type, and whose endpoints return one that is not the ready-made one.
fn default_errors(name: &Ident, endpoints: &[Endpoint], diagnostics: &mut Diagnostics) {
    let is_ready_made = |ty: &Type| matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Error"));
    let other = endpoints.iter().filter_map(Endpoint::result_types).find(|(_, error)| !is_ready_made(error));
    if let Some((_, error)) = other {
        diagnostics.error(
            name,
            format!(
                "E009: `{name}` names no error type, and an endpoint returns `{error}`\nhelp: write `#[api(errors = {error})]`, or return `api_core::Error`",
                error = text(error)
            ),
        );
    }
}

/// Returns whether every pointer to a type with this supertrait has it too.
fn pointers_have(supertrait: &TypeParamBound) -> bool {
    match supertrait {
        TypeParamBound::Trait(one) => one
            .path
            .segments
            .last()
            .is_some_and(|last| ["Send", "Sync", "Clone", "Debug", "Sized"].iter().any(|name| last.ident == name)),
        other => matches!(other, TypeParamBound::Lifetime(_)),
    }
}

/// Reports `#[async_trait]`, below the attribute or above it. Above, it has rewritten the methods already.
fn async_trait(item: &mut ItemTrait, diagnostics: &mut Diagnostics) -> bool {
    const MESSAGE: &str = "E022: `#[api]` makes the methods of its trait asynchronous itself\nhelp: remove `#[async_trait]`, here and above each `impl`";
    let is_async_trait =
        |attribute: &Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "async_trait");
    if let Some(attribute) = item.attrs.iter().find(|attribute| is_async_trait(attribute)) {
        diagnostics.error(attribute, MESSAGE);
        item.attrs.retain(|attribute| !is_async_trait(attribute));
        return false;
    }
    let lifetimes = item.items.iter().filter_map(|member| match member {
        TraitItem::Fn(method) => Some(method.sig.generics.lifetimes()),
        _ => None,
    });
    let rewritten = lifetimes.flatten().find(|one| one.lifetime.ident == "async_trait");
    if let Some(lifetime) = rewritten {
        diagnostics.error(lifetime, MESSAGE);
    }
    rewritten.is_some()
}

/// Returns a type as a person writes it.
fn text(ty: &Type) -> String {
    ty.to_token_stream().to_string().replace(" :: ", "::").replace(" < ", "<").replace(" >", ">")
}

/// The tokens of a generic trait to report: its parameters, or its `where` clause if it has none.
struct Generic<'a>(&'a Generics);

impl ToTokens for Generic<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if self.0.params.is_empty() {
            self.0.where_clause.to_tokens(tokens);
        } else {
            self.0.to_tokens(tokens);
        }
    }
}

/// Returns a fallback for the client of a member that a trait must not have, so that rustc does not report it as
/// missing.
fn member_fallback(member: &TraitItem) -> Option<TokenStream> {
    match member {
        TraitItem::Type(TraitItemType { ident, .. }) => Some(quote!(type #ident = ();)),
        TraitItem::Const(TraitItemConst { ident, ty, .. }) => {
            Some(quote!(const #ident: #ty = ::core::panic!("the trait has mistakes");))
        }
        _ => None,
    }
}
