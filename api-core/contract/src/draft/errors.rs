//! Error enums, and the format that reads errors of foreign APIs.

use std::collections::BTreeMap;

use api_lock::{Lock, Shape};

use crate::naming::{below, pascal};
use crate::openapi::kind_of;

use super::groups::Group;
use super::types::{Place, Types};

/// The errors of one trait.
#[derive(Debug)]
pub(super) struct Errors {
    /// The name of the enum, if there are errors.
    name: Option<String>,
    /// By kind: the status, and the type of the details.
    cases: BTreeMap<String, (u16, Option<String>)>,
    by_status: bool,
}

impl Errors {
    pub(super) fn new(lock: &Lock, group: &Group<'_>, types: &Types<'_>) -> Self {
        let mut cases: BTreeMap<String, (u16, Option<Shape>)> = BTreeMap::new();
        let of_operations = group.operations.iter().flat_map(|operation| &operation.errors);
        for error in lock.errors.iter().chain(of_operations) {
            match cases.get_mut(&error.kind) {
                None => {
                    cases.insert(error.kind.clone(), (error.status, error.attributes.clone()));
                }
                Some((_, known)) => *known = common(known.take(), error.attributes.clone()),
            }
        }
        let by_status = cases.iter().all(|(kind, (status, _))| is_of_status(kind, *status));
        let name = (!cases.is_empty()).then(|| below(&group.name, "Error"));
        let written = |shape: Option<Shape>| shape.map(|shape| types.of(&shape, Place::Trait));
        let cases = cases.into_iter().map(|(kind, (status, shape))| (kind, (status, written(shape)))).collect();
        Self { name, cases, by_status }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns whether only the status distinguishes errors, which needs [`format`].
    pub(super) fn by_status(&self) -> bool {
        self.name.is_some() && self.by_status
    }

    /// Returns the enum and its format.
    pub(super) fn render(&self, prefix: &str) -> String {
        let Some(name) = &self.name else { return String::new() };
        let (mut variants, mut kinds) = (Vec::new(), Vec::new());
        for (kind, (status, details)) in &self.cases {
            let variant = pascal(kind);
            let key = if macro_kind(&variant) == *kind { String::new() } else { format!(", kind = {kind:?}") };
            let details =
                details.as_ref().map_or(String::new(), |details| format!("(api_core::error::Attributes<{details}>)"));
            variants
                .push(format!("#[doc = {:?}]\n#[error(status = {status}{key})]\n{variant}{details},\n", text(kind)));
            kinds.push(format!("({kind:?}, {status}), "));
        }
        let (variants, kinds) = (variants.concat(), kinds.concat());
        let (format, constant) = if self.by_status {
            let constant =
                format!("const FORMAT: {prefix}errors::ByStatus = {prefix}errors::ByStatus {{ kinds: &[{kinds}] }};\n");
            ("#[api_error(format = FORMAT)]\n", constant)
        } else {
            ("", String::new())
        };
        format!(
            "#[doc = \" The errors of these operations.\"]\n#[derive(Debug, api_core::ApiError)]\n{format}pub enum {name} \
             {{\n{variants}#[doc = \" An error that the document does not have.\"]\n#[error(unknown)]\n\
             Unknown(api_core::error::Answer),\n#[doc = \" A failure of connection, protocol or \
             codec.\"]\n#[error(failure)]\nFailed(api_core::Failure),\n}}\n{constant}"
        )
    }
}

/// Returns the details of an error that operations describe differently.
fn common(one: Option<Shape>, other: Option<Shape>) -> Option<Shape> {
    match (one, other) {
        (one, other) if one == other => one,
        (Some(Shape::Option(inner)), Some(shape)) if *inner == shape => Some(Shape::Option(inner)),
        (Some(Shape::Option(inner)), None) => Some(Shape::Option(inner)),
        // Of some operations it has no details.
        (Some(shape), None) | (None, Some(shape)) => Some(Shape::Option(Box::new(shape))),
        (Some(Shape::Option(_)), Some(_)) => Some(Shape::Option(Box::new(Shape::Any))),
        _ => Some(Shape::Any),
    }
}

/// Returns whether a kind is only a name of its status, as it is for APIs that have no kinds.
fn is_of_status(kind: &str, status: u16) -> bool {
    kind == "default" || kind == kind_of(status) || kind == format!("status_{}xx", status / 100)
}

/// Returns the text of an error.
fn text(kind: &str) -> String {
    if kind == "default" {
        return " Any other error.".to_owned();
    }
    let words = kind.replace('_', " ");
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    format!(" {}{rest}.", first.to_uppercase())
}

/// Returns the kind that `derive(ApiError)` makes of a variant's name.
fn macro_kind(variant: &str) -> String {
    let mut kind = String::new();
    for (index, letter) in variant.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            kind.push('_');
        }
        kind.extend(letter.to_lowercase());
    }
    kind
}

/// Returns the module with the format.
pub(super) fn format() -> String {
    let body = include_str!("templates/by_status.rs");
    format!(
        "#[doc = \" Errors that are told apart by their status. The details are the whole body.\"]\npub mod errors {{\n{body}}}\n"
    )
}
