//! Bytes that are sent and received piece by piece, as a request's body or as a reply.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::body::{Body, BoxError, CollectError, RequestBody, collect};
use crate::description::Output;
use crate::error::{Failure, FailureKind, Problem};

use super::form::ReplyForm;
use super::reply::{BYTES, Reply, response};

/// Bytes that are sent and received piece by piece: the type of a `#[body(stream)]`, and a reply.
///
/// Neither end holds more of it than the pieces on their way. The reader sets the pace: while it reads nothing, the
/// peer is held back.
///
/// A server applies the `body_limit` of the endpoint, or its own, and its time limits for bodies. A client applies its
/// time limits for silence and for the rate, but none for the size or for the whole time.
///
/// ```
/// use api_core::call::ByteStream;
/// use api_core::{Error, api};
///
/// #[api]
/// trait Files {
///     #[put("/files/{name}", body_limit = 1_073_741_824)]
///     async fn upload(&self, name: String, #[body(stream)] content: ByteStream) -> Result<(), Error>;
///
///     #[get("/files/{name}")]
///     async fn download(&self, name: String) -> Result<ByteStream, Error>;
/// }
///
/// struct Nowhere;
///
/// impl Files for Nowhere {
///     async fn upload(&self, _: String, mut content: ByteStream) -> Result<(), Error> {
///         while let Some(piece) = content.next().await {
///             println!("{} bytes", piece?.len());
///         }
///         Ok(())
///     }
///
///     async fn download(&self, name: String) -> Result<ByteStream, Error> {
///         Ok(ByteStream::from(name))
///     }
/// }
/// ```
///
/// Because a call is a value, this type has `Clone` and `PartialEq`. Copies of a stream share it: whichever is sent or
/// read first takes the bytes, and the others fail. Copies of whole bytes, as made by `From`, are independent. Two
/// streams are equal if they are copies of each other.
#[derive(Clone)]
pub struct ByteStream(Kind);

#[derive(Clone)]
enum Kind {
    Whole(Bytes),
    Shared(Arc<Mutex<Source>>),
}

enum Source {
    Open(Body),
    /// The bytes went to a request, a response or a caller.
    Taken,
    /// The bytes ended, or an error was returned.
    Ended,
}

impl ByteStream {
    /// Creates a stream of bytes from a stream of pieces.
    ///
    /// ```
    /// use api_core::call::ByteStream;
    /// use bytes::Bytes;
    /// use futures_util::stream;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let pieces = stream::iter(["one ", "two"].map(|piece| Ok::<_, std::io::Error>(Bytes::from(piece))));
    /// assert_eq!(ByteStream::new(pieces).collect(100).await.unwrap(), "one two");
    /// # }
    /// ```
    pub fn new<S, E>(pieces: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::from_body(Pieces(Box::pin(pieces)))
    }

    /// Creates a stream of bytes from a body. The length is announced if the body tells its exact size.
    pub fn from_body(body: impl RequestBody) -> Self {
        let body = Body::stream(body);
        match body.into_bytes() {
            Ok(bytes) => Self(Kind::Whole(bytes)),
            Err(body) => Self(Kind::Shared(Arc::new(Mutex::new(Source::Open(body))))),
        }
    }

