//! The layer that compresses the bodies of requests.

mod policy;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use api_core::error::Failure;
use api_core::{Body, Transport};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Request, Response, StatusCode};

use crate::request_copy::copy;

pub use self::policy::CompressionPolicy;

/// A layer that compresses the bodies of requests according to a [`CompressionPolicy`].
///
/// A body that is a stream, that has a content coding, or that does not become smaller is sent as it is. A request that
/// is answered with 415 is sent again without compression. If the answer says that the server does not decode the
/// coding (RFC 7694), later requests are not compressed.
#[derive(Debug, Clone)]
pub struct Compress<S> {
    inner: S,
    policy: CompressionPolicy,
    /// Whether the server has refused the coding. Clones share it.
    refused: Arc<AtomicBool>,
}

impl<S: Transport> Compress<S> {
    /// Wraps a service.
    pub fn new(inner: S, policy: CompressionPolicy) -> Self {
        Self { inner, policy, refused: Arc::default() }
    }

    /// Returns the service below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    /// Returns whether bodies may be compressed.
    pub(crate) fn is_on(&self) -> bool {
        !self.policy.is_off()
    }

    async fn compress(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let Some(compressed) = self.compressed(&request) else { return self.inner.send(request).await };
        let response = self.inner.send(compressed).await?;
        if response.status() != StatusCode::UNSUPPORTED_MEDIA_TYPE {
            return Ok(response);
        }
        if refuses(&response) {
            self.refused.store(true, Ordering::Relaxed);
        }
        tracing::debug!(path = request.uri().path(), "sending a request again without compression");
        self.inner.send(request).await
    }

    /// Returns a copy of the request with a compressed body. `None` if it is to be sent as it is.
    fn compressed(&self, request: &Request<Body>) -> Option<Request<Body>> {
        let bytes = request.body().as_bytes()?;
        if bytes.len() < self.policy.minimum
            || request.headers().contains_key(CONTENT_ENCODING)
            || self.refused.load(Ordering::Relaxed)
        {
            return None;
        }
        let smaller = gzip(bytes).filter(|smaller| smaller.len() < bytes.len())?;
        let mut compressed = copy(request)?;
        compressed.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        compressed.headers_mut().remove(CONTENT_LENGTH);
        *compressed.body_mut() = smaller.into();
        Some(compressed)
    }
}

/// Returns whether an answer says which codings the server decodes, and gzip is none of them.
fn refuses(response: &Response<Body>) -> bool {
    let mut fields = response.headers().get_all(ACCEPT_ENCODING).iter().peekable();
    fields.peek().is_some()
        && fields.filter_map(|field| field.to_str().ok()).flat_map(|field| field.split(',')).all(|coding| {
            let coding = coding.split(';').next().unwrap_or_default().trim();
            !coding.eq_ignore_ascii_case("gzip") && coding != "*"
        })
}

#[cfg(feature = "compression")]
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write as _;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// Without the feature no policy compresses.
#[cfg(not(feature = "compression"))]
fn gzip(_: &[u8]) -> Option<Vec<u8>> {
    None
}

impl<S: Transport> Transport for Compress<S> {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        if self.policy.is_off() {
            return self.inner.send(request).await;
        }
        // Boxed, so that the future of a client without a policy does not grow.
        Box::pin(self.compress(request)).await
    }
}
