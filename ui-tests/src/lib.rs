//! What the cases share, so that each shows its own mistake and little else.

use api_core::error::Answer;
use api_core::{ApiError, Failure, Model};
use serde::{Deserialize, Serialize};

/// An error type without mistakes.
#[derive(Debug, ApiError)]
pub enum Oops {
    /// There is no such room.
    #[error(status = 404)]
    Gone,
    /// An answer of a newer server.
    #[error(unknown)]
    Unknown(Answer),
    /// Connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// A model without mistakes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Room {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// A value of any type, which no case ever makes: what fails to compile does not run.
pub fn any<T>() -> T {
    unreachable!("cases are compiled only")
}
