//! What a listener serves: a value that answers requests.

use std::future::Future;

use api_core::Body;
use api_core::context::{Context, Peer};
use api_core::error::{ErrorFormat, Problem, error_response};
use api_core::routing::ServiceSettings;
use http::header::{CONNECTION, RETRY_AFTER, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Response, Version};

use crate::bounds::{Answering, Traffic, WaitingBytes};
use crate::panic::catch;
use crate::response_body::ResponseBody;

/// A service that a listener can serve: a [`Server`](crate::Server), with or without layers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a server",
    label = "this value",
    note = "routes become a server with `Server::new(routes)`"
)]
pub trait Respond<B>: Send + Sync + 'static {
    /// Answers a request, and stores the response in `answer`. Failures and panics become responses too.
    ///
    /// `head`: the head of the request, which an implementation may take. `peer`: the remote end of the connection,
    /// which layers find in the extensions of the request.
    fn respond(
        &self,
        head: &mut Parts,
        body: B,
        peer: Option<&Peer>,
        answer: &mut Option<Response<Body>>,
    ) -> impl Future<Output = ()> + Send;

    /// Returns the settings of errors that are answered before [`Respond::respond`]: their format, and the function
    /// that sees every response.
    fn settings(&self) -> &ServiceSettings;
}

/// Returns the 400 to a request whose target or `Host` is malformed. Over HTTP/1.1 the connection is closed after it,
/// because its ends may not agree where the next request begins.
pub(crate) fn malformed(
    settings: &ServiceSettings,
    head: &Parts,
    peer: Option<&Peer>,
    detail: &'static str,
) -> Response<Body> {
    let problem = Problem::malformed_request(detail);
    let format = settings.error_format;
    let mut response = error_response(format, &format.problem(&problem, head.uri.path()));
    let mut context = Context::with_format(head, settings.routing, format);
    context.set_peer(peer);
    if let Err(panicked) = catch(|| settings.hook(&context, &mut response)) {
        response = internal_error(format, context.path(), format!("a response hook panicked: {}", panicked.0));
    }
    if head.version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Counts the bytes of a large response. If too many wait, the answer to a safe method becomes 503; other requests were
/// carried out, and are answered in any case. Streams are counted as they are sent.
pub(crate) fn counted(
    response: Response<Body>,
    is_safe: bool,
    waiting: &WaitingBytes,
    traffic: &Traffic,
    settings: &ServiceSettings,
) -> Response<ResponseBody> {
    let (head, body) = response.into_parts();
    let bytes = match body.into_bytes() {
        Ok(bytes) => bytes,
        Err(stream) => {
            let answering = Answering::on(traffic.clone());
            return Response::from_parts(head, ResponseBody::stream(stream, waiting.clone(), answering));
        }
    };
    traffic.end_answer();
    let bytes = if is_safe { waiting.count(bytes) } else { Some(waiting.count_in_any_case(bytes)) };
    match bytes {
        Some(bytes) => Response::from_parts(head, ResponseBody::Whole(bytes.into())),
        None => overloaded(&head.headers, settings).map(ResponseBody::Whole),
    }
}

/// Returns the 503 in place of a response. It keeps the fields of that response that do not depend on its content.
fn overloaded(replaced: &HeaderMap, settings: &ServiceSettings) -> Response<Body> {
    let format = settings.error_format;
    let mut response = error_response(format, &format.problem(&Problem::overloaded(), ""));
    let kept = |name: &&HeaderName| *name == VARY || name.as_str().starts_with("access-control-");
    for name in replaced.keys().filter(kept) {
        for value in replaced.get_all(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// Returns a 500 without details; the detail is kept for the logs.
pub(crate) fn internal_error(format: &dyn ErrorFormat, path: &str, detail: String) -> Response<Body> {
    refused(format, path, Problem::internal(detail))
}

/// Returns the response of a problem. It is kept for the logs.
pub(crate) fn refused(format: &dyn ErrorFormat, path: &str, problem: Problem) -> Response<Body> {
    let mut response = error_response(format, &format.problem(&problem, path));
    response.extensions_mut().insert(problem);
    response
}
