//! Locks from OpenAPI documents, versions 3.0 and 3.1.
//!
//! ```text
//! source       JSON or YAML
//! document     references, bounds, notes: what all parts share
//! merge        allOf: several schemas as one
//! schema       a schema as a shape
//! scalar       texts, numbers and their constraints
//! object       objects with known keys, and maps
//! union        oneOf and anyOf
//! mentioned    the types that operations need
//! cycles       types that have no finite value
//! parameter    values of path, query and header fields
//! message      request bodies and responses
//! security     authentication
//! operation    paths and operations
//! ```

mod cycles;
mod document;
mod mentioned;
mod merge;
mod message;
mod object;
mod operation;
mod parameter;
mod scalar;
mod schema;
mod security;
mod source;
mod union;

pub(crate) use self::message::kind_of;
pub use self::source::{SourceError, read_document};

use api_lock::Lock;
use serde_json::Value;

use crate::note::Note;
use crate::texts::Texts;

use self::document::Importer;

/// A lock that was read from an OpenAPI document.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The lock.
    pub lock: Lock,
    /// What the lock does not say.
    pub notes: Vec<Note>,
    /// The descriptions of the document.
    pub texts: Texts,
}

/// The reason why a document cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenApiError {
    /// The document is not OpenAPI 3.0 or 3.1.
    #[error("this is not OpenAPI 3.0 or 3.1: its member `openapi` is {0}, expected for example \"3.1.0\"")]
    Version(String),
    /// A part of the document has another JSON type than OpenAPI gives it.
    #[error("{place}: expected {expected}, found {found}")]
    Type {
        /// The operation or type, and the member.
        place: String,
        /// The JSON type of OpenAPI.
        expected: &'static str,
        /// The JSON type of the document.
        found: &'static str,
    },
    /// A reference has no target in the document.
    #[error("{place}: `{reference}` refers to nothing in this document: references begin with `#/`")]
    Reference {
        /// The operation or type.
        place: String,
        /// The reference.
        reference: String,
    },
    /// A type consists of nothing but itself.
    #[error("type {0}: it is defined by nothing but itself, so it has no values")]
    Cycle(String),
    /// The document is nested more deeply than it is read.
    #[error("{place}: schemas are nested more than {limit} deep, or one is a part of itself by `allOf`")]
    Nesting {
        /// The operation or type.
        place: String,
        /// The maximum depth.
        limit: usize,
    },
    /// Reading the document takes more steps than a document of its size should need.
    #[error("{place}: the document has more than {limit} schemas, counting those that are merged by `allOf`")]
    Size {
        /// The operation or type.
        place: String,
        /// The maximum number of schemas.
        limit: usize,
    },
}

/// Reads an OpenAPI document, version 3.0 or 3.1.
///
/// Named schemas become named types, and others get names from where they are used. What a lock cannot say is left out
/// or widened, so that it accepts more than the document does, and is listed in the notes.
///
/// ```
/// let document = serde_json::json!({
///     "openapi": "3.1.0",
///     "info": { "title": "Rooms", "version": "1" },
///     "paths": {
///         "/rooms/{roomId}": {
///             "get": {
///                 "operationId": "getRoom",
///                 "parameters": [{ "name": "roomId", "in": "path", "required": true, "schema": { "type": "integer" } }],
///                 "responses": { "200": {
///                     "description": "The room.",
///                     "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Room" } } }
///                 } }
///             }
///         }
///     },
///     "components": { "schemas": { "Room": {
///         "type": "object",
///         "properties": { "name": { "type": "string" } },
///         "required": ["name"]
///     } } }
/// });
/// let import = api_contract::openapi::lock_of_openapi(&document).unwrap();
/// assert_eq!(import.lock.to_string(), r###"lock! { r##"
/// format 1
/// api Rooms /
///
/// GET /rooms/{room_id} get_room
///   path room_id: i64
///   -> 200 application/json: Room
///
/// struct Room
///   name: text
/// "## }
/// "###);
/// ```
///
/// # Errors
///
/// Returns an error for other versions, for members of a wrong JSON type, for references without a target, for types
/// without values, and for documents that are nested too deeply or too large.
pub fn lock_of_openapi(document: &Value) -> Result<Import, OpenApiError> {
    let mut importer = Importer::new(document)?;
    importer.read()?;
    importer.finish()
}
