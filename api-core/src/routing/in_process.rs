//! Routes as a tower service without a socket, for tests, gateways and clients in the same process.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_service::Service;

use crate::body::Body;

use super::finish::ServiceSettings;
use super::outcome::Routes;
use super::pipe;
use super::respond::respond;

/// A tower service made of routes, without a socket. It is cheap to clone.
///
/// As the transport of a client it passes requests and responses through both codecs, but not through a socket:
///
/// ```
/// use api_core::routing::InProcess;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Lobby)));
/// assert_eq!(client.rooms().await.unwrap(), ["lobby"]);
/// # }
/// ```
pub struct InProcess<R>(Arc<(R, ServiceSettings)>);

impl<R: Routes<Body>> InProcess<R> {
    /// Creates a service with default settings.
    pub fn new(routes: R) -> Self {
        Self::with(routes, ServiceSettings::default())
    }

    /// Creates a service with these settings.
    pub fn with(routes: R, settings: ServiceSettings) -> Self {
        Self(Arc::new((routes, settings)))
    }
}

impl<R: Routes<Body>> Service<Request<Body>> for InProcess<R> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let shared = self.0.clone();
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            let pipe = pipe::attach(&mut head);
            let extended = pipe::read_as_get(&mut head);
            let mut response = respond(&shared.0, &shared.1, &head, body).await;
            pipe::connect(&mut response, pipe);
            if extended {
                pipe::answered_as_get(&mut response);
            }
            Ok(response)
        })
    }
}

impl<R> Clone for InProcess<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<R> fmt::Debug for InProcess<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("InProcess").finish_non_exhaustive()
    }
}
