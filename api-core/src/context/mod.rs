//! The routing context: a request's head, a zipper over its path, and a log of what was looked at.
//!
//! *Position* is what a route consumed; it is a small `Copy` value and is put back on backtracking. *Evidence* is what routing
//! learned; it only grows, also through branches that lost, which is why `Vary`, `Allow` and the choice of an error are right by
//! construction (reference serv-routing §7).

mod body;
mod evidence;
mod header;
mod position;

use std::sync::Arc;

use api_websocket::ConnectionOptions;
use http::Method;
use http::request::Parts;
use serde::de::DeserializeOwned;

pub use body::{BodySlot, BodyTimeout, RequestBody};
pub(crate) use body::{CollectError, collect};
pub use evidence::{Evidence, HeaderSet, Step};
pub(crate) use header::decode as decode_header;
pub use position::{MAX_CAPTURES, Position, RawSegment, Slashes};

use crate::codec::query::{self, Query};
use crate::codec::scalar;
use crate::description::{Endpoint, Path};
use crate::error::Problem;
use crate::model::{Model, Shape};

/// What a route sees of a request.
#[derive(Debug)]
pub struct Context<'r> {
    head: &'r Parts,
    /// The head's path, found once.
    path: &'r str,
    position: Position,
    evidence: Evidence,
    settings: Settings,
    endpoint: Option<Matched>,
    /// Whether the path has any percent-encoding: looked for once, since it is rare and comparing segments is not.
    encoded: bool,
    /// How WebSockets are opened on the routes that were entered.
    sockets: Option<Arc<ConnectionOptions>>,
}

/// What the server decides for every request.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How empty segments and a trailing slash are read.
    pub slashes: Slashes,
    /// The largest request body in bytes, where the endpoint does not say otherwise.
    pub body_limit: usize,
    /// Whether a query key that no parameter reads is a 400. Off by default, so that clients may be newer than servers.
    pub strict_query: bool,
    /// Whether the steps of routing are kept, see [`Evidence::trace`].
    pub trace: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { slashes: Slashes::Strict, body_limit: 2 * 1024 * 1024, strict_query: false, trace: false }
    }
}

/// The endpoint that a request reached and where its captures begin.
#[derive(Debug, Clone, Copy)]
struct Matched {
    endpoint: &'static Endpoint,
    base: Path,
    first_capture: u8,
}

impl<'r> Context<'r> {
    /// The context of a request none of whose path was read.
    pub fn new(head: &'r Parts, settings: Settings) -> Self {
        let path = head.uri.path();
        let position = Position::start(path);
        let encoded = path.as_bytes().contains(&b'%');
        Self {
            head,
            path,
            position,
            evidence: Evidence::new(settings.trace),
            settings,
            endpoint: None,
            encoded,
            sockets: None,
        }
    }

