//! Any tower service below a prefix: the opaque part of a tree.

use std::fmt;

use http::request::Parts;
use http::uri::{PathAndQuery, Uri};
use http::{Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError, RequestBody};
use crate::context::{BodySlot, Context};
use crate::description::Description;
use crate::error::{Problem, ProblemDetails};

use super::answer::problem_response;
use super::outcome::{Miss, Routed, Routes};
use super::service_call::call;

/// A tower service that gets every request below a prefix, the prefix taken off the path and the body untouched.
pub struct Mount<S> {
    prefix: &'static str,
    service: S,
}

/// The path a mounted service was reached by, in its requests' extensions: what routing consumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountedAt(pub String);

impl<S> Mount<S> {
    /// Mounts a service below literal segments, `"/assets"` for instance; `"/"` takes everything.
    pub fn new(prefix: &'static str, service: S) -> Self {
        Self { prefix, service }
    }

    fn enter(&self, context: &mut Context<'_>) -> bool {
        let mut segments = self.prefix.split('/').filter(|segment| !segment.is_empty());
        segments.all(|expected| context.pop_segment().is_some_and(|segment| segment.is(expected)))
    }
}

impl<S, B, R> Routes<B> for Mount<S>
where
    B: RequestBody,
    R: RequestBody,
    S: Service<Request<Body>, Response = Response<R>, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let position = context.fork();
        if !self.enter(context) {
            context.restore(position);
            return Routed::Miss(Miss::NotFound);
        }
        let request = Request::from_parts(below(context), body.take().map(Body::stream).unwrap_or_default());
        let response = call(self.service.clone(), request).await;
        Routed::Response(
            response.unwrap_or_else(|error| {
                problem_response(&ProblemDetails, &Problem::internal(error.to_string()), context)
            }),
        )
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let position = context.fork();
        let reached = self.enter(context);
        context.restore(position);
        reached
    }

    fn describe(&self, _: &str, _: &mut Vec<(String, &'static Description)>) {}
}

/// The request's head as a service below sees it.
fn below(context: &Context<'_>) -> Parts {
    let mut head = context.head().clone();
    let rest = context.fork().rest(context.path());
    let consumed = context.path().strip_suffix(rest).unwrap_or_default().to_owned();
    let rest = if rest.is_empty() { "/" } else { rest };
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = head.uri.into_parts();
    // The rest of a legal path that begins with a slash is a legal path.
    parts.path_and_query = PathAndQuery::try_from(format!("{rest}{query}")).ok();
    head.uri = Uri::from_parts(parts).unwrap_or_default();
    head.extensions.insert(MountedAt(consumed));
    head
}

impl<S> fmt::Debug for Mount<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mount").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
