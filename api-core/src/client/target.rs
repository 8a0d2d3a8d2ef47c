//! The target of a client's requests, and the header fields that all of them have.

#[cfg(feature = "websocket")]
use api_websocket::ConnectionOptions;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, Entry};
use http::uri::{self, Authority, PathAndQuery, Scheme, Uri};
use http::{HeaderMap, HeaderValue, Request};
use http_body::Body as _;

use crate::body::Body;
use crate::call::{ReplyForm, RequestWriter};
use crate::codec::{DotSegment, push_part, push_segment, push_text};
use crate::description::{Endpoint, Exchange, Output, Part, Path, Segment, Verb};
use crate::dialect::{Dialect, KeepAlive};
use crate::error::{Failure, FailureKind};

use super::metadata::RequestMetadata;

/// The target of requests, and the settings that apply to all of them.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
    /// The origin's path followed by the API's base, encoded.
    pub(super) base: Result<String, BaseError>,
    /// The origin's path, verbatim.
    pub(super) path: String,
    /// `path` without a trailing slash.
    pub(super) prefix: String,
    /// The origin's query.
    pub(super) query: String,
    pub(super) bound: Vec<(&'static str, String)>,
    pub(super) dialect: Dialect,
    #[cfg(feature = "websocket")]
    pub(super) websocket_options: ConnectionOptions,
    pub(super) headers: HeaderMap,
}

