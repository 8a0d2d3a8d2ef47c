//! Older versions of a service that differ from a newer one only by their path.

use std::task::{Context, Poll};

use http::uri::PathAndQuery;
use http::{Request, Uri};
use tower_service::Service;

/// A service that serves an older version: it replaces the prefix of the path by that of the newer version.
#[derive(Debug, Clone)]
pub(super) struct Renamed<S> {
    /// The prefix of the newer version.
    pub(super) name: &'static str,
    /// The prefix for paths of messages without a room.
    pub(super) messages: &'static str,
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
        // Adding a prefix to a valid path results in a valid path.
        let name = if names_messages(rest) { self.messages } else { self.name };
        if let Ok(path) = format!("{name}{rest}").parse::<PathAndQuery>() {
            let mut parts = request.uri().clone().into_parts();
            parts.path_and_query = Some(path);
            *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
        }
        self.services.call(request)
    }
}

/// Whether the path is `/{instance}/messages/…`.
fn names_messages(rest: &str) -> bool {
    rest.split('/').filter(|segment| !segment.is_empty()).nth(1) == Some("messages")
}
