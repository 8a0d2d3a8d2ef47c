//! Evidence: what routing read and learned of a request. It only grows, also in branches that do not answer.

use http::HeaderName;

use crate::description::{Endpoint, VerbSet};
use crate::error::{ErrorFormat, Rejection};

/// The evidence of one request's routing. `Vary`, `Allow` and the choice of an error are derived from it.
#[derive(Debug, Default)]
pub struct Evidence {
    headers: HeaderSet,
    queries: Vec<&'static str>,
    allowed: VerbSet,
    candidates: Vec<&'static Endpoint>,
    best: Option<Rejection>,
    format: Option<(usize, &'static dyn ErrorFormat)>,
    trace: Option<Vec<RoutingStep>>,
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
    pub(super) fn new(trace: bool) -> Self {
        Self { trace: trace.then(Vec::new), ..Self::default() }
    }

    /// Records that a header field was read. `name` is in lower case.
    pub fn read_header(&mut self, name: &'static str) {
        self.headers.insert(name);
    }

    /// Records that a query key was read.
    pub fn read_query(&mut self, name: &'static str) {
        if !self.queries.contains(&name) {
            self.queries.push(name);
        }
    }

    /// Records verbs that the path allows.
    pub fn allow(&mut self, verbs: VerbSet) {
        self.allowed = self.allowed.union(verbs);
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
    pub fn record_error_format(&mut self, base: usize, format: &'static dyn ErrorFormat) {
        if self.format.is_none_or(|(known, _)| known < base) {
            self.format = Some((base, format));
        }
    }

    /// Adds a step to the trace, if a trace is kept.
    pub fn step(&mut self, step: impl FnOnce() -> RoutingStep) {
        if let Some(trace) = &mut self.trace {
            trace.push(step());
        }
    }

    /// Returns the header fields that were read, also those read by routes that did not answer.
    pub fn headers(&self) -> &HeaderSet {
        &self.headers
    }

    /// Returns the query keys that were read, without those of structs.
    pub fn queries(&self) -> &[&'static str] {
        &self.queries
    }

    /// Returns the verbs that the request's path allows, over all routes that were tried.
    pub fn allowed(&self) -> VerbSet {
        self.allowed
    }

    /// Returns the endpoints of the request's path. They are recorded for `OPTIONS` only.
    pub fn candidates(&self) -> &[&'static Endpoint] {
        &self.candidates
    }

    /// Returns the error format for this request, if the base of an API matched.
    pub fn format(&self) -> Option<&'static dyn ErrorFormat> {
        self.format.map(|(_, format)| format)
    }

    /// Returns the steps of routing in order. Empty unless [`RoutingSettings::trace`](super::RoutingSettings) is on.
    pub fn trace(&self) -> &[RoutingStep] {
        self.trace.as_deref().unwrap_or_default()
    }

    pub(crate) fn take_best(&mut self) -> Option<Rejection> {
        self.best.take()
    }
}

/// A set of header field names. The most common names need no allocation.
///
/// ```
/// use api_core::context::HeaderSet;
///
/// let mut read = HeaderSet::default();
/// read.insert("accept");
/// read.insert("authorization");
/// read.insert("x-tenant");
/// assert!(read.contains("authorization"));
/// assert_eq!(read.vary().as_deref(), Some("accept, x-tenant"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct HeaderSet {
    usual: u16,
    others: Vec<&'static str>,
}

impl HeaderSet {
    const USUAL: [&'static str; 6] =
        ["accept", "authorization", "content-type", "last-event-id", "origin", "access-control-request-method"];

    /// Adds a name, which is in lower case.
    pub fn insert(&mut self, name: &'static str) {
        match Self::USUAL.iter().position(|usual| *usual == name) {
            Some(bit) => self.usual |= 1 << bit,
            None if self.others.contains(&name) => {}
            None => self.others.push(name),
        }
    }

    /// Returns whether the set contains a name, which is in lower case.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|known| known == name)
    }

    /// Returns the names, in lower case.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        let usual = Self::USUAL.iter().enumerate().filter(|(bit, _)| self.usual & (1 << bit) != 0);
        usual.map(|(_, name)| *name).chain(self.others.iter().copied())
    }

    /// Returns the value of a `Vary` field (RFC 9110 §12.5.5). `None` if it would be empty.
    ///
    /// `Authorization` is left out, because its own definition already restricts reuse of the response (RFC 9110
    /// §12.5.5).
    pub fn vary(&self) -> Option<String> {
        let names: Vec<&str> = self.iter().filter(|name| *name != "authorization").collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Returns the names as typed header names.
    pub fn names(&self) -> impl Iterator<Item = HeaderName> + '_ {
        self.iter().filter_map(|name| HeaderName::from_bytes(name.as_bytes()).ok())
    }
}
