//! The properties of a response that its encoder and its decoder share.

use http::StatusCode;

use crate::description::Endpoint;
use crate::dialect::{Dialect, KeepAlive};

/// The properties of a response that its encoder and its decoder share.
#[derive(Debug, Clone, Copy)]
pub struct ReplyForm {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The dialect of its events, if it is a subscription.
    pub dialect: Dialect,
    /// The heartbeats of a subscription.
    pub keep_alive: KeepAlive,
}

impl ReplyForm {
    /// Returns the status of the first output that the endpoint declares. 200 if it declares none.
    pub fn status(&self) -> StatusCode {
        self.endpoint.outputs.first().and_then(|output| StatusCode::from_u16(output.status).ok()).unwrap_or_default()
    }
}
