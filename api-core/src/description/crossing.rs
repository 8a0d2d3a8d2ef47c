//! Whether two routes match the same paths, by their templates and by the types of their captures.

use crate::model::{Shape, same};

use super::mixed::{Next, Search, Subject, covers, meet};
use super::tree::is_any_text;
use super::{Endpoint, Location, Parameter, Part, Path, Segment};

/// The most segments of a path that are compared. Longer paths count as different ones.
const STEPS: usize = 48;

/// Returns whether two endpoints of one API both match some paths, and neither is more specific: `/a/{x}` and `/{y}/b`.
///
/// ```
/// use api_core::Model;
/// use api_core::description::{Endpoint, Location, Parameter, Path, Segment, Verb, crosses};
///
/// const A: Endpoint = Endpoint::new("a", Verb::Get, Path(&[Segment::Literal("a"), Segment::Capture("x")]));
/// const B: Endpoint = Endpoint::new("b", Verb::Get, Path(&[Segment::Capture("y"), Segment::Literal("b")]));
/// assert!(crosses(&A, &B));
/// // A number is not `b`.
/// const NUMBER: Endpoint = A.parameters(&[Parameter::new("x", Location::Path, u32::SHAPE)]);
/// assert!(!crosses(&NUMBER, &B));
/// ```
pub const fn crosses(one: &Endpoint, other: &Endpoint) -> bool {
    let (one, other) = (Template::EMPTY.endpoint(one), Template::EMPTY.endpoint(other));
    matches!(meeting(&one, &other), Meeting::Crossing)
}

/// What two templates have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// No path that both match, or the second is less specific.
    Apart,
    /// The same literals, and captures at the same positions.
    Same,
    /// The first matches every path of the second.
    Covered,
    /// Both match some paths, and neither is more specific.
    Crossing,
}

/// A path template, with the shapes of its captures.
#[derive(Clone, Copy)]
pub(crate) struct Template {
    steps: [Step; STEPS],
    length: usize,
    wildcard_before_end: bool,
}

/// A segment of a template. A capture without a shape belongs to a session, and matches any segment.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Literal(&'static str),
    Capture(&'static str, Option<&'static Shape>),
    Mixed(&'static [Part], Option<&'static [Parameter]>),
    Wildcard(&'static str, Option<&'static Shape>),
}

impl Template {
    pub(crate) const EMPTY: Self = Self { steps: [Step::Literal(""); STEPS], length: 0, wildcard_before_end: false };

    /// Adds the path of an endpoint.
    pub(crate) const fn endpoint(self, endpoint: &Endpoint) -> Self {
        self.path(endpoint.path, Some(endpoint.parameters))
    }

    /// Adds the base of an API.
    pub(crate) const fn base(self, base: Path) -> Self {
        self.path(base, None)
    }

    /// Adds a literal segment.
    pub(crate) const fn literal(self, text: &'static str) -> Self {
        self.step(Step::Literal(text))
    }

    pub(crate) const fn steps(&self) -> &[Step] {
        self.steps.split_at(if self.length < STEPS { self.length } else { STEPS }).0
    }

    const fn path(mut self, path: Path, parameters: Option<&'static [Parameter]>) -> Self {
        let mut rest = path.0;
        while let [segment, others @ ..] = rest {
            self = self.step(match *segment {
                Segment::Literal(text) => Step::Literal(text),
                Segment::Capture(name) => Step::Capture(name, shape_of(parameters, name)),
                Segment::Mixed(parts) => Step::Mixed(parts, parameters),
                Segment::Wildcard(name) => Step::Wildcard(name, shape_of(parameters, name)),
            });
            rest = others;
        }
        self
    }

    const fn step(mut self, step: Step) -> Self {
        if let [.., Step::Wildcard(..)] = self.steps() {
            self.wildcard_before_end = true;
        }
        if self.length < STEPS {
            self.steps[self.length] = step;
        }
        self.length += 1;
        self
    }
}

