//! Evidence: what routing read and learned of a request. It only grows, also in branches that do not answer.

use std::borrow::Cow;

use crate::description::{Endpoint, VerbSet};
use crate::error::{ErrorFormat, ProblemDetails, Rejection};
use crate::model::{Reading, Shape, Struct};

use super::header_set::{HeaderSet, lower_case};

/// The evidence of one request's routing. `Vary`, `Allow` and the choice of an error are derived from it.
///
/// ```
/// use api_core::context::Evidence;
/// use api_core::description::{Verb, VerbSet};
/// use api_core::error::{Phase, Problem, Rejection};
///
/// let mut evidence = Evidence::default();
/// evidence.read_header("X-Tenant");
/// evidence.expect_header("x-version", "2");
/// evidence.read_query("limit");
/// evidence.allow(VerbSet::EMPTY.with(Verb::Get));
/// evidence.reject(Rejection::new(Phase::Accept, 1, Problem::not_acceptable(&["text/plain"])));
/// evidence.reject(Rejection::new(Phase::Capture, 2, Problem::not_found()));
///
/// assert_eq!(evidence.headers().vary().as_deref(), Some("x-tenant, x-version"));
/// assert_eq!(evidence.expected_headers()[0].value, "2");
/// assert_eq!(evidence.queries(), ["limit"]);
/// assert_eq!(evidence.allowed().allow(), "GET, HEAD, OPTIONS");
/// assert_eq!(evidence.best_rejection().unwrap().problem().status(), 406);
/// ```
#[derive(Debug)]
pub struct Evidence {
    headers: HeaderSet,
    queries: Vec<&'static str>,
    /// The first struct that was read from the query. Its keys are not copied, because most requests read at most one.
    query_struct: Option<&'static Struct>,
    allowed: VerbSet,
    /// Whether a path matched and its method did not. `allowed` may be empty then.
    wrong_method: bool,
    candidates: Vec<&'static Endpoint>,
    best: Option<Rejection>,
    /// The error format, and the number of segments of the base that it is for, plus one. Zero: that of the server.
    format: (usize, &'static dyn ErrorFormat),
    /// What few requests need.
    rare: Option<Box<Rare>>,
}

#[derive(Debug, Default)]
struct Rare {
    trace: Option<Vec<RoutingStep>>,
    expected: Vec<ExpectedHeader>,
}

/// A header field that a route compared with a value, see [`Context::expect_header`](super::Context::expect_header).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedHeader {
    /// The name of the field, in lower case.
    pub name: Cow<'static, str>,
    /// The value that the route expected.
    pub value: String,
}

impl Default for Evidence {
    fn default() -> Self {
        Self::new(false, &ProblemDetails)
    }
}

