//! Jobs: deletions that run asynchronously.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// A deletion job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// The job's status.
    pub status: JobStatus,
}

/// The status of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// The deletion is not finished yet.
    InProgress,
    /// The deletion is finished.
    Completed,
    /// The deletion failed.
    Failed,
}
