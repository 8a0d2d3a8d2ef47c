//! A request body whose rest is read when nobody wants it: an HTTP/1.1 connection is only good for the next request after that.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::body::RequestBody;
use bytes::Bytes;
use http::header::EXPECT;
use http::{Request, Version};
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// How much of an unwanted body is read. Past it the connection is closed, which costs a peer less than sending the rest.
const MOST: usize = 64 * 1024;

/// For how long.
const LONGEST: Duration = Duration::from_secs(2);

/// A body whose rest is read, within bounds, once it is dropped.
///
/// A refusal is answered without a look at the body, and a peer may still be sending it. hyper then closes the connection without
/// having said so, and a pooled client loses the request that it sends next.
pub struct Leftover<B: RequestBody> {
    body: Option<B>,
    /// Whether the rest stands in the way of the next request.
    in_the_way: bool,
}

impl<B: RequestBody> Leftover<B> {
    /// The body of a request, with what the request says about it.
    pub(crate) fn of(request: Request<B>) -> Request<Self> {
        // In HTTP/2 nothing is in anything's way. Who waits for leave to send has not begun, and is not to be asked to.
        let in_the_way = request.version() <= Version::HTTP_11 && !request.headers().contains_key(EXPECT);
        request.map(|body| Self { body: Some(body), in_the_way })
    }
}

impl<B: RequestBody> Body for Leftover<B> {
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

impl<B: RequestBody> Drop for Leftover<B> {
    fn drop(&mut self) {
        if !self.in_the_way || self.is_end_stream() {
            return;
        }
        if let (Some(body), Ok(runtime)) = (self.body.take(), Handle::try_current()) {
            runtime.spawn(timeout(LONGEST, read(body)));
        }
    }
}

/// Reads what is left, up to a bound.
async fn read<B: RequestBody>(mut body: B) {
    let mut most = MOST;
    while let Some(Ok(frame)) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let read = frame.data_ref().map_or(0, Bytes::len);
        match most.checked_sub(read) {
            Some(rest) => most = rest,
            None => return,
        }
    }
}

impl<B: RequestBody> fmt::Debug for Leftover<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Leftover").finish_non_exhaustive()
    }
}
