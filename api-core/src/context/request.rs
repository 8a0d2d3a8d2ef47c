//! The context of one request: its head, and the position of routing in its path.

use http::request::Parts;
use http::{Extensions, Method};
use serde::de::DeserializeOwned;

use crate::codec::query::{self, Query};
use crate::codec::{decode_header, scalar};
use crate::description::{Endpoint, Path};
use crate::error::Problem;
use crate::model::{Model, Shape};

use super::evidence::Evidence;
use super::position::{Position, RawSegment};
use super::settings::RoutingSettings;

/// The context of a request during routing: its head, the position in its path, and the evidence collected so far.
///
/// ```
/// use api_core::context::{Context, RoutingSettings};
///
/// let (head, ()) = http::Request::get("/rooms/7?limit=20").body(()).unwrap().into_parts();
/// let mut context = Context::new(&head, RoutingSettings::default());
/// assert_eq!(context.pop_segment().unwrap().0, "rooms");
/// assert_eq!(context.query::<Option<u32>>("limit").unwrap(), Some(20));
/// assert!(!context.end_of_path());
/// ```
#[derive(Debug)]
pub struct Context<'r> {
    head: &'r Parts,
    /// The path of the head, stored because it is read often.
    path: &'r str,
    position: Position,
    evidence: Evidence,
    settings: RoutingSettings,
    endpoint: Option<Matched>,
    /// Whether the path contains percent-encoding. Checked once, because segments are compared often.
    encoded: bool,
    /// Values that combinators and session factories pass to the routes and handlers below them.
    extensions: Extensions,
}

/// The endpoint that a request reached, and the index of its first capture.
#[derive(Debug, Clone, Copy)]
struct Matched {
    endpoint: &'static Endpoint,
    base: Path,
    first_capture: u8,
}

impl<'r> Context<'r> {
    /// Creates a context positioned at the start of the path.
    pub fn new(head: &'r Parts, settings: RoutingSettings) -> Self {
        let path = head.uri.path();
        let position = Position::start(path);
        // Without an early exit, so that the compiler compares many bytes at once.
        let encoded = path.bytes().map(|byte| u8::from(byte == b'%')).fold(0, u8::max) == 1;
        Self {
            head,
            path,
            position,
            evidence: Evidence::new(settings.trace),
            settings,
            endpoint: None,
            encoded,
            extensions: Extensions::new(),
        }
    }