    /// Returns the number of bytes that are still to come, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Whole(bytes) => Some(bytes.len() as u64),
            Kind::Shared(source) => match &*lock(source) {
                Source::Open(body) => body.size_hint().exact(),
                Source::Taken => None,
                Source::Ended => Some(0),
            },
        }
    }

    /// Returns the next piece, which is never empty, or `None` at the end.
    ///
    /// # Errors
    /// Returns an error once, if the bytes end too early, arrive too slowly or exceed a limit. In a handler `?` turns it
    /// into the response: 413, 408 or 400. Also if the bytes were taken by a copy of this value.
    ///
    /// # Cancel safety
    /// Cancel safe: no piece is lost when the future is dropped.
    pub async fn next(&mut self) -> Option<Result<Bytes, Failure>> {
        poll_fn(|task| self.poll_piece(task)).await
    }

    /// Returns all bytes that are still to come.
    ///
    /// # Errors
    /// Returns the errors of [`ByteStream::next`], and one if there are more than `limit` bytes.
    pub async fn collect(self, limit: usize) -> Result<Bytes, Failure> {
        collect(self.into_body()?, limit).await.map_err(|error| match error {
            CollectError::TooLarge => {
                let failure = Failure::new(FailureKind::Decode, format!("there are more than {limit} bytes"));
                failure.caused_by(Problem::body_too_large(limit))
            }
            CollectError::Broken(error) => failure(error),
        })
    }

    /// Takes the bytes as a body.
    ///
    /// # Errors
    /// Returns an error if a copy of this value has taken them.
    pub fn into_body(self) -> Result<Body, Failure> {
        self.take()
    }

    /// Takes the bytes. Copies of whole bytes keep theirs.
    pub(super) fn take(&self) -> Result<Body, Failure> {
        match &self.0 {
            Kind::Whole(bytes) => Ok(bytes.clone().into()),
            Kind::Shared(source) => match std::mem::replace(&mut *lock(source), Source::Taken) {
                Source::Open(body) => Ok(body),
                Source::Taken => Err(taken()),
                Source::Ended => Ok(Body::empty()),
            },
        }
    }

    fn poll_piece(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let source = match &mut self.0 {
            Kind::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
            }
            Kind::Shared(source) => source,
        };
        let mut source = lock(source);
        let ended = loop {
            let body = match &mut *source {
                Source::Open(body) => body,
                Source::Taken => break Some(Err(taken())),
                Source::Ended => return Poll::Ready(None),
            };
            match ready!(Pin::new(body).poll_frame(task)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                    // Trailers are not part of the bytes.
                    Ok(_) | Err(_) => {}
                },
                Some(Err(error)) => break Some(Err(failure(error))),
                None => break None,
            }
        };
        *source = Source::Ended;
        Poll::Ready(ended)
    }
}

/// Creates a stream of a request's bytes. An error of the body becomes the problem that answers the request.
pub(super) fn of_request(body: Body, limit: usize) -> Result<ByteStream, Problem> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Problem::body_too_large(limit));
    }
    Ok(match body.into_bytes() {
        Ok(bytes) => bytes.into(),
        Err(body) => ByteStream::from_body(Limited { body, limit, left: Some(limit) }),
    })
}

fn lock(source: &Mutex<Source>) -> MutexGuard<'_, Source> {
    // A body that panicked is still there. It is polled again and may panic again.
    source.lock().unwrap_or_else(PoisonError::into_inner)
}

fn taken() -> Failure {
    Failure::new(FailureKind::Other, "the bytes were taken before: a copy of this value was sent or read")
}

/// Returns the failure of bytes that broke off.
fn failure(error: BoxError) -> Failure {
    let error = match error.downcast::<Failure>() {
        Ok(failure) => return *failure,
        Err(error) => error,
    };
    let (kind, message) = match Problem::caused_by(error.as_ref()) {
        Some(problem) => (FailureKind::Decode, problem.detail().to_owned()),
        None => (FailureKind::Transport, "the bytes are incomplete".to_owned()),
    };
    Failure::new(kind, message).caused_by(error)
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(task)
    }
}

impl Reply for ByteStream {
    const OUTPUTS: &'static [Output] = &[Output::new(200, "application/octet-stream", None).streamed()];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), Some(BYTES), self.into_body()?))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        Ok(Self::from_body(response.into_body()))
    }
}

impl PartialEq for ByteStream {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Whole(one), Kind::Whole(other)) => one == other,
            (Kind::Shared(one), Kind::Shared(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Whole(bytes))
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ByteStream {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for ByteStream {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Whole(bytes) => write!(formatter, "ByteStream({} bytes)", bytes.len()),
            Kind::Shared(_) => formatter.write_str("ByteStream"),
        }
    }
}

/// A body of pieces.
struct Pieces<S>(Pin<Box<S>>);

impl<S, E> HttpBody for Pieces<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_next(task).map(|piece| piece.map(|piece| piece.map(Frame::data).map_err(Into::into)))
    }
}

/// A request's body that fails once it exceeds a number of bytes. Its errors are problems.
struct Limited {
    body: Body,
    limit: usize,
    /// `None` once the limit was exceeded.
    left: Option<usize>,
}

impl HttpBody for Limited {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Some(left) = self.left else { return Poll::Ready(None) };
        Poll::Ready(match ready!(Pin::new(&mut self.body).poll_frame(task)) {
            Some(Ok(frame)) => {
                self.left = left.checked_sub(frame.data_ref().map_or(0, Bytes::len));
                let limit = self.limit;
                Some(self.left.map(|_| frame).ok_or_else(|| Problem::body_too_large(limit).into()))
            }
            Some(Err(error)) => {
                Some(Err(Problem::caused_by(error.as_ref()).unwrap_or_else(Problem::body_broken).into()))
            }
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_none() || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