/// The error of a base path that cannot be encoded.
#[derive(Debug, Clone, Copy)]
pub(super) enum BaseError {
    /// The capture with this name has no value.
    Unbound(&'static str),
    /// The value of the capture with this name, or a literal, cannot be a segment.
    Segment(&'static str, DotSegment),
}

impl From<BaseError> for Failure {
    fn from(error: BaseError) -> Self {
        let message = match error {
            BaseError::Unbound(name) => {
                format!("`{{{name}}}` in the base path has no value: call `.bind(\"{name}\", value)` on the client")
            }
            BaseError::Segment(name, error) => format!("`{name}` in the base path {error}"),
        };
        Self::new(FailureKind::Encode, message)
    }
}

impl Target {
    /// Creates the target of an API with this base, at `http://localhost`.
    pub(super) fn new(base: Path) -> Self {
        let mut target = Self {
            scheme: Scheme::HTTP,
            authority: Authority::from_static("localhost"),
            base: Ok(String::new()),
            path: String::new(),
            prefix: String::new(),
            query: String::new(),
            bound: Vec::new(),
            dialect: Dialect::ServerSentEvents,
            #[cfg(feature = "websocket")]
            websocket_options: ConnectionOptions::default(),
            headers: HeaderMap::new(),
        };
        target.rebase(base);
        target
    }

    /// Sets the value of a capture of the base.
    pub(super) fn bind(&mut self, name: &'static str, value: String, base: Path) {
        self.bound.retain(|(bound, _)| *bound != name);
        self.bound.push((name, value));
        self.rebase(base);
    }

    pub(super) fn rebase(&mut self, base: Path) {
        let mut path = self.prefix.clone();
        for segment in base.0 {
            path.push('/');
            if let Err(error) = self.push(&mut path, segment) {
                self.base = Err(error);
                return;
            }
        }
        self.base = Ok(path);
    }

    /// Appends a segment of the base with the values that are bound.
    fn push(&self, path: &mut String, segment: &Segment) -> Result<(), BaseError> {
        match segment {
            Segment::Literal(text) => push_segment(path, text).map_err(|error| BaseError::Segment(text, error)),
            Segment::Capture(name) | Segment::Wildcard(name) => {
                push_segment(path, self.bound(name)?).map_err(|error| BaseError::Segment(name, error))
            }
            Segment::Mixed(parts) => {
                // The text at the start is not looked for, so it does not divide values.
                let (mut before, mut is_first) = ("", true);
                for part in *parts {
                    match part {
                        Part::Text(text) => {
                            push_text(path, text);
                            before = if is_first { "" } else { text };
                        }
                        Part::Capture(name) => push_part(path, before, self.bound(name)?),
                    }
                    is_first = false;
                }
                Ok(())
            }
        }
    }

    fn bound(&self, name: &'static str) -> Result<&str, BaseError> {
        let bound = self.bound.iter().find(|(bound, value)| *bound == name && !value.is_empty());
        bound.map(|(_, value)| value.as_str()).ok_or(BaseError::Unbound(name))
    }

    pub(super) fn form(&self, endpoint: &'static Endpoint) -> ReplyForm {
        ReplyForm { endpoint, dialect: self.dialect_of(endpoint), keep_alive: KeepAlive::default() }
    }

    /// Returns the dialect of an endpoint's events. A `POST` has those that `Accept` selects, and no upgrade.
    pub(super) fn dialect_of(&self, endpoint: &Endpoint) -> Dialect {
        match self.dialect {
            Dialect::Elements | Dialect::WebSocket
                if endpoint.verb == Verb::Post && endpoint.exchange.is_subscription() =>
            {
                Dialect::ServerSentEvents
            }
            dialect => dialect,
        }
    }

    pub(super) fn uri(&self, path: String) -> Result<Uri, Failure> {
        // The text becomes the path without a copy, and is validated once. Scheme and authority are valid.
        let path = PathAndQuery::from_maybe_shared(Bytes::from(self.at_origin(path)))
            .map_err(|error| Failure::new(FailureKind::Encode, "the request's URI is not valid").caused_by(error))?;
        let mut parts = uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Uri::from_parts(parts)
            .map_err(|error| Failure::new(FailureKind::Encode, "the request's URI is not valid").caused_by(error))
    }

    /// Adds the origin's query before that of the request. If nothing was added to the origin's path, keeps that path
    /// verbatim, with its trailing slash.
    fn at_origin(&self, target: String) -> String {
        let adds_path = target.as_bytes().get(self.prefix.len()).is_some_and(|next| *next != b'?');
        if self.query.is_empty() && adds_path {
            return target;
        }
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let verbatim = path == self.prefix && path != self.path;
        if self.query.is_empty() && !verbatim {
            return target;
        }
        let path = if verbatim { &self.path } else { path };
        let queries = [self.query.as_str(), query].into_iter().filter(|query| !query.is_empty());
        let query = queries.collect::<Vec<_>>().join("&");
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Returns the metadata of the requests to an endpoint.
    pub(super) fn metadata(&self, endpoint: &'static Endpoint) -> RequestMetadata {
        RequestMetadata { endpoint, dialect: self.dialect_of(endpoint) }
    }

    /// Fills an empty request, but for its metadata.
    pub(super) fn fill(
        &self,
        request: &mut Request<Body>,
        endpoint: &'static Endpoint,
        writer: RequestWriter,
    ) -> Result<(), Failure> {
        let path = writer.finish_into(request);
        *request.uri_mut() = self.uri(path)?;
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        let dialect = self.dialect_of(endpoint);
        let mut verb = endpoint.verb;
        if endpoint.exchange.is_subscription() && dialect != Dialect::Elements {
            if dialect != Dialect::WebSocket {
                add_stream(endpoint, dialect, request.headers_mut());
            }
            if verb == Verb::Subscribe {
                verb = Verb::Get;
            }
        }
        if matches!(endpoint.exchange, Exchange::Unary) || verb == Verb::Post {
            add_usual_fields(endpoint, request);
        }
        *request.method_mut() = verb.method();
        Ok(())
    }
}

/// Makes `Accept` name the stream of events in its dialect, and one value beside it if the endpoint may answer with
/// one. An argument that chose the value is kept.
fn add_stream(endpoint: &Endpoint, dialect: Dialect, headers: &mut HeaderMap) {
    let mut beside = endpoint.answers_beside_events().filter_map(|output| output.media_type);
    let value = match (headers.get(ACCEPT), beside.next()) {
        (Some(chosen), Some(one)) if chosen == one => return,
        (None, Some(one)) => HeaderValue::try_from([dialect.media_type(), one].join(", ")),
        (_, _) => Ok(HeaderValue::from_static(dialect.media_type())),
    };
    if let Ok(value) = value {
        headers.insert(ACCEPT, value);
    }
}

/// Adds `Accept`, and `Content-Length` if the method usually has a body but this request has none (RFC 9110 §8.6). Some
/// servers answer 411 without it. A field that the request has is kept.
fn add_usual_fields(endpoint: &'static Endpoint, request: &mut Request<Body>) {
    let has_no_body = request.body().is_end_stream();
    let headers = request.headers_mut();
    if has_no_body && matches!(endpoint.verb, Verb::Post | Verb::Put | Verb::Patch) {
        headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    if let Entry::Vacant(place) = headers.entry(ACCEPT)
        && let Some(accepted) = accepted(endpoint.outputs)
    {
        place.insert(accepted);
    }
}

/// The media type of most answers, validated at compile time and not for each request.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Returns the media types of the outputs. `None` if there is no body. If header fields of the answer set its media
/// type, the declared one says nothing.
fn accepted(outputs: &[Output]) -> Option<HeaderValue> {
    if outputs.iter().any(|output| output.headers.iter().any(|field| field.name == "content-type")) {
        return Some(HeaderValue::from_static("*/*"));
    }
    let mut types = outputs.iter().filter_map(|output| output.media_type);
    let first = types.next()?;
    if types.clone().all(|other| other == first) {
        if first == JSON {
            return Some(JSON);
        }
        return HeaderValue::from_maybe_shared(Bytes::from_static(first.as_bytes())).ok();
    }
    let mut all = vec![first];
    for other in types {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    HeaderValue::try_from(all.join(", ")).ok()
}
