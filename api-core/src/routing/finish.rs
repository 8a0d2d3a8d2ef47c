//! From the result of routing to the final response: misses, `HEAD`, `OPTIONS`, deprecation, CORS, `Vary`.

use std::fmt;
use std::sync::Arc;

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body::Body as _;

use crate::body::Body;
use crate::context::{Context, RoutingSettings};
use crate::description::{Verb, VerbSet, is_without_content};
use crate::error::{ErrorFormat, Phase, Problem, ProblemDetails};

use super::answer::{allow, problem_response};
use super::cors::Cors;
use super::lifecycle::announce;
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
    /// The function that sees every response. Default: none.
    pub response_hook: Option<ResponseHook>,
}

/// A function that sees every response of a service, see [`ServiceSettings::on_response`].
#[derive(Clone)]
pub struct ResponseHook(Arc<Hook>);

type Hook = dyn Fn(&Context<'_>, &mut Response<Body>) + Send + Sync;

impl fmt::Debug for ResponseHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ResponseHook").finish_non_exhaustive()
    }
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self { routing: RoutingSettings::default(), error_format: &ProblemDetails, cors: None, response_hook: None }
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

    /// Sets a function that sees every response with its context, and can change it: also 404, 405, `OPTIONS`, and the
    /// 500 of a panic. It runs last, when CORS fields and `Vary` are there. A second function replaces the first.
    ///
    /// [`Compose::on_response`](super::Compose::on_response) is for the responses of some routes.
    ///
    /// ```
    /// use api_core::Body;
    /// use api_core::routing::{NotFound, ServiceSettings, respond};
    /// use http::{HeaderValue, Request};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let settings = ServiceSettings::default().on_response(|_context, response| {
    ///     response.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    /// });
    /// let (head, body) = Request::get("/nothing").body(Body::empty()).unwrap().into_parts();
    /// let response = respond(&NotFound, &settings, &head, body).await;
    /// assert_eq!((response.status().as_u16(), response.headers().len()), (404, 2));
    /// # }
    /// ```
    #[must_use]
    pub fn on_response<F>(mut self, change: F) -> Self
    where
        F: Fn(&Context<'_>, &mut Response<Body>) + Send + Sync + 'static,
    {
        self.response_hook = Some(ResponseHook(Arc::new(change)));
        self
    }

    /// Completes a response before it is sent, also that of a panic: removes the body for `HEAD`, adds CORS fields,
    /// `Vary`, and `Deprecation` and `Sunset` of an endpoint that has such days, calls the function of
    /// [`ServiceSettings::on_response`], and removes content beside a status that has
    /// none.
    pub fn complete(&self, context: &mut Context<'_>, response: &mut Response<Body>) {
        if *context.method() == Method::HEAD {
            // The length of a declared `HEAD` is for its method to say: it knows that of the `GET`.
            let is_declared = context.endpoint().is_some_and(|endpoint| endpoint.verb == Verb::Head);
            drop_body(response, !is_declared);
        }
        announce(context, response);
        if let Some(cors) = &self.cors {
            cors.apply(context, response);
        }
        vary(context, response);
        self.hook(context, response);
        // After the hook, which may turn a 200 into a 304.
        if is_without_content(response.status().as_u16()) {
            drop_content(response);
        }
    }

    /// Calls the function of [`ServiceSettings::on_response`], for a response that is complete already.
    pub fn hook(&self, context: &Context<'_>, response: &mut Response<Body>) {
        if let Some(hook) = &self.response_hook {
            (hook.0)(context, response);
        }
    }
}

/// Answers a request that no route answered: with the rejection from the latest phase, with the methods of all routes
/// (405 or `OPTIONS`), or with 404.
///
/// A function around the routes of a server calls it to see these responses before they are sent.
///
/// ```
/// use api_core::context::{Context, RoutingSettings};
/// use api_core::routing::{Miss, missed};
///
/// let (head, ()) = http::Request::get("/nothing").body(()).unwrap().into_parts();
/// let mut context = Context::new(&head, RoutingSettings::default());
/// assert_eq!(missed(Miss::NotFound, &mut context).status(), 404);
/// ```
pub fn missed(miss: Miss, context: &mut Context<'_>) -> Response<Body> {
    miss.record(context);
    let evidence = context.evidence();
    let (allowed, matched) = (evidence.allowed(), evidence.path_matched());
    match evidence.best_rejection() {
        Some(rejection) if !matched || rejection.rank().0 > Phase::Method => {
            problem_response(rejection.problem(), context)
        }
        _ if !matched => problem_response(&Problem::not_found().with_story(&evidence.story()), context),
        _ if *context.method() == Method::OPTIONS => options(allowed),
        _ => problem_response(&Problem::method_not_allowed(allowed).with_story(&evidence.story()), context),
    }
}

/// Answers `OPTIONS` on a path that exists (RFC 9110 §9.3.7).
pub(super) fn options(verbs: VerbSet) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    allow(&mut response, verbs);
    response
}

/// Removes the body of a response to `HEAD`. If it `is_measured`, sets `Content-Length` if the length is known (RFC
/// 9110 §9.3.2).
fn drop_body(response: &mut Response<Body>, is_measured: bool) {
    let length = response.body().size_hint().exact().filter(|_| is_measured);
    let has_content = !is_without_content(response.status().as_u16());
    if let (Some(length), true) = (length, has_content) {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
}

/// Removes the content of a response whose status has none. `Content-Length` of a 304 is that of the 200 (RFC 9110
/// §8.6).
fn drop_content(response: &mut Response<Body>) {
    if response.status() != StatusCode::NOT_MODIFIED {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    if !response.body().is_end_stream() {
        *response.body_mut() = Body::empty();
    }
}
