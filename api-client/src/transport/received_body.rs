//! The body of a response, which gives back its connection at its end, and has limits of size and time.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_core::error::{Failure, FailureKind};
use api_core::{Body, BoxError};
use bytes::Bytes;
use http::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;

use crate::timed_body::Timing;

use super::pool::{Lease, Received};

/// The body of a response. Dropping it before its end closes its connection of HTTP/1.1.
pub(crate) struct ReceivedBody<B = Incoming> {
    body: B,
    lease: Option<Lease>,
    timing: Option<Timing>,
    limit: usize,
    /// The bytes that may still come. `None` after a larger body.
    left: Option<usize>,
}

/// Returns a response with a body of at most `limit` bytes.
pub(super) fn limited(received: Received, limit: usize) -> Response<Body> {
    let Received { response, lease } = received;
    response.map(|body| {
        if body.is_end_stream() {
            if let Some(lease) = lease {
                lease.end();
            }
            return Body::empty();
        }
        Body::stream(ReceivedBody { body, lease, timing: None, limit, left: Some(limit) })
    })
}

impl<B> ReceivedBody<B> {
    /// Limits the time of the body.
    pub(crate) fn set_timing(&mut self, timing: Timing) {
        self.timing = Some(timing);
    }

    fn refuse(&mut self) -> BoxError {
        self.left = None;
        self.lease = None;
        Failure::new(FailureKind::Decode, format!("the response is larger than {} bytes", self.limit)).into()
    }

    fn end(&mut self) {
        if let Some(lease) = self.lease.take() {
            lease.end();
        }
    }
}

impl<B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Unpin> HttpBody for ReceivedBody<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let Some(left) = this.left else { return Poll::Ready(None) };
        // A declared length above the limit is refused before the body arrives.
        if this.body.size_hint().lower() > left as u64 {
            return Poll::Ready(Some(Err(this.refuse())));
        }
        let polled = Pin::new(&mut this.body).poll_frame(task);
        Poll::Ready(match polled {
            Poll::Ready(Some(Ok(frame))) => match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
                Some(rest) => {
                    this.left = Some(rest);
                    if this.body.is_end_stream() {
                        this.end();
                    } else if let Some(timing) = &mut this.timing {
                        timing.note(left - rest);
                    }
                    Some(Ok(frame))
                }
                None => Some(Err(this.refuse())),
            },
            Poll::Ready(Some(Err(error))) => {
                this.lease = None;
                Some(Err(error.into()))
            }
            Poll::Ready(None) => {
                this.end();
                None
            }
            Poll::Pending => {
                let Some(timing) = &mut this.timing else { return Poll::Pending };
                let failure = ready!(timing.poll(task));
                (this.left, this.lease) = (None, None);
                Some(Err(failure.into()))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use api_core::error::Failure;
    use http_body_util::{BodyExt as _, Full};

    use super::ReceivedBody;

    fn limited(text: &'static str, limit: usize) -> ReceivedBody<Full<bytes::Bytes>> {
        ReceivedBody { body: Full::from(text), lease: None, timing: None, limit, left: Some(limit) }
    }

    #[tokio::test]
    async fn a_body_at_the_limit_is_accepted_and_a_larger_one_fails() {
        let whole = limited("12345", 5).collect().await.expect("fits").to_bytes();
        assert_eq!(whole, "12345");
        let refused = limited("123456", 5).collect().await.expect_err("too large");
        let refused = refused.downcast::<Failure>().expect("a failure");
        assert!(refused.is_decode() && refused.to_string().contains("larger than 5 bytes"), "{refused}");
    }
}