    /// Returns the request's head.
    pub fn head(&self) -> &'r Parts {
        self.head
    }

    /// Returns the routing settings.
    pub fn settings(&self) -> &RoutingSettings {
        &self.settings
    }

    /// Returns the routing settings, for a combinator that changes them for the routes below it.
    pub(crate) fn settings_mut(&mut self) -> &mut RoutingSettings {
        &mut self.settings
    }

    /// Returns the values that combinators and session factories passed down, by type.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Returns the values that are passed down, mutably. A session factory can pass a value to the handler or layer
    /// below it.
    ///
    /// Values that a session factory adds are dropped if its API does not answer and another one is tried.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// # #[derive(Clone, PartialEq, Debug)] struct TenantId(u32);
    /// # let (head, ()) = http::Request::new(()).into_parts();
    /// # let mut context = Context::new(&head, RoutingSettings::default());
    /// context.extensions_mut().insert(TenantId(7));
    /// assert_eq!(context.extensions().get(), Some(&TenantId(7)));
    /// ```
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// Returns the request method.
    pub fn method(&self) -> &'r Method {
        &self.head.method
    }

    /// Returns the whole path, percent-encoded.
    pub fn path(&self) -> &'r str {
        self.path
    }

    /// Returns whether no segment is left.
    pub fn end_of_path(&self) -> bool {
        self.position.at_end(self.path(), self.settings.slashes)
    }

    /// Consumes the next segment, percent-encoded. `None` at the end of the path.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms/a%20b").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert!(context.pop_segment().unwrap().is("rooms"));
    /// assert_eq!(context.pop_segment().unwrap().decode().unwrap(), "a b");
    /// assert!(context.pop_segment().is_none());
    /// ```
    pub fn pop_segment(&mut self) -> Option<RawSegment<'r>> {
        self.position.pop(self.path, self.settings.slashes)
    }

    /// Consumes the rest of the path, percent-encoded and without its leading slash.
    pub fn pop_all_segments(&mut self) -> &'r str {
        self.position.pop_all(self.path, self.settings.slashes)
    }

    /// Consumes the next segment as a capture.
    ///
    /// `None` at the end of the path, for an empty segment, and past [`MAX_CAPTURES`](super::MAX_CAPTURES) captures.
    pub fn capture_segment(&mut self) -> Option<RawSegment<'r>> {
        self.position.capture(self.path, self.settings.slashes)
    }

    /// Returns whether a segment of this request's path equals a literal.
    pub(crate) fn equals(&self, segment: RawSegment<'r>, literal: &str) -> bool {
        segment.0 == literal || (self.encoded && segment.is(literal))
    }

    /// Keeps the segment that was consumed last as a capture. Returns false for an empty segment, and past
    /// [`MAX_CAPTURES`](super::MAX_CAPTURES) captures.
    pub(crate) fn keep(&mut self, segment: RawSegment<'r>) -> bool {
        !segment.0.is_empty() && self.position.keep(self.path, segment.0)
    }

    /// Consumes the rest of the path as one capture. `None` if it is empty.
    pub fn capture_rest(&mut self) -> Option<RawSegment<'r>> {
        self.position.capture_rest(self.path, self.settings.slashes)
    }

    /// Returns the position in the path, for [`Context::restore`].
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// # let (head, ()) = http::Request::get("/rooms/7").body(()).unwrap().into_parts();
    /// # let mut context = Context::new(&head, RoutingSettings::default());
    /// let start = context.fork();
    /// assert_eq!(context.pop_segment().unwrap().0, "rooms");
    /// context.restore(start);
    /// assert_eq!(context.pop_segment().unwrap().0, "rooms");
    /// ```
    pub fn fork(&self) -> Position {
        self.position
    }

    /// Returns to a position. The evidence is kept.
    pub fn restore(&mut self, position: Position) {
        self.position = position;
    }

    /// Returns the evidence collected so far.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").header("x-tenant", "acme").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.header_text("x-tenant"), Some("acme"));
    /// assert_eq!(context.evidence().headers().vary().as_deref(), Some("x-tenant"));
    /// ```
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Returns the evidence, mutably.
    pub fn evidence_mut(&mut self) -> &mut Evidence {
        &mut self.evidence
    }

    /// Returns the endpoint that the request reached, if it has reached one.
    pub fn endpoint(&self) -> Option<&'static Endpoint> {
        self.endpoint.map(|matched| matched.endpoint)
    }

    /// Removes the endpoint, because it does not answer.
    pub(crate) fn leave(&mut self) {
        self.endpoint = None;
    }

    /// Records the endpoint that the request reached. Its captures start at `first_capture`.
    pub(crate) fn reach(&mut self, endpoint: &'static Endpoint, base: Path, first_capture: usize) {
        let first_capture = u8::try_from(first_capture).unwrap_or(u8::MAX);
        self.endpoint = Some(Matched { endpoint, base, first_capture });
    }

    /// Returns the capture at `index`, percent-encoded. Index 0 is the first capture of the API that was reached.
    pub fn raw_capture(&self, index: usize) -> Option<RawSegment<'r>> {
        let first = self.endpoint.map_or(0, |matched| usize::from(matched.first_capture));
        self.captured_at(first + index)
    }

    /// Returns a capture, percent-encoded. Index 0 is the first capture of the whole path.
    pub(crate) fn captured_at(&self, index: usize) -> Option<RawSegment<'r>> {
        self.position.captured(self.path, index)
    }

    /// Decodes the capture with a name, from the API's base or the endpoint's path.
    ///
    /// ```
    /// use api_core::context::Context;
    /// use api_core::error::Problem;
    ///
    /// /// Reads the tenant of an API with `base = "/v1/{tenant}"`.
    /// fn tenant(context: &Context<'_>) -> Result<String, Problem> {
    ///     context.capture("tenant")
    /// }
    /// ```
    ///
    /// # Errors
    /// Returns a problem with status 400 if the text does not fit the type, 500 if no capture has this name.
    pub fn capture<T: Model + DeserializeOwned>(&self, name: &str) -> Result<T, Problem> {
        let index = self.endpoint.and_then(|matched| {
            matched.base.captures().chain(matched.endpoint.path.captures()).position(|capture| capture == name)
        });
        let segment = index.and_then(|index| self.raw_capture(index)).ok_or_else(|| {
            Problem::internal(format!("the path has no capture `{name}`; its captures are in `Endpoint::path`"))
        })?;
        parse_capture(name, segment, T::SHAPE)
    }

    /// Returns the path template of the endpoint that the request reached, as base and rest. It can name spans and
    /// metrics.
    pub fn route(&self) -> Option<(Path, Path)> {
        self.endpoint.map(|matched| (matched.base, matched.endpoint.path))
    }

    /// Decodes a header field and records that it was read.
    ///
    /// An `Option` may be absent. A list takes the members of every line (RFC 9110 §5.6.1): texts between commas, where
    /// empty ones are skipped and quoted strings are not split.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").header("x-limit", "20").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.header::<u32>("x-limit").unwrap(), 20);
    /// assert_eq!(context.header::<Option<u32>>("x-offset").unwrap(), None);
    /// assert!(context.header::<u32>("x-offset").is_err());
    /// ```
    ///
    /// # Errors
    /// Returns a problem with status 400 that names the field.
    pub fn header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        self.evidence.read_header(name);
        decode_header(&self.head.headers, name).map_err(|violation| Problem::invalid_parameters(vec![violation]))
    }

    /// Returns a header field as text and records that it was read. `None` if it is absent or not UTF-8.
    ///
    /// Of a repeated field this is the first line. `Cookie` has one line: routing joins several (RFC 9113 §8.2.3).
    pub fn header_text(&mut self, name: &'static str) -> Option<&'r str> {
        self.evidence.read_header(name);
        self.head.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// Returns whether a header field equals a value exactly, and records that it was read.
    pub fn expect_header(&mut self, name: &'static str, value: &str) -> bool {
        self.evidence.read_header(name);
        self.head.headers.get_all(name).iter().any(|found| found.as_bytes() == value.as_bytes())
    }

    /// Decodes a query key, or for a struct the keys of its fields, and records that they were read.
    ///
    /// A key has three states: absent, without a value, with a value. The type `T` defines the meaning of each.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms?tag=a&tag=b").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.query::<Vec<String>>("tag").unwrap(), ["a", "b"]);
    /// assert_eq!(context.query::<Option<u32>>("limit").unwrap(), None);
    /// ```
    ///
    /// # Errors
    /// Returns a problem with status 400 and a violation for each missing or invalid key.
    pub fn query<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        // The keys of a struct are the names of its fields, not the name of the parameter.
        if !matches!(T::SHAPE.without_newtypes(), Shape::Struct(_)) {
            self.evidence.read_query(name);
        }
        query::decode(name, self.raw_query()).map_err(|problems| {
            Problem::invalid_parameters(problems.into_iter().map(|problem| problem.at("/query")).collect())
        })
    }

    /// Returns the query, percent-encoded.
    pub fn raw_query(&self) -> Query<'r> {
        Query::new(self.head.uri.query().unwrap_or_default())
    }
}

/// Decodes one capture.
pub(crate) fn parse_capture<T: DeserializeOwned>(
    name: &str,
    segment: RawSegment<'_>,
    shape: &Shape,
) -> Result<T, Problem> {
    let wrong = || Problem::invalid_capture(name, segment.0, shape);
    let text = segment.decode().map_err(|_| wrong())?;
    scalar::parse(&text).map_err(|_| wrong())
}
