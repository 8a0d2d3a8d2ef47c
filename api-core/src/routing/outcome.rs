//! Routes, and the results of trying one.

use std::future::Future;

use http::Response;

use crate::body::{Body, RequestBody};
use crate::context::{BodySlot, Context};
use crate::description::{Description, VerbSet};
use crate::error::{Problem, Rejection};

use super::answer::problem_response;
use super::composition::Composition;

/// The result of trying a route.
#[derive(Debug)]
pub enum Routed {
    /// The route does not answer. Other routes are tried.
    Miss(Miss),
    /// The response. It is final, whatever its status.
    Response(Response<Body>),
}

/// The reason why a route does not answer.
///
/// ```
/// use api_core::context::{Context, RoutingSettings};
/// use api_core::description::{Verb, VerbSet};
/// use api_core::routing::{Miss, missed};
///
/// let (head, ()) = http::Request::get("/upload").body(()).unwrap().into_parts();
/// let mut context = Context::new(&head, RoutingSettings::default());
/// let response = missed(Miss::MethodNotAllowed(VerbSet::EMPTY.with(Verb::Put)), &mut context);
/// assert_eq!(response.status(), 405);
/// assert_eq!(response.headers()["allow"], "PUT, OPTIONS");
/// ```
#[derive(Debug)]
pub enum Miss {
    /// The path does not match.
    NotFound,
    /// The path matches, the method does not. The set holds the methods that this route allows on the path.
    MethodNotAllowed(VerbSet),
    /// A later check failed. Another route may still answer.
    Rejected(Rejection),
}

/// Something that can answer requests: an API, a combination of APIs, a mounted service.
///
/// [`or_else`](super::Compose::or_else) is associative, and [`NotFound`] is its identity. For a route without a type of
/// its own see [`from_fn`](super::from_fn).
///
/// ```
/// use api_core::body::RequestBody;
/// use api_core::context::{BodySlot, Context};
/// use api_core::routing::{Described, Miss, Routed, Routes};
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
/// }
///
/// impl Described for Health {}
/// ```
pub trait Routes<B: RequestBody>: Described + Send + Sync + 'static {
    /// Tries to answer a request. On a miss the position of the context is unchanged, and its evidence is kept.
    ///
    /// A route may read the body and miss: the next route finds the same bytes. Only a route that answers may take it.
    fn route(
        &self,
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
        // rustc shows the next line in the error about a `dyn Routes<B>` (E0038).
    ) -> impl Future<Output = Routed> + Send; // instead of `dyn Routes<B>` use `BoxRoutes<B>`, made by `routes.boxed()`

    /// Returns whether path and method reach an endpoint of this route, without running it.
    ///
    /// The position of the context is unchanged. Verbs and rejections are recorded as evidence. If it returns true,
    /// [`Context::endpoint`] is the endpoint.
    fn reaches(&self, context: &mut Context<'_>) -> bool;
}

/// The descriptions of the APIs of a route. Every [`Routes`] has them, and with them the combinators of
/// [`Compose`](super::Compose). A route without descriptions implements it with an empty `impl`.
///
/// ```
/// use api_core::Body;
/// use api_core::routing::Described;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// let mut found = Vec::new();
/// RoomsApi::serve(Lobby).describe("/v1", &mut found);
/// let (prefix, description) = &found[0];
/// assert_eq!((prefix.as_str(), description.name), ("/v1", "Rooms"));
/// ```
pub trait Described {
    /// What these routes are made of, as far as it is known at compile time. Alternatives whose routes collide do not
    /// compile. A route around others that neither moves them nor decides when they answer has theirs.
    const COMPOSITION: Composition = Composition::Unknown;

    /// Adds the descriptions of all APIs of this route to `found`, each with the prefix that it is nested under.
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        let _ = (prefix, found);
    }
}

impl Routed {
    /// Answers with a problem, in the error format for this request. It is final, whatever its status.
    ///
    /// ```
    /// use api_core::context::{Context, RoutingSettings};
    /// use api_core::error::Problem;
    /// use api_core::routing::Routed;
    ///
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// let routed = Routed::problem(&Problem::bad_request("`X-Version` must be 1 or 2"), &context);
    /// assert!(matches!(routed, Routed::Response(response) if response.status() == 400));
    /// ```
    pub fn problem(problem: &Problem, context: &Context<'_>) -> Self {
        Self::Response(problem_response(problem, context))
    }
}

impl From<Response<Body>> for Routed {
    fn from(response: Response<Body>) -> Self {
        Self::Response(response)
    }
}

impl From<Miss> for Routed {
    fn from(miss: Miss) -> Self {
        Self::Miss(miss)
    }
}

impl Miss {
    /// Records the miss as evidence, because another route is tried or because no other is left.
    pub(super) fn record(self, context: &mut Context<'_>) {
        match self {
            Self::NotFound => {}
            Self::MethodNotAllowed(verbs) => context.evidence_mut().wrong_method(verbs),
            Self::Rejected(rejection) => context.evidence_mut().reject(rejection),
        }
    }
}

/// The route that never answers. It is the identity of [`or_else`](super::Compose::or_else).
///
/// ```
/// use api_core::Body;
/// use api_core::routing::{NotFound, ServiceSettings, respond};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (head, body) = http::Request::get("/").body(Body::empty()).unwrap().into_parts();
/// assert_eq!(respond(&NotFound, &ServiceSettings::default(), &head, body).await.status(), 404);
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct NotFound;

impl<B: RequestBody> Routes<B> for NotFound {
    async fn route(&self, _: &mut Context<'_>, _: &mut BodySlot<B>) -> Routed {
        Routed::Miss(Miss::NotFound)
    }

    fn reaches(&self, _: &mut Context<'_>) -> bool {
        false
    }
}

impl Described for NotFound {
    const COMPOSITION: Composition = Composition::Alternatives(&[]);
}
