//! Routes, and what a route makes of a request.

use std::future::Future;

use http::Response;

use crate::body::{Body, RequestBody};
use crate::context::{BodySlot, Context};
use crate::description::Description;
use crate::error::Rejection;

/// The result of trying a route.
#[derive(Debug)]
pub enum Routed {
    /// The route does not answer. Siblings are tried.
    Miss(Miss),
    /// The answer. It is final, whatever its status.
    Response(Response<Body>),
}

/// The reason why a route does not answer.
#[derive(Debug)]
pub enum Miss {
    /// The path does not match.
    NotFound,
    /// The path matches, the method does not. The evidence holds the allowed methods.
    MethodNotAllowed,
    /// A later check failed, and a sibling may still answer.
    Rejected(Rejection),
}

/// Something that can answer requests: an API, a combination of APIs, a mounted service.
///
/// `or_else` is associative and [`NotFound`] its identity.
pub trait Routes<B: RequestBody>: Send + Sync + 'static {
    /// Tries to answer. On a miss the context's position is unchanged, and the evidence keeps what routing learned.
    ///
    /// Only a route that answers takes the body.
    fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> impl Future<Output = Routed> + Send;

    /// Returns whether path and method reach an endpoint here, without running it. Records verbs and rejections as evidence.
    ///
    /// On a hit the context knows the endpoint.
    fn reaches(&self, context: &mut Context<'_>) -> bool;

    /// Adds the descriptions of all APIs here, each with the path that it is nested under.
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>);
}

/// The route that never answers, the identity of `or_else`.
#[derive(Debug, Clone, Copy, Default)]
pub struct NotFound;

impl<B: RequestBody> Routes<B> for NotFound {
    async fn route(&self, _: &mut Context<'_>, _: &mut BodySlot<B>) -> Routed {
        Routed::Miss(Miss::NotFound)
    }

    fn reaches(&self, _: &mut Context<'_>) -> bool {
        false
    }

    fn describe(&self, _: &str, _: &mut Vec<(String, &'static Description)>) {}
}
