//! One API served: the decision table from a matched path to the handler.

use std::borrow::{Borrow, Cow};
use std::marker::PhantomData;

use http::header::{ACCEPT, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};

use crate::api::{Api, Dispatch};
use crate::body::Body;
use crate::call::Call;
use crate::codec::{Accept, Reply, ReplyForm, accepts_content_type};
use crate::context::{BodySlot, Context, RequestBody, Step};
use crate::description::{Description, Endpoint, Exchange, Security};
use crate::dialect::Dialect;
use crate::error::{ApiError, Phase, Problem, Rejection, error_response};
use crate::session::Sessions;
use crate::subscription::KeepAlive;

use super::{Hit, Miss, Routed, Routes, converse};

/// An API and where its sessions come from.
#[derive(Debug)]
pub struct Served<A, F> {
    sessions: F,
    api: PhantomData<fn() -> A>,
}

impl<A: Api, F> Served<A, F> {
    pub(crate) fn new(sessions: F) -> Self {
        Self { sessions, api: PhantomData }
    }

    /// Walks the API's tree; a hit or the evidence of a miss.
    fn find(context: &mut Context<'_>) -> Option<Hit> {
        let depth = context.fork().depth();
        context.evidence_mut().step(|| Step::Tried { api: A::DESCRIPTION.name, depth });
        let hit = A::ROUTES.walk(context, A::DESCRIPTION.base);
        if hit.is_some() || below(context, A::DESCRIPTION) {
            context.evidence_mut().speak(usize::from(depth) + A::DESCRIPTION.base.0.len(), A::Error::FORMAT);
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
        let allowed = context.evidence().allowed();
        let Some(hit) = Self::find(context) else {
            let wrong_method = context.evidence().allowed() != allowed;
            return Routed::Miss(if wrong_method { Miss::MethodNotAllowed } else { Miss::NotFound });
        };
        let session = match self.sessions.open(context).await {
            Ok(session) => session,
            Err(error) => return Routed::Response(refuse(&error, A::DESCRIPTION.security)),
        };
        let form = match negotiate(&hit, context) {
            Ok(form) => form,
            Err(Refusal::Recoverable(phase, problem)) => {
                let depth = context.fork().depth();
                context.restore(before);
                context.leave();
                return Routed::Miss(Miss::Rejected(Rejection::new(phase, depth, problem)));
            }
            Err(Refusal::Final(problem)) => return Routed::Response(problem_response::<A::Error>(&problem, context)),
        };
        let answered = if hit.endpoint.exchange.terms().is_some() {
            // Boxed, like what follows, so that the futures of all other requests need no room for it.
            Box::pin(A::converse(session, hit.number, form, context, body)).await
        } else {
            A::dispatch(session.borrow(), hit.number, form, context, body).await
        };
        match answered {
            Ok(response) if hit.dialect == Dialect::WebSocket && response.status().is_success() => {
                Routed::Response(Box::pin(over_socket::<A::Error>(response, context, &form)).await)
            }
            Ok(response) => Routed::Response(response),
            Err(problem) => Routed::Response(problem_response::<A::Error>(&problem, context)),
        }
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let position = context.fork();
        let hit = Self::find(context);
        context.restore(position);
        hit.is_some()
    }

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        found.push((prefix.to_owned(), A::DESCRIPTION));
    }
}

/// What a method returned as a response: its value, or its error as a document.
///
/// Generated code calls this once an endpoint; nothing here depends on which.
pub fn answer<C: Call>(result: Result<C::Reply, C::Error>, form: &ReplyForm, context: &Context<'_>) -> Response<Body> {
    match result {
        Ok(value) => value.encode(form).unwrap_or_else(|failure| {
            let problem = Problem::internal(failure.to_string());
            problem_response::<C::Error>(&problem, context)
        }),
        Err(error) => refuse(&error, form.endpoint.security),
    }
}

