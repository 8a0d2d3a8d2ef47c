//! Deletions that are ordered now and done when the service gets to them.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// The work of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Job {
    /// Which job this is.
    pub id: String,
    /// How far it is.
    pub status: JobStatus,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// Not done yet.
    InProgress,
    /// Done.
    Completed,
    /// It cannot be done.
    Failed,
}
