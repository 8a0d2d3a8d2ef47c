//! Checks for routes that conflict with each other.

use std::collections::HashMap;

use crate::diagnostics::Diagnostics;

use super::super::model::{Api, Endpoint, Segment, plain};
use super::paths::Paths;

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

/// Returns the pairs of routes of which neither is more specific. The compiler decides about them by the types of the
/// captures.
pub(super) fn overlaps(api: &Api) -> Vec<Overlap> {
    let mut found = Vec::new();
    let mut earlier: HashMap<String, Paths<'_>> = HashMap::new();
    for (second, b) in api.endpoints.iter().enumerate().filter(|(_, endpoint)| endpoint.conditions.is_empty()) {
        let earlier = earlier.entry(b.verb.request()).or_default();
        for first in earlier.matching_some_path_of(&b.template.segments) {
            let Some(a) = api.endpoints.get(first) else { continue };
            if may_cross(a, b) {
                let message = format!(
                    "E051: `{}` and `{}` both match some paths and neither is more specific: {} and {}; change one path, or give the placeholder a type that excludes the literal of the other path",
                    plain(&a.name),
                    plain(&b.name),
                    route(a),
                    route(b)
                );
                found.push(Overlap { first, second, message });
            }
        }
        earlier.insert(&b.template.segments, second);
    }
    found
}

/// Returns whether each of two routes of equal length has a capture where the other has a literal.
///
/// If only one route has one, the other is more specific and is tried first, so there is no ambiguity.
fn may_cross(a: &Endpoint, b: &Endpoint) -> bool {
    let steps = || a.template.segments.iter().zip(&b.template.segments);
    steps().any(|pair| matches!(pair, (Segment::Capture(_), Segment::Literal(_))))
        && steps().any(|pair| matches!(pair, (Segment::Literal(_), Segment::Capture(_))))
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
