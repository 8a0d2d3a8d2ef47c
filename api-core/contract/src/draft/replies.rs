//! Successful responses: bodies of other media types, header fields, several statuses.

use std::collections::BTreeMap;

use api_lock::{HeaderField, Output, Shape};
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
    headers: BTreeMap<Vec<(String, bool)>, String>,
    names: Names,
}

/// What a method returns.
#[derive(Debug)]
pub(super) struct Returned {
    /// The type of the value.
    pub(super) ty: String,
    /// The status, if it is not that of the type.
    pub(super) status: Option<u16>,
    /// The media types, if there are several.
    pub(super) media_types: Vec<String>,
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
            [] => Returned {
                ty: "std::convert::Infallible".to_owned(),
                status: None,
                media_types: Vec::new(),
                item: String::new(),
            },
            [only] => {
                let usual = if only.media_type.is_some() { 200 } else { 204 };
                let status = Some(only.status).filter(|status| ![usual, Output::ANY_SUCCESS].contains(status));
                let value = self.value(only, operation, types, prefix);
                let is_any = only.status == Output::ANY_SUCCESS;
                let ty = if is_any { format!("api_core::call::AnySuccess<{value}>") } else { value };
                Returned { ty, status, media_types: Vec::new(), item: String::new() }
            }
            // One value in several media types.
            [first, others @ ..] if others.iter().all(|other| is_same_value(first, other)) => {
                let media_types = outputs.iter().filter_map(|output| output.media_type.clone()).collect();
                let usual = Output { media_type: Some("application/json".to_owned()), ..first.clone() };
                let status = Some(first.status).filter(|status| *status != 200);
                Returned { ty: self.value(&usual, operation, types, prefix), status, media_types, item: String::new() }
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
                Returned { ty: name, status: None, media_types: Vec::new(), item }
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
        match self.header_fields(&output.headers, operation, prefix) {
            None => value,
            Some(headers) => format!("api_core::call::WithHeaders<{value}, {headers}>"),
        }
    }

    /// Returns the type of header fields. `None` if there are none.
    pub(super) fn header_fields(&mut self, fields: &[HeaderField], owner: &str, prefix: &str) -> Option<String> {
        let only = match fields {
            [] => return None,
            [only] => Some(only),
            _ => None,
        };
        let names = &mut self.names;
        let is_list = |shape: &Shape| matches!(shape, Shape::List { .. });
        let key = fields.iter().filter(|field| !field.cookie).map(|field| (field.name.clone(), is_list(&field.shape)));
        // A draft has no types of cookies, and takes them as they are.
        let cookies = fields.iter().any(|field| field.cookie).then(|| ("set-cookie".to_owned(), true));
        let key = key.chain(cookies).collect();
        let name = self.headers.entry(key).or_insert_with(|| {
            names.take(only.map_or_else(|| below(owner, "Headers"), |only| below(&only.name, "Header")), "")
        });
        Some(format!("{prefix}replies::{name}"))
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
            let members = fields.iter().map(|(field, is_list)| {
                let ty = if *is_list { "Vec<String>" } else { "Option<String>" };
                let identifier = take(&mut names, &snake(field));
                format!("    #[doc = \" `{field}`\"]\n    #[header({field:?})]\n    pub {identifier}: {ty},\n")
            });
            let members: String = members.collect();
            items.push(format!(
                "#[doc = \" Header fields of a response.\"]\n#[derive(Debug, Clone, PartialEq, Eq, Default, \
                 api_core::call::HeaderFields)]\npub struct {name} {{\n{members}}}\n"
            ));
        }
        let items = items.concat();
        let of_bytes = if self.media_types.is_empty() { "" } else { OF_BYTES };
        format!(
            "#[doc = \" Responses with another media type than JSON, and header fields of \
             responses.\"]\npub mod replies {{\n{of_bytes}{items}}}\n"
        )
    }
}

/// Returns whether two responses differ in their media types alone.
pub(super) fn is_same_value(one: &Output, other: &Output) -> bool {
    let is_model = |output: &Output| output.media_type.as_ref().is_some_and(|name| !name.starts_with("text/"));
    let has_value = one.shape.is_some() && is_model(one) && is_model(other);
    has_value && one.status == other.status && one.shape == other.shape && one.headers == other.headers
}

/// Returns the name of a variant for a status.
fn variant(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.map_or(format!("Status{status}"), pascal)
}

const OF_BYTES: &str = include_str!("templates/of_bytes.rs");
