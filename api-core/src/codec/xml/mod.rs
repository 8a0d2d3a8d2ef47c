//! Values as XML 1.0, by their shape: all content is text, and only the shape says what the text is.
//!
//! Values pass through JSON, so that serde's attributes mean the same in both, and a reader reports the same problems.
//!
//! ```text
//! part        what an element holds: a shape, or the fields of a variant
//! document    a text of XML as a list of elements, attributes and texts
//! read        the JSON of a document
//! write       the document of a JSON
//! ```

mod document;
mod part;
mod read;
mod write;

use serde_json::Value;

use super::binary::Unfit;
use crate::model::Shape;
use document::Document;

/// Maximum number of elements around an element: the depth of JSON here.
const MAX_DEPTH: usize = 128;

/// Maximum number of attributes of one element. Looking for repeated ones compares all pairs.
const MAX_ATTRIBUTES: usize = 64;

/// The prefix of the attribute of a value that is `null`, with its usual namespace.
const NIL: &str = "xsi:nil";
const NIL_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";

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

/// Returns whether XML 1.0 has a character (§2.2).
const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