    /// The request's head as it came.
    pub fn head(&self) -> &'r Parts {
        self.head
    }

    /// What the server decides for every request.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The options of the WebSockets that are opened on these routes, if some were set.
    pub fn sockets(&self) -> Option<&Arc<ConnectionOptions>> {
        self.sockets.as_ref()
    }

    pub(crate) fn set_sockets(&mut self, options: Option<Arc<ConnectionOptions>>) -> Option<Arc<ConnectionOptions>> {
        std::mem::replace(&mut self.sockets, options)
    }

    /// The request method.
    pub fn method(&self) -> &'r Method {
        &self.head.method
    }

    /// The undecoded path, whole.
    pub fn path(&self) -> &'r str {
        self.path
    }

    /// Whether no segment is left.
    pub fn end_of_path(&self) -> bool {
        self.position.at_end(self.path(), self.settings.slashes)
    }

    /// Takes the next segment, still percent-encoded.
    pub fn pop_segment(&mut self) -> Option<RawSegment<'r>> {
        self.position.pop(self.path, self.settings.slashes)
    }

    /// Takes everything that is left of the path, still percent-encoded and without a leading slash.
    pub fn pop_all_segments(&mut self) -> &'r str {
        self.position.pop_all(self.path, self.settings.slashes)
    }

    /// Takes the next segment and keeps it as a capture. `None` at the end, for an empty segment, and past [`MAX_CAPTURES`].
    pub fn capture_segment(&mut self) -> Option<RawSegment<'r>> {
        self.position.capture(self.path, self.settings.slashes)
    }

    /// Whether a segment of this request's path is a literal.
    pub(crate) fn equals(&self, segment: RawSegment<'r>, literal: &str) -> bool {
        segment.0 == literal || (self.encoded && segment.is(literal))
    }

    /// Keeps the segment that was taken last as a capture. False for an empty segment, and past [`MAX_CAPTURES`].
    pub(crate) fn keep(&mut self, segment: RawSegment<'r>) -> bool {
        !segment.0.is_empty() && self.position.keep(self.path, segment.0)
    }

    /// Takes what is left, at least one segment, and keeps it as a capture.
    pub fn capture_rest(&mut self) -> Option<RawSegment<'r>> {
        self.position.capture_rest(self.path, self.settings.slashes)
    }

    /// Where the zipper stands: keep it, and hand it to [`Context::restore`] to backtrack.
    pub fn fork(&self) -> Position {
        self.position
    }

    /// Goes back to a position. The evidence stays.
    pub fn restore(&mut self, position: Position) {
        self.position = position;
    }

    /// What routing has learned so far.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The log, to add to.
    pub fn evidence_mut(&mut self) -> &mut Evidence {
        &mut self.evidence
    }

    /// The endpoint that the request reached, once it has.
    pub fn endpoint(&self) -> Option<&'static Endpoint> {
        self.endpoint.map(|matched| matched.endpoint)
    }

    /// Notes that the endpoint that was reached does not answer after all.
    pub(crate) fn leave(&mut self) {
        self.endpoint = None;
    }

    /// Notes that the request reached an endpoint whose captures start at `first_capture`.
    pub(crate) fn reach(&mut self, endpoint: &'static Endpoint, base: Path, first_capture: usize) {
        let first_capture = u8::try_from(first_capture).unwrap_or(u8::MAX);
        self.endpoint = Some(Matched { endpoint, base, first_capture });
    }

    /// The raw text of the capture at `index`, counted from the first of the API that was reached.
    pub fn raw_capture(&self, index: usize) -> Option<RawSegment<'r>> {
        let first = self.endpoint.map_or(0, |matched| usize::from(matched.first_capture));
        self.captured_at(first + index)
    }

    /// The raw text of a capture, counted from the first of all.
    pub(crate) fn captured_at(&self, index: usize) -> Option<RawSegment<'r>> {
        self.position.captured(self.path, index)
    }

    /// The value of the capture of that name, of the API's base or the endpoint's own path.
    ///
    /// # Errors
    /// A problem with status 400 if the text is no such value; with status 500 if the path has no capture of that name.
    pub fn capture<T: Model + DeserializeOwned>(&self, name: &str) -> Result<T, Problem> {
        let index = self.endpoint.and_then(|matched| {
            matched.base.captures().chain(matched.endpoint.path.captures()).position(|capture| capture == name)
        });
        let segment = index.and_then(|index| self.raw_capture(index)).ok_or_else(|| {
            Problem::internal(format!("the path has no capture `{name}`; its captures are in `Endpoint::path`"))
        })?;
        parse_capture(name, segment, T::SHAPE)
    }

    /// The path template that the request reached, base included; for names of spans and metrics.
    pub fn route(&self) -> Option<(Path, Path)> {
        self.endpoint.map(|matched| (matched.base, matched.endpoint.path))
    }

    /// Reads a header field and notes that it was read.
    ///
    /// `T` decides what absence means: an `Option` may be absent, a list takes every value of a repeated field.
    ///
    /// # Errors
    /// A problem with status 400 that names the field.
    pub fn header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        self.evidence.read_header(name);
        header::decode(&self.head.headers, name).map_err(|violation| Problem::invalid_parameters(vec![violation]))
    }

    /// The raw value of a header field, noted as read. `None` if absent or not UTF-8.
    pub fn header_text(&mut self, name: &'static str) -> Option<&'r str> {
        self.evidence.read_header(name);
        self.head.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// Whether a header field equals a value exactly; noted as read.
    pub fn expect_header(&mut self, name: &'static str, value: &str) -> bool {
        self.evidence.read_header(name);
        self.head.headers.get_all(name).iter().any(|found| found.as_bytes() == value.as_bytes())
    }

    /// Reads a query key, or for a struct the keys of its fields, and notes it.
    ///
    /// A key has three states: absent, present without a value, valued; `T` decides what each means.
    ///
    /// # Errors
    /// A problem with status 400 that names every key that is missing or unreadable.
    pub fn query<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        // A struct has keys of its own, and its parameter's name is none of them.
        if !matches!(T::SHAPE.without_newtypes(), Shape::Struct(_)) {
            self.evidence.read_query(name);
        }
        query::decode(name, self.raw_query()).map_err(|problems| {
            Problem::invalid_parameters(problems.into_iter().map(|problem| problem.at("/query")).collect())
        })
    }

    /// The query's pairs, undecoded.
    pub fn raw_query(&self) -> Query<'r> {
        Query::new(self.head.uri.query().unwrap_or_default())
    }
}

/// Decodes one captured piece of a path.
pub(crate) fn parse_capture<T: DeserializeOwned>(
    name: &str,
    segment: RawSegment<'_>,
    shape: &Shape,
) -> Result<T, Problem> {
    let wrong = || Problem::invalid_capture(name, segment.0, shape);
    let text = segment.decode().map_err(|_| wrong())?;
    scalar::parse(&text).map_err(|_| wrong())
}

#[cfg(test)]
mod tests;
