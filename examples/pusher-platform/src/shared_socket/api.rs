//! The endpoint.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, PendingConnection, api};

use crate::PlatformErrors;

/// The address of a host that lies outside of every service.
#[api(errors = PlatformSocketError)]
pub trait PlatformSocket {
    /// Opens the websocket that all subscriptions of a client share. Who may follow what is asked for each subscription, not here.
    #[websocket("/ws", max_message = 65536)]
    async fn socket(&self, pending: PendingConnection) -> Result<(), PlatformSocketError>;
}

/// What an opening is answered with if it is not accepted.
#[derive(Debug, ApiError)]
#[api_error(format = PlatformErrors)]
#[non_exhaustive]
pub enum PlatformSocketError {
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// Connection or protocol broke.
    #[error(failure)]
    Failed(Failure),
}
