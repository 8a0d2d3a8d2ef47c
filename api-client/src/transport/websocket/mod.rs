//! Opening a WebSocket: over HTTP/1.1 by an upgrade (RFC 6455 §4.1), over HTTP/2 by an extended CONNECT (RFC 8441).

#[cfg(feature = "http2")]
mod first_frame;
mod http1;
#[cfg(feature = "http2")]
mod http2;
mod openings;
mod result;

pub(super) use openings::{Openings, opens};
pub(super) use result::OpeningResult;
