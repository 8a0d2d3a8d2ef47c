//! The error of a file that was not stored.

use std::io;

use api_core::Failure;

/// The error of a file that was not stored.
#[derive(Debug, thiserror::Error)]
pub(in crate::server) enum StoreError {
    /// The content has more bytes than allowed. If its length was not announced, `size` is what had arrived.
    #[error("the content has {size} bytes or more, and at most {limit} are allowed")]
    TooLarge { size: u64, limit: u64 },
    /// The content did not arrive.
    #[error("the content broke off")]
    BrokenOff(#[source] Failure),
    /// Another request uploads the same file.
    #[error("the file is being uploaded by another request")]
    InProgress,
    /// There are too many uploads.
    #[error("there are too many uploads at this time")]
    TooMany,
    /// The files in memory take as much as they may.
    #[error("there is no room for further files in memory")]
    Full,
    /// The folder cannot be written.
    #[error("the file cannot be written")]
    Unwritable(#[from] io::Error),
}
