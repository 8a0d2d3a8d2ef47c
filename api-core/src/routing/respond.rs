//! Routes as a function from a request to a response.

use std::borrow::Cow;

use http::request::Parts;
use http::{Method, Response};

use crate::body::{Body, RequestBody};
use crate::codec::join_cookies;
use crate::context::{BodySlot, Context, Peer, Slashes};
use crate::description::{Description, VerbSet};
use crate::error::{Problem, error_response};

use super::finish::{ServiceSettings, missed, options};
use super::merged_slashes::merged_slashes;
use super::outcome::{Routed, Routes};

/// Routes a request and returns the response. A request that no route answers gets an error response.
///
/// ```
/// use api_core::Body;
/// use api_core::routing::{NotFound, ServiceSettings, respond};
/// use http::Request;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (head, body) = Request::get("/nothing").body(Body::empty()).unwrap().into_parts();
/// let response = respond(&NotFound, &ServiceSettings::default(), &head, body).await;
/// assert_eq!(response.status(), 404);
/// assert_eq!(response.headers()["content-type"], "application/problem+json");
/// # }
/// ```
pub async fn respond<R: Routes<B>, B: RequestBody>(
    routes: &R,
    settings: &ServiceSettings,
    head: &Parts,
    body: B,
) -> Response<Body> {
    respond_then(routes, settings, head, None, body, |_, _| ()).await
}

/// Routes a request like [`respond`], and calls `last` with the context and the response, for example for telemetry.
/// `peer`: the remote end of the connection, if there is one.
///
/// ```
/// use api_core::Body;
/// use api_core::routing::{NotFound, ServiceSettings, respond_then};
/// use http::Request;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (head, body) = Request::get("/nothing").body(Body::empty()).unwrap().into_parts();
/// let mut seen = None;
/// respond_then(&NotFound, &ServiceSettings::default(), &head, None, body, |context, response| {
///     seen = Some((context.path().to_owned(), response.status().as_u16()));
/// })
/// .await;
/// assert_eq!(seen, Some(("/nothing".to_owned(), 404)));
/// # }
/// ```
pub async fn respond_then<R: Routes<B>, B: RequestBody>(
    routes: &R,
    settings: &ServiceSettings,
    head: &Parts,
    peer: Option<&Peer>,
    body: B,
    last: impl FnOnce(&Context<'_>, &mut Response<Body>) + Send,
) -> Response<Body> {
    let mut answer = None;
    respond_in(&mut answer, routes, settings, head, peer, body, last).await;
    answer.unwrap_or_else(|| unanswered(settings))
}

/// Routes a request like [`respond_then`], and stores the response in `answer`.
///
/// A response is large, and each future that returned it would copy it.
pub async fn respond_in<R: Routes<B>, B: RequestBody>(
    answer: &mut Option<Response<Body>>,
    routes: &R,
    settings: &ServiceSettings,
    head: &Parts,
    peer: Option<&Peer>,
    body: B,
    last: impl FnOnce(&Context<'_>, &mut Response<Body>) + Send,
) {
    if head.uri.path() == "*" && head.method == Method::OPTIONS {
        let mut response = server_wide_options(routes);
        let mut context = Context::with_format(head, settings.routing, settings.error_format);
        context.set_peer(peer);
        settings.hook(&context, &mut response);
        *answer = Some(response);
        return;
    }
    let mut head = join_cookies(head);
    if settings.routing.slashes == Slashes::Merge
        && let Some(merged) = merged_slashes(&head)
    {
        head = Cow::Owned(merged);
    }
    let mut context = Context::with_format(&head, settings.routing, settings.error_format);
    context.set_peer(peer);
    let mut slot = BodySlot::new(body);
    let response = answer.insert(match routes.route(&mut context, &mut slot).await {
        Routed::Response(response) => response,
        Routed::Miss(miss) => missed(miss, &mut context),
    });
    settings.complete(&mut context, response);
    last(&context, response);
}

/// Returns the 500 in place of a response that was not stored, which [`respond_in`] always does.
pub fn unanswered(settings: &ServiceSettings) -> Response<Body> {
    let format = settings.error_format;
    error_response(format, &format.problem(&Problem::internal("no response was made"), ""))
}

/// Answers `OPTIONS *` with the methods of all APIs. `*` is a valid target of `OPTIONS` only (RFC 9112 §3.2.4).
fn server_wide_options<R: Routes<B>, B: RequestBody>(routes: &R) -> Response<Body> {
    let mut found: Vec<(String, &'static Description)> = Vec::new();
    routes.describe("", &mut found);
    let endpoints = found.iter().flat_map(|(_, description)| description.endpoints);
    options(endpoints.fold(VerbSet::EMPTY, |verbs, endpoint| verbs.union(endpoint.verbs())))
}
