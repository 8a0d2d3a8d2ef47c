//! How documents describe structured fields (RFC 9651), for which OpenAPI has no style.

use api_core::model::Shape;

/// Returns the documentation of a structured field.
pub(super) fn structured_docs(docs: &str, shape: &Shape) -> String {
    let form = format!("A structured field (RFC 9651): {}.", shape.structured_form());
    if docs.is_empty() { form } else { format!("{docs}\n\n{form}") }
}