/// One step of routing, kept if [`RoutingSettings::trace`](super::RoutingSettings) is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutingStep {
    /// An API was tried.
    Tried {
        /// The API's name.
        api: &'static str,
        /// The number of segments that were consumed before.
        depth: u16,
    },
    /// The path allows only these methods, and the request has another.
    WrongMethod(VerbSet),
    /// A segment does not fit the type of a capture of the endpoint with this name.
    Unreadable(&'static str),
    /// The endpoint with this name was reached.
    Reached(&'static str),
}

impl Evidence {
    #[inline]
    pub(super) fn new(trace: bool, format: &'static dyn ErrorFormat) -> Self {
        Self {
            headers: HeaderSet::default(),
            queries: Vec::new(),
            query_struct: None,
            allowed: VerbSet::EMPTY,
            wrong_method: false,
            candidates: Vec::new(),
            best: None,
            format: (0, format),
            rare: trace.then(|| Box::new(Rare { trace: Some(Vec::new()), expected: Vec::new() })),
        }
    }

    /// Records that a header field was read. The case of the name is ignored, and it is recorded once.
    pub fn read_header(&mut self, name: &'static str) {
        self.headers.insert(name);
    }

    /// Records that a query key was read.
    pub fn read_query(&mut self, name: &'static str) {
        if !self.queries.contains(&name) {
            self.queries.push(name);
        }
    }

    /// Records that the keys of a struct were read from the query: the names and aliases of its fields.
    pub(super) fn read_query_struct(&mut self, shape: &'static Struct) {
        match self.query_struct {
            None => self.query_struct = Some(shape),
            Some(known) if std::ptr::eq(known, shape) => {}
            Some(_) => each_key(shape, &mut |key| self.read_query(key)),
        }
    }

    /// Records that a header field was compared with a value.
    pub fn expect_header(&mut self, name: &'static str, value: &str) {
        self.headers.insert(name);
        let name = lower_case(name);
        let expected = &mut self.rare.get_or_insert_default().expected;
        if !expected.iter().any(|known| known.name == name && known.value == value) {
            expected.push(ExpectedHeader { name, value: value.to_owned() });
        }
    }

    /// Records verbs that the path allows.
    pub fn allow(&mut self, verbs: VerbSet) {
        self.allowed = self.allowed.union(verbs);
    }

    /// Records that a path matched whose method did not, and the verbs that it allows. The answer is at least 405 then,
    /// also if the path allows none.
    ///
    /// ```
    /// use api_core::context::{Context, RoutingSettings};
    /// use api_core::description::{Verb, VerbSet};
    /// use api_core::routing::{Miss, missed};
    ///
    /// let (head, ()) = http::Request::post("/rooms").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// context.evidence_mut().wrong_method(VerbSet::EMPTY.with(Verb::Get));
    /// assert_eq!(missed(Miss::NotFound, &mut context).status(), 405);
    /// ```
    pub fn wrong_method(&mut self, allowed: VerbSet) {
        self.allow(allowed);
        self.wrong_method = true;
    }

    /// Records a rejection if it got further than the one recorded before. On a tie, the first is kept.
    pub fn reject(&mut self, rejection: Rejection) {
        if self.best.as_ref().is_none_or(|best| best.rank() < rejection.rank()) {
            self.best = Some(rejection);
        }
    }

    /// Records an endpoint of the request's path. Responses to CORS preflights are computed from these.
    pub fn candidate(&mut self, endpoint: &'static Endpoint) {
        self.candidates.push(endpoint);
    }

    /// Records the error format of an API whose base matched. The longest base wins; on a tie, the first.
    ///
    /// `base`: the number of segments of the base, including those that precede it.
    ///
    /// ```
    /// use api_core::context::Evidence;
    /// use api_core::error::ProblemDetails;
    ///
    /// let mut evidence = Evidence::default();
    /// assert!(evidence.format().is_none(), "that of the server is used");
    /// evidence.record_error_format(2, &ProblemDetails);
    /// assert!(evidence.format().is_some());
    /// ```
    pub fn record_error_format(&mut self, base: usize, format: &'static dyn ErrorFormat) {
        if self.format.0 <= base {
            self.format = (base.saturating_add(1), format);
        }
    }

    /// Adds a step to the trace, if a trace is kept.
    pub fn step(&mut self, step: impl FnOnce() -> RoutingStep) {
        if let Some(trace) = self.rare.as_mut().and_then(|rare| rare.trace.as_mut()) {
            trace.push(step());
        }
    }

    /// Returns the header fields that were read, also those read by routes that did not answer.
    pub fn headers(&self) -> &HeaderSet {
        &self.headers
    }

    /// Returns the header fields that were compared with a value, and these values, also by routes that did not answer.
    pub fn expected_headers(&self) -> &[ExpectedHeader] {
        self.rare.as_ref().map_or(&[], |rare| &rare.expected)
    }

    /// Returns the query keys that were read.
    pub fn queries(&self) -> Vec<&'static str> {
        let mut keys = self.queries.clone();
        if let Some(shape) = self.query_struct {
            each_key(shape, &mut |key| keys.push(key));
        }
        keys
    }

    /// Returns the verbs that the request's path allows, over all routes that were tried.
    pub fn allowed(&self) -> VerbSet {
        self.allowed
    }

    /// Returns whether a path matched, with another method than the request's or with this one.
    pub(crate) fn path_matched(&self) -> bool {
        self.wrong_method || !self.allowed.is_empty()
    }

    /// Returns the rejection from the latest phase, of those after which other routes were tried. It is what a request
    /// that no route answers is answered with, unless only the method was wrong.
    ///
    /// A rejection that is still a [`Miss::Rejected`](crate::routing::Miss::Rejected) is not part of it yet.
    pub fn best_rejection(&self) -> Option<&Rejection> {
        self.best.as_ref()
    }

    /// Returns the endpoints of the request's path. They are recorded for `OPTIONS` only.
    pub fn candidates(&self) -> &[&'static Endpoint] {
        &self.candidates
    }

    /// Returns the error format for this request, if the base of an API matched.
    pub fn format(&self) -> Option<&'static dyn ErrorFormat> {
        (self.format.0 > 0).then_some(self.format.1)
    }

    /// Returns the error format for this request: that of the API whose base matched, otherwise that of the server.
    pub fn error_format(&self) -> &'static dyn ErrorFormat {
        self.format.1
    }

    /// Returns the steps of routing in order. Empty unless [`RoutingSettings::trace`](super::RoutingSettings) is on.
    ///
    /// ```
    /// use api_core::context::{Context, RoutingSettings, RoutingStep};
    ///
    /// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default().trace(true));
    /// context.evidence_mut().step(|| RoutingStep::Reached("rooms"));
    /// assert_eq!(context.evidence().trace(), [RoutingStep::Reached("rooms")]);
    /// ```
    pub fn trace(&self) -> &[RoutingStep] {
        self.rare.as_ref().and_then(|rare| rare.trace.as_deref()).unwrap_or_default()
    }
}

/// Calls a function for each key of a struct in a query, with its aliases and the keys of flattened structs.
fn each_key(shape: &'static Struct, each: &mut impl FnMut(&'static str)) {
    for field in shape.fields {
        match field.shape.without_newtypes() {
            Shape::Struct(inner) if field.flattened => each_key(inner, each),
            _ if field.reading == Reading::Ignored => {}
            _ => std::iter::once(&field.name).chain(field.aliases).for_each(|key| each(key)),
        }
    }
}
