//! The endpoint of the shared WebSocket.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, PendingConnection, api};

use crate::PlatformErrors;

/// The API of the shared WebSocket. Its path is outside of all services.
#[api(errors = PlatformSocketError)]
pub trait PlatformSocket {
    /// Opens the WebSocket that all subscriptions of a client share. Authorization is checked for each subscription,
    /// not here.
    #[websocket("/ws", max_message = 65536)]
    async fn socket(&self, pending: PendingConnection) -> Result<(), PlatformSocketError>;
}

/// The error of an opening handshake that is not accepted.
#[derive(Debug, ApiError)]
#[api_error(format = PlatformErrors)]
#[non_exhaustive]
pub enum PlatformSocketError {
    /// A response that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// The connection or the protocol failed.
    #[error(failure)]
    Failed(Failure),
}
