//! Responses from the result of a handler: its value, its error, or a problem of the framework.

use std::error::Error as _;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ALLOW, CONNECTION, CONTENT_RANGE, SEC_WEBSOCKET_VERSION, UPGRADE, WWW_AUTHENTICATE,
};
use http::{HeaderValue, Response, StatusCode, Version};

use crate::body::Body;
use crate::call::{Call, Reply, ReplyForm, answered};
use crate::context::Context;
use crate::description::{Security, VerbSet};
use crate::error::{
    ApiError, ErrorFormat, Failure, Problem, ProblemKind, constant_response, end_in_format, error_response,
};

use super::allow::allow_value;

/// Converts the result of a handler to a response: its value, or its error as a document.
///
/// Generated code calls this for each endpoint.
#[inline]
pub fn answer<C: Call>(result: Result<C::Reply, C::Error>, form: &ReplyForm, context: &Context<'_>) -> Response<Body> {
    if const { answered::has_own_media_types::<C>() } {
        return match result {
            Ok(value) => sent::<C::Error>(answered::encode::<C>(value, form, &context.head().headers), context),
            Err(error) => refused(&error, form, context),
        };
    }
    answer_of(result, form, context)
}

/// Converts the result of a handler to a response. It is generic over the types and not over the call, because an API
/// has fewer of them. The functions are inline, so that a response is not moved from one to the next.
#[inline]
fn answer_of<V: Reply, E: ApiError>(result: Result<V, E>, form: &ReplyForm, context: &Context<'_>) -> Response<Body> {
    match result {
        Ok(value) => sent::<E>(value.encode(form), context),
        Err(error) => refused(&error, form, context),
    }
}

/// Returns the encoded response, or the one to a value that cannot be encoded.
#[inline]
fn sent<E: ApiError>(encoded: Result<Response<Body>, Failure>, context: &Context<'_>) -> Response<Body> {
    encoded.unwrap_or_else(|failure| unsent(&failure, E::FORMAT, context))
}

fn unsent(failure: &Failure, format: &dyn ErrorFormat, context: &Context<'_>) -> Response<Body> {
    let cause = failure.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    formatted(format, &Problem::internal(format!("{failure}{cause}")), context)
}

/// Converts the error of a handler to a response. A handler that reads a stream of bytes returns the problem of its
/// request as a failure.
#[inline]
fn refused<E: ApiError>(error: &E, form: &ReplyForm, context: &Context<'_>) -> Response<Body> {
    match error.failure().and_then(|failure| Problem::caused_by(failure)) {
        Some(problem) => formatted(E::FORMAT, &problem, context),
        None => refuse(E::FORMAT, error, form.endpoint.security),
    }
}

/// Gives the ends of a subscription that the framework makes the form of the API's errors.
pub(super) fn form_ends(response: &mut Response<Body>, format: &'static dyn ErrorFormat, context: &Context<'_>) {
    let path = context.path().to_owned();
    *response.body_mut() = match std::mem::take(response.body_mut()).into_events() {
        Ok(events) => Body::events(events.map_end(move |end| end_in_format(end, format, &path))),
        Err(body) => body,
    };
}

/// Converts an error to a response. One with status 401 always has a challenge (RFC 9110 §15.5.2).
pub(super) fn refuse<E: ApiError>(format: &dyn ErrorFormat, error: &E, security: Option<Security>) -> Response<Body> {
    let mut response = error_response(format, &error.document());
    if response.status() == StatusCode::UNAUTHORIZED && !response.headers().contains_key(WWW_AUTHENTICATE) {
        // Of the usual one it is known at compile time that it is valid.
        const BEARER: HeaderValue = HeaderValue::from_static("Bearer");
        let challenge = match security.map_or("Bearer", Security::challenge) {
            "Bearer" => BEARER,
            challenge => HeaderValue::from_static(challenge),
        };
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Converts a problem to a complete response: in the error format for this request, with the header fields that its
/// status requires (`Allow`, `Accept`, `Upgrade`).
///
/// ```
/// use api_core::context::{Context, RoutingSettings};
/// use api_core::description::{Verb, VerbSet};
/// use api_core::error::Problem;
/// use api_core::routing::problem_response;
///
/// let (head, ()) = http::Request::post("/rooms").body(()).unwrap().into_parts();
/// let context = Context::new(&head, RoutingSettings::default());
/// let response = problem_response(&Problem::method_not_allowed(VerbSet::EMPTY.with(Verb::Get)), &context);
/// assert_eq!(response.status(), 405);
/// assert_eq!(response.headers()["allow"], "GET, HEAD, OPTIONS");
/// ```
pub fn problem_response(problem: &Problem, context: &Context<'_>) -> Response<Body> {
    formatted(context.error_format(), problem, context)
}

/// Converts a problem to a response in a format, with the header fields that its status requires.
pub(super) fn formatted(format: &dyn ErrorFormat, problem: &Problem, context: &Context<'_>) -> Response<Body> {
    let mut response = match format.constant_body(problem) {
        Some(body) => constant_response(format, problem.status(), body),
        None => error_response(format, &format.problem(problem, context.path())),
    };
    match problem.kind() {
        ProblemKind::MethodNotAllowed(verbs) => allow(&mut response, *verbs),
        // RFC 9110 §15.5.16.
        ProblemKind::UnsupportedMediaType(accepted) => {
            if let Ok(accepted) = HeaderValue::from_str(accepted) {
                response.headers_mut().insert(ACCEPT, accepted);
            }
        }
        ProblemKind::UnsupportedContentCoding(accepted) => {
            response.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        }
        ProblemKind::RangeNotSatisfiable(length) => {
            if let Ok(range) = HeaderValue::try_from(format!("bytes */{length}")) {
                response.headers_mut().insert(CONTENT_RANGE, range);
            }
        }
        ProblemKind::UpgradeRequired | ProblemKind::Handshake(_) => {
            // RFC 6455 §4.4, RFC 9110 §15.5.22. HTTP/2 has no `Upgrade`.
            response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
            if response.status() == StatusCode::UPGRADE_REQUIRED && context.head().version < Version::HTTP_2 {
                response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("Upgrade"));
            }
        }
        _ => {}
    }
    if *problem.kind() == ProblemKind::Internal {
        response.extensions_mut().insert(problem.clone());
    }
    response
}

/// Sets `Allow` (RFC 9110 §10.2.1).
pub(super) fn allow(response: &mut Response<Body>, verbs: VerbSet) {
    response.headers_mut().insert(ALLOW, allow_value(verbs));
}
