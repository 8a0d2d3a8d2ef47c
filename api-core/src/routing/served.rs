//! The routes of one API: from the matched path to the handler, in the order of DESIGN.md, "The order of checks".

use std::borrow::Borrow;
use std::marker::PhantomData;
#[cfg(debug_assertions)]
use std::pin::Pin;
use std::sync::Arc;

use crate::api::{Api, Dispatch};
use crate::body::RequestBody;
use crate::codec::split_mixed;
use crate::context::{BodySlot, Context, RoutingStep};
use crate::description::{Description, Segment};
use crate::error::{ApiError, Problem, Rejection};
use crate::session::{Fixed, SessionFunction, Sessions};
use crate::walk::{Hit, walk};
#[cfg(feature = "websocket")]
use crate::{body::Body, call::ReplyForm, dialect::Dialect};

use super::answer::{form_ends, formatted, refuse};
use super::composition::Composition;
#[cfg(feature = "websocket")]
use super::converse;
use super::negotiate::{Refusal, negotiate};
use super::outcome::{Described, Miss, Routed, Routes};
use super::upgrade::check_origin;

/// Serves one value of an API's trait to all callers.
///
/// `ChatkitApi::serve(value)` does the same for a known API. This function is for code that is generic over APIs.
///
/// ```
/// use api_core::Dispatch;
/// use api_core::body::RequestBody;
/// use api_core::routing::{Routes, serve};
///
/// /// Serves any API under `/public`.
/// fn public<A: Dispatch<S>, S: Send + Sync + 'static, B: RequestBody>(session: S) -> impl Routes<B> {
///     use api_core::Compose as _;
///     serve::<A, S>(session).nest("/public")
/// }
/// ```
pub fn serve<A, S>(session: S) -> Served<A, Fixed<S>>
where
    A: Dispatch<S>,
    S: Send + Sync + 'static,
{
    serve_sessions(Fixed(Arc::new(session)))
}

/// Serves the sessions that a function opens for each request. The function runs after path and method matched, and
/// before arguments are decoded.
///
/// ```
/// use api_core::routing::{ServiceSettings, respond};
/// use api_core::{Body, Error, api};
/// use http::Request;
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let routes = RoomsApi::serve_with(|context| match context.header_text("authorization") {
///     Some("Bearer secret") => Ok(Lobby),
///     _ => Err(Error::unauthorized("invalid_token")),
/// });
/// let (head, body) = Request::get("/rooms").body(Body::empty()).unwrap().into_parts();
/// let response = respond(&routes, &ServiceSettings::default(), &head, body).await;
/// assert_eq!(response.status(), 401);
/// assert_eq!(response.headers()["www-authenticate"], "Bearer");
/// # }
/// ```
pub fn serve_with<A, F, S>(sessions: F) -> Served<A, F>
where
    A: Dispatch<S>,
    F: SessionFunction<S, A::Error> + Send + Sync + 'static,
    S: Send + Sync + 'static,
{
    serve_sessions(sessions)
}

/// Serves the sessions that a factory opens for each request. [`Sessions::open`] is asynchronous.
///
/// ```
/// use std::sync::Arc;
///
/// use api_core::routing::serve_sessions;
/// use api_core::session::Fixed;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// let lobby = Arc::new(Lobby);
/// let routes = serve_sessions::<RoomsApi, _>(Fixed(lobby));
/// # let _ = routes;
/// ```
pub fn serve_sessions<A, F>(sessions: F) -> Served<A, F>
where
    A: Api + Dispatch<<F as Sessions<<A as Api>::Error>>::Session>,
    F: Sessions<<A as Api>::Error>,
{
    Served { sessions, api: PhantomData }
}

/// The routes of one API, with its session factory.
#[derive(Debug)]
pub struct Served<A, F> {
    sessions: F,
    api: PhantomData<fn() -> A>,
}

impl<A: Api, F> Served<A, F> {
    /// Walks the API's tree. A miss is recorded as evidence.
    fn find(context: &mut Context<'_>) -> Option<Hit> {
        let depth = context.fork().depth();
        context.evidence_mut().step(|| RoutingStep::Tried { api: A::DESCRIPTION.name, depth });
        let hit = walk(A::ROUTES, context, A::DESCRIPTION.base);
        let base = usize::from(depth) + A::DESCRIPTION.base.0.len();
        // A walk that got past the base has compared it already.
        if usize::from(context.reached()) >= base || below(context, A::DESCRIPTION) {
            context.evidence_mut().record_error_format(base, A::Error::FORMAT);
        }
        hit
    }
}

impl<A, F, B> Routes<B> for Served<A, F>
where
    A: Dispatch<<F as Sessions<<A as Api>::Error>>::Session>,
    F: Sessions<<A as Api>::Error>,
    B: RequestBody,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let before = context.fork();
        let extensions = (!context.extensions().is_empty()).then(|| context.extensions().clone());
        let allowed = context.evidence().allowed();
        let Some(hit) = Self::find(context) else {
            let found = context.evidence().allowed();
            return Routed::Miss(if found == allowed { Miss::NotFound } else { Miss::MethodNotAllowed(found) });
        };
        // Before the session is opened, so that pages of other origins cause no work.
        if extensions.is_some()
            && hit.opens_websocket()
            && let Err(problem) = check_origin(context)
        {
            return Routed::Response(formatted(A::Error::FORMAT, &problem, context));
        }
        let session = match self.sessions.open(context).await {
            Ok(session) => session,
            Err(error) => return Routed::Response(refuse(A::Error::FORMAT, &error, A::DESCRIPTION.security)),
        };
        let form = match negotiate(&hit, context) {
            Ok(form) => form,
            Err(Refusal::Recoverable(phase, problem)) => {
                let depth = context.fork().depth();
                context.restore(before);
                // The values that the session factory passed down are not for the next API.
                *context.extensions_mut() = extensions.unwrap_or_default();
                context.leave();
                return Routed::Miss(Miss::Rejected(Rejection::new(phase, depth, problem)));
            }
            Err(Refusal::Final(problem)) => {
                return Routed::Response(formatted(A::Error::FORMAT, &problem, context));
            }
        };
        let mut answer = None;
        let answered = if hit.endpoint.exchange.terms().is_some() {
            // Boxed, so that the future of a plain request does not reserve space for it.
            let conversation = Box::pin(A::converse(session, hit.number, form, context, body)).await;
            conversation.map(|response| answer = Some(response))
        } else {
            erased(A::dispatch(session.borrow(), hit.number, form, context, body, &mut answer)).await
        };
        match (answered, answer) {
            (Ok(()), Some(response)) if !hit.endpoint.exchange.is_subscription() => Routed::Response(response),
            (Ok(()), Some(mut response)) => {
                form_ends(&mut response, A::Error::FORMAT, context);
                #[cfg(feature = "websocket")]
                if hit.dialect == Dialect::WebSocket && response.status().is_success() {
                    return Routed::Response(Box::pin(over_websocket::<A::Error>(response, context, &form)).await);
                }
                Routed::Response(response)
            }
            (Ok(()), None) => {
                let problem = Problem::internal("the dispatch stored no response");
                Routed::Response(formatted(A::Error::FORMAT, &problem, context))
            }
            (Err(problem), _) => Routed::Response(formatted(A::Error::FORMAT, &problem, context)),
        }
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let position = context.fork();
        let hit = Self::find(context);
        context.restore(position);
        hit.is_some()
    }
}

