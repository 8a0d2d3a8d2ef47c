//! The header fields of an opening request, and the conversion of failures into handshake errors.

use api_websocket::{HandshakeError, OpenOptions};
use http::HeaderMap;

use crate::error::{Failure, FailureKind};

/// Writes the fields of the opening handshake into a request.
pub(crate) fn write_opening(options: &OpenOptions, headers: &mut HeaderMap) -> Result<(), Failure> {
    options
        .write(headers)
        .map_err(|error| Failure::new(FailureKind::Encode, "a subprotocol's name is not a token").caused_by(error))
}

impl From<Failure> for HandshakeError {
    fn from(failure: Failure) -> Self {
        if failure.is_timeout() {
            return Self::Timeout;
        }
        if failure.is_decode() { Self::MalformedResponse(failure.into()) } else { Self::Transport(failure.into()) }
    }
}