/// Returns the shape of a capture.
pub(super) const fn shape_of(parameters: Option<&'static [Parameter]>, capture: &str) -> Option<&'static Shape> {
    let Some(mut rest) = parameters else { return None };
    while let [parameter, others @ ..] = rest {
        if matches!(parameter.location, Location::Path) && same(parameter.name, capture) {
            return Some(parameter.shape);
        }
        rest = others;
    }
    None
}

/// What two templates differ in, as far as they were compared.
#[derive(Clone, Copy)]
struct Differences {
    /// Whether a segment of the first matches more than the one of the second opposite to it.
    wider: bool,
    /// Whether it matches less.
    narrower: bool,
    /// Whether the first surely accepts what captures of the second accept.
    accepts: bool,
}

/// Compares two templates, of which the first is tried first.
pub(crate) const fn meeting(first: &Template, second: &Template) -> Meeting {
    if first.length > STEPS || second.length > STEPS {
        return Meeting::Apart;
    }
    if first.wildcard_before_end || second.wildcard_before_end {
        return meeting_around_wildcards(first, second);
    }
    let mut found = Differences::NONE;
    let (mut earlier, mut later) = (first.steps(), second.steps());
    loop {
        match (earlier, later) {
            ([], []) | ([Step::Wildcard(..)], [Step::Wildcard(..)]) => return found.meeting(),
            ([Step::Wildcard(_, shape)], [_, rest @ ..]) => {
                if found.wider && found.narrower && rest.is_empty() {
                    return Meeting::Crossing;
                }
                // A wildcard captures more than one segment, so a literal does not show what its type accepts.
                let covers = !found.narrower && found.accepts && accepts_all(*shape);
                return if covers { Meeting::Covered } else { Meeting::Apart };
            }
            ([_, rest @ ..], [Step::Wildcard(..)]) => {
                let crosses = found.wider && found.narrower && rest.is_empty();
                return if crosses { Meeting::Crossing } else { Meeting::Apart };
            }
            ([one, earlier_rest @ ..], [other, later_rest @ ..]) => {
                if !found.add(one, other) {
                    return Meeting::Apart;
                }
                earlier = earlier_rest;
                later = later_rest;
            }
            _ => return Meeting::Apart,
        }
    }
}

/// Compares two templates of which one has segments after its wildcard. What is before the wildcard is opposite to the
/// first segments of the other template, what is after it to the last ones.
const fn meeting_around_wildcards(first: &Template, second: &Template) -> Meeting {
    let mut found = Differences::NONE;
    let (mut earlier, mut later) = (first.steps(), second.steps());
    while let ([one, earlier_rest @ ..], [other, later_rest @ ..]) = (earlier, later) {
        if matches!(one, Step::Wildcard(..)) || matches!(other, Step::Wildcard(..)) {
            break;
        }
        if !found.add(one, other) {
            return Meeting::Apart;
        }
        earlier = earlier_rest;
        later = later_rest;
    }
    while let ([earlier_rest @ .., one], [later_rest @ .., other]) = (earlier, later) {
        if matches!(one, Step::Wildcard(..)) || matches!(other, Step::Wildcard(..)) {
            break;
        }
        if !found.add(one, other) {
            return Meeting::Apart;
        }
        earlier = earlier_rest;
        later = later_rest;
    }
    match (earlier, later) {
        ([Step::Wildcard(_, one)], [Step::Wildcard(_, other)]) => {
            found.accepts = found.accepts && accepts_what(*one, *other);
        }
        // The other wildcard can hold what remains beside one.
        ([Step::Wildcard(_, shape)], [_, ..]) => {
            found.wider = true;
            found.accepts = found.accepts && accepts_all(*shape);
        }
        ([_, ..], [Step::Wildcard(..)]) => found.narrower = true,
        ([Step::Wildcard(..), ..] | [.., Step::Wildcard(..)], [Step::Wildcard(..), ..] | [.., Step::Wildcard(..)]) => {
            found.wider = true;
            found.narrower = true;
        }
        _ => return Meeting::Apart,
    }
    found.meeting()
}

impl Differences {
    const NONE: Self = Self { wider: false, narrower: false, accepts: true };

    const fn meeting(self) -> Meeting {
        match (self.wider, self.narrower) {
            (false, false) => Meeting::Same,
            (true, false) if self.accepts => Meeting::Covered,
            (true, true) => Meeting::Crossing,
            _ => Meeting::Apart,
        }
    }

    /// Adds two segments that are opposite to each other. Returns false if no text matches both.
    const fn add(&mut self, one: &Step, other: &Step) -> bool {
        match (one, other) {
            (Step::Literal(one), Step::Literal(other)) => return same(one, other),
            (Step::Capture(_, shape), Step::Literal(text)) => {
                self.wider = true;
                return could_be(*shape, text);
            }
            (Step::Literal(text), Step::Capture(_, shape)) => {
                self.narrower = true;
                return could_be(*shape, text);
            }
            (Step::Mixed(parts, parameters), Step::Literal(text)) => {
                self.wider = true;
                return could_match(parts, *parameters, text);
            }
            (Step::Literal(text), Step::Mixed(parts, parameters)) => {
                self.narrower = true;
                return could_match(parts, *parameters, text);
            }
            (Step::Capture(_, one), Step::Capture(_, other)) => {
                self.accepts = self.accepts && accepts_what(*one, *other);
            }
            (Step::Capture(_, shape), Step::Mixed(..)) => {
                self.wider = true;
                self.accepts = self.accepts && accepts_all(*shape);
            }
            (Step::Mixed(..), Step::Capture(..)) => self.narrower = true,
            (Step::Mixed(one, parameters), Step::Mixed(other, others)) => {
                if !meet(one, other) {
                    return false;
                }
                let (is_wider, is_narrower) = (covers(one, other), covers(other, one));
                if is_wider && is_narrower {
                    self.accepts = self.accepts && accept_what(one, *parameters, other, *others);
                } else {
                    self.wider = self.wider || !is_narrower;
                    self.narrower = self.narrower || !is_wider;
                    self.accepts = self.accepts && accept_all(one, *parameters);
                }
            }
            _ => {}
        }
        true
    }
}

/// Returns whether a literal could match parts, with values of the captures' types.
pub(super) const fn could_match(parts: &'static [Part], parameters: Option<&'static [Parameter]>, text: &str) -> bool {
    let Some(mut search) = Search::new(Subject::Text(text), parts) else { return false };
    loop {
        match search.next() {
            Next::Capture(found, rest) => {
                if !could_be(shape_of(parameters, found.name()), found.of(text)) {
                    return false;
                }
                search = rest;
            }
            Next::Done => return true,
            Next::Nothing => return false,
        }
    }
}

pub(super) const fn could_be(shape: Option<&Shape>, text: &str) -> bool {
    match shape {
        // What follows a slash at the end. Captures are not empty.
        _ if text.is_empty() => false,
        Some(shape) => shape.could_parse(text),
        None => true,
    }
}

/// Returns whether a capture surely accepts each segment that another accepts.
const fn accepts_what(one: Option<&Shape>, other: Option<&Shape>) -> bool {
    if accepts_all(one) {
        return true;
    }
    let (Some(one), Some(other)) = (one, other) else { return false };
    match (one.without_newtypes(), other.without_newtypes()) {
        (Shape::Boolean, Shape::Boolean) | (Shape::Number, Shape::Integer(_) | Shape::Number) => true,
        (Shape::Integer(one), Shape::Integer(other)) => one.minimum <= other.minimum && one.maximum >= other.maximum,
        (Shape::Text { format: Some(one) }, Shape::Text { format: Some(other) }) => same(one, other),
        _ => false,
    }
}

/// Returns whether the captures of a segment surely accept what those of another accept, which has the same texts.
const fn accept_what(
    mut one: &'static [Part],
    parameters: Option<&'static [Parameter]>,
    mut other: &'static [Part],
    others: Option<&'static [Parameter]>,
) -> bool {
    while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
        if let (Part::Capture(first), Part::Capture(second)) = (first, second)
            && !accepts_what(shape_of(parameters, first), shape_of(others, second))
        {
            return false;
        }
        one = one_rest;
        other = other_rest;
    }
    true
}

/// Returns whether all captures of a segment accept any text.
const fn accept_all(mut parts: &'static [Part], parameters: Option<&'static [Parameter]>) -> bool {
    while let [part, rest @ ..] = parts {
        if let Part::Capture(name) = part
            && !accepts_all(shape_of(parameters, name))
        {
            return false;
        }
        parts = rest;
    }
    true
}

const fn accepts_all(shape: Option<&Shape>) -> bool {
    match shape {
        Some(shape) => is_any_text(shape),
        None => true,
    }
}
