//! The response body given to hyper. A panic of a streamed body stays in its response.

use std::pin::Pin;
use std::task::{Context, Poll};

use api_core::{Body, BoxError};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::bounds::{Answering, SMALL, WaitingBytes};
#[cfg(feature = "http2")]
use crate::bounds::{BodyPoll, PIECE, is_limited, report};
use crate::panic::catch;

/// The body of a response that is written to a connection.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    /// A complete body, or the rest of one.
    Whole(Body),
    /// A stream. Boxed, because most bodies are none.
    Stream(Box<Streamed>),
}

/// A body whose chunks are made as they are sent.
#[derive(Debug)]
pub(crate) struct Streamed {
    body: Body,
    /// The rest of a large chunk, of which a part was passed on.
    #[cfg(feature = "http2")]
    rest: Bytes,
    waiting: WaitingBytes,
    /// Ends the answer when the stream is dropped.
    _answering: Answering,
}

impl ResponseBody {
    /// Returns the body of a stream, whose large chunks are counted.
    pub(crate) fn stream(body: Body, waiting: WaitingBytes, answering: Answering) -> Self {
        Self::Stream(Box::new(Streamed {
            body,
            #[cfg(feature = "http2")]
            rest: Bytes::new(),
            waiting,
            _answering: answering,
        }))
    }

    /// Returns whether nothing is ready after the chunk that the last poll returned, and the task of that poll is woken
    /// by what comes next.
    pub(crate) fn is_waiting(&self) -> bool {
        match self {
            Self::Whole(_) => false,
            #[cfg(feature = "http2")]
            Self::Stream(stream) => stream.rest.is_empty() && stream.body.is_waiting(),
            #[cfg(not(feature = "http2"))]
            Self::Stream(stream) => stream.body.is_waiting(),
        }
    }

    /// Polls for the next chunk, whose size is not limited.
    pub(crate) fn poll_chunk(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let (body, waiting) = match self {
            // Its bytes are there, so no code of a handler runs.
            Self::Whole(body) => return Pin::new(body).poll_frame(task),
            #[cfg(feature = "http2")]
            Self::Stream(stream) if !stream.rest.is_empty() => {
                return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut stream.rest)))));
            }
            Self::Stream(stream) => (&mut stream.body, &stream.waiting),
        };
        // The stream may be a handler's code. Its panic resets one response and leaves the connection's other streams
        // alone.
        let polled = catch(|| Pin::new(body).poll_frame(task)).unwrap_or_else(|panicked| {
            tracing::error!(detail = panicked.0, "a response body panicked");
            Poll::Ready(Some(Err("the response broke off".into())))
        });
        match polled {
            Poll::Ready(Some(Ok(frame))) => Poll::Ready(Some(counted(frame, waiting))),
            polled => polled,
        }
    }

    /// Keeps what follows the first piece of a chunk.
    #[cfg(feature = "http2")]
    fn keep(&mut self, rest: Bytes) {
        match self {
            Self::Whole(body) => *body = Body::from(rest),
            Self::Stream(stream) => stream.rest = rest,
        }
    }
}

/// Counts a large chunk. If too many bytes wait, the stream breaks off: its reader can resume or repeat.
fn counted(frame: Frame<Bytes>, waiting: &WaitingBytes) -> Result<Frame<Bytes>, BoxError> {
    if frame.data_ref().is_none_or(|data| data.len() <= SMALL) {
        return Ok(frame);
    }
    match frame.into_data() {
        Ok(data) => waiting.count(data).map(Frame::data).ok_or_else(|| "too many bytes wait to be sent".into()),
        Err(trailers) => Ok(trailers),
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    #[cfg(not(feature = "http2"))]
    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.poll_chunk(task)
    }

    #[cfg(feature = "http2")]
    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = self.poll_chunk(task);
        let Poll::Ready(Some(Ok(frame))) = polled else {
            report(BodyPoll::Idle);
            return polled;
        };
        report(BodyPoll::Piece);
        // Over HTTP/1.1 hyper writes a chunk of any size from where it is, as the connection accepts it.
        if frame.data_ref().is_none_or(|data| data.len() <= PIECE) || !is_limited() {
            return Poll::Ready(Some(Ok(frame)));
        }
        let frame = frame.map_data(|mut data| {
            let piece = data.split_to(PIECE);
            self.keep(data);
            piece
        });
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            #[cfg(feature = "http2")]
            Self::Stream(stream) => stream.rest.is_empty() && stream.body.is_end_stream(),
            #[cfg(not(feature = "http2"))]
            Self::Stream(stream) => stream.body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            // hyper asks before it polls, when there is no rest.
            Self::Stream(stream) => stream.body.size_hint(),
        }
    }
}
