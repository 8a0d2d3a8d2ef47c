//! Error enums, and the format that reads errors of foreign APIs.

use std::collections::BTreeMap;

use api_lock::{ErrorCase, Shape};

use crate::naming::{below, pascal};
use crate::openapi::kind_of;

use super::groups::Group;
use super::replies::Replies;
use super::types::{Place, Types};

/// The errors of one trait.
#[derive(Debug)]
pub(super) struct Errors {
    /// The name of the enum, if there are errors.
    name: Option<String>,
    /// By kind.
    cases: BTreeMap<String, Case>,
    by_status: bool,
}

/// One error.
#[derive(Debug)]
struct Case {
    status: u16,
    /// The types of what its variant holds.
    details: Vec<String>,
}

impl Errors {
    pub(super) fn new(group: &Group<'_>, types: &Types<'_>, replies: &mut Replies, prefix: &str) -> Self {
        let mut cases: BTreeMap<String, ErrorCase> = BTreeMap::new();
        let of_operations = group.operations.iter().flat_map(|operation| &operation.errors);
        for error in group.errors.iter().chain(of_operations) {
            match cases.get_mut(&error.kind) {
                None => {
                    cases.insert(error.kind.clone(), error.clone());
                }
                Some(known) => {
                    known.attributes = common(known.attributes.take(), error.attributes.clone());
                    for field in &error.headers {
                        if !known.headers.iter().any(|known| known.name == field.name && known.cookie == field.cookie) {
                            known.headers.push(field.clone());
                        }
                    }
                }
            }
        }
        let by_status = cases.iter().all(|(kind, case)| is_of_status(kind, case.status));
        let name = (!cases.is_empty()).then(|| below(&group.name, "Error"));
        let written = |(kind, case): (String, ErrorCase)| {
            let is_several = kind == "default" || (kind.starts_with("status_") && kind.ends_with("xx"));
            let status = is_several.then(|| "http::StatusCode".to_owned());
            let attributes = case.attributes.map(|shape| types.of(&shape, Place::Trait));
            let attributes = attributes.map(|ty| format!("api_core::error::Attributes<{ty}>"));
            let mut details: Vec<String> = status.into_iter().chain(attributes).collect();
            details.extend(replies.header_fields(&case.headers, &kind, prefix));
            (kind, Case { status: case.status, details })
        };
        let cases = cases.into_iter().map(written).collect();
        Self { name, cases, by_status }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the enum and its format.
    pub(super) fn render(&self) -> String {
        let Some(name) = &self.name else { return String::new() };
        let mut variants = Vec::new();
        for (kind, Case { status, details }) in &self.cases {
            let variant = pascal(kind);
            let key = if macro_kind(&variant) == *kind { String::new() } else { format!(", kind = {kind:?}") };
            let details = if details.is_empty() { String::new() } else { format!("({})", details.join(", ")) };
            variants
                .push(format!("#[doc = {:?}]\n#[error(status = {status}{key})]\n{variant}{details},\n", text(kind)));
        }
        let variants = variants.concat();
        let format = if self.by_status { "#[api_error(format = api_core::error::ByStatus)]\n" } else { "" };
        format!(
            "#[doc = \" The errors of these operations.\"]\n#[derive(Debug, api_core::ApiError)]\n{format}pub enum {name} \
             {{\n{variants}#[doc = \" An error that the document does not have.\"]\n#[error(unknown)]\n\
             Unknown(api_core::error::Answer),\n#[doc = \" A failure of connection, protocol or \
             codec.\"]\n#[error(failure)]\nFailed(api_core::Failure),\n}}\n"
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
