//! One operation: its method and path, its inputs and outputs.

use std::panic::Location as Place;

use crate::model::{Shape, Style};

use super::condition;
use super::location::Location;
use super::{BodyDescription, Callback, Condition, Date, ErrorCase, Exchange, Output, Path, Security, Verb, VerbSet};

/// One operation of an API. It is built with [`Endpoint::new`] and the setters, all of which are const.
///
/// ```
/// use api_core::Model;
/// use api_core::description::{Endpoint, Location, Parameter, Path, Segment, Verb};
///
/// const USER: Endpoint = Endpoint::new("user", Verb::Get, Path(&[Segment::Literal("users"), Segment::Capture("id")]))
///     .parameters(&[Parameter::new("id", Location::Path, u32::SHAPE)]);
/// assert_eq!(USER.parameters_in(Location::Path).count(), 1);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Endpoint {
    /// The method's name in the trait, which is the operation id.
    pub name: &'static str,
    /// The method's doc comment, Markdown.
    pub docs: &'static str,
    /// The request method. A subscription has [`Verb::Subscribe`], and answers `GET` too, or [`Verb::Post`]. A
    /// WebSocket
    /// is opened with [`Verb::Get`].
    pub verb: Verb,
    /// The path below the API's base.
    pub path: Path,
    /// What a request must have beside path and method. Of endpoints whose conditions it has, that with most is
    /// reached.
    pub conditions: &'static [Condition],
    /// The kind of answer: one response, a stream of events, or a WebSocket.
    pub exchange: Exchange,
    /// The values read from path, query and header fields.
    pub parameters: &'static [Parameter],
    /// The request body, if the endpoint has one.
    pub body: Option<BodyDescription>,
    /// The successful responses.
    pub outputs: &'static [Output],
    /// The errors that its error type declares.
    pub errors: &'static [ErrorCase],
    /// The APIs that its callers serve, and that the server calls.
    pub callbacks: &'static [Callback],
    /// The authentication scheme, if callers must authenticate.
    pub security: Option<Security>,
    /// The permissions, scopes or roles that a caller needs, all of them, in the API's own terms.
    ///
    /// The session factory reads them from `Context::endpoint` and decides.
    pub requires: &'static [&'static str],
    /// The reason for the deprecation, if the endpoint is deprecated.
    pub deprecated: Option<&'static str>,
    /// The day on which it became or becomes deprecated. Servers announce it in `Deprecation` (RFC 9745).
    pub deprecated_since: Option<Date>,
    /// The day from which it may be removed. Servers announce it in `Sunset` (RFC 8594).
    pub sunset: Option<Date>,
    /// The method's place in the source code, for messages. `None` for an endpoint that no trait declares.
    pub place: Option<&'static Place<'static>>,
}

impl Endpoint {
    /// Creates a unary endpoint. `name` is the operation id, `path` is below the API's base. Everything else is empty.
    pub const fn new(name: &'static str, verb: Verb, path: Path) -> Self {
        Self {
            name,
            docs: "",
            verb,
            path,
            conditions: &[],
            exchange: Exchange::Unary,
            parameters: &[],
            body: None,
            outputs: &[],
            errors: &[],
            callbacks: &[],
            security: None,
            requires: &[],
            deprecated: None,
            deprecated_since: None,
            sunset: None,
            place: None,
        }
    }

    /// Returns whether the response with this status is a stream of bytes, see [`Output::streamed`].
    pub fn answers_with_stream(&self, status: u16) -> bool {
        self.outputs.iter().any(|output| output.streamed && output.has_status(status))
    }

    /// Returns whether a successful response with this content type is a stream of events. A subscription may also
    /// answer with one value, of a media type that its outputs name.
    pub fn answers_with_events(&self, content_type: Option<&str>) -> bool {
        let essence = content_type.map(|found| found.split(';').next().unwrap_or_default().trim());
        let is = |media_type: &str| essence.is_some_and(|essence| essence.eq_ignore_ascii_case(media_type));
        self.exchange.is_subscription() && !self.answers_beside_events().filter_map(|output| output.media_type).any(is)
    }

