//! The captures of a context: those of the API that was reached, and those that hand-written routes named.

use http::Extensions;
use serde::de::DeserializeOwned;

use crate::codec::scalar;
use crate::description::Part;
use crate::error::{Phase, Problem, Rejection};
use crate::model::{Model, Shape};

use super::evidence::RoutingStep;
use super::position::RawSegment;
use super::request::Context;

impl<'r> Context<'r> {
    /// Consumes the next segment as a capture.
    ///
    /// `None` at the end of the path, for an empty segment, and past [`MAX_CAPTURES`](super::MAX_CAPTURES) captures.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/7").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.capture_segment().unwrap().0, "7");
    /// assert_eq!(context.raw_capture(0).unwrap().0, "7");
    /// ```
    pub fn capture_segment(&mut self) -> Option<RawSegment<'r>> {
        self.position.capture(self.path, self.settings().slashes)
    }

    /// Consumes the rest of the path as one capture. `None` if it is empty.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/a/b").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.capture_rest().unwrap().0, "a/b");
    /// assert!(context.end_of_path());
    /// ```
    pub fn capture_rest(&mut self) -> Option<RawSegment<'r>> {
        self.position.capture_rest(self.path, self.settings().slashes)
    }

    /// Consumes the next segment as the capture `name`, decoded. What runs below finds it with [`Context::capture`].
    ///
    /// `None`, with an unchanged position, where [`Context::capture_segment`] is `None` and if the segment is not a
    /// `T`. The latter is evidence: if no route answers, the answer is 400 and names the capture.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/acme/seven").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// assert_eq!(context.pop_capture::<String>("tenant").as_deref(), Some("acme"));
    /// assert_eq!(context.pop_capture::<u32>("room"), None);
    /// assert_eq!(context.capture::<String>("tenant").unwrap(), "acme");
    /// assert_eq!(context.evidence().best_rejection().unwrap().problem().slug(), "invalid_capture");
    /// ```
    pub fn pop_capture<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let before = self.fork();
        let segment = self.capture_segment()?;
        match parse_capture(name, segment, T::SHAPE) {
            Ok(value) => {
                self.name_last(name, segment);
                Some(value)
            }
            Err(problem) => {
                self.restore(before);
                self.evidence_mut().step(|| RoutingStep::Unreadable(name));
                self.evidence_mut().reject(Rejection::new(Phase::Capture, before.depth(), problem));
                None
            }
        }
    }

    /// Decodes the capture with a name: from the path or base of the API that was reached, otherwise the one that
    /// [`Context::pop_capture`] named.
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
        let declared = index.and_then(|index| self.raw_capture(index));
        let segment = declared.or_else(|| self.named(name)).ok_or_else(|| {
            Problem::internal(format!(
                "the path has no capture `{name}`: declare it in the endpoint's path, or name it with `pop_capture`"
            ))
        })?;
        parse_capture(name, segment, T::SHAPE)
    }

    /// Returns the capture at `index`, percent-encoded. Index 0 is the first capture of the API that was reached, or of
    /// the whole path if none was.
    ///
    /// ```
    /// # use api_core::context::{Context, RoutingSettings};
    /// let (head, ()) = http::Request::get("/a%20b/7").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default());
    /// context.capture_segment();
    /// context.capture_segment();
    /// assert_eq!(context.raw_capture(0).unwrap().0, "a%20b");
    /// assert_eq!(context.raw_capture(1).unwrap().0, "7");
    /// assert!(context.raw_capture(2).is_none());
    /// ```
    pub fn raw_capture(&self, index: usize) -> Option<RawSegment<'r>> {
        let first = self.endpoint.map_or(0, |matched| usize::from(matched.first_capture));
        self.captured_at(first + index)
    }

    /// Returns a capture, percent-encoded. Index 0 is the first capture of the whole path.
    pub(crate) fn captured_at(&self, index: usize) -> Option<RawSegment<'r>> {
        self.position.captured(self.path, index)
    }

    /// Keeps the segment that was consumed last as a capture. Returns false for an empty segment, and past
    /// [`MAX_CAPTURES`](super::MAX_CAPTURES) captures.
    pub(crate) fn keep(&mut self, segment: RawSegment<'r>) -> bool {
        !segment.0.is_empty() && self.position.keep(self.path, segment.0)
    }

    /// Keeps the captures of the segment that was consumed last, which has text beside them. Returns false if it does
    /// not match, and past [`MAX_CAPTURES`](super::MAX_CAPTURES) captures.
    pub(crate) fn keep_parts(&mut self, segment: RawSegment<'r>, parts: &[Part]) -> bool {
        self.position.keep_parts(self.path, segment.0, parts)
    }

    /// Consumes the segments before the last `others` as one capture. `None` if there are none.
    pub(crate) fn capture_before(&mut self, others: usize) -> Option<RawSegment<'r>> {
        self.position.capture_before(self.path, others, self.settings().slashes)
    }

    /// Makes the named captures independent of the path, because routing continues on another one.
    pub(crate) fn detach_captures(&mut self) {
        if !self.extensions().is_empty() {
            *self.extensions_mut() = self.passed_down();
        }
    }

    /// Returns the values passed down, with named captures that do not depend on the path.
    pub(crate) fn passed_down(&self) -> Extensions {
        let mut extensions = self.extensions().clone();
        if let Some(names) = extensions.get_mut::<Names>() {
            names.0.retain(|named| self.holds(named));
            names.0.iter_mut().for_each(|named| named.index = None);
        }
        extensions
    }

    /// Names the last capture. At most one name for each capture is kept.
    fn name_last(&mut self, name: &'static str, segment: RawSegment<'_>) {
        let index = self.position.captures() - 1;
        let mut names = self.extensions_mut().remove::<Names>().unwrap_or_default();
        names.0.retain(|named| named.index.is_none_or(|known| known < index));
        names.0.push(Named { index: Some(index), name, text: segment.0.to_owned() });
        self.extensions_mut().insert(names);
    }

    fn named(&self, name: &str) -> Option<RawSegment<'_>> {
        let found = |extensions| {
            let names: &Names = Extensions::get(extensions)?;
            names.0.iter().rev().find(|named| named.name == name && self.holds(named))
        };
        // Those of the routes around a mount are in the extensions of the request.
        let found = found(self.extensions()).or_else(|| found(&self.head().extensions))?;
        Some(RawSegment(&found.text))
    }

    /// Returns whether a named capture is one of the current position. Backtracking leaves names of other branches.
    fn holds(&self, named: &Named) -> bool {
        named.index.is_none_or(|index| self.captured_at(index).is_some_and(|segment| segment.0 == named.text))
    }
}

/// The captures that hand-written routes named. They are in the context's extensions, so that requests without any do
/// not reserve space for them.
#[derive(Debug, Clone, Default)]
struct Names(Vec<Named>);

#[derive(Debug, Clone)]
struct Named {
    /// The number of the capture in the path. `None`: that of a path which was rewritten since.
    index: Option<usize>,
    name: &'static str,
    text: String,
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
