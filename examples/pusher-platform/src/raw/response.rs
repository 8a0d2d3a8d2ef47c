//! What comes back: an answer, or a subscription.

use api_core::Subscription;
use api_core::dialect::Frame;
use api_core::error::{Failure, FailureKind};
use api_core::subscription::Frames;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An answer from 200 to 299.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
}

impl RawResponse {
    /// The body as a value. A body that is not JSON counts as `null`, so where nothing is expected anything will do.
    ///
    /// # Errors
    /// If it is not the value's form.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        serde_json::from_value(value)
            .map_err(|error| Failure::new(FailureKind::Decode, "the answer is not what was expected").caused_by(error))
    }

    /// The same answer, if it has exactly this status.
    ///
    /// # Errors
    /// If it has another.
    pub fn exactly(self, status: StatusCode) -> Result<Self, Failure> {
        if self.status == status {
            return Ok(self);
        }
        let message = format!("the answer is {} where {status} was expected", self.status);
        Err(Failure::new(FailureKind::Decode, message))
    }
}

/// An open subscription.
#[derive(Debug)]
pub struct RawSubscription {
    /// The status it was opened with.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    pub(super) frames: Frames,
}

impl RawSubscription {
    /// The next message, keep-alives included.
    ///
    /// # Errors
    /// As [`Frames::next`].
    ///
    /// # Cancel safety
    /// Cancel safe: no message is lost when the future is dropped.
    pub async fn next(&mut self) -> Result<Frame, Failure> {
        self.frames.next().await
    }

    /// Gives the subscription up; over HTTP/2 the stream is reset.
    ///
    /// # Errors
    /// If it was closed before.
    pub fn close(&mut self) -> Result<(), Failure> {
        self.frames.close()
    }

    /// The events from here on, by type. Keep-alives are passed over.
    pub fn events<T: DeserializeOwned + Send + 'static>(self) -> Subscription<T> {
        Subscription::reading(self.frames)
    }
}
