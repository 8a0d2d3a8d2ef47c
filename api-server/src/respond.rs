//! What a listener serves: a value that answers requests.

use std::future::Future;

use api_core::Body;
use api_core::context::{Context, Peer};
use api_core::error::{ErrorFormat, Problem, ProblemDetails, error_response};
use api_core::routing::ServiceSettings;
use http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH,
    CONTENT_LOCATION, ETAG, EXPIRES, LAST_MODIFIED, RETRY_AFTER,
};
use http::{HeaderValue, Request, Response, Version};

use crate::bounds::WaitingBytes;
use crate::panic::catch;
use crate::response_body::ResponseBody;

/// A service that a listener can serve: a [`Server`](crate::Server), with or without layers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a server",
    label = "this value",
    note = "routes become a server with `Server::new(routes)`"
)]
pub trait Respond<B>: Send + Sync + 'static {
    /// Answers a request. Failures and panics become responses too.
    /// `peer`: the remote end of the connection, which layers find in the extensions of the request.
    fn respond(&self, request: Request<B>, peer: Option<&Peer>) -> impl Future<Output = Response<Body>> + Send;

    /// Returns the settings of errors that are answered before [`Respond::respond`]: their format, and the function
    /// that sees every response. Default: `None`, for [`ProblemDetails`] and no function.
    fn settings(&self) -> Option<&ServiceSettings> {
        None
    }
}

/// Returns the 400 to a request whose target or `Host` is malformed. Over HTTP/1.1 the connection is closed after it,
/// because its ends may not agree where the next request begins.
pub(crate) fn malformed<B>(
    settings: Option<&ServiceSettings>,
    request: Request<B>,
    peer: Option<&Peer>,
    detail: &'static str,
) -> Response<Body> {
    let problem = Problem::malformed_request(detail);
    let format = settings.map_or(&ProblemDetails as _, |settings| settings.error_format);
    let head = request.into_parts().0;
    let mut response = error_response(format, &format.problem(&problem, head.uri.path()));
    if let Some(settings) = settings {
        let mut context = Context::with_format(&head, settings.routing, format);
        context.set_peer(peer);
        if let Err(panicked) = catch(|| settings.hook(&context, &mut response)) {
            response = internal_error(format, context.path(), format!("a response hook panicked: {}", panicked.0));
        }
    }
    if head.version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Counts the bytes of a large response, or makes it a 503 if too many wait already. Other header fields than those of
/// the content are kept, for example those of CORS.
pub(crate) fn held(
    response: Response<Body>,
    waiting: &WaitingBytes,
    settings: Option<&ServiceSettings>,
) -> Response<ResponseBody> {
    let (mut head, body) = response.into_parts();
    let bytes = match body.into_bytes() {
        Ok(bytes) => bytes,
        Err(stream) => return Response::from_parts(head, ResponseBody::Whole(stream)),
    };
    if let Some(held) = waiting.hold(bytes) {
        return Response::from_parts(head, ResponseBody::Held(Box::new(held)));
    }
    tracing::debug!("a response became 503, because too many bytes wait to be sent");
    let format = settings.map_or(&ProblemDetails as _, |settings| settings.error_format);
    let overloaded = error_response(format, &format.problem(&Problem::overloaded(), ""));
    for field in [CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_LOCATION] {
        head.headers.remove(field);
    }
    for field in [CACHE_CONTROL, ETAG, EXPIRES, LAST_MODIFIED] {
        head.headers.remove(field);
    }
    let (refused, body) = overloaded.into_parts();
    head.status = refused.status;
    head.headers.extend(refused.headers);
    head.headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    Response::from_parts(head, ResponseBody::Whole(body))
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
