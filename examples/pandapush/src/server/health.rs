//! Whether the parts that a node stands on are there.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// The parts of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Health {
    /// `ok`, `degraded` if a part is missing, or `closing`.
    pub status: String,
    /// The name of the node.
    pub node: String,
    /// Whether the database answers. Without it keys cannot be changed, and everything else goes on.
    pub database: Part,
    /// Whether Redis answers. Without it nothing is published and no session begins. Absent for a node that is alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redis: Option<Part>,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Part {
    /// Whether it answers.
    pub ok: bool,
    /// What was wrong last, if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
