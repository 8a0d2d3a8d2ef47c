//! Checks for routes that conflict with each other.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use crate::diagnostics::Diagnostics;

use super::super::model::{Api, Condition, Crossing, Endpoint, Part, Segment, Source, plain};
use super::paths::{Paths, has_tail};

/// Two routes of one method that match a common path, unless the type of a capture excludes the literal of the other
/// route. `api_core::description::crosses` decides, which knows the types.
pub(crate) struct Overlap {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) message: String,
}

/// Reports identical routes at both endpoints; returns the indices of the later ones.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut offending = Vec::new();
    let mut known = HashMap::new();
    for (index, second) in api.endpoints.iter().enumerate() {
        // Routes under different `cfg`s may be alternatives, of which rustc sees only one.
        if !second.conditions.is_empty() {
            continue;
        }
        let first = *known.entry((second.verb.request(), shape(second))).or_insert(second);
        if std::ptr::eq(first, second) {
            continue;
        }
        let help = if second.verb.opens_socket() { "the path" } else { "the path or the method" };
        for (this, other) in [(first, second), (second, first)] {
            diagnostics.error(
                &this.template.literal,
                format!(
                    "E050: `{}` and `{}` answer the same requests: {} and {}\nhelp: change {help} of one of them",
                    plain(&this.name),
                    plain(&other.name),
                    route(this),
                    route(other)
                ),
            );
        }
        offending.push(index);
    }
    offending
}

/// Reports arguments whose query keys, or header fields of any value, would select another endpoint of the same method
/// and path. Returns the indices of their endpoints.
pub(super) fn selecting(api: &Api, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut offending = Vec::new();
    for other in api.endpoints.iter().filter(|endpoint| !endpoint.needs.is_empty()) {
        for (index, endpoint) in api.endpoints.iter().enumerate() {
            let is_same_path = endpoint.verb.request() == other.verb.request()
                && endpoint.template.segments.len() == other.template.segments.len()
                && first_difference(&endpoint.template.segments, &other.template.segments).is_none();
            let is_free = |need: &&Condition| !need.is_header || need.value.is_none();
            let keys = other.needs.iter().filter(is_free).filter(|need| !endpoint.needs.contains(need));
            for (key, parameter) in keys.flat_map(|key| endpoint.parameters.iter().map(move |one| (key, one))) {
                let (own, what, help) = match &parameter.source {
                    Source::Query(own) if !key.is_header => (&own.name, "query key", "rename the key"),
                    Source::Header(own) | Source::Structured(own) if key.is_header => {
                        (own, "header field", "remove the argument")
                    }
                    _ => continue,
                };
                if is_same_path && *own == key.name {
                    let message = format!(
                        "E050: the {what} `{}` of `{}` selects `{}`, which has the same path\nhelp: {help}, or change one of the paths",
                        key.name,
                        plain(&endpoint.name),
                        plain(&other.name)
                    );
                    diagnostics.error(&parameter.name, message);
                    offending.push(index);
                }
            }
        }
    }
    offending
}

/// Returns the pairs of routes of which neither is more specific. The compiler decides about them by the types of the
/// captures.
pub(super) fn overlaps(api: &Api) -> Vec<Overlap> {
    let mut found = Vec::new();
    let mut earlier: HashMap<String, Paths<'_>> = HashMap::new();
    for (second, b) in api.endpoints.iter().enumerate().filter(|(_, endpoint)| endpoint.conditions.is_empty()) {
        let earlier = earlier.entry(b.verb.request()).or_default();
        for first in earlier.matching_some_path_of(&b.template.segments) {
            let Some(a) = api.endpoints.get(first) else { continue };
            let (one, other) = (&a.template.segments, &b.template.segments);
            if may_cross(one, other) && !(api.crossing == Crossing::LiteralFirst && is_decided(one, other)) {
                let message = format!(
                    "E051: `{}` and `{}` both match some paths and neither is more specific: {} and {}; change one path, or give the placeholder a type that excludes the literal of the other path{}",
                    plain(&a.name),
                    plain(&b.name),
                    route(a),
                    route(b),
                    precedence(a, b)
                );
                found.push(Overlap { first, second, message });
            }
        }
        earlier.insert(&b.template.segments, second);
    }
    found
}

