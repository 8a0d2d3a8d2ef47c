//! The context of one request: its head, and the position of routing in its path.

use http::request::Parts;
use http::{Extensions, Method};

use crate::description::{Endpoint, Path, Verb};
use crate::error::{ErrorFormat, ProblemDetails};

use super::evidence::Evidence;
use super::peer::Peer;
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
    pub(super) path: &'r str,
    pub(super) position: Position,
    /// The greatest depth at which the present walk was at a node.
    reached: u16,
    evidence: Evidence,
    settings: RoutingSettings,
    pub(super) endpoint: Option<Matched>,
    /// Values that combinators and session factories pass to the routes and handlers below them.
    extensions: Extensions,
    /// The peer of the connection, unless it is in the extensions of the request.
    peer: Option<&'r Peer>,
}

/// The endpoint that a request reached, and the index of its first capture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matched {
    pub(super) endpoint: &'static Endpoint,
    pub(super) base: Path,
    pub(super) first_capture: u8,
}

/// What a context learned, see [`Context::into_known`].
pub(crate) struct Known {
    evidence: Evidence,
    extensions: Extensions,
    endpoint: Option<Matched>,
}

impl<'r> Context<'r> {
    /// Creates a context positioned at the start of the path.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.fork().depth(), 0);
    /// ```
    pub fn new(head: &'r Parts, settings: RoutingSettings) -> Self {
        Self::with_format(head, settings, &ProblemDetails)
    }

    /// Creates a context at the start of the path. `format`: the error format where no API's base matches.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// use api_core::error::{ErrorFormat as _, ProblemDetails};
    ///
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::with_format(&head, RoutingSettings::default(), &ProblemDetails);
    /// assert_eq!(context.error_format().media_type(), "application/problem+json");
    /// ```
    pub fn with_format(head: &'r Parts, settings: RoutingSettings, format: &'static dyn ErrorFormat) -> Self {
        let path = head.uri.path();
        let position = Position::start(path);
        Self {
            head,
            path,
            position,
            reached: 0,
            evidence: Evidence::new(settings.trace, format),
            settings,
            endpoint: None,
            extensions: Extensions::new(),
            peer: None,
        }
    }

