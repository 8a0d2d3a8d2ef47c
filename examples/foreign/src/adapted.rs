//! What is changed in a document for a generator that cannot read all of it.

use serde_json::{Map, Value, json};

/// The operations that progenitor does not read, each with its own words.
pub const NOT_READ_BY_PROGENITOR: [(&str, &str); 10] = [
    ("replace", "assertion failed: response_types.len() <= 1"),
    ("sort", "unsupported style of query parameter PipeDelimited"),
    ("find", "unsupported style of query parameter DeepObject"),
    ("session", "cookie parameters are not supported"),
    ("create", "not yet implemented: more media types than expected for create: 2"),
    ("order", "not yet implemented: media type encoding not empty"),
    ("merge", "unexpected content type: application/merge-patch+json"),
    ("image", "unexpected content type: image/*"),
    ("convert", "not yet implemented: more media types than expected for convert: 4"),
    ("upload", "unexpected content type: multipart/form-data"),
];

/// The operations of which progenitor makes code that does not compile, each with the words of the compiler.
pub const NOT_COMPILED_OF_PROGENITOR: [(&str, &str); 2] = [
    ("order_options", "no method named `options` found for struct `reqwest::Client`"),
    ("paint", "`Vec<PaintSecWebsocketProtocolItem>` doesn't implement `std::fmt::Display`"),
];

/// Returns for each operation of [`NOT_READ_BY_PROGENITOR`] its name, the words, and a document of it alone, as JSON. A
/// test gives them to progenitor, so that the list is right.
///
/// # Panics
///
/// Panics if the text is no document of ours.
#[must_use]
pub fn refused_by_progenitor(document: &str) -> String {
    let one = |(name, words): (&str, &str)| {
        let document = with_operations(document, |id| id == name);
        json!({ "operation": name, "words": words, "document": document })
    };
    Value::from(NOT_READ_BY_PROGENITOR.map(one).to_vec()).to_string()
}

/// Returns a document that progenitor reads: without the operations of both lists, and with one type of errors.
///
/// All errors of an operation must have one type (`assertion failed: response_types.len() <= 1`), and only
/// `application/json` is decoded, so all of them are `Problem` in that media type.
///
/// # Panics
///
/// Panics if the text is no document of ours.
#[must_use]
pub fn for_progenitor(document: &str) -> String {
    let lists = NOT_READ_BY_PROGENITOR.iter().chain(&NOT_COMPILED_OF_PROGENITOR);
    with_operations(document, |id| lists.clone().all(|(name, _)| *name != id)).to_string()
}

fn with_operations(document: &str, keeps: impl Fn(&str) -> bool) -> Value {
    let mut document: Value = serde_json::from_str(document).expect("a document is JSON");
    let paths = document["paths"].as_object_mut().expect("a document has paths");
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.retain(|_, operation| keeps(operation["operationId"].as_str().unwrap_or_default()));
        for operation in item.values_mut() {
            with_one_error(operation["responses"].as_object_mut().expect("an operation has responses"));
        }
    }
    document
}

fn with_one_error(responses: &mut Map<String, Value>) {
    // A redirection is no error for it, and a response that opens a WebSocket is a success of another type.
    responses.retain(|status, _| status.starts_with('2'));
    for class in ["4XX", "5XX"] {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let content = json!({ "application/json": { "schema": schema } });
        responses.insert(class.to_owned(), json!({ "description": "An error.", "content": content }));
    }
}
