//! Locks from OpenAPI documents, versions 3.0 and 3.1.
//!
//! ```text
//! source       JSON or YAML
//! error        why a document cannot be read
//! import       what is read from it
//! document     references, bounds, notes: what all parts share
//! merge        allOf: several schemas as one
//! schema       a schema as a shape
//! scalar       texts, numbers and their constraints
//! object       objects with known keys, and maps
//! union        oneOf and anyOf
//! mentioned    the types that operations need
//! cycles       types that have no finite value
//! parameter    values of path, query and header fields
//! form         bodies that are forms
//! parts        bodies of several parts
//! message      request bodies and responses
//! xml          schemas that are the same XML in a trait
//! security     authentication
//! operation    paths and operations
//! callbacks    the APIs that callers serve
//! ```

mod callbacks;
mod cycles;
mod document;
mod error;
mod form;
mod import;
mod mentioned;
mod merge;
mod message;
mod object;
mod operation;
mod parameter;
mod parts;
mod scalar;
mod schema;
mod security;
mod source;
mod union;
mod xml;

use serde_json::Value;

use self::document::Importer;

pub use self::error::OpenApiError;
pub use self::import::Import;
pub(crate) use self::message::kind_of;
pub use self::source::{SourceError, read_document};

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
/// "parameters": [{ "name": "roomId", "in": "path", "required": true, "schema": { "type": "integer" } }],
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