/// A subscription that is followed over a WebSocket.
async fn over_socket<E: ApiError>(response: Response<Body>, context: &Context<'_>, form: &ReplyForm) -> Response<Body> {
    let (head, body) = response.into_parts();
    match body.into_events() {
        Ok(events) => converse::events::<E>(context, form, events).await,
        Err(body) => Response::from_parts(head, body),
    }
}

/// A framework problem in the form of an API's errors.
fn problem_response<E: ApiError>(problem: &Problem, context: &Context<'_>) -> Response<Body> {
    super::finish::problem_response(E::FORMAT, problem, context)
}

/// An error as a response. A 401 must carry a challenge (RFC 9110 §15.5.2), whoever answers it.
pub(super) fn refuse<E: ApiError>(error: &E, security: Option<Security>) -> Response<Body> {
    let mut response = error_response(E::FORMAT, &error.document());
    if response.status() == StatusCode::UNAUTHORIZED && !response.headers().contains_key(WWW_AUTHENTICATE) {
        let challenge = security.map_or("Bearer", Security::challenge);
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

enum Refusal {
    Recoverable(Phase, Problem),
    Final(Problem),
}

/// Phases P5 and P6: what is acceptable to the caller, then what is acceptable to us.
fn negotiate(hit: &Hit, context: &mut Context<'_>) -> Result<ReplyForm, Refusal> {
    let socket = hit.endpoint.exchange.terms().is_some() || hit.dialect == Dialect::WebSocket;
    if socket && let Err(problem) = converse::check_upgrade(context) {
        return Err(Refusal::Recoverable(Phase::Accept, problem));
    }
    let keep_alive = match hit.endpoint.exchange {
        Exchange::Subscription(_) => {
            KeepAlive::requested(&context.head().headers, hit.dialect).map_err(Refusal::Final)?
        }
        Exchange::Unary => {
            acceptable(hit.endpoint, context)?;
            KeepAlive::default()
        }
        Exchange::Duplex(_) | Exchange::Handover(_) => KeepAlive::default(),
    };
    if let Some(body) = &hit.endpoint.body {
        let headers = &context.head().headers;
        let content_type = headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?"));
        if !body.any_content_type && !accepts_content_type(body.encoding, content_type) {
            let problem = Problem::unsupported_media_type(body.encoding.media_type());
            context.evidence_mut().read_header("content-type");
            return Err(Refusal::Recoverable(Phase::ContentType, problem));
        }
    }
    Ok(ReplyForm { endpoint: hit.endpoint, dialect: hit.dialect, keep_alive })
}

/// An endpoint with one media type varies by nothing, so `Accept` becomes evidence only where it decides.
fn acceptable(endpoint: &'static Endpoint, context: &mut Context<'_>) -> Result<(), Refusal> {
    let mut lines = context.head().headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let Some(first) = lines.next() else { return Ok(()) };
    // Several lines of a field are one list (RFC 9110 §5.3).
    let field = lines.fold(Cow::Borrowed(first), |all, line| Cow::Owned(format!("{all},{line}")));
    let field = field.as_ref();
    let mut offered = endpoint.outputs.iter().filter_map(|output| output.media_type).peekable();
    // What nearly every client sends needs no parsing.
    if field == "*/*" || offered.peek().is_none_or(|media_type| *media_type == field) {
        return Ok(());
    }
    let accept = Accept::new(Some(field));
    if offered.any(|media_type| accept.quality(media_type) > 0) {
        return Ok(());
    }
    context.evidence_mut().read_header("accept");
    let offered: Vec<&'static str> = endpoint.outputs.iter().filter_map(|output| output.media_type).collect();
    Err(Refusal::Recoverable(Phase::Accept, Problem::not_acceptable(&offered)))
}

/// Whether the path begins with the API's base, so that its 404 is in the API's own words.
fn below(context: &mut Context<'_>, description: &Description) -> bool {
    let position = context.fork();
    let inside = description.base.0.iter().all(|step| match (step, context.pop_segment()) {
        (_, None) => false,
        (crate::description::Segment::Literal(literal), Some(segment)) => segment.is(literal),
        (_, Some(_)) => true,
    });
    context.restore(position);
    inside
}