impl<A: Api, F> Described for Served<A, F> {
    const COMPOSITION: Composition = Composition::Api(A::DESCRIPTION, A::ROUTES);

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        found.push((prefix.to_owned(), A::DESCRIPTION));
    }
}

/// Returns a future without its type in builds for debugging, where the time to compile counts. Otherwise every future
/// around this one has the types of all handlers, and an edit of one handler compiles all of them again.
#[cfg(debug_assertions)]
fn erased<'f, O>(future: impl Future<Output = O> + Send + 'f) -> Pin<Box<dyn Future<Output = O> + Send + 'f>> {
    Box::pin(future)
}

/// Returns a future as it is. An allocation for each request would cost more than the time to compile.
#[cfg(not(debug_assertions))]
fn erased<F: Future>(future: F) -> F {
    future
}

/// Sends the events of a subscription over a WebSocket.
#[cfg(feature = "websocket")]
async fn over_websocket<E: ApiError>(
    response: http::Response<Body>,
    context: &Context<'_>,
    form: &ReplyForm,
) -> http::Response<Body> {
    let (head, body) = response.into_parts();
    match body.into_events() {
        Ok(events) => converse::events::<E>(context, form, events).await,
        Err(body) => http::Response::from_parts(head, body),
    }
}

/// Returns whether the path begins with the API's base. If it does, a 404 is in the API's error format.
fn below(context: &mut Context<'_>, description: &Description) -> bool {
    let position = context.fork();
    let inside = description.base.0.iter().all(|step| {
        if let Segment::Literal(literal) = step
            && context.pop_literal(literal)
        {
            return true;
        }
        match (step, context.pop_segment()) {
            (_, None) => false,
            (Segment::Literal(literal), Some(segment)) => segment.is(literal),
            (Segment::Mixed(parts), Some(segment)) => split_mixed(segment.0, parts, |_| true),
            (_, Some(_)) => true,
        }
    });
    context.restore(position);
    inside
}