/// Returns whether each of two routes may have a capture where the other has a literal, or text beside captures. The
/// compiler compares two segments with different text beside captures.
///
/// If only one route has one, the other is more specific and is tried first, so there is no ambiguity.
fn may_cross(a: &[Segment], b: &[Segment]) -> bool {
    let is_wider = |one: &Segment, other: &Segment| match (one, other) {
        (Segment::Capture(_), Segment::Literal(_) | Segment::Mixed(_)) | (Segment::Mixed(_), Segment::Literal(_)) => {
            true
        }
        (Segment::Mixed(one), Segment::Mixed(other)) => texts(one) != texts(other),
        _ => false,
    };
    let (mut wider, mut narrower) = (false, false);
    let mut add = |one: &Segment, other: &Segment| {
        wider |= is_wider(one, other);
        narrower |= is_wider(other, one);
    };
    if !has_tail(a) && !has_tail(b) {
        a.iter().zip(b).for_each(|(one, other)| add(one, other));
        return wider && narrower;
    }
    // What is before a wildcard is opposite to the first segments of the other route, what is after it to the last.
    let (mut a, mut b) = (a, b);
    let is_wildcard = |segment: &Segment| matches!(segment, Segment::Wildcard(_));
    while let ([one, a_rest @ ..], [other, b_rest @ ..]) = (a, b)
        && !is_wildcard(one)
        && !is_wildcard(other)
    {
        add(one, other);
        (a, b) = (a_rest, b_rest);
    }
    while let ([a_rest @ .., one], [b_rest @ .., other]) = (a, b)
        && !is_wildcard(one)
        && !is_wildcard(other)
    {
        add(one, other);
        (a, b) = (a_rest, b_rest);
    }
    match (a, b) {
        ([_], [_]) => wider && narrower,
        ([Segment::Wildcard(_)], _) => narrower,
        (_, [Segment::Wildcard(_)]) => wider,
        _ => true,
    }
}

/// Returns whether a walk tries one of two routes first because of the first segment in which they differ. Segments
/// with as much text beside captures have no order.
fn is_decided(one: &[Segment], other: &[Segment]) -> bool {
    first_difference(one, other).is_some_and(|(one, other)| rank(one) != rank(other))
}

/// Returns the part of the message that says how to give precedence to the route that a walk tries first.
fn precedence(a: &Endpoint, b: &Endpoint) -> String {
    let (one, other) = (&a.template.segments, &b.template.segments);
    let first = match first_difference(one, other).map(|(one, other)| rank(one).cmp(&rank(other))) {
        Some(Ordering::Less) => a,
        Some(Ordering::Greater) => b,
        _ => return String::new(),
    };
    format!(", or write `#[api(crossing = literal_first)]`, which gives such paths to `{}`", plain(&first.name))
}

fn first_difference<'s>(one: &'s [Segment], other: &'s [Segment]) -> Option<(&'s Segment, &'s Segment)> {
    one.iter().zip(other).find(|pair| match pair {
        (Segment::Literal(one), Segment::Literal(other)) => one != other,
        (Segment::Mixed(one), Segment::Mixed(other)) => texts(one) != texts(other),
        (Segment::Capture(_), Segment::Capture(_)) | (Segment::Wildcard(_), Segment::Wildcard(_)) => false,
        _ => true,
    })
}

/// Returns the place of a segment in the order of a walk.
fn rank(segment: &Segment) -> (u8, Reverse<usize>) {
    match segment {
        Segment::Literal(_) => (0, Reverse(0)),
        Segment::Mixed(parts) => {
            let lengths = parts.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 0 });
            (1, Reverse(lengths.sum()))
        }
        Segment::Capture(_) => (2, Reverse(0)),
        Segment::Wildcard(_) => (3, Reverse(0)),
    }
}

/// Returns the template without the names of its captures.
fn shape(endpoint: &Endpoint) -> Vec<Cow<'_, str>> {
    let segments = endpoint.template.segments.iter();
    // A literal cannot contain braces, so these values are unambiguous.
    let shapes = segments.map(|segment| match segment {
        Segment::Literal(text) => Cow::Borrowed(text.as_str()),
        Segment::Capture(_) => Cow::Borrowed("{}"),
        Segment::Wildcard(_) => Cow::Borrowed("{*}"),
        Segment::Mixed(parts) => Cow::Owned(texts(parts)),
    });
    let mut needs = endpoint.needs.clone();
    needs.sort();
    // No segment has a question mark.
    shapes.chain(needs.iter().map(|one| Cow::Owned(format!("?{one:?}")))).collect()
}

/// Returns a segment that has text beside captures, without the names of these.
fn texts(parts: &[Part]) -> String {
    parts.iter().map(|part| if let Part::Text(text) = part { text } else { "{}" }).collect()
}

fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.verb.request(), endpoint.template.literal.value())
}
