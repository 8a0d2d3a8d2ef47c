//! Checks rules that concern several parts of a type. Only a checked tree can be rendered.

use std::collections::HashMap;

use syn::Member;

use super::tree::{Body, Constraints, Content, Field, Item, Limit, Tagging, Tree, Variant};
use crate::diagnostics::Diagnostics;

/// A tree without errors, created by [`check`] only.
pub(super) struct Checked(Tree);

impl Checked {
    pub(super) fn tree(&self) -> &Tree {
        &self.0
    }
}

/// Checks a tree; returns it if there are no errors, including earlier ones.
pub(super) fn check(tree: Tree, diagnostics: &mut Diagnostics) -> Option<Checked> {
    match &tree.body {
        Body::As(_) | Body::Unit => {}
        Body::Newtype { item, .. } => limits_are_in_order(&item.constraints, diagnostics),
        Body::Tuple(items) => check_items(items, diagnostics),
        Body::Struct { fields, .. } => check_fields(fields, diagnostics),
        Body::Enum { tagging, variants, .. } => check_variants(tagging, variants, diagnostics),
    }
    (diagnostics.count() == 0).then_some(Checked(tree))
}

fn check_variants(tagging: &Tagging, variants: &[Variant], diagnostics: &mut Diagnostics) {
    // Untagged variants have no wire names that could collide.
    if !matches!(tagging, Tagging::Untagged) {
        let names = variants.iter().flat_map(|variant| {
            let names = std::iter::once(&variant.name).chain(&variant.aliases);
            names.map(move |name| (name.as_str(), &variant.ident))
        });
        names_differ(names, "variants", diagnostics);
    }
    for variant in variants {
        match &variant.content {
            Content::Unit => {}
            Content::Newtype(item) => limits_are_in_order(&item.constraints, diagnostics),
            Content::Tuple(items) => {
                if let Tagging::Internal(tag) = tagging {
                    let message = format!(
                        "E072: the tuple variant `{}` has no place for a tag\nhelp: add `content = \"..\"`, or name its fields",
                        variant.ident
                    );
                    diagnostics.share(tag, &message);
                }
                check_items(items, diagnostics);
            }
            Content::Struct(fields) => {
                check_fields(fields, diagnostics);
                tag_is_no_field(tagging, variant, fields, diagnostics);
            }
        }
    }
}

fn tag_is_no_field(tagging: &Tagging, variant: &Variant, fields: &[Field], diagnostics: &mut Diagnostics) {
    if let Tagging::Internal(tag) = tagging
        && fields
            .iter()
            .any(|field| !field.flattened() && (field.name == tag.value() || field.aliases.contains(&tag.value())))
    {
        let message =
            format!("E072: the tag is also the name of a field of variant `{}`\nhelp: rename one", variant.ident);
        diagnostics.share(tag, &message);
    }
}

fn check_fields(fields: &[Field], diagnostics: &mut Diagnostics) {
    let names = fields.iter().filter(|field| !field.flattened()).flat_map(|field| {
        let names = std::iter::once(&field.name).chain(&field.aliases);
        names.filter_map(move |name| Some((name.as_str(), ident(&field.item)?)))
    });
    names_differ(names, "fields", diagnostics);
    for field in fields {
        limits_are_in_order(&field.item.constraints, diagnostics);
    }
}

fn check_items(items: &[Item], diagnostics: &mut Diagnostics) {
    for item in items {
        limits_are_in_order(&item.constraints, diagnostics);
    }
}

/// Reports the second item of a name collision, and names the first.
fn names_differ<'a>(names: impl Iterator<Item = (&'a str, &'a syn::Ident)>, what: &str, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, &syn::Ident> = HashMap::new();
    for (name, ident) in names {
        if let Some(first) = seen.insert(name, ident) {
            let message = if first == ident {
                format!("E072: `{ident}` has the name `{name}` twice on the wire\nhelp: remove one")
            } else {
                format!("E072: two {what} are named `{name}` on the wire: `{first}` and `{ident}`\nhelp: rename one")
            };
            diagnostics.error(ident, message);
        }
    }
}

fn limits_are_in_order(constraints: &Constraints, diagnostics: &mut Diagnostics) {
    if let (Some(min), Some(max)) = (constraints.min, constraints.max)
        && as_number(min) > as_number(max)
    {
        diagnostics.error(&constraints.place, "E075: `min` is greater than `max`");
    } else if let (Some(min), Some(max), Some(divisor)) = (constraints.min, constraints.max, constraints.multiple_of)
        && !divisor.has_multiple(exact(min), exact(max))
    {
        let message = format!(
            "E075: no number from `min` to `max` is a multiple of {divisor}\n\
             help: write a smaller `multiple_of`, or other limits"
        );
        diagnostics.error(&constraints.place, message);
    }
    if let (Some(least), Some(most)) = (constraints.min_length, constraints.max_length)
        && least > most
    {
        diagnostics.error(&constraints.place, "E075: `min_length` is greater than `max_length`");
    }
}

#[expect(clippy::cast_precision_loss, reason = "only the order of hand-written limits matters")]
fn as_number(limit: Limit) -> f64 {
    match limit {
        Limit::Integer(limit) => limit as f64,
        Limit::Number(limit) => limit,
    }
}

fn exact(limit: Limit) -> api_lock::Limit {
    match limit {
        Limit::Integer(limit) => api_lock::Limit::Integer(limit),
        Limit::Number(limit) => api_lock::Limit::Number(limit),
    }
}

fn ident(item: &Item) -> Option<&syn::Ident> {
    match &item.member {
        Member::Named(ident) => Some(ident),
        Member::Unnamed(_) => None,
    }
}
