//! The transport of a client: any tower service of HTTP messages.

use std::future::{Future, poll_fn};

use http::{Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError, RequestBody};
use crate::error::Failure;

use super::metadata::RequestMetadata;

/// A transport of requests. Every tower service of HTTP messages that can be cloned is one.
///
/// ```
/// use api_core::{Body, Failure, Transport};
/// use http::{Request, Response};
///
/// /// Prints each request before it is sent.
/// #[derive(Clone)]
/// struct Printed<T>(T);
///
/// impl<T: Transport> Transport for Printed<T> {
///     async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
///         println!("{} {}", request.method(), request.uri());
///         self.0.send(request).await
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Transport`",
    label = "this transport",
    note = "`api_client::connect(\"http://…\")` connects to an address, and `InProcess::new(routes)` calls routes directly",
    note = "a transport is a `tower::Service<http::Request<api_core::Body>>` that is `Clone + Send + Sync + 'static`"
)]
pub trait Transport: Clone + Send + Sync + 'static {
    /// Sends a request and waits for the head of the response.
    ///
    /// # Errors
    /// Returns a failure if no response arrives.
    fn send(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, Failure>> + Send;

    /// Sends the request of a call, whose metadata is not yet among the extensions. Default: adds it, and calls
    /// [`send`](Self::send). A transport that reads it from here saves the allocations.
    ///
    /// # Errors
    /// Returns a failure if no response arrives.
    fn send_call(
        &self,
        mut request: Request<Body>,
        metadata: RequestMetadata,
    ) -> impl Future<Output = Result<Response<Body>, Failure>> + Send {
        request.extensions_mut().insert(metadata);
        self.send(request)
    }
}

#[diagnostic::do_not_recommend]
impl<S, R> Transport for S
where
    S: Service<Request<Body>, Response = Response<R>, Error: Into<BoxError>, Future: Send>,
    S: Clone + Send + Sync + 'static,
    R: RequestBody,
{
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        // In tower's contract readiness belongs to one value, so the clone that is ready must be called.
        let mut service = self.clone();
        poll_fn(|task| service.poll_ready(task)).await.map_err(Failure::transport)?;
        let response = service.call(request).await.map_err(Failure::transport)?;
        Ok(response.map(Body::stream))
    }
}
