//! Older versions of a service that are the same as a newer one but for their address.

use std::task::{Context, Poll};

use http::uri::PathAndQuery;
use http::{Request, Uri};
use tower_service::Service;

/// Services under another address: the rest of a mounted path is looked up behind the newer version's.
#[derive(Debug, Clone)]
pub(super) struct Renamed<S> {
    /// The newer version's address.
    pub(super) name: &'static str,
    pub(super) services: S,
}

impl<S: Service<Request<B>>, B> Service<Request<B>> for Renamed<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.services.poll_ready(task)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let rest = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        // A name in front of a path that is one already makes another.
        if let Ok(path) = format!("{}{rest}", self.name).parse::<PathAndQuery>() {
            let mut parts = request.uri().clone().into_parts();
            parts.path_and_query = Some(path);
            *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
        }
        self.services.call(request)
    }
}
