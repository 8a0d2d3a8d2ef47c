//! The errors of the framework that an endpoint can answer with, from the checks that its requests pass (DESIGN.md,
//! "The
//! order of checks").

use api_core::description::{BodyEncoding, BodyForm, Endpoint, Location, Path, VerbSet};
use api_core::error::{ErrorDocument, ErrorFormat, Problem};
use api_core::model::Shape;
use http::StatusCode;

use super::document::HeaderField;

/// An error of the framework.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) document: ErrorDocument,
    /// When it occurs.
    pub(super) docs: &'static str,
    pub(super) headers: Vec<HeaderField>,
    /// Whether a server answers with it before or after it knows the API, in a format of its own.
    pub(super) of_server: bool,
}

/// A refusal of the HTTP implementation, which has no content.
pub(super) const WITHOUT_CONTENT: [(u16, &str); 2] =
    [(414, "The request target is too long."), (431, "The header section is too large, or has too many fields.")];

/// Returns the errors of an endpoint, in the order of the checks.
///
/// `path`: that of a request, for formats whose kinds name a service. `may_upgrade`: whether the response may open a
/// WebSocket. `format`: that of the API. `server`: that of the server.
pub(super) fn failures(
    endpoint: &Endpoint,
    base: Path,
    path: &str,
    may_upgrade: bool,
    format: &dyn ErrorFormat,
    server: &dyn ErrorFormat,
) -> Vec<Failure> {
    let mut found = Found { path, format, failures: Vec::new() };
    let malformed = Problem::malformed_request("the request target or `Host` is malformed");
    found.of_server(server, &malformed, "The request target or `Host` is malformed.", &[]);
    if base.captures().chain(endpoint.path.captures()).next().is_some() {
        let problem = Problem::invalid_capture("", "", &Shape::Any);
        found.add(&problem, "A path parameter is not valid.", &[]);
    }
    // Phases P2 and P3, unless another endpoint of the path answers.
    if !endpoint.conditions.is_empty() {
        let docs = "A key or a header field that selects this operation is missing.";
        found.add(&Problem::not_found(), docs, &[]);
        let allow = HeaderField::text("allow", "The methods that the path allows for such a request.", true);
        found.add(&Problem::method_not_allowed(VerbSet::EMPTY), docs, &[allow]);
    }
    if may_upgrade {
        found.handshake(endpoint.exchange.is_subscription());
    }
    // Phase P5.
    if endpoint.exchange.is_unary() && endpoint.outputs.iter().any(|output| output.media_type.is_some()) {
        found.add(&Problem::not_acceptable(&[]), "`Accept` allows no media type of the response.", &[]);
    }
    if endpoint.exchange.is_subscription() {
        found.add(&Problem::out_of_range(Vec::new()), "A field for heartbeats is out of range.", &[]);
    }
    // Phases P7 and P8.
    let has_parameters = endpoint.parameters.iter().any(|parameter| parameter.location != Location::Path);
    if has_parameters {
        let problem = Problem::invalid_parameters(Vec::new());
        found.add(&problem, "Query keys or header fields are missing or not valid.", &[]);
    }
    found.body(endpoint);
    found.conditions(endpoint);
    // Phase P10, and what follows it.
    found.add(&Problem::internal(""), "The server failed.", &[]);
    let upstream = |status| ErrorDocument::new(status, "internal");
    found.push(upstream(StatusCode::BAD_GATEWAY), "A server behind this one could not be reached.");
    found.push(upstream(StatusCode::GATEWAY_TIMEOUT), "A server behind this one did not respond in time.");
    if endpoint.verb.is_safe() && endpoint.exchange.terms().is_none() {
        let headers = [HeaderField::text("retry-after", "The delay in seconds.", false)];
        found.of_server(server, &Problem::overloaded(), "The server has too much to send: try again later.", &headers);
    }
    found.failures
}

struct Found<'a> {
    path: &'a str,
    format: &'a dyn ErrorFormat,
    failures: Vec<Failure>,
}

