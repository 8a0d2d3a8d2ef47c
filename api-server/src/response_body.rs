//! The response body given to hyper. A panic of a streamed body stays in its response.

use std::pin::Pin;
use std::task::{Context, Poll};

use api_core::{Body, BoxError};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

#[cfg(feature = "http2")]
use crate::bounds::{BodyPoll, PIECE, is_limited, report};
use crate::bounds::{HeldBytes, SMALL};
use crate::panic::catch;

/// The body of a response that is written to a connection.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    /// A body whose chunks are passed on as they are.
    Whole(Body),
    /// A large complete body, whose bytes count until they are written.
    Held(Box<HeldBytes>),
    /// A body with a large chunk, of which a part was passed on. Boxed, because most bodies have none.
    #[cfg(feature = "http2")]
    Partial(Box<Partial>),
}

/// The rest of a chunk, and the body after it.
#[cfg(feature = "http2")]
#[derive(Debug)]
pub(crate) struct Partial {
    rest: Bytes,
    body: Body,
}

impl ResponseBody {
    fn poll_chunk(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = match self {
            Self::Whole(body) => body,
            Self::Held(bytes) => return Poll::Ready(bytes.next(largest_piece()).map(|piece| Ok(Frame::data(piece)))),
            #[cfg(feature = "http2")]
            Self::Partial(partial) if partial.rest.is_empty() => &mut partial.body,
            #[cfg(feature = "http2")]
            Self::Partial(partial) => return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut partial.rest))))),
        };
        // The stream may be a handler's code. Its panic resets one response and leaves the connection's other streams
        // alone.
        catch(|| Pin::new(body).poll_frame(task)).unwrap_or_else(|panicked| {
            tracing::error!(detail = panicked.0, "a response body panicked");
            Poll::Ready(Some(Err("the response broke off".into())))
        })
    }

    /// Keeps what follows the first piece of a chunk.
    #[cfg(feature = "http2")]
    fn keep(&mut self, rest: Bytes) {
        match self {
            // The chunk was all of the body, which needs no box.
            Self::Whole(body) if body.is_end_stream() => *body = Body::from(rest),
            Self::Whole(body) => *self = Self::Partial(Box::new(Partial { rest, body: std::mem::take(body) })),
            Self::Partial(partial) => partial.rest = rest,
            // Its pieces fit.
            Self::Held(_) => {}
        }
    }
}

/// Returns the maximum size of a piece of a large body. hyper takes the next one once it has written most of the last.
fn largest_piece() -> usize {
    #[cfg(feature = "http2")]
    if is_limited() {
        return PIECE;
    }
    SMALL
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
            Self::Held(bytes) => bytes.len() == 0,
            #[cfg(feature = "http2")]
            Self::Partial(partial) => partial.rest.is_empty() && partial.body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Held(bytes) => SizeHint::with_exact(bytes.len() as u64),
            // Asked for before the first poll only.
            #[cfg(feature = "http2")]
            Self::Partial(_) => SizeHint::default(),
        }
    }
}
