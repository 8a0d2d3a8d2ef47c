//! The wire format of an API's errors. A format is code, so its schema is found by encoding documents and looking where
//! their parts are.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use api_core::error::{ErrorDocument, ErrorFormat};
use api_core::model::Violation;
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::schema::{Kind, Property, Schema, TypeId, Types};

const KIND: &str = "kind_of_error";
const DESCRIPTION: &str = "description of the error";

/// The wire format of errors in a document.
#[derive(Debug, Clone)]
pub(super) struct ErrorForm {
    format: &'static dyn ErrorFormat,
    layout: Layout,
    /// The errors that were encoded, by their kinds. Most endpoints share most errors.
    sent: RefCell<HashMap<String, Vec<Encoded>>>,
}

/// An error that was encoded, and its kind as it is sent.
type Encoded = (ErrorDocument, Option<String>);

/// Where the parts of an error are.
#[derive(Debug, Clone)]
enum Layout {
    /// A text, or something else that is no JSON object.
    Text,
    /// The details are the whole body.
    Details,
    /// An object of a named type.
    Object { base: TypeId, kind: Option<String>, attributes: Option<String> },
}

/// An error as it is sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SentError {
    pub(super) status: u16,
    pub(super) media_type: &'static str,
    /// The kind that a client finds in it, if it finds one.
    pub(super) kind: Option<String>,
    pub(super) schema: Schema,
}

/// The formats of errors that were met, each once.
#[derive(Debug, Default)]
pub(super) struct ErrorForms {
    known: Vec<(String, TypeId)>,
}

impl ErrorForms {
    /// Finds the layout of a format.
    pub(super) fn form(&mut self, format: &'static dyn ErrorFormat, types: &mut Types) -> ErrorForm {
        if !format.has_kinds() {
            return ErrorForm::new(format, Layout::Details);
        }
        let (least, full) = (object(format, &bare()), object(format, &full()));
        let (Some(least), Some(full)) = (least, full) else { return ErrorForm::new(format, Layout::Text) };
        // The keys of a map are in another order if a crate of the program asks for it.
        let mut members: Vec<(&String, &Value)> = full.iter().collect();
        members.sort_by_key(|(key, _)| *key);
        let key_of = |is_it: &dyn Fn(&Value) -> bool| {
            members.iter().find(|(_, value)| is_it(value)).map(|(key, _)| (*key).clone())
        };
        let contains = |value: &Value| value.as_str().is_some_and(|text| text.contains(KIND));
        let kind = key_of(&|value| value == KIND).or_else(|| key_of(&contains));
        let attributes = key_of(&|value| *value == attributes());
        let properties = members.iter().map(|(key, value)| {
            let is_attributes = attributes.as_ref() == Some(key);
            let schema = if is_attributes { Kind::Any.into() } else { schema_of(value) };
            let schema = schema.docs(part_of(value));
            Property { name: Cow::Owned((*key).clone()), schema, required: least.contains_key(*key) }
        });
        let schema = Schema::object(properties.collect()).docs("An error.");
        let name = if format.media_type() == "application/problem+json" { "Problem" } else { "Error" };
        let text = format!("{name} {schema:?}");
        let known = self.known.iter().find(|(known, _)| *known == text).map(|(_, id)| *id);
        let base = known.unwrap_or_else(|| {
            let id = types.declare(name, schema);
            self.known.push((text, id));
            id
        });
        ErrorForm::new(format, Layout::Object { base, kind, attributes })
    }
}

impl ErrorForm {
    fn new(format: &'static dyn ErrorFormat, layout: Layout) -> Self {
        Self { format, layout, sent: RefCell::default() }
    }