impl Found<'_> {
    fn add(&mut self, problem: &Problem, docs: &'static str, headers: &[HeaderField]) {
        let document = self.format.problem(problem, self.path);
        self.failures.push(Failure { document, docs, headers: headers.to_vec(), of_server: false });
    }

    fn push(&mut self, document: ErrorDocument, docs: &'static str) {
        self.failures.push(Failure { document, docs, headers: Vec::new(), of_server: false });
    }

    fn of_server(&mut self, server: &dyn ErrorFormat, problem: &Problem, docs: &'static str, headers: &[HeaderField]) {
        let document = server.problem(problem, self.path);
        self.failures.push(Failure { document, docs, headers: headers.to_vec(), of_server: true });
    }

    /// `is_optional`: whether a request without a handshake has another answer.
    fn handshake(&mut self, is_optional: bool) {
        let version = HeaderField::text("sec-websocket-version", "The supported version, 13.", false);
        let upgrade = HeaderField::text("upgrade", "`websocket`, over HTTP/1.1.", false);
        let versions = std::slice::from_ref(&version);
        let refused = "The handshake is malformed.";
        self.add(&Problem::origin_not_allowed(), "Pages of this origin may not open WebSockets.", &[]);
        self.add(&Problem::handshake(StatusCode::BAD_REQUEST, ""), refused, versions);
        let docs = "The request does not ask for a WebSocket, or for one of another version.";
        let headers = [version.clone(), upgrade];
        if !is_optional {
            self.add(&Problem::upgrade_required(), docs, &headers);
        }
        self.add(&Problem::handshake(StatusCode::UPGRADE_REQUIRED, ""), docs, &headers);
        let docs = "A WebSocket cannot be opened over this connection.";
        self.add(&Problem::handshake(StatusCode::NOT_IMPLEMENTED, ""), docs, versions);
    }

    /// Adds what `Representation::answer` refuses, for endpoints that answer with a `Download`.
    fn conditions(&mut self, endpoint: &Endpoint) {
        let answers = |status| endpoint.outputs.iter().any(|output| output.status == status);
        let reads = |name| endpoint.parameters_in(Location::Header).any(|parameter| parameter.name == name);
        if answers(304) && reads("if-match") {
            self.add(&Problem::precondition_failed(), "A condition of the request does not hold.", &[]);
        }
        if answers(206) && reads("range") {
            let range = HeaderField::text("content-range", "The length, `bytes */1234`.", false);
            self.add(&Problem::range_not_satisfiable(0), "The range is outside of the content.", &[range]);
        }
    }

    fn body(&mut self, endpoint: &Endpoint) {
        let Some(body) = &endpoint.body else { return };
        let accept = HeaderField::text("accept", "The supported media type.", false);
        if !body.any_content_type {
            let problem = Problem::unsupported_media_type(body.accepted());
            self.add(&problem, "The media type of the body is not supported.", &[accept]);
        }
        let codings = HeaderField::text("accept-encoding", "The supported codings.", false);
        let problem = Problem::unsupported_content_coding("identity");
        self.add(&problem, "The content coding of the body is not supported.", &[codings]);
        self.add(&Problem::body_too_large(0), "The body is too large.", &[]);
        self.add(&Problem::body_timeout(), "The body arrived too slowly.", &[]);
        self.add(&Problem::malformed_body(""), "The body is malformed or incomplete.", &[]);
        let is_typed = |form: BodyForm| {
            !matches!(form.encoding, BodyEncoding::Text | BodyEncoding::Bytes | BodyEncoding::Stream)
                && !matches!(form.shape, Shape::Any)
        };
        if body.forms().any(is_typed) {
            let docs = "The body has other types than the operation, or violates its constraints.";
            self.add(&Problem::mistyped_body("", Vec::new()), docs, &[]);
            // A format may give the two other statuses.
            self.add(&Problem::invalid_body("", Vec::new()), docs, &[]);
        }
    }
}
