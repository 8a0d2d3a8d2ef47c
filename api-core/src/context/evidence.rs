//! What routing learned about a request: it only grows, and outlives every branch that lost.

use http::HeaderName;

use crate::description::{Endpoint, VerbSet};
use crate::error::{ErrorFormat, Rejection};

/// The log of one request's routing.
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

/// One step of routing, kept when [`super::Settings::trace`] is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutingStep {
    /// An API was tried from this depth of the path.
    Tried {
        /// The API's name.
        api: &'static str,
        /// Segments already visited.
        depth: u16,
    },
    /// The path matched an endpoint, but not with this method.
    WrongMethod(VerbSet),
    /// A capture could not be read by the endpoint of this name.
    Unreadable(&'static str),
    /// The endpoint of this name was reached.
    Reached(&'static str),
}

impl Evidence {
    pub(super) fn new(trace: bool) -> Self {
        Self { trace: trace.then(Vec::new), ..Self::default() }
    }

    /// Notes that a header field was looked at.
    pub fn read_header(&mut self, name: &'static str) {
        self.headers.insert(name);
    }

    /// Notes that a query key was looked at.
    pub fn read_query(&mut self, name: &'static str) {
        if !self.queries.contains(&name) {
            self.queries.push(name);
        }
    }

    /// Notes the verbs of an endpoint whose path matched.
    pub fn allow(&mut self, verbs: VerbSet) {
        self.allowed = self.allowed.union(verbs);
    }

    /// Keeps a recoverable rejection if it got further than the one kept so far; on a tie the first stays.
    pub fn reject(&mut self, rejection: Rejection) {
        if self.best.as_ref().is_none_or(|best| best.rank() < rejection.rank()) {
            self.best = Some(rejection);
        }
    }

    /// Notes an endpoint on the request's concrete path; CORS answers are computed from these.
    pub fn candidate(&mut self, endpoint: &'static Endpoint) {
        self.candidates.push(endpoint);
    }

    /// Notes how the API whose base path matched writes its errors; the longest base speaks, and of equals the first.
    pub fn speak(&mut self, base: usize, format: &'static dyn ErrorFormat) {
        if self.format.is_none_or(|(known, _)| known < base) {
            self.format = Some((base, format));
        }
    }

    /// Adds a step to the trace, if one is kept.
    pub fn step(&mut self, step: impl FnOnce() -> RoutingStep) {
        if let Some(trace) = &mut self.trace {
            trace.push(step());
        }
    }

    /// The header fields that were looked at, also by branches that lost.
    pub fn headers(&self) -> &HeaderSet {
        &self.headers
    }

    /// The query keys that were looked at.
    pub fn queries(&self) -> &[&'static str] {
        &self.queries
    }

    /// The verbs that the request's path answers to, over every alternative.
    pub fn allowed(&self) -> VerbSet {
        self.allowed
    }

    /// The endpoints on the request's path; recorded for `OPTIONS` only.
    pub fn candidates(&self) -> &[&'static Endpoint] {
        &self.candidates
    }

    /// How errors of this request are written, if an API's base path matched.
    pub fn format(&self) -> Option<&'static dyn ErrorFormat> {
        self.format.map(|(_, format)| format)
    }

    /// "Why this route": the steps in order, if they were kept.
    pub fn trace(&self) -> &[RoutingStep] {
        self.trace.as_deref().unwrap_or_default()
    }

    pub(crate) fn take_best(&mut self) -> Option<Rejection> {
        self.best.take()
    }
}

/// Names of header fields, each once; the usual ones without an allocation.
#[derive(Debug, Clone, Default)]
pub struct HeaderSet {
    usual: u16,
    others: Vec<&'static str>,
}

impl HeaderSet {
    const USUAL: [&'static str; 6] =
        ["accept", "authorization", "content-type", "last-event-id", "origin", "access-control-request-method"];

    /// Adds a name, in lower case.
    pub fn insert(&mut self, name: &'static str) {
        match Self::USUAL.iter().position(|usual| *usual == name) {
            Some(bit) => self.usual |= 1 << bit,
            None if self.others.contains(&name) => {}
            None => self.others.push(name),
        }
    }

    /// Whether the name is in the set.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|known| known == name)
    }

    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        let usual = Self::USUAL.iter().enumerate().filter(|(bit, _)| self.usual & (1 << bit) != 0);
        usual.map(|(_, name)| *name).chain(self.others.iter().copied())
    }

    /// The value of a `Vary` field (RFC 9110 §12.5.5), or none if nothing that was read counts.
    ///
    /// `Authorization` is left out: §12.5.5 says its own definition already keeps shared caches from reusing the answer.
    pub fn vary(&self) -> Option<String> {
        let names: Vec<&str> = self.iter().filter(|name| *name != "authorization").collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The names as typed header names.
    pub fn names(&self) -> impl Iterator<Item = HeaderName> + '_ {
        self.iter().filter_map(|name| HeaderName::from_bytes(name.as_bytes()).ok())
    }
}
