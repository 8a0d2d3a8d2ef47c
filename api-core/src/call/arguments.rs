//! The arguments in a request's head: path, query and header fields, with all their problems reported together.

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::codec::{Accept, accept_list, query};
use crate::context::{Context, parse_capture};
use crate::description::{HeaderField, Location};
use crate::error::Problem;
use crate::model::{Model, Shape, Style, Violation, ViolationList};

/// A reader of the arguments in a request's head. It collects problems until all arguments were read.
#[derive(Debug)]
pub struct Arguments<'c, 'r> {
    context: &'c mut Context<'r>,
    base: usize,
    capture: Option<Problem>,
    violations: Vec<Violation>,
}

impl<'c, 'r> Arguments<'c, 'r> {
    /// Creates a reader. `base`: number of captures in the API's base path.
    pub fn new(context: &'c mut Context<'r>, base: usize) -> Self {
        Self { context, base, capture: None, violations: Vec::new() }
    }

    /// Reads the capture at `index` of the endpoint's path. `None` if it is invalid: [`Arguments::finish`] reports it.
    pub fn path<T: Model + DeserializeOwned>(&mut self, index: usize, name: &'static str) -> Option<T> {
        let segment = self.context.raw_capture(self.base + index)?;
        match parse_capture::<T>(name, segment, T::SHAPE) {
            Ok(value) => self.valid("path", name, value),
            Err(problem) => {
                self.capture.get_or_insert(problem);
                None
            }
        }
    }

    /// Reads a query key, or for a struct the keys of its fields. `None` if one is missing or invalid.
    pub fn query<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        // The query decoder checks constraints itself, so that each violation names its key.
        let value = if matches!(T::SHAPE.without_newtypes(), Shape::Map(_)) {
            self.rest(name)
        } else {
            self.context.query::<T>(name)
        };
        self.keep(value)
    }

    /// Reads a query parameter in a style. `None` if it is missing or invalid. `default` is the text of the value that
    /// is
    /// taken if the query has none.
    pub fn query_styled<T: Model + DeserializeOwned>(
        &mut self,
        name: &'static str,
        style: Style,
        default: Option<&'static str>,
    ) -> Option<T> {
        if style == Style::Repeated && default.is_none() {
            return self.query(name);
        }
        let value = self.context.query_styled::<Option<T>>(name, style);
        match (self.keep(value)?, default) {
            (Some(value), _) => Some(value),
            (None, Some(text)) => {
                let value = query::decode_text(name, style, text);
                self.keep(value.map_err(|_| Problem::internal("the default of a query key is no value of its type")))
            }
            (None, None) => {
                // Reports that it is missing, or reads what is empty.
                let value = self.context.query_styled::<T>(name, style);
                self.keep(value)
            }
        }
    }

    /// Reads a map of all keys that no other parameter has.
    fn rest<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Problem> {
        let parameters = self.context.endpoint().map_or(&[][..], |endpoint| endpoint.parameters);
        let others =
            parameters.iter().filter(|parameter| parameter.location == Location::Query && parameter.name != name);
        self.context.query_rest(name, |key| query::is_known(&others, key))
    }

    /// Reads a header field. `None` if it is missing or invalid.
    pub fn header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.context.header::<T>(name);
        let value = self.keep(value)?;
        self.valid("header", name, value)
    }

    /// Reads a structured field (RFC 9651). `None` if it is missing or invalid.
    pub fn structured_header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.context.structured_header::<T>(name);
        let value = self.keep(value)?;
        self.valid("header", name, value)
    }

    /// Reads a cookie. `None` if it is missing or invalid.
    pub fn cookie<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.context.cookie::<T>(name);
        let value = self.keep(value)?;
        self.valid("cookie", name, value)
    }

    /// Returns the header section, of which these fields are read.
    pub(super) fn header_section(&mut self, fields: &[HeaderField]) -> &HeaderMap {
        for field in fields {
            // The answer depends on each of them.
            self.context.evidence_mut().read_header(field.name);
        }
        &self.context.head().headers
    }

    /// Adds a problem, which [`Arguments::finish`] reports.
    pub(super) fn refuse(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// Reads the media type that `Accept` prefers, as its index. `None` if none is acceptable.
    pub fn accept(&mut self, offered: &'static [&'static str]) -> Option<usize> {
        self.context.evidence_mut().read_header("accept");
        let accepted = accept_list(&self.context.head().headers);
        let chosen = Accept::new(accepted.as_deref()).choose(offered);
        let index = chosen.and_then(|chosen| offered.iter().position(|media_type| *media_type == chosen));
        if index.is_none() {
            self.capture.get_or_insert_with(|| Problem::not_acceptable(offered));
        }
        index
    }

    /// Reads `Last-Event-Id`, or the query key `key` if the field is missing. `None` if the value is invalid.
    pub fn resume<T: Model + DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        const FIELD: &str = "last-event-id";
        // Both are read, so that the answer varies by the field and the key is a known one.
        let missing = self.context.header::<Option<String>>(FIELD).is_ok_and(|field| field.is_none());
        if missing {
            return self.query(key);
        }
        drop(self.context.query::<Option<String>>(key));
        self.header(FIELD)
    }

    /// Reports the problems of all arguments that were read.
    ///
    /// # Errors
    /// Returns a problem with status 400: that of a capture, otherwise those of query and header fields together.
    pub fn finish(mut self) -> Result<(), Problem> {
        self.reject_unknown_keys();
        match self.capture {
            Some(problem) => Err(problem),
            None if self.violations.is_empty() => Ok(()),
            None => Err(Problem::invalid_parameters(self.violations)),
        }
    }

    /// Returns the problem of a value that [`Arguments::finish`] should have reported. Generated code never reaches it.
    pub fn lost() -> Problem {
        Problem::internal("an argument was neither read nor reported")
    }

    /// Reports query keys that no parameter reads, if `RoutingSettings::strict_query` is on.
    fn reject_unknown_keys(&mut self) {
        let Some(endpoint) = self.context.endpoint().filter(|_| self.context.settings().strict_query) else { return };
        let parameters = endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        let unknown = query::undeclared_keys(&parameters, &self.context.evidence().queries(), self.context.raw_query());
        self.violations.extend(unknown.into_iter().map(|problem| problem.at("/query")));
    }

    fn keep<T>(&mut self, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.violations.extend(problem.into_violations())).ok()
    }

    fn valid<T: Model>(&mut self, location: &str, name: &str, value: T) -> Option<T> {
        if !T::CONSTRAINED {
            return Some(value);
        }
        let found = ViolationList::of(&value).violations;
        if found.is_empty() {
            return Some(value);
        }
        self.violations.extend(
            found
                .into_iter()
                .map(|violation| Violation { path: format!("/{location}/{name}{}", violation.path), ..violation }),
        );
        None
    }
}
