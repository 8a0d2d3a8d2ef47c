//! A streamed request body that tells how far it was sent.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use api_core::{Body, BoxError};
use bytes::Bytes;
use http::Request;
use http_body::{Frame, SizeHint};

/// The number of pieces of a request's body that the transport has taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent(Arc<AtomicUsize>);

impl Sent {
    /// Counts the pieces of a request's body. `None` if the body is not a stream.
    pub(crate) fn of(request: &mut Request<Body>) -> Option<Self> {
        if request.body().as_bytes().is_some() {
            return None;
        }
        let sent = Self::default();
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = Body::stream(SentBody { body, sent: sent.clone() });
        Some(sent)
    }

    pub(crate) fn pieces(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

struct SentBody {
    body: Body,
    sent: Sent,
}

impl http_body::Body for SentBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(task);
        if polled.is_ready() {
            self.sent.0.fetch_add(1, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
