//! Types shared by the cases, so that each case contains little more than its mistake.

use api_core::error::Answer;
use api_core::{ApiError, Failure, Model};
use serde::{Deserialize, Serialize};

/// A valid error type.
#[derive(Debug, ApiError)]
pub enum Oops {
    /// There is no such room.
    #[error(status = 404)]
    Gone,
    /// An error response that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// A valid model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Room {
    /// The room's number.
    pub id: u32,
    /// The room's name.
    pub name: String,
}

/// Stands for a value of any type. It is never called, because cases are only compiled.
pub fn any<T>() -> T {
    unreachable!("cases are compiled only")
}
