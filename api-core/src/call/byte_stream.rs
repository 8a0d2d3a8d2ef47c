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
/// A server applies the `body_limit` of the endpoint, or its own, and its time limits for bodies: a slow upload needs a
/// longer `body_time` than the default of 5 min, in which the handler's own time counts too. A client applies its time
/// limits for silence and for the rate, but none for the size or for the whole time.
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
/// streams are equal if they are copies of each other and none was read.
pub struct ByteStream {
    kind: Kind,
    /// Whether the bytes are those of a request that is being answered, so that its errors are the requester's.
    of_request: bool,
}

enum Kind {
    Whole(Bytes),
    /// `None` once a copy has taken it.
    Shared(Arc<Mutex<Option<Body>>>),
    /// Taken by this value, which reads it. In a `Mutex`, because a body is not `Sync`.
    Reading(Mutex<Body>),
    /// The bytes were read to their end.
    Ended,
    /// They broke off, or a copy has taken them, and the error was returned.
    Failed,
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
        match Body::stream(body).into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(body) => Self::of(Kind::Shared(Arc::new(Mutex::new(Some(body))))),
        }
    }

    fn of(kind: Kind) -> Self {
        Self { kind, of_request: false }
    }

    /// Returns the number of bytes that are still to come, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.kind {
            Kind::Whole(bytes) => Some(bytes.len() as u64),
            Kind::Shared(body) => lock(body).as_ref()?.size_hint().exact(),
            Kind::Reading(body) => lock(body).size_hint().exact(),
            Kind::Ended => Some(0),
            Kind::Failed => None,
        }
    }

    /// Returns the next piece, which is never empty, or `None` at the end.
    ///
    /// # Errors
    /// Returns an error once, if the bytes end too early, arrive too slowly or exceed a limit. In a handler `?` turns
    /// that of its request into the response: 413, 408 or 400. Also if the bytes were taken by a copy of this value.
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
        let of_request = self.of_request;
        collect(self.into_body()?, limit).await.map_err(|error| match error {
            CollectError::TooLarge => {
                let failure = Failure::new(FailureKind::Decode, format!("there are more than {limit} bytes"));
                if of_request { failure.caused_by(Problem::body_too_large(limit)) } else { failure }
            }
            CollectError::Broken(error) => failure(error),
        })
    }

    /// Takes the bytes that are still to come as a body.
    ///
    /// # Errors
    /// Returns an error if a copy of this value has taken them, or if they were read to the end or broke off.
    pub fn into_body(self) -> Result<Body, Failure> {
        match self.kind {
            Kind::Reading(body) => Ok(body.into_inner().unwrap_or_else(PoisonError::into_inner)),
            _ => self.take(),
        }
    }

    /// Takes the bytes. Copies of whole bytes keep theirs.
    pub(super) fn take(&self) -> Result<Body, Failure> {
        match &self.kind {
            Kind::Whole(bytes) => Ok(bytes.clone().into()),
            Kind::Shared(body) => lock(body).take().ok_or_else(taken),
            Kind::Reading(_) | Kind::Ended | Kind::Failed => Err(taken()),
        }
    }

    fn poll_piece(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let body = loop {
            match &mut self.kind {
                Kind::Whole(bytes) => {
                    let bytes = std::mem::take(bytes);
                    self.kind = Kind::Ended;
                    return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
                }
                Kind::Shared(shared) => {
                    let body = lock(shared).take();
                    let Some(body) = body else {
                        self.kind = Kind::Failed;
                        return Poll::Ready(Some(Err(taken())));
                    };
                    self.kind = Kind::Reading(Mutex::new(body));
                }
                Kind::Reading(body) => break body.get_mut().unwrap_or_else(PoisonError::into_inner),
                Kind::Ended | Kind::Failed => return Poll::Ready(None),
            }
        };
        loop {
            match ready!(Pin::new(&mut *body).poll_frame(task)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                    // Trailers are not part of the bytes.
                    Ok(_) | Err(_) => {}
                },
                Some(Err(error)) => {
                    self.kind = Kind::Failed;
                    return Poll::Ready(Some(Err(failure(error))));
                }
                None => {
                    self.kind = Kind::Ended;
                    return Poll::Ready(None);
                }
            }
        }
    }
}

/// Creates a stream of a request's bytes. An error of the body becomes the problem that answers the request.
pub(super) fn of_request(body: Body, limit: usize) -> Result<ByteStream, Problem> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Problem::body_too_large(limit));
    }
    let stream = match body.into_bytes() {
        Ok(bytes) => bytes.into(),
        Err(body) => ByteStream::from_body(Limited { body, limit, left: Some(limit) }),
    };
    Ok(ByteStream { of_request: true, ..stream })
}

/// Creates a stream of a part of a request's body. Its errors are problems, which answer the request.
pub(super) fn of_part(pieces: impl Stream<Item = Result<Bytes, Problem>> + Send + 'static) -> ByteStream {
    ByteStream { of_request: true, ..ByteStream::new(pieces) }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    // A body that panicked is still there. It is polled again and may panic again.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn taken() -> Failure {
    Failure::new(FailureKind::Other, "the bytes were taken before: this value or a copy of it was sent or read")
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

impl Clone for ByteStream {
    fn clone(&self) -> Self {
        let kind = match &self.kind {
            Kind::Whole(bytes) => Kind::Whole(bytes.clone()),
            Kind::Shared(body) => Kind::Shared(body.clone()),
            // The bytes belong to the value that reads them.
            Kind::Reading(_) => Kind::Shared(Arc::default()),
            Kind::Ended => Kind::Ended,
            Kind::Failed => Kind::Failed,
        };
        Self { kind, of_request: self.of_request }
    }
}

impl PartialEq for ByteStream {
    fn eq(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Whole(one), Kind::Whole(other)) => one == other,
            (Kind::Shared(one), Kind::Shared(other)) => Arc::ptr_eq(one, other),
            (Kind::Ended, Kind::Ended) => true,
            _ => false,
        }
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self::of(Kind::Whole(bytes))
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
        match &self.kind {
            Kind::Whole(bytes) => write!(formatter, "ByteStream({} bytes)", bytes.len()),
            Kind::Shared(_) | Kind::Reading(_) => formatter.write_str("ByteStream"),
            Kind::Ended => formatter.write_str("ByteStream(ended)"),
            Kind::Failed => formatter.write_str("ByteStream(failed)"),
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
