//! From what routing learned to the response that leaves: misses, `HEAD`, `OPTIONS`, `Vary`, CORS, all computed here.

use api_websocket::handshake::HandshakeProblem;
use http::header::{ALLOW, CONNECTION, CONTENT_LENGTH, SEC_WEBSOCKET_VERSION, UPGRADE, VARY};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, Version};
use http_body::Body as HttpBody;

use crate::body::Body;
use crate::context::{BodySlot, Context, RequestBody, Settings};
use crate::description::{Description, Exchange, Verb, VerbSet};
use crate::error::{ErrorFormat, Phase, Problem, ProblemDetails, ProblemKind, error_response};

use super::{Cors, Miss, Routed, Routes};

/// How a server finishes its responses.
#[derive(Debug, Clone)]
pub struct Finish {
    /// What routing may assume about every request.
    pub settings: Settings,
    /// How errors are written where no API's base path matched.
    pub format: &'static dyn ErrorFormat,
    /// What browsers of other origins may do.
    pub cors: Option<Cors>,
}

impl Default for Finish {
    fn default() -> Self {
        Self { settings: Settings::default(), format: &ProblemDetails, cors: None }
    }
}

impl Finish {
    /// What every response gets before it leaves, one that answers a panic too: `HEAD` without its body, CORS, `Vary`.
    pub fn complete(&self, context: &mut Context<'_>, response: &mut Response<Body>) {
        if *context.method() == Method::HEAD {
            drop_body(response);
        }
        if let Some(cors) = &self.cors {
            cors.apply(context, response);
        }
        vary(context, response);
    }
}

/// Routes a request and always answers.
pub async fn respond<R: Routes<B>, B: RequestBody>(
    routes: &R,
    finish: &Finish,
    head: &Parts,
    body: B,
) -> Response<Body> {
    respond_then(routes, finish, head, body, |_, _| ()).await
}

/// The same, with a last look at the finished response and at the context it came from; for telemetry.
pub async fn respond_then<R: Routes<B>, B: RequestBody>(
    routes: &R,
    finish: &Finish,
    head: &Parts,
    body: B,
    last: impl FnOnce(&Context<'_>, &mut Response<Body>) + Send,
) -> Response<Body> {
    if head.uri.path() == "*" {
        return server_wide_options(routes);
    }
    let mut context = Context::new(head, finish.settings);
    let mut slot = BodySlot::new(body);
    let mut response = match routes.route(&mut context, &mut slot).await {
        Routed::Response(response) => response,
        Routed::Miss(miss) => missed(miss, &mut context, finish.format),
    };
    finish.complete(&mut context, &mut response);
    last(&context, &mut response);
    response
}

/// Adds the header fields that were looked at to `Vary`, those left out that routes behind a layer or the handler named.
pub(super) fn vary(context: &Context<'_>, response: &mut Response<Body>) {
    let Some(read) = context.evidence().headers().vary() else { return };
    let new = if response.headers().contains_key(VARY) { unnamed(&read, response) } else { read };
    if let (false, Ok(value)) = (new.is_empty(), HeaderValue::try_from(new)) {
        response.headers_mut().append(VARY, value);
    }
}

/// Those of a list of fields that `Vary` does not name yet.
fn unnamed(list: &str, response: &Response<Body>) -> String {
    let named = || response.headers().get_all(VARY).iter().filter_map(|list| list.to_str().ok());
    let known = |field: &str| named().flat_map(|list| list.split(',')).any(|known| known.trim() == field);
    list.split(", ").filter(|field| !known(field)).collect::<Vec<_>>().join(", ")
}

/// A problem in a format, with the headers that its status demands.
pub(super) fn problem_response(format: &dyn ErrorFormat, problem: &Problem, context: &Context<'_>) -> Response<Body> {
    let mut response = error_response(format, &format.problem(problem, context.path()));
    match problem.kind() {
        ProblemKind::MethodNotAllowed(verbs) => allow(&mut response, *verbs),
        // RFC 9110 §15.5.16: say what would have worked.
        ProblemKind::UnsupportedMediaType(accepted) => {
            response.headers_mut().insert(http::header::ACCEPT, HeaderValue::from_static(accepted));
        }
        ProblemKind::UpgradeRequired | ProblemKind::Handshake(_) => {
            // RFC 6455 §4.4, RFC 9110 §15.5.22. HTTP/2 has no `Upgrade`.
            response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HandshakeProblem::VERSION);
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

/// The answer where no route gave one: the rejection that got furthest, with 405 and `OPTIONS` from the union of all verbs.
pub(super) fn missed(miss: Miss, context: &mut Context<'_>, format: &'static dyn ErrorFormat) -> Response<Body> {
    if let Miss::Rejected(rejection) = miss {
        context.evidence_mut().reject(rejection);
    }
    let best = context.evidence_mut().take_best();
    let allowed = context.evidence().allowed();
    let format = context.evidence().format().unwrap_or(format);
    match best {
        Some(rejection) if allowed.is_empty() || rejection.rank().0 > Phase::Method => {
            problem_response(format, rejection.problem(), context)
        }
        _ if allowed.is_empty() => problem_response(format, &Problem::not_found(), context),
        _ if *context.method() == Method::OPTIONS => options(allowed),
        _ => problem_response(format, &Problem::method_not_allowed(allowed), context),
    }
}

/// `OPTIONS` on a path that exists (RFC 9110 §9.3.7).
fn options(verbs: VerbSet) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    allow(&mut response, verbs);
    response
}

fn allow(response: &mut Response<Body>, verbs: VerbSet) {
    if let Ok(value) = HeaderValue::try_from(verbs.allow()) {
        response.headers_mut().insert(ALLOW, value);
    }
}

/// `OPTIONS *` speaks of the server as a whole; any other method on `*` is no request.
fn server_wide_options<R: Routes<B>, B: RequestBody>(routes: &R) -> Response<Body> {
    let mut found: Vec<(String, &'static Description)> = Vec::new();
    routes.describe("", &mut found);
    let endpoints = found.iter().flat_map(|(_, description)| description.endpoints);
    options(endpoints.fold(VerbSet::EMPTY, |verbs, endpoint| match endpoint.exchange {
        Exchange::Unary | Exchange::Duplex(_) | Exchange::Handover(_) => verbs.with(endpoint.verb),
        Exchange::Subscription(_) => verbs.with(endpoint.verb).with(Verb::Get),
    }))
}

/// `HEAD` is `GET` without the body, its length kept where it is known (RFC 9110 §9.3.2).
fn drop_body(response: &mut Response<Body>) {
    let length = response.body().size_hint().exact();
    let has_body = response.status() != StatusCode::NO_CONTENT;
    if let (Some(length), true) = (length, has_body) {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
}
