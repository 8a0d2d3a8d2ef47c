//! Content negotiation, phases P5 and P6: what the client accepts, then what the endpoint accepts.

use http::header::CONTENT_TYPE;

use crate::call::ReplyForm;
use crate::codec::{Accept, accept_list, accepts_content_type};
use crate::context::Context;
use crate::description::{Endpoint, Exchange};
use crate::dialect::KeepAlive;
use crate::error::{Phase, Problem};
use crate::walk::Hit;

use super::upgrade::check_upgrade;

/// The rejection of a request.
pub(super) enum Refusal {
    /// Other routes are tried.
    Recoverable(Phase, Problem),
    /// No other route is tried.
    Final(Problem),
}

/// Checks `Accept`, the fields of heartbeats and `Content-Type`, and returns the form of the response.
pub(super) fn negotiate(hit: &Hit, context: &mut Context<'_>) -> Result<ReplyForm, Refusal> {
    if hit.opens_websocket()
        && let Err(problem) = check_upgrade(context)
    {
        return Err(Refusal::Recoverable(Phase::Accept, problem));
    }
    let keep_alive = match hit.endpoint.exchange {
        Exchange::Subscription(_) => {
            let keep_alive = KeepAlive::of(hit.dialect);
            let keep_alive = context.settings().heartbeat.map_or(keep_alive, |interval| keep_alive.every(interval));
            let requested = keep_alive.requested(&context.head().headers, hit.dialect);
            requested.map_err(|violations| Refusal::Final(Problem::out_of_range(violations)))?
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
        if !body.any_content_type && !accepts_content_type(body, content_type) {
            let problem = Problem::unsupported_media_type(body.accepted());
            context.evidence_mut().read_header("content-type");
            return Err(Refusal::Recoverable(Phase::ContentType, problem));
        }
    }
    Ok(ReplyForm { endpoint: hit.endpoint, dialect: hit.dialect, keep_alive })
}

/// Checks `Accept` against the media types of the response.
///
/// `Accept` is evidence only if it excludes all of them: otherwise the response is the same whatever it prefers.
fn acceptable(endpoint: &'static Endpoint, context: &mut Context<'_>) -> Result<(), Refusal> {
    let Some(field) = accept_list(&context.head().headers) else { return Ok(()) };
    let field = field.as_ref();
    let mut offered = endpoint.outputs.iter().filter_map(|output| output.media_type).peekable();
    // The most common values are compared without parsing.
    if field == "*/*" || offered.peek().is_none_or(|media_type| *media_type == field) {
        return Ok(());
    }
    let accept = Accept::new(Some(field));
    if offered.any(|media_type| accept.allows(media_type)) {
        return Ok(());
    }
    context.evidence_mut().read_header("accept");
    let offered: Vec<&'static str> = endpoint.outputs.iter().filter_map(|output| output.media_type).collect();
    Err(Refusal::Recoverable(Phase::Accept, Problem::not_acceptable(&offered)))
}
