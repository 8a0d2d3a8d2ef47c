//! A size limit for response bodies.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_core::BoxError;
use api_core::body::RequestBody;
use api_core::error::{Failure, FailureKind};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A body that fails once it exceeds a number of bytes.
#[derive(Debug)]
pub(super) struct SizeLimit<B> {
    body: B,
    limit: usize,
    left: Option<usize>,
}

impl<B> SizeLimit<B> {
    pub(super) fn new(body: B, limit: usize) -> Self {
        Self { body, limit, left: Some(limit) }
    }

    fn refuse(&mut self) -> BoxError {
        self.left = None;
        Failure::new(FailureKind::Decode, format!("the response is larger than {} bytes", self.limit)).into()
    }
}

impl<B: RequestBody> Body for SizeLimit<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Some(left) = self.left else { return Poll::Ready(None) };
        // A declared length above the limit is refused before the body arrives.
        if self.body.size_hint().lower() > left as u64 {
            return Poll::Ready(Some(Err(self.refuse())));
        }
        Poll::Ready(match ready!(Pin::new(&mut self.body).poll_frame(task)) {
            Some(Ok(frame)) => match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
                Some(left) => {
                    self.left = Some(left);
                    Some(Ok(frame))
                }
                None => Some(Err(self.refuse())),
            },
            Some(Err(error)) => Some(Err(error.into())),
            None => None,
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

    use super::SizeLimit;

    #[tokio::test]
    async fn a_body_at_the_limit_is_accepted_and_a_larger_one_fails() {
        let whole = SizeLimit::new(Full::from("12345"), 5).collect().await.expect("fits").to_bytes();
        assert_eq!(whole, "12345");
        let refused = SizeLimit::new(Full::from("123456"), 5).collect().await.expect_err("too large");
        let refused = refused.downcast::<Failure>().expect("a failure");
        assert!(refused.is_decode() && refused.to_string().contains("larger than 5 bytes"), "{refused}");
    }
}
