//! Parses one method and its endpoint attribute.

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, LitStr, Meta, TraitItemFn};

use crate::diagnostics::Diagnostics;
use crate::docs;
use crate::features;
use crate::names::{ENDPOINTS, SOURCES, alternatives};
use crate::suggestion::closest;

use super::super::model::{Endpoint, Socket, Template, Verb, plain};
use super::head::Head;
use super::{parameter, signature};

/// Parses a method and removes the framework's attributes from it.
pub(super) fn parse(
    method: &mut TraitItemFn,
    base: &Template,
    broken: TokenStream,
    diagnostics: &mut Diagnostics,
) -> Option<Endpoint> {
    let before = diagnostics.count();
    let attributes = take_attributes(method, diagnostics);
    let misspelt = attributes.is_empty() && diagnostics.count() > before;
    signature::check(method, diagnostics);
    let name = method.sig.ident.clone();
    let chosen = if misspelt { None } else { choose(&attributes, &name, diagnostics) };
    let Some((verb, attribute)) = chosen else {
        parameter::strip(&mut method.sig);
        return None;
    };
    let head = Head::parse(attribute, verb, diagnostics);
    let verb = if head.by_post { Verb::SubscribeByPost } else { verb };
    let (parameters, input) = parameter::parse(&mut method.sig, verb, head.template.as_ref(), base, diagnostics);
    let deprecated = deprecation(&method.attrs);
    check_days(&head, deprecated.is_some(), &name, diagnostics);
    let (terms, output) = (head.terms, signature::output(&method.sig, diagnostics));
    let output = output.filter(|output| !features::check(output, diagnostics));
    Some(Endpoint {
        docs: docs::text(&method.attrs),
        conditions: method.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect(),
        deprecated,
        deprecated_since: head.deprecated_since,
        sunset: head.sunset,
        verb,
        needs: head.template.iter().flat_map(|template| &template.keys).chain(&head.fields).cloned().collect(),
        free_fields: head.free_fields,
        template: head.template?,
        status: head.status,
        media_types: head.media_types,
        body_limit: head.body_limit,
        callbacks: head.callbacks,
        requires: head.requires,
        parameters,
        events: head.events,
        socket: input.map(|input| Socket { terms, input }),
        output: output?,
        broken,
        method: name.clone(),
        optional: None,
        name,
    })
}

/// Removes and returns the framework's attributes. Misspelt ones are reported; all others stay on the method.
fn take_attributes(method: &mut TraitItemFn, diagnostics: &mut Diagnostics) -> Vec<(Verb, Attribute)> {
    let mut ours = Vec::new();
    for attribute in std::mem::take(&mut method.attrs) {
        let word = attribute.path().get_ident().map(Ident::to_string).unwrap_or_default();
        if let Some(verb) = Verb::of(&word) {
            ours.push((verb, attribute));
        } else if SOURCES.contains(&word.as_str()) {
            diagnostics.error(
                &attribute,
                format!(
                    "E020: `#[{word}]` is an attribute of arguments, not of methods\nhelp: put it in front of an argument of `{}`",
                    plain(&method.sig.ident)
                ),
            );
        } else {
            let near =
                closest(&word, ENDPOINTS).filter(|_| !is_builtin(&word) && attribute.path().get_ident().is_some());
            if let Some(near) = near {
                diagnostics.error(
                    &attribute,
                    format!(
                        "E020: unknown endpoint attribute `#[{word}]`\nexpected: {}\nhelp: did you mean `#[{near}]`?",
                        alternatives(&ENDPOINTS)
                    ),
                );
            } else {
                method.attrs.push(attribute);
            }
        }
    }
    ours
}

fn is_builtin(word: &str) -> bool {
    matches!(
        word,
        "doc" | "cfg" | "cfg_attr" | "allow" | "expect" | "warn" | "deny" | "must_use" | "deprecated" | "inline"
    )
}

fn choose<'a>(
    attributes: &'a [(Verb, Attribute)],
    name: &Ident,
    diagnostics: &mut Diagnostics,
) -> Option<(Verb, &'a Attribute)> {
    match attributes {
        [] => {
            diagnostics.error(
                name,
                format!("E020: `{}` has no endpoint attribute\nexpected: {}\nhelp: write `#[get(\"/path\")]` above it, for example", plain(name), alternatives(&ENDPOINTS)),
            );
            None
        }
        [(verb, attribute)] => Some((*verb, attribute)),
        [_, (_, second), ..] => {
            diagnostics.error(
                second,
                format!("E021: `{}` has two endpoint attributes\nhelp: one method is one endpoint; write a second method for the other", plain(name)),
            );
            None
        }
    }
}

/// Checks that only a deprecated endpoint has days of its end, and that they are in order.
fn check_days(head: &Head, is_deprecated: bool, name: &Ident, diagnostics: &mut Diagnostics) {
    let days = [("deprecated_since", &head.deprecated_since), ("sunset", &head.sunset)];
    for (key, day) in days {
        if let Some(day) = day
            && !is_deprecated
        {
            let message = format!(
                "E046: `{}` has `{key}`, but it is not deprecated\nhelp: write `#[deprecated(note = \"…\")]` above it, with what to call instead",
                plain(name)
            );
            diagnostics.error(&day.place, message);
        }
    }
    if let (Some(since), Some(sunset)) = (&head.deprecated_since, &head.sunset)
        && sunset.date < since.date
    {
        let message = format!(
            "E046: the sunset {} is before the deprecation, {}\nexpected: the same day, or a later one (RFC 9745 §4)",
            sunset.date, since.date
        );
        diagnostics.error(&sunset.place, message);
    }
}

fn deprecation(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("deprecated"))?;
    let mut note = String::new();
    match &attribute.meta {
        Meta::NameValue(pair) => {
            if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value {
                note = text.value();
            }
        }
        Meta::List(_) => {
            // rustc checks the rest of the attribute.
            let _ = attribute.parse_nested_meta(|meta| {
                let value: LitStr = meta.value()?.parse()?;
                if meta.path.is_ident("note") {
                    note = value.value();
                }
                Ok(())
            });
        }
        Meta::Path(_) => {}
    }
    Some(note)
}
