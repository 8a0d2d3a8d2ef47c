//! Routes that stand in each other's way.

use crate::diagnostics::Diagnostics;

use super::super::model::{Api, Endpoint, Segment, plain};

/// Two routes of one method that match a common path unless a capture's type cannot be the other's literal.
pub(crate) struct Overlap {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) message: String,
}

/// A capture of one route at the place of the other's literal.
pub(crate) struct Meeting {
    pub(crate) endpoint: usize,
    pub(crate) capture: String,
    pub(crate) literal: String,
}

/// Reports routes that are the same, at both places; gives the numbers of the later ones.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut offending = Vec::new();
    for (index, second) in api.endpoints.iter().enumerate() {
        let earlier = api.endpoints.get(..index).unwrap_or_default();
        // Routes under different `cfg`s may be meant to replace each other; rustc sees only one of them.
        let same = |first: &&Endpoint| {
            first.verb.meets(second.verb)
                && shape(first) == shape(second)
                && first.conditions.is_empty()
                && second.conditions.is_empty()
        };
        let Some(first) = earlier.iter().find(same) else { continue };
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

/// Pairs where neither route is the more specific one, for the compiler to judge by the captures' types.
pub(super) fn overlaps(api: &Api) -> Vec<Overlap> {
    let mut found = Vec::new();
    for (second, b) in api.endpoints.iter().enumerate() {
        for (first, a) in api.endpoints.iter().enumerate().take(second) {
            if a.verb.meets(b.verb) && a.conditions.is_empty() && b.conditions.is_empty() {
                found.extend(crossing((first, a), (second, b)).map(|meetings| Overlap {
                    first,
                    second,
                    meetings,
                    message: format!(
                        "`{}` and `{}` both match some paths and neither is more specific: {} and {}; change one, or give the capture a type that cannot be the other's literal",
                        plain(&a.name),
                        plain(&b.name),
                        route(a),
                        route(b)
                    ),
                }));
            }
        }
    }
    found
}

/// Where two routes of the same length meet with a capture against a literal in both directions.
///
/// In one direction only, the route with the literals is a special case of the other and comes first: no ambiguity.
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

/// The template without the names of its captures.
fn shape(endpoint: &Endpoint) -> Vec<Option<&str>> {
    endpoint
        .template
        .segments
        .iter()
        .map(|segment| match segment {
            Segment::Literal(text) => Some(text.as_str()),
            Segment::Capture(_) => None,
            // No literal can hold a star and braces together.
            Segment::Wildcard(_) => Some("{*}"),
        })
        .collect()
}

fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.verb.request(), endpoint.template.literal.value())
}
