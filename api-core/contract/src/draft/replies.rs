//! Successful responses: bodies of other media types, header fields, several statuses.

use std::collections::BTreeMap;

use api_lock::{Output, Shape};
use http::StatusCode;

use crate::naming::{Names, below, pascal, snake};

use super::types::{Place, Types};
use super::words::take;

/// The types of responses that a draft needs.
#[derive(Debug, Default)]
pub(super) struct Replies {
    /// Media types with the names of their types.
    media_types: BTreeMap<String, String>,
    /// Lists of header fields with the names of their types.
    headers: BTreeMap<Vec<String>, String>,
    names: Names,
}

/// What a method returns.
#[derive(Debug)]
pub(super) struct Returned {
    /// The type of the value.
    pub(super) ty: String,
    /// The status, if it is not that of the type.
    pub(super) status: Option<u16>,
    /// The enum that it is, if there are several statuses.
    pub(super) item: String,
}

impl Replies {
    /// Returns what a method with these responses returns.
    pub(super) fn returned(
        &mut self,
        outputs: &[Output],
        operation: &str,
        types: &Types<'_>,
        prefix: &str,
    ) -> Returned {
        match outputs {
            [] => Returned { ty: "()".to_owned(), status: None, item: String::new() },
            [only] => {
                let usual = if only.media_type.is_some() { 200 } else { 204 };
                let status = Some(only.status).filter(|status| *status != usual);
                Returned { ty: self.value(only, operation, types, prefix), status, item: String::new() }
            }
            several => {
                let name = below(operation, "Reply");
                let variants = several.iter().map(|output| {
                    let (variant, status) = (variant(output.status), output.status);
                    let content = match (output.media_type.is_some(), output.headers.is_empty()) {
                        (false, true) => String::new(),
                        _ => format!("({})", self.value(output, operation, types, prefix)),
                    };
                    format!("#[reply(status = {status})]\n{variant}{content},\n")
                });
                let variants: String = variants.collect();
                let item = format!(
                    "#[doc = \" The responses of `{operation}`.\"]\n#[derive(Debug, api_core::Reply)]\npub enum {name} \
                     {{\n{variants}}}\n"
                );
                Returned { ty: name, status: None, item }
            }
        }
    }

    fn value(&mut self, output: &Output, operation: &str, types: &Types<'_>, prefix: &str) -> String {
        let value = match (output.media_type.as_deref(), &output.shape) {
            (None, _) => "()".to_owned(),
            (Some("application/json"), Some(shape)) => types.of(shape, Place::Trait),
            (Some("application/json"), None) => types.of(&Shape::Any, Place::Trait),
            (Some("text/plain; charset=utf-8"), _) => "api_core::call::Text".to_owned(),
            (Some("application/octet-stream"), _) if output.streamed => "api_core::call::ByteStream".to_owned(),
            (Some("application/octet-stream"), _) => "api_core::call::Binary".to_owned(),
            (Some(media_type), _) => {
                let names = &mut self.names;
                let name = self.media_types.entry(media_type.to_owned());
                format!("{prefix}replies::{}", name.or_insert_with(|| names.take(pascal(media_type), "")))
            }
        };
        if output.headers.is_empty() {
            return value;
        }
        let names = &mut self.names;
        let name = self.headers.entry(output.headers.clone()).or_insert_with(|| {
            let own = match output.headers.as_slice() {
                [only] => below(only, "Header"),
                _ => below(operation, "Headers"),
            };
            names.take(own, "")
        });
        format!("api_core::call::WithHeaders<{value}, {prefix}replies::{name}>")
    }

    /// Returns the module with these types.
    pub(super) fn render(&self) -> String {
        if self.media_types.is_empty() && self.headers.is_empty() {
            return String::new();
        }
        let mut items = Vec::new();
        for (media_type, name) in &self.media_types {
            items.push(format!("of_bytes! {{ {name} {media_type:?} }}\n"));
        }
        for (fields, name) in &self.headers {
            let mut names = Names::default();
            let identifiers: Vec<String> = fields.iter().map(|field| take(&mut names, &snake(field))).collect();
            let pairs: Vec<String> =
                identifiers.iter().zip(fields).map(|(name, field)| format!("{name} {field:?}")).collect();
            items.push(format!("header_fields! {{ {name} {} }}\n", pairs.join(", ")));
        }
        let items = items.concat();
        let of_bytes = if self.media_types.is_empty() { "" } else { OF_BYTES };
        let header_fields = if self.headers.is_empty() { "" } else { HEADER_FIELDS };
        format!(
            "#[doc = \" Responses with another media type than JSON, and header fields of \
             responses.\"]\npub mod replies {{\n{of_bytes}{header_fields}{items}}}\n"
        )
    }
}

/// Returns the name of a variant for a status.
fn variant(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.map_or(format!("Status{status}"), pascal)
}

const OF_BYTES: &str = include_str!("templates/of_bytes.rs");

const HEADER_FIELDS: &str = include_str!("templates/header_fields.rs");