    pub(super) fn format(&self) -> &'static dyn ErrorFormat {
        self.format
    }

    /// Returns an error as it is sent. `attributes`: the schema of its details.
    pub(super) fn sent(&self, document: &ErrorDocument, attributes: Option<Schema>) -> SentError {
        let media_type = self.format.media_type_of(document);
        let status = document.status.as_u16();
        if let (Layout::Details, Some(schema)) = (&self.layout, &attributes) {
            return SentError { status, media_type, kind: None, schema: schema.clone() };
        }
        let Layout::Object { base, kind: kind_key, attributes: attributes_key } = &self.layout else {
            // Some of its errors may be objects nevertheless.
            let sent = object(self.format, document).filter(|_| media_type.contains("json"));
            let schema = sent.map_or_else(Schema::text, |sent| schema_of(&Value::Object(sent)));
            let kind = self.format.has_kinds().then(|| document.kind.to_string());
            return SentError { status, media_type, kind, schema };
        };
        let base = Schema::from(Kind::Named(*base));
        let kind = kind_key.as_ref().and_then(|key| self.sent_kind(key, document));
        let mut properties = Vec::new();
        if let (Some(key), Some(kind)) = (kind_key, &kind) {
            // A list of one, because some generators of clients cannot narrow a text to a constant.
            let names = vec![kind.clone().into()];
            properties.push(Property::required(key.clone(), Kind::Choice { names, open: false }));
        }
        if let (Some(key), Some(schema)) = (attributes_key, attributes) {
            properties.push(Property::required(key.clone(), schema));
        }
        let schema =
            if properties.is_empty() { base } else { Kind::All(vec![base, Schema::object(properties)]).into() };
        SentError { status, media_type, kind, schema }
    }

    /// Returns the kind of an error as it is sent. `key`: the member that has it.
    fn sent_kind(&self, key: &str, document: &ErrorDocument) -> Option<String> {
        let mut sent = self.sent.borrow_mut();
        if let Some((_, kind)) =
            sent.get(&*document.kind).and_then(|known| known.iter().find(|(known, _)| known == document))
        {
            return kind.clone();
        }
        let kind = object(self.format, document).and_then(|sent| sent.get(key)?.as_str().map(str::to_owned));
        sent.entry(document.kind.to_string()).or_default().push((document.clone(), kind.clone()));
        kind
    }

    /// Returns an error of which only the status is known.
    pub(super) fn unknown(&self, status: u16) -> SentError {
        let schema = match &self.layout {
            Layout::Text => Schema::text(),
            Layout::Details => {
                object(self.format, &bare()).map_or_else(Schema::text, |sent| schema_of(&Value::Object(sent)))
            }
            Layout::Object { base, .. } => Kind::Named(*base).into(),
        };
        SentError { status, media_type: self.format.media_type(), kind: None, schema }
    }
}

fn bare() -> ErrorDocument {
    ErrorDocument::new(StatusCode::BAD_REQUEST, KIND)
}

fn full() -> ErrorDocument {
    let mut document = bare().described(DESCRIPTION);
    document.attributes = Some(attributes());
    document.violations = vec![Violation {
        path: "/body/name".to_owned(),
        problem: "has length 0".to_owned(),
        expected: "a length of at least 1".to_owned(),
    }];
    document
}

fn attributes() -> Value {
    json!({ "details": ["of the error"] })
}

fn object(format: &dyn ErrorFormat, document: &ErrorDocument) -> Option<Map<String, Value>> {
    serde_json::from_slice(&format.encode(document)).ok()
}

fn schema_of(value: &Value) -> Schema {
    match value {
        Value::Null => Kind::Any.into(),
        Value::Bool(_) => Kind::Boolean.into(),
        Value::Number(_) => Kind::Integer { minimum: i128::MIN, maximum: i128::MAX, multiple_of: None }.into(),
        Value::String(_) => Schema::text(),
        Value::Array(items) => {
            let item = items.first().map_or_else(|| Kind::Any.into(), schema_of);
            Kind::Array { item: Box::new(item), minimum: None, maximum: None, unique: false }.into()
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            let property = |(key, value): (&String, &Value)| Property::required(key.clone(), schema_of(value));
            Schema::object(members.into_iter().map(property).collect())
        }
    }
}

/// Returns what a member of an encoded document is.
fn part_of(value: &Value) -> &'static str {
    match value {
        Value::String(text) if text.contains(DESCRIPTION) => "A description for people.",
        Value::String(text) if text == KIND || text.strip_prefix('#') == Some(KIND) => {
            "The kind of the error. It does not change between versions."
        }
        Value::Number(number) if number.as_u64() == Some(400) => "The status of the response.",
        Value::Array(_) => "The values that are not valid, each with its place.",
        value if *value == attributes() => "The details of this kind of error.",
        _ => "",
    }
}
