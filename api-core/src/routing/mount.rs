//! Tower services as routes below a prefix.

use std::fmt;

use http::request::Parts;
use http::uri::{PathAndQuery, Uri};
use http::{Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError, RequestBody};
use crate::context::{BodySlot, Context};

use super::answer::problem_response;
use super::outcome::{Described, Miss, Routed, Routes};
use super::service_call::{call, failure, pass_peer};
use super::upgrade::{check_origin, mark_connect, may_upgrade, restore_connect};

/// A tower service that answers every request below a prefix. The service gets the path without the prefix, the whole
/// body, and in the extensions of the request [`MountedAt`] and the values of [`Context::extensions`]. A service of
/// this framework also finds the captures that [`Context::pop_capture`] named.
///
/// ```
/// use api_core::Body;
/// use api_core::routing::{InProcess, Mount, ServiceSettings, respond};
/// use http::Request;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let service = InProcess::new(RoomsApi::serve(Lobby));
/// let routes = Mount::new("/v2", service);
/// let (head, body) = Request::get("/v2/rooms").body(Body::empty()).unwrap().into_parts();
/// assert_eq!(respond(&routes, &ServiceSettings::default(), &head, body).await.status(), 200);
/// # }
/// ```
pub struct Mount<S> {
    prefix: &'static str,
    service: S,
}

/// The part of the path that routing consumed before a mounted service. It is in the extensions of the request.
///
/// ```
/// use api_core::Body;
/// use api_core::routing::MountedAt;
///
/// /// Returns the address of a file for links in a page of a mounted service.
/// fn link(request: &http::Request<Body>, file: &str) -> String {
///     let at = request.extensions().get::<MountedAt>().map_or("", |at| &at.0);
///     format!("{at}/{file}")
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountedAt(pub String);

impl<S> Mount<S> {
    /// Mounts a service below literal segments, for example `"/assets"`. `"/"` mounts it for every path.
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
        // The service may open a WebSocket by itself.
        if may_upgrade(context)
            && let Err(problem) = check_origin(context)
        {
            return Routed::problem(&problem, context);
        }
        let body = match body.take_body() {
            Ok(body) => body,
            Err(problem) => return Routed::problem(&problem, context),
        };
        let mut head = below(context);
        let extended = restore_connect(&mut head);
        let response = call(self.service.clone(), Request::from_parts(head, body)).await;
        let mut response = response.unwrap_or_else(|error| problem_response(&failure(error.as_ref()), context));
        if extended {
            mark_connect(&mut response);
        }
        Routed::Response(response)
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let position = context.fork();
        let reached = self.enter(context);
        context.restore(position);
        reached
    }
}

impl<S> Described for Mount<S> {}

/// Returns the head of the request for the mounted service.
fn below(context: &Context<'_>) -> Parts {
    let mut head = context.head().clone();
    let rest = context.fork().rest(context.path());
    let consumed = context.path().strip_suffix(rest).unwrap_or_default().to_owned();
    let rest = if rest.is_empty() { "/" } else { rest };
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = head.uri.into_parts();
    // The rest of a valid path is a valid path if it begins with a slash.
    parts.path_and_query = PathAndQuery::try_from(format!("{rest}{query}")).ok();
    head.uri = Uri::from_parts(parts).unwrap_or_default();
    head.extensions.extend(context.passed_down());
    pass_peer(context, &mut head.extensions);
    head.extensions.insert(MountedAt(consumed));
    head
}

impl<S> fmt::Debug for Mount<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mount").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
