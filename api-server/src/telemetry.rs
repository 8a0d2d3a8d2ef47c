//! Tracing: one span and one log line per request, named by the route's template, without path, query or credentials.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Instant;

use api_core::Body;
use api_core::context::Context;
use api_core::description::Path;
use api_core::error::Problem;
use http::{Method, Response};
use tracing::field::{Empty, display};
use tracing::{Level, Span};

/// A log filter that keeps peers from filling the log: warnings of this framework, and of all else errors alone.
///
/// h2 warns of each PING that it did not expect, for example, so a client writes 200 MB of warnings in a few seconds.
/// The directives are those of `Targets` and `EnvFilter` of `tracing_subscriber`, to which a program adds its own:
///
/// ```
/// use tracing_subscriber::filter::Targets;
///
/// let filter: Targets = format!("{},shop=info", api_server::LOG_FILTER).parse().unwrap();
/// assert!(filter.would_enable("shop::orders", &tracing::Level::INFO));
/// assert!(!filter.would_enable("h2::proto::ping_pong", &tracing::Level::WARN));
/// ```
///
/// At this level the server writes a line for each request that fails with a 5xx of its own or panics, and none for
/// what a client does wrong. `api_server=info` adds a line for each request.
pub const LOG_FILTER: &str = "error,api_server=warn,api_client=warn,api_core=warn";

/// The path template of the matched endpoint, stored in the response's extensions. It is only set while spans are
/// recorded.
///
/// A prefix under which the API is nested is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The API's base path.
    pub base: Path,
    /// The endpoint's own path.
    pub path: Path,
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.base != Path::ROOT {
            fmt::Display::fmt(&self.base, formatter)?;
        }
        if self.path == Path::ROOT && self.base != Path::ROOT {
            return Ok(());
        }
        fmt::Display::fmt(&self.path, formatter)
    }
}

/// Stores the route in the response for [`Observed::end`]. Layers between the two may replace everything else of the
/// response.
pub(crate) fn note_route(context: &Context<'_>, response: &mut Response<Body>) {
    if tracing::enabled!(target: TARGET, Level::INFO)
        && let Some((base, path)) = context.route()
    {
        response.extensions_mut().insert(Route { base, path });
    }
}

const TARGET: &str = "api_server::request";

/// The span of one request. Without a tracing subscriber the only cost is the check of one static.
#[derive(Debug)]
pub(crate) struct Observed(Option<(Span, Method, Instant)>);

impl Observed {
    /// Opens the span of a request.
    pub(crate) fn begin(method: &Method) -> Self {
        if !tracing::span_enabled!(target: TARGET, Level::INFO) {
            return Self(None);
        }
        let span = tracing::info_span!(
            target: TARGET,
            "request",
            otel.name = Empty,
            http.request.method = %method,
            http.route = Empty,
            http.response.status_code = Empty,
        );
        Self(Some((span, method.clone(), Instant::now())))
    }

    /// Runs a part of the request in its span. It is taken by reference, because a future of a request is large.
    pub(crate) async fn run<F: Future<Output = ()>>(&self, mut part: Pin<&mut F>) {
        match &self.0 {
            None => part.await,
            Some((span, ..)) => poll_fn(|task| span.in_scope(|| part.as_mut().poll(task))).await,
        }
    }

    /// Closes the span with the response.
    pub(crate) fn end(self, response: &Response<Body>) {
        match self.0 {
            None => report(&Span::none(), response),
            Some((span, method, started)) => {
                record(&span, &method, response, started);
                report(&span, response);
            }
        }
    }
}

/// Runs a WebSocket in its own span. It may last for days, while the request's span ends with the response.
#[cfg(feature = "websocket")]
pub(crate) fn follow<F: Future<Output = ()> + Unpin>(mut conversing: F) -> impl Future<Output = ()> {
    let span = tracing::info_span!(target: TARGET, parent: None, "websocket");
    span.follows_from(Span::current());
    let started = Instant::now();
    // One closure, since it is polled for each message.
    poll_fn(move |task| {
        let polled = if span.is_disabled() {
            Pin::new(&mut conversing).poll(task)
        } else {
            span.in_scope(|| Pin::new(&mut conversing).poll(task))
        };
        if polled.is_ready() {
            tracing::debug!(target: TARGET, parent: &span, lasted = ?started.elapsed(), "a WebSocket ended");
        }
        polled
    })
}

/// Logs the internal detail of a server error, which the response does not contain.
fn report(span: &Span, response: &Response<Body>) {
    if response.status().is_server_error()
        && let Some(problem) = response.extensions().get::<Problem>()
    {
        tracing::error!(target: TARGET, parent: span, detail = problem.internal_detail(), "the server failed");
    }
}

fn record(span: &Span, method: &Method, response: &Response<Body>, started: Instant) {
    if let Some(route) = response.extensions().get::<Route>() {
        span.record("http.route", display(route));
        span.record("otel.name", display(format_args!("{method} {route}")));
    } else {
        span.record("otel.name", method.as_str());
    }
    let status = response.status().as_u16();
    span.record("http.response.status_code", status);
    let latency = started.elapsed();
    tracing::info!(target: TARGET, parent: span, status, ?latency, "answered");
}
