//! A request body: untouched until somebody asks, then read once, within a limit.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http_body::Body as HttpBody;

use crate::body::BoxError;
use crate::error::Problem;

/// What a server can route: any body of bytes.
///
/// Implemented for every fitting [`http_body::Body`]; hyper's `Incoming` and [`crate::Body`] among them.
pub trait RequestBody: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}

impl<B> RequestBody for B where B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}

/// The place of a request's body during routing.
///
/// No byte is polled before [`BodySlot::bytes`] or [`BodySlot::take`] is called, which is the *cut*: until then alternatives can
/// be tried, and a client that sent `Expect: 100-continue` has not begun to send.
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
    /// A body nobody has touched.
    pub fn new(body: B) -> Self {
        Self { state: State::Unread(body) }
    }

    /// Whether a byte may have been polled.
    pub fn is_cut(&self) -> bool {
        !matches!(self.state, State::Unread(_))
    }

    /// The whole body; read at the first call, kept for later ones.
    ///
    /// # Errors
    /// A problem with status 413 past `limit` bytes (nothing more is read then), 408 if it came too slowly, 400 if it broke off.
    ///
    /// # Cancel safety
    /// Not cancel safe: what was read before is lost and the body counts as taken.
    pub async fn bytes(&mut self, limit: usize) -> Result<Bytes, Problem> {
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Unread(body) => {
                let bytes = collect(body, limit).await.map_err(|error| error.problem(limit))?;
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

    /// The body itself, for those who stream it or hand it over; `None` if it was read or taken before.
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

/// A body that ends in time and within its limit.
///
/// An error of this type in a body's error chain makes the answer 408 instead of 400.
#[derive(Debug)]
pub struct BodyTimeout;

impl std::fmt::Display for BodyTimeout {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the request body came too slowly")
    }
}

impl std::error::Error for BodyTimeout {}

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum CollectError {
    TooLarge,
    Broken(BoxError),
}

impl CollectError {
    fn problem(self, limit: usize) -> Problem {
        match self {
            Self::TooLarge => Problem::body_too_large(limit),
            Self::Broken(error) if is_timeout(error.as_ref()) => Problem::body_timeout(),
            Self::Broken(_) => Problem::body_broken(),
        }
    }
}

/// Reads a body to its end. One that came in one piece is not copied.
pub(crate) async fn collect<B: RequestBody>(mut body: B, limit: usize) -> Result<Bytes, CollectError> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    // The claim of a length costs its sender nothing, so it is believed only where it refuses early.
    if body.size_hint().lower() > limit as u64 {
        return Err(CollectError::TooLarge);
    }
    let mut first = Bytes::new();
    let mut whole = BytesMut::new();
    while let Some(frame) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let frame = frame.map_err(|error| CollectError::Broken(error.into()))?;
        let Ok(data) = frame.into_data() else { continue };
        if first.len() + whole.len() + data.len() > limit {
            return Err(CollectError::TooLarge);
        }
        if first.is_empty() && whole.is_empty() {
            first = data;
        } else {
            whole.extend_from_slice(&std::mem::take(&mut first));
            whole.extend_from_slice(&data);
        }
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}

fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(<dyn std::error::Error>::is::<BodyTimeout>)
}
