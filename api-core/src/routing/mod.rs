//! Routes as values: an API's tree, and combinators that backtrack between APIs.

mod alternatives;
mod combine;
mod converse;
mod cors;
mod finish;
mod layer;
mod mount;
mod served;
mod service;
mod sockets;
mod tree;

use std::future::Future;

use api_websocket::ConnectionOptions;
use http::Response;

use crate::body::Body;
use crate::context::{BodySlot, Context, RequestBody};
use crate::description::Description;
use crate::error::Rejection;

pub use combine::{Nested, OnResponse, OrElse};
pub use converse::{duplex, handover};
pub use cors::Cors;
pub use finish::{Finish, respond, respond_then};
pub use layer::{Group, Layered};
pub use mount::{Mount, MountedAt};
pub use served::{Served, answer};
pub use service::InProcess;
pub use sockets::{AllowOrigins, WebSockets};
pub use tree::{Hit, Leaf, Node, disjoint};

/// A response as the dispatch of an API gives it.
pub type Answered = Response<Body>;

/// What a route makes of a request.
#[derive(Debug)]
pub enum Routed {
    /// Not this route; siblings are tried.
    Miss(Miss),
    /// The answer. Whatever its status, it is final.
    Response(Response<Body>),
}

/// Why a route does not answer.
#[derive(Debug)]
pub enum Miss {
    /// The path is another's.
    NotFound,
    /// The path is right; the verbs are in the evidence.
    MethodNotAllowed,
    /// Something later failed that a sibling might take.
    Rejected(Rejection),
}

/// Something that may answer a request: an API, a combination of APIs, a mounted service.
///
/// `or_else` is associative and [`NotFound`] its identity.
pub trait Routes<B: RequestBody>: Send + Sync + 'static {
    /// Tries to answer. On a miss the context's position is as it was; what was learned stays in its evidence.
    ///
    /// The body is taken only by a route that answers.
    fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> impl Future<Output = Routed> + Send;

    /// Whether path and method reach a route here, without running anything; notes verbs and rejections as evidence.
    ///
    /// On a hit the context knows the endpoint.
    fn reaches(&self, context: &mut Context<'_>) -> bool;

    /// Adds the descriptions of the APIs below, each with the path it is nested under.
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>);
}

/// How routes are put together; whatever the request's body is.
pub trait Compose: Sized {
    /// Tries another route where this one does not answer. Of many, up to twelve, make a tuple: it means the same.
    fn or_else<R>(self, other: R) -> OrElse<Self, R> {
        OrElse { first: self, second: other }
    }

    /// Puts literal path segments in front, `"/internal/v1"` for instance.
    ///
    /// # Panics
    /// If the prefix does not begin with a slash, ends with one, or has an empty segment.
    fn nest(self, prefix: &'static str) -> Nested<Self> {
        Nested::new(prefix, self)
    }

    /// Changes every response that comes from here, with the context in hand.
    fn on_response<F>(self, change: F) -> OnResponse<Self, F>
    where
        F: Fn(&Context<'_>, &mut Response<Body>) + Send + Sync + 'static,
    {
        OnResponse { routes: self, change }
    }

    /// Gives the WebSockets of these routes options: limits, compression, pings. The innermost that is said holds; of limits
    /// the smallest.
    fn web_sockets(self, options: ConnectionOptions) -> WebSockets<Self> {
        WebSockets::new(self, options)
    }

    /// Lets pages of these origins alone open WebSockets here, `"https://app.example"` for instance. Others get 403.
    ///
    /// CORS does not cover WebSockets, so a server that knows callers by cookie must say this (RFC 6455 §10.2). A request without `Origin`
    /// comes from no browser, and passes.
    fn allow_origins<O: Into<String>>(self, origins: impl IntoIterator<Item = O>) -> AllowOrigins<Self> {
        AllowOrigins::new(self, origins.into_iter().map(Into::into).collect())
    }
}

impl<A, F> Compose for Served<A, F> {}
impl<A, B> Compose for OrElse<A, B> {}
impl<R> Compose for Nested<R> {}
impl<R, F> Compose for OnResponse<R, F> {}
impl<R> Compose for WebSockets<R> {}
impl<R> Compose for AllowOrigins<R> {}
impl<R, S> Compose for Layered<R, S> {}
impl<S> Compose for Mount<S> {}
impl Compose for NotFound {}

/// The route that never answers: the identity of `or_else`.
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
