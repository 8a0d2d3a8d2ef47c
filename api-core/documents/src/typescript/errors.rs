//! The errors of operations, and where their parts are in the API's format.
//!
//! A format is code, so its keys are found by encoding a document.

use std::collections::HashMap;

use api_core::description::ErrorCase;
use api_core::error::{ErrorDocument, ErrorFormat};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::answers::header_fields;
use super::operation::HeaderField;
use crate::schema::{Flow, Known, Schema, Types};

const KIND: &str = "kind_of_error";
const DESCRIPTION: &str = "description of the error";

/// The errors of operations that share them.
#[derive(Debug)]
pub(super) struct Errors {
    /// The name of their type, and the number of their form in the module.
    pub(super) name: String,
    pub(super) form: usize,
    pub(super) cases: Vec<Case>,
}

/// One error.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) kind: &'static str,
    pub(super) status: u16,
    pub(super) docs: &'static str,
    pub(super) details: Option<(Schema, bool)>,
    pub(super) headers: Vec<HeaderField>,
}

/// The keys of an error's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ErrorForm {
    /// The key of the kind, and what stands before it. `None`: the status decides.
    pub(super) kind: Option<(String, String)>,
    pub(super) description: Option<String>,
    pub(super) details: Option<String>,
}

/// The errors and forms that were met, each once.
#[derive(Debug, Default)]
pub(super) struct AllErrors {
    pub(super) forms: Vec<ErrorForm>,
    pub(super) all: Vec<Errors>,
    known: HashMap<(usize, String), usize>,
}

impl AllErrors {
    /// Returns the number of the form of a format.
    pub(super) fn form(&mut self, format: &'static dyn ErrorFormat) -> usize {
        let form = ErrorForm::of(format);
        self.forms.iter().position(|known| *known == form).unwrap_or_else(|| {
            self.forms.push(form);
            self.forms.len() - 1
        })
    }

    /// Returns the number of the errors of an operation. `name`: of their type, if they are new.
    pub(super) fn of(
        &mut self,
        form: usize,
        cases: &'static [ErrorCase],
        name: impl FnOnce(bool) -> String,
        known: Known,
        types: &mut Types,
    ) -> usize {
        let text = cases.iter().map(text_of).collect();
        let (all, is_first) = (&mut self.all, !self.known.keys().any(|(known, _)| *known == form));
        *self.known.entry((form, text)).or_insert_with(|| {
            let case = |case: &'static ErrorCase| Case {
                kind: case.kind,
                status: case.status,
                docs: case.docs,
                details: case
                    .attributes
                    .map(|shape| (types.schema(shape, Flow::Response, known), !shape.accepts_absence())),
                headers: header_fields(case.header_fields().filter(|field| field.cookie.is_none()), known, types),
            };
            let cases = cases.iter().map(case).collect();
            all.push(Errors { name: name(is_first), form, cases });
            all.len() - 1
        })
    }
}

/// Returns a text that is the same for the same errors.
fn text_of(case: &ErrorCase) -> String {
    let headers: Vec<String> = case
        .header_fields()
        .filter(|field| field.cookie.is_none())
        .map(|field| format!("{} {}", field.name, field.shape))
        .collect();
    let details = case.attributes.map(ToString::to_string).unwrap_or_default();
    format!("{} {} {details} {}\n", case.kind, case.status, headers.join(", "))
}

impl ErrorForm {
    fn of(format: &dyn ErrorFormat) -> Self {
        let details = json!({ "details": ["of the error"] });
        let mut document = ErrorDocument::new(StatusCode::BAD_REQUEST, KIND).described(DESCRIPTION);
        if !format.has_kinds() {
            let object = sent(format, &document);
            return Self { kind: None, description: key_of(&object, |text| text == DESCRIPTION), details: None };
        }
        document.attributes = Some(details.clone());
        let object = sent(format, &document);
        let exact = key_of(&object, |text| text == KIND);
        let kind = exact.or_else(|| key_of(&object, |text| text.ends_with(KIND)));
        let prefix = |key: &String| object.get(key).and_then(Value::as_str)?.strip_suffix(KIND).map(str::to_owned);
        Self {
            kind: Some(kind.and_then(|key| Some((key.clone(), prefix(&key)?))).unwrap_or_default()),
            description: key_of(&object, |text| text == DESCRIPTION),
            details: object.iter().find(|(_, value)| **value == details).map(|(key, _)| key.clone()),
        }
    }
}

fn sent(format: &dyn ErrorFormat, document: &ErrorDocument) -> Map<String, Value> {
    serde_json::from_slice(&format.encode(document)).unwrap_or_default()
}

/// Returns the first key, by name, with a text of this kind.
fn key_of(object: &Map<String, Value>, is_it: impl Fn(&str) -> bool) -> Option<String> {
    let found = object.iter().filter(|(_, value)| value.as_str().is_some_and(&is_it));
    found.map(|(key, _)| key.clone()).min()
}

#[cfg(test)]
mod tests {
    use api_core::error::{ByStatus, ProblemDetails};

    use super::ErrorForm;

    #[test]
    fn the_keys_of_a_format_are_found_in_a_document() {
        let some = |text: &str| Some(text.to_owned());
        let problem = ErrorForm {
            kind: Some(("type".to_owned(), "#".to_owned())),
            description: some("detail"),
            details: some("attributes"),
        };
        assert_eq!(ErrorForm::of(&ProblemDetails), problem);
        let by_status = ErrorForm { kind: None, description: some("message"), details: None };
        assert_eq!(ErrorForm::of(&ByStatus), by_status);
    }
}
