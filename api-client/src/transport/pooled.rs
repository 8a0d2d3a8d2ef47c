//! The pooled transport of clients.

use std::fmt;

use api_core::client::RequestMetadata;
use api_core::error::Failure;
use api_core::{Body, Transport};
use http::{Request, Response};

use crate::streams::Expected;

use super::http::HttpTransport;

/// An [`HttpTransport`] that is no tower service, and so costs a client less. Clones share the pool.
#[derive(Clone)]
pub struct PooledTransport(HttpTransport);

impl From<HttpTransport> for PooledTransport {
    fn from(transport: HttpTransport) -> Self {
        Self(transport)
    }
}

impl Transport for PooledTransport {
    fn send(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, Failure>> + Send {
        self.0.0.send(request)
    }

    fn send_call(
        &self,
        request: Request<Body>,
        metadata: RequestMetadata,
    ) -> impl Future<Output = Result<Response<Body>, Failure>> + Send {
        self.0.0.send_expecting(request, Expected::by_call(&metadata))
    }
}

impl fmt::Debug for PooledTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PooledTransport").finish_non_exhaustive()
    }
}
