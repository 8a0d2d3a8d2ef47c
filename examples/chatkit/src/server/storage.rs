//! What keeps the state beyond the process.

use std::fmt;

use crate::domain::{Record, Write};

/// Keeps records. Everything is called under the state's lock, so it must be quick and must not wait for others.
pub trait Storage: Send + fmt::Debug {
    /// Makes these writes, all of them or none; once this returns they are there after a crash of the process.
    ///
    /// # Errors
    /// If they could not be made.
    fn write(&mut self, writes: &[Write]) -> Result<(), StorageError>;

    /// Everything that was kept.
    ///
    /// # Errors
    /// If it cannot be read.
    fn load(&mut self) -> Result<Vec<Record>, StorageError>;
}

/// Something could not be kept or read back.
#[derive(Debug, thiserror::Error)]
#[error("the state could not be {doing}")]
pub struct StorageError {
    doing: &'static str,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl StorageError {
    /// What was being done when what happened.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into() }
    }
}