    /// Returns the request's head.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("http://acme.example/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.head().uri.host(), Some("acme.example"));
    /// ```
    pub fn head(&self) -> &'r Parts {
        self.head
    }

    /// Returns the remote end of the connection, with its address. `None` if there is no connection, or if its server
    /// is not one of `api-server`'s listeners.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// use api_core::context::Peer;
    ///
    /// let (mut head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// assert!(Context::new(&head, RoutingSettings::default()).peer().is_none());
    /// head.extensions.insert(Peer::new("192.0.2.7:50000".parse().unwrap()));
    /// let context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.peer().unwrap().address().port(), 50_000);
    /// ```
    pub fn peer(&self) -> Option<&'r Peer> {
        self.peer.or_else(|| self.head.extensions.get())
    }

    /// Sets the remote end of the connection. It need not be in the extensions of the request then, which would
    /// allocate.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// use api_core::context::Peer;
    ///
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let peer = Peer::new("192.0.2.7:50000".parse().unwrap());
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// context.set_peer(Some(&peer));
    /// assert_eq!(context.peer(), Some(&peer));
    /// ```
    pub fn set_peer(&mut self, peer: Option<&'r Peer>) {
        self.peer = peer;
    }

    /// Returns the routing settings.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default().body_limit(1024));
    /// assert_eq!(context.settings().body_limit, 1024);
    /// ```
    pub fn settings(&self) -> &RoutingSettings {
        &self.settings
    }

    /// Returns the routing settings, for a combinator that changes them for the routes below it.
    pub(crate) fn settings_mut(&mut self) -> &mut RoutingSettings {
        &mut self.settings
    }

    /// Returns the values that combinators and session factories passed down, by type.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// # #[derive(Clone)] struct TenantId(u32);
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// assert!(context.extensions().get::<TenantId>().is_none());
    /// ```
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

    /// Returns the request method. [`Context::verb`] reads `HEAD` as `GET`.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::head("/rooms").body(()).unwrap().into_parts();
    /// assert_eq!(Context::new(&head, RoutingSettings::default()).method(), http::Method::HEAD);
    /// ```
    pub fn method(&self) -> &'r Method {
        &self.head.method
    }

    /// Returns the verb of the request, where `HEAD` is `GET`: its response is that of `GET` without a body, which the
    /// framework removes (RFC 9110 §9.3.2). `None` for a method that no endpoint has.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// # use api_core::description::Verb;
    /// let (head, ()) = http::Request::head("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.verb(), Some(Verb::Get));
    /// ```
    pub fn verb(&self) -> Option<Verb> {
        if self.head.method == Method::HEAD { Some(Verb::Get) } else { Verb::of(&self.head.method) }
    }

    /// Returns the error format for this request: that of the API whose base matched, otherwise that of the server.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// use api_core::error::Problem;
    ///
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let context = Context::new(&head, RoutingSettings::default());
    /// let document = context.error_format().problem(&Problem::not_found(), context.path());
    /// assert_eq!(document.kind, "not_found");
    /// ```
    pub fn error_format(&self) -> &'static dyn ErrorFormat {
        self.evidence.error_format()
    }

    /// Returns the whole path, percent-encoded.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms/a%20b?limit=1").body(()).unwrap().into_parts();
    /// assert_eq!(Context::new(&head, RoutingSettings::default()).path(), "/rooms/a%20b");
    /// ```
    pub fn path(&self) -> &'r str {
        self.path
    }

    /// Returns whether no segment is left.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings, Slashes};
    /// let (head, ()) = http::Request::get("/rooms/").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default().slashes(Slashes::IgnoreTrailing));
    /// context.pop_segment();
    /// assert!(context.end_of_path());
    /// ```
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
    #[inline]
    pub fn pop_segment(&mut self) -> Option<RawSegment<'r>> {
        self.position.pop(self.path, self.settings.slashes)
    }

    /// Consumes the rest of the path, percent-encoded and without its leading slash.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/files/a/b%20c").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// context.pop_segment();
    /// assert_eq!(context.pop_all_segments(), "a/b%20c");
    /// ```
    pub fn pop_all_segments(&mut self) -> &'r str {
        self.position.pop_all(self.path, self.settings.slashes)
    }

    /// Consumes the next segment if its text is a literal, see [`Position::pop_literal`].
    #[inline]
    pub(crate) fn pop_literal(&mut self, literal: &str) -> bool {
        self.position.pop_literal(self.path, literal)
    }

    /// Begins a walk at this position.
    pub(crate) fn begin_walk(&mut self) {
        self.reached = self.position.depth();
    }

    /// Notes that the walk is at a node.
    #[inline]
    pub(crate) fn note_node(&mut self) {
        self.reached = self.reached.max(self.position.depth());
    }

    /// Returns the greatest depth at which the present walk was at a node.
    pub(crate) fn reached(&self) -> u16 {
        self.reached
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
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/rooms/7").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// let start = context.fork();
    /// context.header_text("x-tenant");
    /// context.pop_all_segments();
    /// context.restore(start);
    /// assert_eq!(context.fork(), start);
    /// assert!(context.evidence().headers().contains("x-tenant"));
    /// ```
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
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// # use api_core::description::{Verb, VerbSet};
    /// let (head, ()) = http::Request::post("/rooms").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// context.evidence_mut().allow(VerbSet::EMPTY.with(Verb::Get));
    /// assert!(context.evidence().allowed().contains(Verb::Get));
    /// ```
    pub fn evidence_mut(&mut self) -> &mut Evidence {
        &mut self.evidence
    }

    /// Returns the endpoint that the request reached, if it has reached one.
    ///
    /// ```
    /// use api_core::context::Context;
    ///
    /// /// Returns whether the endpoint that was reached requires a permission.
    /// fn requires(context: &Context<'_>, permission: &str) -> bool {
    ///     context.endpoint().is_some_and(|endpoint| endpoint.requires.contains(&permission))
    /// }
    /// ```
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

    /// Returns a context at the start of another head's path. Evidence and passed values move to it, until
    /// [`Context::adopt`].
    pub(crate) fn rewritten<'n>(&mut self, head: &'n Parts) -> Context<'n>
    where
        'r: 'n,
    {
        let mut below = Context::new(head, self.settings);
        below.set_peer(self.peer());
        below.evidence = std::mem::take(&mut self.evidence);
        below.extensions = std::mem::take(&mut self.extensions);
        below
    }

    /// Returns what this context learned, without its head.
    pub(crate) fn into_known(self) -> Known {
        Known { evidence: self.evidence, extensions: self.extensions, endpoint: self.endpoint }
    }

    /// Adopts what a context with another head learned. The captures of its path are not part of this one.
    pub(crate) fn adopt(&mut self, known: Known) {
        self.evidence = known.evidence;
        self.extensions = known.extensions;
        self.endpoint = known.endpoint.map(|matched| Matched { first_capture: u8::MAX, ..matched });
    }

    /// Returns the path template of the endpoint that the request reached, as base and rest. It can name spans and
    /// metrics.
    ///
    /// ```
    /// use api_core::context::Context;
    ///
    /// /// Returns the name of a metric, for example `/v1/rooms/{name}`.
    /// fn metric(context: &Context<'_>) -> Option<String> {
    ///     context.route().map(|(base, path)| format!("{base}{path}"))
    /// }
    /// ```
    pub fn route(&self) -> Option<(Path, Path)> {
        self.endpoint.map(|matched| (matched.base, matched.endpoint.path))
    }
}
