//! The request body during routing: not polled until a route needs it, then read once, within a limit.

use bytes::Bytes;

use crate::body::{BodyTimeout, CollectError, RequestBody, collect};
use crate::error::Problem;

/// A request body during routing.
///
/// The body is not polled before [`BodySlot::bytes`] or [`BodySlot::take`] is called. Until then other routes can be
/// tried, and a client that sent `Expect: 100-continue` has not begun to send the body.
///
/// ```
/// use api_core::Body;
/// use api_core::context::BodySlot;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut slot = BodySlot::new(Body::from("hello"));
/// assert!(!slot.is_cut());
/// assert_eq!(slot.bytes(1024).await.unwrap(), "hello");
/// assert!(slot.take().is_none(), "the body was read");
/// # }
/// ```
#[derive(Debug)]
pub struct BodySlot<B> {
    state: State<B>,
}

#[derive(Debug)]
enum State<B> {
    Unread(B),
    Read(Bytes),
    Taken,
}

impl<B: RequestBody> BodySlot<B> {
    /// Creates a slot with an unread body.
    pub fn new(body: B) -> Self {
        Self { state: State::Unread(body) }
    }

    /// Returns whether the body may have been polled: it was read or taken.
    pub fn is_cut(&self) -> bool {
        !matches!(self.state, State::Unread(_))
    }

    /// Returns the whole body. The first call reads it, later calls return the same bytes.
    ///
    /// # Errors
    /// Returns a problem with status 413 if the body has more than `limit` bytes (reading stops there), 408 if it
    /// arrived too slowly, 400 if it is incomplete, 500 if it was taken.
    ///
    /// # Cancel safety
    /// Not cancel safe: if the future is dropped, what it read is lost and the body counts as taken.
    pub async fn bytes(&mut self, limit: usize) -> Result<Bytes, Problem> {
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Unread(body) => {
                let bytes = collect(body, limit).await.map_err(|error| problem(error, limit))?;
                self.state = State::Read(bytes.clone());
                Ok(bytes)
            }
            State::Read(bytes) => {
                self.state = State::Read(bytes.clone());
                Ok(bytes)
            }
            State::Taken => Err(Problem::internal("the request body was taken by an earlier route".to_owned())),
        }
    }

    /// Takes the body itself, for example to stream it. `None` if it was read or taken before.
    pub fn take(&mut self) -> Option<B> {
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Unread(body) => Some(body),
            State::Read(bytes) => {
                self.state = State::Read(bytes);
                None
            }
            State::Taken => None,
        }
    }
}

fn problem(error: CollectError, limit: usize) -> Problem {
    match error {
        CollectError::TooLarge => Problem::body_too_large(limit),
        CollectError::Broken(error) if BodyTimeout::caused(error.as_ref()) => Problem::body_timeout(),
        CollectError::Broken(_) => Problem::body_broken(),
    }
}
