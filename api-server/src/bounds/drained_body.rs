//! A request body whose unread rest is drained when it is dropped, so that the HTTP/1.1 connection can be reused.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::body::RequestBody;
use bytes::Bytes;
use http::Version;
use http::header::EXPECT;
use http::request::Parts;
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// Maximum number of bytes drained. Past it the connection is closed, because reconnecting is cheaper for the client
/// than sending the rest.
const MAX_BYTES: usize = 64 * 1024;

/// Maximum time of a drain.
const MAX_TIME: Duration = Duration::from_secs(2);

/// A request body that drains its unread rest, within bounds, when it is dropped.
///
/// An error response is often sent before the request body was read, while the client is still sending it. Without a
/// drain hyper closes the connection without sending `Connection: close`, and a pooled client loses its next request.
pub struct DrainedBody<B: RequestBody> {
    body: Option<B>,
    /// Whether the rest must be read before the connection can carry the next request.
    blocks_connection: bool,
}

impl<B: RequestBody> DrainedBody<B> {
    /// Wraps the body of a request; whether it has to be drained follows from the request's version and fields.
    pub(crate) fn of(head: &Parts, body: B) -> Self {
        // HTTP/2 streams do not block each other. A client that sent `Expect: 100-continue` has not begun to send its
        // body.
        let blocks_connection =
            head.version <= Version::HTTP_11 && !body.is_end_stream() && !head.headers.contains_key(EXPECT);
        Self { body: Some(body), blocks_connection }
    }
}

impl<B: RequestBody> Body for DrainedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = Pin::new(body).poll_frame(task);
        if !matches!(frame, Poll::Ready(Some(Ok(_))) | Poll::Pending) {
            self.body = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl<B: RequestBody> Drop for DrainedBody<B> {
    fn drop(&mut self) {
        if !self.blocks_connection || self.is_end_stream() {
            return;
        }
        if let (Some(body), Ok(runtime)) = (self.body.take(), Handle::try_current()) {
            runtime.spawn(timeout(MAX_TIME, read(body)));
        }
    }
}

/// Reads and discards the rest of a body, up to [`MAX_BYTES`] bytes.
async fn read<B: RequestBody>(mut body: B) {
    let mut most = MAX_BYTES;
    while let Some(Ok(frame)) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let read = frame.data_ref().map_or(0, Bytes::len);
        match most.checked_sub(read) {
            Some(rest) => most = rest,
            None => return,
        }
    }
}

impl<B: RequestBody> fmt::Debug for DrainedBody<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DrainedBody").finish_non_exhaustive()
    }
}
