//! Locks and drafts of APIs that were not written with this framework.

mod compiled;
mod drafts;
mod hostile;
mod operations;
mod published;
mod schemas;
mod templates;

use api_contract::openapi::{Import, OpenApiError, lock_of_openapi};
use serde_json::{Value, json};

/// Reads a document with these paths and components.
fn import(version: &str, paths: &Value, components: &Value) -> Result<Import, OpenApiError> {
    lock_of_openapi(&json!({
        "openapi": version,
        "info": { "title": "Test", "version": "1" },
        "paths": paths,
        "components": components,
    }))
}

/// Returns a document of one operation, which answers with this schema.
fn answering(schema: &Value) -> Value {
    json!({ "/": { "get": { "operationId": "get", "responses": { "200": {
        "description": "", "content": { "application/json": { "schema": schema } }
    } } } } })
}

/// Returns the lines of a lock between its head and its end.
fn lines(import: &Import) -> String {
    let text = import.lock.to_string();
    let body = text.split_once("\n\n").map_or("", |(_, body)| body);
    body.trim_end_matches("\"## }\n").trim_end().to_owned()
}

/// Returns the notes, one a line.
fn notes(import: &Import) -> Vec<String> {
    import.notes.iter().map(ToString::to_string).collect()
}
