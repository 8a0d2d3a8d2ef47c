//! Older versions of a service that differ from newer ones only by their path.

use std::task::{Context, Poll};

use http::uri::PathAndQuery;
use http::{Method, Request, Uri};
use tower_service::Service;

/// A service that serves an older version: it replaces the prefix of the path by that of a newer version.
#[derive(Debug, Clone)]
pub(super) struct Renamed<S> {
    /// The prefix of the newer version.
    pub(super) name: &'static str,
    /// The requests that another version serves.
    pub(super) elsewhere: Elsewhere,
    pub(super) services: S,
}

/// The requests of an older version that another version serves, and its prefix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elsewhere {
    pub(super) name: &'static str,
    pub(super) requests: &'static [RequestTemplate],
}

/// A method, or any, and a path below the instance in which `*` stands for any segment.
pub(super) type RequestTemplate = (Option<Method>, &'static str);

impl Elsewhere {
    /// No requests.
    pub(super) const NOTHING: Self = Self { name: "", requests: &[] };

    fn serves(&self, method: &Method, rest: &str) -> bool {
        self.requests
            .iter()
            .any(|(wanted, template)| wanted.as_ref().is_none_or(|wanted| wanted == method) && is_path(template, rest))
    }
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
        let elsewhere = self.elsewhere.serves(request.method(), request.uri().path());
        let name = if elsewhere { self.elsewhere.name } else { self.name };
        if let Ok(path) = format!("{name}{rest}").parse::<PathAndQuery>() {
            let mut parts = request.uri().clone().into_parts();
            parts.path_and_query = Some(path);
            *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
        }
        self.services.call(request)
    }
}

/// Whether the path is `/{instance}/` and the template.
fn is_path(template: &str, rest: &str) -> bool {
    let mut segments = rest.split('/').filter(|segment| !segment.is_empty()).skip(1);
    template.split('/').all(|wanted| segments.next().is_some_and(|found| wanted == "*" || wanted == found))
        && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn a_path_fits_its_template_below_the_instance() {
        for (template, rest, fits) in [
            ("rooms", "/test/rooms", true),
            ("rooms", "//test//rooms/", true),
            ("rooms", "/test/rooms/lobby", false),
            ("rooms", "/rooms", false),
            ("users/*/rooms", "/test/users/alice/rooms", true),
            ("users/*/rooms", "/test/users/alice", false),
            ("messages/*", "/test/messages/7", true),
            ("messages/*", "/test/rooms/messages/7", false),
        ] {
            assert_eq!(is_path(template, rest), fits, "{template} {rest}");
        }
    }
}
