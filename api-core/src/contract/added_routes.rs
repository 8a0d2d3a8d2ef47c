//! Operations that are new, and answer requests that others have answered until now.

use crate::description::{Description, Endpoint, Location, Segment};
use crate::model::{Content, Enum, Integers, Shape, Tagging, among, same};

use super::change::{Detail, Direction, Place, Rule};
use super::routes::{Routes, WholePath, is_same_segment};
use super::value::Comparison;

/// How many new operations are compared with the old ones at most. Every pair costs time in each build.
const MAX_ADDED: usize = 256;

/// How many requests of an old operation a new one answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// None.
    Nothing,
    /// Those with a value that the old operation allows, and that its clients may never send.
    Possible,
    /// Those with a value that the old operation lists.
    Listed,
}

impl Comparison<'_, '_> {
    /// Reports the operations of the new contract that are more specific than one of the old contract.
    #[inline]
    pub(super) const fn added_routes(&mut self) {
        let (from, to) = (self.old.description, self.new.description);
        let old = Routes::of(from);
        self.direction = Direction::Request;
        let (mut index, mut added) = (0, 0);
        while index < to.endpoints.len() && added < MAX_ADDED {
            let endpoint = to.endpoints[index];
            index += 1;
            if old.find(to, endpoint).is_some() {
                continue;
            }
            added += 1;
            let mut other = 0;
            while other < from.endpoints.len() {
                let operation = from.endpoints[other];
                other += 1;
                // Compared here, because a call costs more than all else in a constant.
                if operation.verb as u8 != endpoint.verb as u8 {
                    continue;
                }
                let rule = match taken(from, operation, to, endpoint) {
                    Taken::Nothing => continue,
                    Taken::Possible => Rule::PathTaken,
                    Taken::Listed => Rule::ListedPathTaken,
                };
                (self.operation, self.place) = (Some(operation), Place::Operation);
                self.report(rule, Detail::Operation(operation), Detail::Operation(endpoint));
            }
        }
    }
}

/// Returns how many requests of `old` the operation `new` of the same method answers, whose path is more specific.
#[inline]
const fn taken(
    from: &'static Description,
    old: &'static Endpoint,
    to: &'static Description,
    new: &'static Endpoint,
) -> Taken {
    let (wide, narrow) = (WholePath::of(from, old), WholePath::of(to, new));
    let mut found = Taken::Nothing;
    let mut index = 0;
    while index < wide.length() {
        if index >= narrow.length() {
            return Taken::Nothing;
        }
        match (wide.segment(index), narrow.segment(index)) {
            (one, other) if is_same_segment(one, other) => {}
            // The rest of the path may be anything, unless segments follow that have to be there.
            (Segment::Wildcard(_), _) => {
                let is_last = index + 1 == wide.length();
                return match found {
                    Taken::Nothing if is_last => Taken::Possible,
                    found if is_last => found,
                    _ => Taken::Nothing,
                };
            }
            (Segment::Capture(name), Segment::Literal(literal)) => match holds(old, name, literal) {
                Taken::Nothing => return Taken::Nothing,
                Taken::Possible => found = Taken::Possible,
                Taken::Listed if matches!(found, Taken::Nothing) => found = Taken::Listed,
                Taken::Listed => {}
            },
            (Segment::Capture(name), Segment::Mixed(_)) if holds_text(old, name) => found = Taken::Possible,
            // Where an earlier segment has decided, a later one may be wider.
            (Segment::Literal(_), Segment::Capture(_)) if !matches!(found, Taken::Nothing) => found = Taken::Possible,
            _ => return Taken::Nothing,
        }
        index += 1;
    }
    if index == narrow.length() { found } else { Taken::Nothing }
}

/// Returns whether a capture may have this text as its value.
#[inline]
const fn holds(operation: &Endpoint, capture: &str, text: &str) -> Taken {
    match shape_of(operation, capture) {
        Some(Shape::Integer(Integers { minimum, .. })) => {
            if is_integer(text, *minimum < 0) {
                Taken::Possible
            } else {
                Taken::Nothing
            }
        }
        Some(Shape::Boolean) => {
            if among(text, &["true", "false"]) {
                Taken::Listed
            } else {
                Taken::Nothing
            }
        }
        Some(Shape::Enum(Enum { tagging: Tagging::External | Tagging::Integer, variants, .. })) => {
            let mut index = 0;
            while index < variants.len() {
                let variant = &variants[index];
                let is_named = same(variant.name, text) || among(text, variant.aliases);
                if variant.read && (is_named && matches!(variant.content, Content::Unit)) {
                    return Taken::Listed;
                }
                if variant.other {
                    return Taken::Possible;
                }
                index += 1;
            }
            Taken::Nothing
        }
        // Of a format that cannot be decided here it is possible too.
        _ => Taken::Possible,
    }
}

/// Returns whether a capture may hold text that is neither a number nor listed.
#[inline]
const fn holds_text(operation: &Endpoint, capture: &str) -> bool {
    !matches!(shape_of(operation, capture), Some(Shape::Integer(_) | Shape::Number | Shape::Boolean | Shape::Enum(_)))
}

#[inline]
const fn shape_of(operation: &Endpoint, capture: &str) -> Option<&'static Shape> {
    let mut index = 0;
    while index < operation.parameters.len() {
        let parameter = &operation.parameters[index];
        if matches!(parameter.location, Location::Path) && same(parameter.name, capture) {
            return Some(parameter.shape.without_newtypes());
        }
        index += 1;
    }
    None
}

#[inline]
const fn is_integer(text: &str, is_signed: bool) -> bool {
    let digits = match text.as_bytes() {
        [b'-', digits @ ..] if is_signed => digits,
        digits => digits,
    };
    let mut rest = digits;
    while let [digit, others @ ..] = rest {
        if !digit.is_ascii_digit() {
            return false;
        }
        rest = others;
    }
    !digits.is_empty()
}
