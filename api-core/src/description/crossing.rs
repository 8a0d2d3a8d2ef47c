//! Whether two routes match the same paths, by their templates and by the types of their captures.

use crate::model::{Shape, same};

use super::tree::is_any_text;
use super::{Endpoint, Location, Path, Segment};

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
}

/// A segment of a template. A capture without a shape belongs to a session, and matches any segment.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Literal(&'static str),
    Capture(&'static str, Option<&'static Shape>),
    Wildcard(&'static str, Option<&'static Shape>),
}

impl Template {
    pub(crate) const EMPTY: Self = Self { steps: [Step::Literal(""); STEPS], length: 0 };

    /// Adds the path of an endpoint.
    pub(crate) const fn endpoint(self, endpoint: &Endpoint) -> Self {
        self.path(endpoint.path, Some(endpoint))
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

    const fn path(mut self, path: Path, endpoint: Option<&Endpoint>) -> Self {
        let mut rest = path.0;
        while let [segment, others @ ..] = rest {
            self = self.step(match *segment {
                Segment::Literal(text) => Step::Literal(text),
                Segment::Capture(name) => Step::Capture(name, shape_of(endpoint, name)),
                Segment::Wildcard(name) => Step::Wildcard(name, shape_of(endpoint, name)),
            });
            rest = others;
        }
        self
    }

    const fn step(mut self, step: Step) -> Self {
        if self.length < STEPS {
            self.steps[self.length] = step;
        }
        self.length += 1;
        self
    }
}

/// Returns the shape of a capture.
const fn shape_of(endpoint: Option<&Endpoint>, capture: &str) -> Option<&'static Shape> {
    let Some(endpoint) = endpoint else { return None };
    let mut rest = endpoint.parameters;
    while let [parameter, others @ ..] = rest {
        if matches!(parameter.location, Location::Path) && same(parameter.name, capture) {
            return Some(parameter.shape);
        }
        rest = others;
    }
    None
}

/// Compares two templates, of which the first is tried first.
pub(crate) const fn meeting(first: &Template, second: &Template) -> Meeting {
    if first.length > STEPS || second.length > STEPS {
        return Meeting::Apart;
    }
    // Whether a capture of the first has a literal opposite to it, and the reverse.
    let (mut wider, mut narrower) = (false, false);
    // Whether the first surely accepts what captures of the second accept.
    let mut accepts = true;
    let (mut earlier, mut later) = (first.steps(), second.steps());
    loop {
        match (earlier, later) {
            ([], []) | ([Step::Wildcard(..)], [Step::Wildcard(..)]) => break,
            ([Step::Wildcard(_, shape)], [_, rest @ ..]) => {
                if wider && narrower && rest.is_empty() {
                    return Meeting::Crossing;
                }
                // A wildcard captures more than one segment, so a literal does not show what its type accepts.
                let covers = !narrower && accepts && accepts_all(*shape);
                return if covers { Meeting::Covered } else { Meeting::Apart };
            }
            ([_, rest @ ..], [Step::Wildcard(..)]) => {
                return if wider && narrower && rest.is_empty() { Meeting::Crossing } else { Meeting::Apart };
            }
            ([one, earlier_rest @ ..], [other, later_rest @ ..]) => {
                match (one, other) {
                    (Step::Literal(one), Step::Literal(other)) if !same(one, other) => return Meeting::Apart,
                    (Step::Capture(_, shape), Step::Literal(text)) => {
                        wider = true;
                        if !could_be(*shape, text) {
                            return Meeting::Apart;
                        }
                    }
                    (Step::Literal(text), Step::Capture(_, shape)) => {
                        narrower = true;
                        if !could_be(*shape, text) {
                            return Meeting::Apart;
                        }
                    }
                    (Step::Capture(_, one), Step::Capture(_, other)) => {
                        accepts = accepts && accepts_what(*one, *other);
                    }
                    _ => {}
                }
                earlier = earlier_rest;
                later = later_rest;
            }
            _ => return Meeting::Apart,
        }
    }
    match (wider, narrower) {
        (false, false) => Meeting::Same,
        (true, false) if accepts => Meeting::Covered,
        (true, true) => Meeting::Crossing,
        _ => Meeting::Apart,
    }
}

const fn could_be(shape: Option<&Shape>, text: &str) -> bool {
    match shape {
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

const fn accepts_all(shape: Option<&Shape>) -> bool {
    match shape {
        Some(shape) => is_any_text(shape),
        None => true,
    }
}
