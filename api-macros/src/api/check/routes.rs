//! Checks for routes that conflict with each other.

use std::collections::HashMap;

use crate::diagnostics::Diagnostics;

use super::super::model::{Api, Endpoint, Segment, plain};
use super::paths::Paths;

/// Two routes of one method that match a common path, unless the type of a capture excludes the literal of the other
/// route.
pub(crate) struct Overlap {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) message: String,
}

/// A capture of one route at the position of a literal of the other.
pub(crate) struct Meeting {
    pub(crate) endpoint: usize,
    pub(crate) capture: String,
    pub(crate) literal: String,
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
                    "`{}` and `{}` answer the same requests: {} and {}\nhelp: change {help} of one of them",
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

/// Returns the pairs of routes of which neither is more specific. The compiler decides about them by the types of the
/// captures.
pub(super) fn overlaps(api: &Api) -> Vec<Overlap> {
    let mut found = Vec::new();
    let mut earlier: HashMap<String, Paths<'_>> = HashMap::new();
    for (second, b) in api.endpoints.iter().enumerate().filter(|(_, endpoint)| endpoint.conditions.is_empty()) {
        let earlier = earlier.entry(b.verb.request()).or_default();
        for first in earlier.matching_some_path_of(&b.template.segments) {
            let Some(a) = api.endpoints.get(first) else { continue };
            found.extend(crossing((first, a), (second, b)).map(|meetings| Overlap {
                first,
                second,
                meetings,
                message: format!(
                    "`{}` and `{}` both match some paths and neither is more specific: {} and {}; change one path, or give the placeholder a type that excludes the literal of the other path",
                    plain(&a.name),
                    plain(&b.name),
                    route(a),
                    route(b)
                ),
            }));
        }
        earlier.insert(&b.template.segments, second);
    }
    found
}

/// Returns the positions at which two routes of equal length have a capture and a literal, if both routes have captures
/// at such positions.
///
/// If only one route has them, the other is more specific and is tried first, so there is no ambiguity.
fn crossing((first, a): (usize, &Endpoint), (second, b): (usize, &Endpoint)) -> Option<Vec<Meeting>> {
    if a.template.segments.len() != b.template.segments.len() {
        return None;
    }
    let mut meetings = Vec::new();
    let (mut a_wider, mut b_wider) = (false, false);
    for (one, other) in a.template.segments.iter().zip(&b.template.segments) {
        match (one, other) {
            (Segment::Literal(one), Segment::Literal(other)) if one != other => return None,
            (Segment::Capture(name), Segment::Literal(literal)) => {
                a_wider = true;
                meetings.push(Meeting { endpoint: first, capture: name.clone(), literal: literal.clone() });
            }
            (Segment::Literal(literal), Segment::Capture(name)) => {
                b_wider = true;
                meetings.push(Meeting { endpoint: second, capture: name.clone(), literal: literal.clone() });
            }
            _ => {}
        }
    }
    (a_wider && b_wider).then_some(meetings)
}

/// Returns the template without the names of its captures.
fn shape(endpoint: &Endpoint) -> Vec<Option<&str>> {
    endpoint
        .template
        .segments
        .iter()
        .map(|segment| match segment {
            Segment::Literal(text) => Some(text.as_str()),
            Segment::Capture(_) => None,
            // A literal cannot contain braces, so this value is unambiguous.
            Segment::Wildcard(_) => Some("{*}"),
        })
        .collect()
}

fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.verb.request(), endpoint.template.literal.value())
}
