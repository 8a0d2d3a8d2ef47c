//! The body type of both ends: nothing, bytes, a stream of bytes, or a stream of events.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::dialect::{EventLink, EventStream};

use super::error::BoxError;
use super::request::RequestBody;

/// The body of a request or response.
///
/// A complete body is stored as bytes, without a box. A subscription remains recognizable until a layer wraps the body.
/// Servers reach it by its [`EventLink`](crate::dialect::EventLink), which does not depend on that.
///
/// ```
/// use api_core::Body;
///
/// let body = Body::from("hello");
/// assert_eq!(body.as_bytes(), Some(b"hello".as_slice()));
/// assert!(body.try_clone().is_some());
/// assert_eq!(Body::empty().as_bytes(), Some(b"".as_slice()));
/// ```
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Full(Bytes),
    Stream(Box<dyn Streamed>),
    /// Boxed, because it is larger than what most bodies are.
    Events(Box<EventStream>),
}

impl Body {
    /// Creates an empty body.
    pub const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// Creates a body that streams another one. It is boxed, unless it is at its end already or is a `Body` itself.
    pub fn stream<B: RequestBody>(body: B) -> Self {
        if body.is_end_stream() {
            return Self::empty();
        }
        let mut body = Some(body);
        let same: Option<Self> = (&mut body as &mut dyn Any).downcast_mut::<Option<Self>>().and_then(Option::take);
        match (same, body) {
            (Some(same), _) => same,
            (None, Some(body)) => Self(Kind::Stream(Box::new(Erased { body }))),
            (None, None) => Self::empty(),
        }
    }

    /// Creates the body of a subscription.
    pub fn events(events: EventStream) -> Self {
        Self(Kind::Events(Box::new(events)))
    }

    /// Returns the bytes, if the body is complete and not a stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Full(bytes) => Some(bytes),
            Kind::Stream(_) | Kind::Events(_) => None,
        }
    }

    /// Returns the bytes, if the body is complete and not a stream.
    ///
    /// # Errors
    /// Returns the body itself, if it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Kind::Empty => Ok(Bytes::new()),
            Kind::Full(bytes) => Ok(bytes),
            other => Err(Self(other)),
        }
    }

    /// Returns the streamed body, if it is of this type. A layer can change it so instead of wrapping it in another
    /// one.
    ///
    /// ```
    /// use api_core::Body;
    /// use bytes::Bytes;
    /// use http_body_util::Full;
    ///
    /// let mut body = Body::stream(Full::new(Bytes::from("hello")));
    /// *body.stream_mut::<Full<Bytes>>().unwrap() = Full::new(Bytes::from("bye"));
    /// assert_eq!(http_body::Body::size_hint(&body).exact(), Some(3));
    /// assert!(body.stream_mut::<Body>().is_none());
    /// ```
    pub fn stream_mut<B: RequestBody>(&mut self) -> Option<&mut B> {
        match &mut self.0 {
            Kind::Stream(stream) => stream.body_mut().downcast_mut(),
            _ => None,
        }
    }

    /// Returns the events, if the body is a subscription.
    ///
    /// # Errors
    /// Returns the body itself, if it is not a subscription.
    pub fn into_events(self) -> Result<EventStream, Self> {
        match self.0 {
            Kind::Events(events) => Ok(*events),
            other => Err(Self(other)),
        }
    }

    /// Returns the link of the events, if the body is a subscription.
    pub fn event_link(&self) -> Option<EventLink> {
        match &self.0 {
            Kind::Events(events) => Some(events.link()),
            _ => None,
        }
    }

    /// Returns whether the body is a subscription, and nothing is ready after the message that the last poll returned.
    /// The task of that poll is woken by what comes next.
    pub fn is_waiting(&self) -> bool {
        matches!(&self.0, Kind::Events(events) if events.is_waiting())
    }

    /// Returns a copy, if the body is complete and not a stream. Retries need one.
    pub fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Kind::Empty => Some(Self::empty()),
            Kind::Full(bytes) => Some(Self(Kind::Full(bytes.clone()))),
            Kind::Stream(_) | Kind::Events(_) => None,
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Stream(stream) => Pin::new(&mut **stream).poll_frame(task),
            Kind::Events(events) => events.poll_bytes(task).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Stream(stream) => stream.is_end_stream(),
            Kind::Events(events) => events.is_finished(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Stream(stream) => stream.size_hint(),
            Kind::Events(_) => SizeHint::default(),
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Full(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => formatter.write_str("Body::Empty"),
            Kind::Full(bytes) => write!(formatter, "Body({} bytes)", bytes.len()),
            Kind::Stream(_) => formatter.write_str("Body::Stream"),
            Kind::Events(_) => formatter.write_str("Body::Events"),
        }
    }
}

/// A body whose type is hidden.
trait Streamed: HttpBody<Data = Bytes, Error = BoxError> + Send + Unpin {
    /// Returns the body itself.
    fn body_mut(&mut self) -> &mut dyn Any;
}

/// Maps a body's error to [`BoxError`].
struct Erased<B> {
    body: B,
}

impl<B: RequestBody> Streamed for Erased<B> {
    fn body_mut(&mut self) -> &mut dyn Any {
        &mut self.body
    }
}

impl<B: RequestBody> HttpBody for Erased<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.body).poll_frame(task).map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
