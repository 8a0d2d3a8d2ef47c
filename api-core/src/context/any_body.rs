//! The request body of hand-written routes, whatever its type.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

use crate::body::{Body, RequestBody};
use crate::error::Problem;

use super::slot::BodySlot;

/// A [`BodySlot`] without the type of its body, so that a closure can be a route for every server.
///
/// ```
/// use api_core::Body;
/// use api_core::context::{AnyBody, BodySlot};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut slot = BodySlot::new(Body::from("hello"));
/// let body: &mut dyn AnyBody = &mut slot;
/// assert!(!body.is_cut());
/// assert_eq!(body.bytes(1024).await.unwrap(), "hello");
/// # }
/// ```
pub trait AnyBody: Send {
    /// Returns whether the body may have been polled, see [`BodySlot::is_cut`].
    fn is_cut(&self) -> bool;

    /// Returns the whole body, see [`BodySlot::bytes`]. The bytes stay in the slot.
    ///
    /// # Errors
    /// Returns a problem with status 413, 408, 400 or 500, as [`BodySlot::bytes`] does.
    ///
    /// # Cancel safety
    /// Not cancel safe: if the future is dropped, what it read is lost and the body counts as taken.
    fn bytes(&mut self, limit: usize) -> Pin<Box<dyn Future<Output = Result<Bytes, Problem>> + Send + '_>>;

    /// Takes the body, see [`BodySlot::take_body`].
    ///
    /// # Errors
    /// Returns a problem with status 500 if the body was taken before, and the problem of an earlier read that failed.
    fn take_body(&mut self) -> Result<Body, Problem>;
}

impl<B: RequestBody> AnyBody for BodySlot<B> {
    fn is_cut(&self) -> bool {
        Self::is_cut(self)
    }

    fn bytes(&mut self, limit: usize) -> Pin<Box<dyn Future<Output = Result<Bytes, Problem>> + Send + '_>> {
        Box::pin(Self::bytes(self, limit))
    }

    fn take_body(&mut self) -> Result<Body, Problem> {
        Self::take_body(self)
    }
}
