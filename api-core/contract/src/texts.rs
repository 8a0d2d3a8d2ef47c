//! The prose of a document, which a lock does not hold, for the comments of a draft.

use std::collections::BTreeMap;

/// The prose of a document, Markdown, by the names that the lock has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// The description of the API.
    pub api: String,
    /// The descriptions of operations.
    pub operations: BTreeMap<String, String>,
    /// The groups of operations, by the names of the operations.
    pub groups: BTreeMap<String, String>,
    /// The descriptions of types.
    pub types: BTreeMap<String, String>,
    /// The descriptions of fields, by type and key.
    pub fields: BTreeMap<(String, String), String>,
}
