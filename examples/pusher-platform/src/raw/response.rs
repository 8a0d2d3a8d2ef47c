//! The result of a raw request: a response, or a subscription.

use api_core::Subscription;
use api_core::dialect::Frame;
use api_core::error::{Failure, FailureKind};
use api_core::subscription::Frames;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A successful response: a status from 200 to 299.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body, unchanged.
    pub body: Bytes,
}

impl RawResponse {
    /// Deserializes the body. A body that is not JSON counts as `null`, which a caller that expects nothing accepts.
    ///
    /// # Errors
    /// Returns an error if the body does not have the type's form.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| {
            Failure::new(FailureKind::Decode, "the response body does not have the expected form").caused_by(error)
        })
    }

    /// Returns the response if it has exactly this status.
    ///
    /// # Errors
    /// Returns an error if the status differs.
    pub fn exactly(self, status: StatusCode) -> Result<Self, Failure> {
        if self.status == status {
            return Ok(self);
        }
        let message = format!("the response has status {} instead of {status}", self.status);
        Err(Failure::new(FailureKind::Decode, message))
    }
}

/// An open subscription.
#[derive(Debug)]
pub struct RawSubscription {
    /// The status of the response that opened it.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    pub(super) frames: Frames,
}

impl RawSubscription {
    /// Returns the next message, keep-alives included.
    ///
    /// # Errors
    /// Returns the errors of [`Frames::next`].
    ///
    /// # Cancel safety
    /// Cancel safe: no message is lost if the future is dropped.
    pub async fn next(&mut self) -> Result<Frame, Failure> {
        self.frames.next().await
    }

    /// Closes the subscription. Over HTTP/2 the stream is reset.
    ///
    /// # Errors
    /// Returns an error if it is closed already.
    pub fn close(&mut self) -> Result<(), Failure> {
        self.frames.close()
    }

    /// Returns the remaining events, deserialized. Keep-alives are skipped.
    pub fn events<T: DeserializeOwned + Send + 'static>(self) -> Subscription<T> {
        Subscription::reading(self.frames)
    }
}
