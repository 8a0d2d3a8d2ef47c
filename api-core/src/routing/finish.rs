//! From the result of routing to the final response: misses, `HEAD`, `OPTIONS`, CORS, `Vary`.

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body::Body as _;

use crate::body::Body;
use crate::context::{Context, RoutingSettings};
use crate::description::VerbSet;
use crate::error::{ErrorFormat, Phase, Problem, ProblemDetails};

use super::answer::{allow, problem_response};
use super::cors::Cors;
use super::outcome::Miss;
use super::vary::vary;

/// Settings of a service made of routes.
///
/// ```
/// use api_core::context::RoutingSettings;
/// use api_core::routing::{Cors, ServiceSettings};
///
/// let settings = ServiceSettings::default()
///     .routing(RoutingSettings::default().body_limit(64 * 1024))
///     .cors(Cors::any_origin());
/// assert_eq!(settings.routing.body_limit, 65_536);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServiceSettings {
    /// The routing settings.
    pub routing: RoutingSettings,
    /// The error format of requests for which no API's base matches. Default: [`ProblemDetails`].
    pub error_format: &'static dyn ErrorFormat,
    /// The policy for requests from pages of other origins. Default: none.
    pub cors: Option<Cors>,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self { routing: RoutingSettings::default(), error_format: &ProblemDetails, cors: None }
    }
}

impl ServiceSettings {
    /// Sets the routing settings.
    #[must_use]
    pub fn routing(mut self, routing: RoutingSettings) -> Self {
        self.routing = routing;
        self
    }

    /// Sets the error format of requests for which no API's base matches.
    #[must_use]
    pub fn error_format(mut self, format: &'static dyn ErrorFormat) -> Self {
        self.error_format = format;
        self
    }

    /// Sets the policy for requests from pages of other origins.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Completes a response before it is sent, also that of a panic: removes the body for `HEAD`, adds CORS fields and
    /// `Vary`.
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

/// Answers a request that no route answered: with the rejection from the latest phase, with the methods of all routes
/// (405 or `OPTIONS`), or with 404.
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

/// Answers `OPTIONS` on a path that exists (RFC 9110 §9.3.7).
pub(super) fn options(verbs: VerbSet) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    allow(&mut response, verbs);
    response
}

/// Removes the body of a response to `HEAD`. Sets `Content-Length` if the length is known (RFC 9110 §9.3.2).
fn drop_body(response: &mut Response<Body>) {
    let length = response.body().size_hint().exact();
    let has_body = response.status() != StatusCode::NO_CONTENT;
    if let (Some(length), true) = (length, has_body) {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
}
