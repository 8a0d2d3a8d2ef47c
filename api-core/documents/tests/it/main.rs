//! Documents of an API that uses every feature, and of APIs made for one test.
//!
//! ```text
//! golden    the documents, byte by byte
//! answers   every response of a server is in its document
//! outlines  what a document cannot be made of
//! types     names of types, recursion, the two directions
//! merging   several endpoints of one path and method
//! formats   the wire formats of errors
//! requests  what a server accepts
//! site      documents beside each other, and their references
//! size      documents of large APIs
//! ```

mod answers;
mod formats;
mod golden;
mod merging;
mod outlines;
mod requests;
mod site;
mod size;
mod types;

use serde_json::Value;

/// Returns the part of a document at a JSON pointer.
fn at<'d>(document: &'d Value, pointer: &str) -> &'d Value {
    document.pointer(pointer).unwrap_or_else(|| panic!("there is nothing at {pointer} in {document:#}"))
}
