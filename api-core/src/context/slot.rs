//! The request body during routing: not polled until a route needs it, then read once, within a limit.

use bytes::Bytes;

use crate::body::{Body, CollectError, RequestBody, collect};
use crate::error::Problem;

/// A request body during routing.
///
/// The body is not polled before [`BodySlot::bytes`] or [`BodySlot::take`] is called. Until then a client that sent
/// `Expect: 100-continue` has not begun to send it. Bytes that were read stay in the slot, so a route may read the body
/// and miss, and the next route finds the same bytes.
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
/// assert_eq!(slot.take_body().unwrap().as_bytes(), Some(b"hello".as_slice()), "its bytes are still there");
/// assert_eq!(slot.take_body().unwrap_err().status(), 500, "a body that was taken is never an empty one");
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
    /// Reading failed. Every later route gets the same problem.
    Failed(Box<Problem>),
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

    /// Returns the whole body. The first call reads it, later calls return the same bytes or the same problem.
    ///
    /// # Errors
    /// Returns a problem with status 413 if the body has more than `limit` bytes (reading stops there), 408 if it
    /// arrived too slowly, 400 if it is incomplete, 500 if it was taken.
    ///
    /// # Cancel safety
    /// Not cancel safe: if the future is dropped, what it read is lost and the body counts as taken.
    pub async fn bytes(&mut self, limit: usize) -> Result<Bytes, Problem> {
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Unread(body) => match collect(body, limit).await {
                Ok(bytes) => {
                    self.state = State::Read(bytes.clone());
                    Ok(bytes)
                }
                Err(error) => {
                    let problem = problem(error, limit);
                    self.state = State::Failed(Box::new(problem.clone()));
                    Err(problem)
                }
            },
            State::Read(bytes) => {
                self.state = State::Read(bytes.clone());
                // An earlier route may have had a greater limit.
                if bytes.len() > limit { Err(Problem::body_too_large(limit)) } else { Ok(bytes) }
            }
            State::Failed(problem) => {
                self.state = State::Failed(problem.clone());
                Err(*problem)
            }
            State::Taken => Err(taken()),
        }
    }

    /// Takes the body itself, for example to stream it. `None` if it was read or taken before: [`BodySlot::take_body`]
    /// also returns a body that was read.
    pub fn take(&mut self) -> Option<B> {
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Unread(body) => Some(body),
            other => {
                self.state = other;
                None
            }
        }
    }

    /// Takes the whole body, for a service that reads it: the body itself, or its bytes if they were read before.
    ///
    /// # Errors
    /// Returns a problem with status 500 if the body was taken before, and the problem of an earlier read that failed.
    pub fn take_body(&mut self) -> Result<Body, Problem> {
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Unread(body) => Ok(Body::stream(body)),
            State::Read(bytes) => Ok(Body::from(bytes)),
            State::Failed(problem) => {
                self.state = State::Failed(problem.clone());
                Err(*problem)
            }
            State::Taken => Err(taken()),
        }
    }
}

fn taken() -> Problem {
    Problem::internal("an earlier route took the request body: take it only in a route that answers")
}

fn problem(error: CollectError, limit: usize) -> Problem {
    match error {
        CollectError::TooLarge => Problem::body_too_large(limit),
        CollectError::Broken(error) => Problem::caused_by(error.as_ref()).unwrap_or_else(Problem::body_broken),
    }
}
