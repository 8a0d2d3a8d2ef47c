//! What the encoder and the decoder of an answer both know.

use http::StatusCode;

use crate::description::Endpoint;
use crate::dialect::{Dialect, KeepAlive};

/// What encoder and decoder of an answer both know of the exchange.
#[derive(Debug, Clone, Copy)]
pub struct ReplyForm {
    /// The endpoint that answers.
    pub endpoint: &'static Endpoint,
    /// How events are written, if it is a subscription.
    pub dialect: Dialect,
    /// Seconds between keep-alives and size of the first, if the request asked for them.
    pub keep_alive: KeepAlive,
}

impl ReplyForm {
    /// The status of a plain answer: the first declared.
    pub fn status(&self) -> StatusCode {
        self.endpoint.outputs.first().and_then(|output| StatusCode::from_u16(output.status).ok()).unwrap_or_default()
    }
}
