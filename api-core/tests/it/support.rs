//! Sends requests to routes, and records whether their body was read.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use api_core::Body;
use api_core::body::RequestBody;
use api_core::routing::{Routes, ServiceSettings, respond};
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};

pub(crate) fn request(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path)
}

/// A request whose body records whether it was read.
pub(crate) struct Sent {
    request: Request<Watched>,
    polled: Arc<AtomicBool>,
}

/// The response, and whether the body of the request was read.
pub(crate) struct Answer {
    pub(crate) response: Response<Body>,
    pub(crate) polled: bool,
}

impl Sent {
    pub(crate) fn new(request: http::request::Builder, body: &str) -> Self {
        Self::sized(request, body, true)
    }

    /// Creates a request. Its body has a known length if `claimed` is set.
    pub(crate) fn sized(request: http::request::Builder, body: &str, claimed: bool) -> Self {
        let polled = Arc::new(AtomicBool::new(false));
        let bytes = Some(Bytes::copy_from_slice(body.as_bytes()));
        let request = request.body(Watched { bytes, claimed, polled: polled.clone() }).unwrap();
        Self { request, polled }
    }

    pub(crate) async fn to<R: Routes<Watched>>(self, routes: R, settings: ServiceSettings) -> Answer {
        let (head, body) = self.request.into_parts();
        let response = respond(&routes, &settings, &head, body).await;
        Answer { response, polled: self.polled.load(Ordering::SeqCst) }
    }
}

pub(crate) async fn body_of(response: Response<Body>) -> Bytes {
    api_core::context::BodySlot::new(response.into_body()).bytes(usize::MAX).await.unwrap()
}

/// A body that records whether it was polled.
pub(crate) struct Watched {
    bytes: Option<Bytes>,
    claimed: bool,
    polled: Arc<AtomicBool>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.polled.store(true, Ordering::SeqCst);
        Poll::Ready(self.bytes.take().filter(|bytes| !bytes.is_empty()).map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.bytes {
            Some(bytes) if self.claimed => SizeHint::with_exact(bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}

const _: fn() = || {
    fn is_request_body<B: RequestBody>() {}
    is_request_body::<Watched>();
};
