//! Operations by method and path.

use crate::description::{Endpoint, Path, Segment};
use crate::model::same;

use super::buckets::{Buckets, key};

/// How many operations are compared at most.
const OPERATIONS: usize = 4096;

/// The numbers of operations by their routes.
pub(super) const fn by_route(endpoints: &'static [&'static Endpoint]) -> Buckets<OPERATIONS> {
    let mut buckets = Buckets::EMPTY;
    let mut index = 0;
    while index < endpoints.len() {
        buckets.add(route_key(endpoints[index]), index);
        index += 1;
    }
    buckets
}

/// Returns a key for a method and a path, from the literals at its ends.
const fn route_key(endpoint: &Endpoint) -> usize {
    let path = endpoint.path.0;
    let mut number = path.len() * 5 + endpoint.verb as usize;
    if let [Segment::Literal(first), ..] = path {
        number += key(first);
    }
    let mut index = path.len();
    while index > 1 {
        index -= 1;
        if let Segment::Literal(last) = path[index] {
            return number + key(last) * 3;
        }
    }
    number
}

/// Finds the operation of the same method and path.
pub(super) const fn find(
    endpoints: &'static [&'static Endpoint],
    by_route: &Buckets<OPERATIONS>,
    operation: &Endpoint,
) -> Option<&'static Endpoint> {
    let mut next = by_route.first(route_key(operation));
    while let Some(number) = next {
        if is_same_route(endpoints[number], operation) {
            return Some(endpoints[number]);
        }
        next = by_route.after(number);
    }
    None
}

pub(super) const fn find_name(endpoints: &'static [&'static Endpoint], name: &str) -> Option<&'static Endpoint> {
    let mut index = 0;
    while index < endpoints.len() {
        if same(endpoints[index].name, name) {
            return Some(endpoints[index]);
        }
        index += 1;
    }
    None
}

const fn is_same_route(one: &Endpoint, other: &Endpoint) -> bool {
    one.verb as u8 == other.verb as u8 && is_same_path(&one.path, &other.path)
}

/// Returns whether two templates match the same paths. The names of captures are not on the wire.
pub(super) const fn is_same_path(one: &Path, other: &Path) -> bool {
    if one.0.len() != other.0.len() {
        return false;
    }
    // From the end, because templates differ there more often.
    let mut index = one.0.len();
    while index > 0 {
        index -= 1;
        let is_same = match (one.0[index], other.0[index]) {
            (Segment::Literal(one), Segment::Literal(other)) => same(one, other),
            (Segment::Capture(_), Segment::Capture(_)) | (Segment::Wildcard(_), Segment::Wildcard(_)) => true,
            _ => false,
        };
        if !is_same {
            return false;
        }
    }
    true
}