    /// Returns the outputs of a subscription that are one value. Empty for other endpoints.
    pub fn answers_beside_events(&self) -> impl Iterator<Item = &'static Output> + use<> {
        let outputs = if self.exchange.is_subscription() { self.outputs } else { &[] };
        outputs.iter().filter(|output| !output.is_events())
    }

    /// Sets the doc comment, Markdown.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Sets what a request must have beside path and method.
    #[must_use]
    pub const fn conditions(mut self, conditions: &'static [Condition]) -> Self {
        self.conditions = conditions;
        self
    }

    /// Returns the conditions that no argument of the endpoint is sent with.
    pub fn conditions_without_argument(&self) -> impl Iterator<Item = &'static Condition> {
        let is_argument = |condition: &&Condition| {
            condition.value.is_none()
                && self.parameters_in(condition.location).any(|parameter| parameter.name == condition.name)
        };
        self.conditions.iter().filter(move |condition| !is_argument(condition))
    }

    /// Returns the path with the conditions, for example `/{bucket}?cors`.
    pub fn route(&self) -> String {
        let mut route = self.path.to_string();
        // Writing to a string cannot fail.
        let _ = condition::write(self.conditions, &mut route);
        route
    }

    /// Sets the kind of answer. Default: one response.
    #[must_use]
    pub const fn exchange(mut self, exchange: Exchange) -> Self {
        self.exchange = exchange;
        self
    }

    /// Sets the values read from path, query and header fields.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the request body.
    #[must_use]
    pub const fn body(mut self, body: BodyDescription) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the successful responses.
    #[must_use]
    pub const fn outputs(mut self, outputs: &'static [Output]) -> Self {
        self.outputs = outputs;
        self
    }

    /// Sets the errors.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorCase]) -> Self {
        self.errors = errors;
        self
    }

    /// Sets the APIs that its callers serve.
    #[must_use]
    pub const fn callbacks(mut self, callbacks: &'static [Callback]) -> Self {
        self.callbacks = callbacks;
        self
    }

    /// Sets the authentication scheme.
    #[must_use]
    pub const fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// Sets the permissions that a caller needs.
    #[must_use]
    pub const fn requires(mut self, requires: &'static [&'static str]) -> Self {
        self.requires = requires;
        self
    }

    /// Marks the endpoint as deprecated, with the reason.
    #[must_use]
    pub const fn deprecated(mut self, reason: &'static str) -> Self {
        self.deprecated = Some(reason);
        self
    }

    /// Sets the day of the deprecation.
    #[must_use]
    pub const fn deprecated_since(mut self, date: Date) -> Self {
        self.deprecated_since = Some(date);
        self
    }

    /// Sets the day from which the endpoint may be removed.
    #[must_use]
    pub const fn sunset(mut self, date: Date) -> Self {
        self.sunset = Some(date);
        self
    }

    /// Sets the place in the source code.
    #[must_use]
    pub const fn place(mut self, place: &'static Place<'static>) -> Self {
        self.place = Some(place);
        self
    }

    /// Returns the methods of the requests that reach the endpoint.
    pub fn verbs(&self) -> VerbSet {
        let own = VerbSet::EMPTY.with(self.verb);
        if self.verb == Verb::Subscribe { own.with(Verb::Get) } else { own }
    }

    /// Returns whether the request may be sent again after a failure (RFC 9110 §9.2.2).
    pub const fn is_idempotent(&self) -> bool {
        self.verb.is_idempotent()
    }

    /// Returns the parameters of one location, in order.
    pub fn parameters_in(&self, location: Location) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }
}

/// One value read from the path, the query or a header field of a request.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire: capture, query key or header field.
    pub name: &'static str,
    /// The part of the request that holds it.
    pub location: Location,
    /// The shape of its type.
    pub shape: &'static Shape,
    /// The form of a list or an object in the query.
    pub style: Style,
    /// The text of the value that is taken if the request has none.
    pub default: Option<&'static str>,
    /// Whether a client writes reserved characters of the value as they are, where a query can have them: `/`, `?`, `:`,
    /// `@`, `!`, `$`, `'`, `(`, `)`, `*`, `,` and `;`. A server reads both.
    pub allow_reserved: bool,
}

impl Parameter {
    /// Creates a parameter.
    pub const fn new(name: &'static str, location: Location, shape: &'static Shape) -> Self {
        Self { name, location, shape, style: Style::Repeated, default: None, allow_reserved: false }
    }

    /// Sets the form of a list or an object in the query.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Sets the text of the value that is taken if the request has none.
    #[must_use]
    pub const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self
    }

    /// Lets a client write reserved characters of a query as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Returns whether a request without it is refused. A list or a map may be empty, and then has no key.
    pub const fn is_required(&self) -> bool {
        let may_have_none = !matches!(self.location, Location::Path) && self.shape.may_have_no_key();
        self.default.is_none() && !self.shape.accepts_absence() && !may_have_none
    }
}
