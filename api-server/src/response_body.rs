//! The response body given to hyper. A panic of a streamed body stays in its response.

use std::pin::Pin;
use std::task::{Context, Poll};

use api_core::{Body, BoxError};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::panic::catch;

/// The body of a response that is written to a connection.
#[derive(Debug)]
pub(crate) struct ResponseBody(pub(crate) Body);

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        // The stream may be a handler's code. Its panic resets one response and leaves the connection's other streams
        // alone.
        catch(|| Pin::new(&mut self.0).poll_frame(task)).unwrap_or_else(|panicked| {
            tracing::error!(detail = panicked.0, "a response body panicked");
            Poll::Ready(Some(Err("the response broke off".into())))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
