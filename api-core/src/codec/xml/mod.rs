//! Values as XML 1.0, by their shape: all content is text, and only the shape says what the text is.
//!
//! Values pass through JSON, so that serde's attributes mean the same in both, and a reader reports the same problems.
//!
//! ```text
//! rules       characters, bounds, and the attribute of `null`
//! part        what an element holds: a shape, or the fields of a variant
//! document    a text of XML as a list of elements, attributes and texts
//! read        the JSON of a document
//! write       the document of a JSON
//! ```

mod document;
mod part;
mod read;
mod rules;
mod write;

use serde_json::Value;

use super::binary::Unfit;
use crate::model::Shape;
use document::Document;

/// Encodes the JSON of a value.
///
/// # Errors
/// Returns an error if a text has a character that XML 1.0 excludes, or the value is not of the shape.
pub(crate) fn to_text(shape: &'static Shape, value: &Value) -> Result<String, String> {
    write::document(shape, value)
}

/// Decodes the JSON of a value. Text that is not of its type stays text, so that the reader of the JSON refuses it with
/// its place.
///
/// # Errors
/// Returns an error if the text is not well-formed, has a document type declaration, is nested more than 128 times, or
/// is of another structure than the shape.
pub(crate) fn from_slice(shape: &'static Shape, bytes: &[u8]) -> Result<Value, Unfit> {
    let malformed = |reason: String| Unfit { reason, is_data: false };
    let text = str::from_utf8(bytes).map_err(|_| malformed("the XML is not UTF-8".to_owned()))?;
    let document = Document::parse(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(malformed)?;
    read::value(shape, &document)
}
