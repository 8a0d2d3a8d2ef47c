//! Routes, and the results of trying one.

use std::future::Future;

use http::Response;

use crate::body::{Body, RequestBody};
use crate::context::{BodySlot, Context};
use crate::description::Description;
use crate::error::Rejection;

/// The result of trying a route.
#[derive(Debug)]
pub enum Routed {
    /// The route does not answer. Other routes are tried.
    Miss(Miss),
    /// The response. It is final, whatever its status.
    Response(Response<Body>),
}

/// The reason why a route does not answer.
#[derive(Debug)]
pub enum Miss {
    /// The path does not match.
    NotFound,
    /// The path matches, the method does not. The evidence holds the allowed methods.
    MethodNotAllowed,
    /// A later check failed. Another route may still answer.
    Rejected(Rejection),
}

/// Something that can answer requests: an API, a combination of APIs, a mounted service.
///
/// [`or_else`](super::Compose::or_else) is associative, and [`NotFound`] is its identity.
///
/// ```
/// use api_core::body::RequestBody;
/// use api_core::context::{BodySlot, Context};
/// use api_core::description::Description;
/// use api_core::routing::{Miss, Routed, Routes};
/// use http::Response;
///
/// struct Health;
///
/// impl<B: RequestBody> Routes<B> for Health {
///     async fn route(&self, context: &mut Context<'_>, _: &mut BodySlot<B>) -> Routed {
///         if <Self as Routes<B>>::reaches(self, context) {
///             Routed::Response(Response::new("healthy".into()))
///         } else {
///             Routed::Miss(Miss::NotFound)
///         }
///     }
///
///     fn reaches(&self, context: &mut Context<'_>) -> bool {
///         context.path() == "/health"
///     }
///
///     fn describe(&self, _: &str, _: &mut Vec<(String, &'static Description)>) {}
/// }
/// ```
pub trait Routes<B: RequestBody>: Send + Sync + 'static {
    /// Tries to answer a request. On a miss the position of the context is unchanged, and its evidence is kept.
    ///
    /// Only a route that answers may read or take the body.
    fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> impl Future<Output = Routed> + Send;

    /// Returns whether path and method reach an endpoint of this route, without running it.
    ///
    /// The position of the context is unchanged. Verbs and rejections are recorded as evidence. If it returns true,
    /// [`Context::endpoint`] is the endpoint.
    fn reaches(&self, context: &mut Context<'_>) -> bool;

    /// Adds the descriptions of all APIs of this route to `found`, each with the prefix that it is nested under.
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>);
}

/// The route that never answers. It is the identity of [`or_else`](super::Compose::or_else).
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
