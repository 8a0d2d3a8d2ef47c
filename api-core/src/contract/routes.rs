//! Operations by method and path.

use crate::description::{Description, Endpoint, Part, Path, Segment, are_same};
use crate::model::same;

use super::buckets::{Buckets, key};

/// How many operations are compared at most.
const OPERATIONS: usize = 4096;

/// The operations of an API by their methods and paths.
pub(super) struct Routes {
    description: &'static Description,
    by_route: Buckets<OPERATIONS>,
}

/// A path from the root: that of the API, and the one below it.
#[derive(Clone, Copy)]
pub(super) struct WholePath {
    base: &'static [Segment],
    path: &'static [Segment],
}

impl Routes {
    #[inline]
    pub(super) const fn of(description: &'static Description) -> Self {
        let mut by_route = Buckets::EMPTY;
        let mut index = 0;
        while index < description.endpoints.len() {
            by_route.add(route_key(description, description.endpoints[index]), index);
            index += 1;
        }
        Self { description, by_route }
    }

    /// Finds the operation of the same method and path from the root.
    #[inline]
    pub(super) const fn find(
        &self,
        description: &'static Description,
        operation: &'static Endpoint,
    ) -> Option<&'static Endpoint> {
        let wanted = WholePath::of(description, operation);
        let mut next = self.by_route.first(route_key(description, operation));
        while let Some(number) = next {
            let endpoint = self.description.endpoints[number];
            if is_same_request(endpoint, operation) && WholePath::of(self.description, endpoint).is(wanted) {
                return Some(endpoint);
            }
            next = self.by_route.after(number);
        }
        None
    }

    /// Finds the operation of the same method and path below the base of the API, which has changed.
    #[inline]
    pub(super) const fn find_below_base(&self, operation: &Endpoint) -> Option<&'static Endpoint> {
        let mut index = 0;
        while index < self.description.endpoints.len() {
            let endpoint = self.description.endpoints[index];
            if is_same_request(endpoint, operation) && is_same_path(&endpoint.path, &operation.path) {
                return Some(endpoint);
            }
            index += 1;
        }
        None
    }

    #[inline]
    pub(super) const fn find_name(&self, name: &str) -> Option<&'static Endpoint> {
        let mut index = 0;
        while index < self.description.endpoints.len() {
            if same(self.description.endpoints[index].name, name) {
                return Some(self.description.endpoints[index]);
            }
            index += 1;
        }
        None
    }
}

impl WholePath {
    #[inline]
    pub(super) const fn of(description: &'static Description, operation: &'static Endpoint) -> Self {
        Self { base: description.base.0, path: operation.path.0 }
    }

    #[inline]
    pub(super) const fn length(self) -> usize {
        self.base.len() + self.path.len()
    }

    #[inline]
    pub(super) const fn segment(self, index: usize) -> Segment {
        if index < self.base.len() { self.base[index] } else { self.path[index - self.base.len()] }
    }

    /// Returns whether two templates match the same paths.
    #[inline]
    const fn is(self, other: Self) -> bool {
        if self.length() != other.length() {
            return false;
        }
        // From the end, because templates differ there more often.
        let mut index = self.length();
        while index > 0 {
            index -= 1;
            if !is_same_segment(self.segment(index), other.segment(index)) {
                return false;
            }
        }
        true
    }
}

/// Returns whether two operations have the same method and conditions.
#[inline]
const fn is_same_request(one: &Endpoint, other: &Endpoint) -> bool {
    one.verb as u8 == other.verb as u8 && are_same(one.conditions, other.conditions)
}

/// Returns whether two templates match the same paths. The names of captures are not on the wire.
#[inline]
pub(super) const fn is_same_path(one: &Path, other: &Path) -> bool {
    if one.0.len() != other.0.len() {
        return false;
    }
    let mut index = one.0.len();
    while index > 0 {
        index -= 1;
        if !is_same_segment(one.0[index], other.0[index]) {
            return false;
        }
    }
    true
}

#[inline]
pub(super) const fn is_same_segment(one: Segment, other: Segment) -> bool {
    match (one, other) {
        (Segment::Literal(one), Segment::Literal(other)) => same(one, other),
        (Segment::Capture(_), Segment::Capture(_)) | (Segment::Wildcard(_), Segment::Wildcard(_)) => true,
        (Segment::Mixed(one), Segment::Mixed(other)) => are_same_parts(one, other),
        _ => false,
    }
}

#[inline]
const fn are_same_parts(mut one: &[Part], mut other: &[Part]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
        match (first, second) {
            (Part::Text(first), Part::Text(second)) if same(first, second) => {}
            (Part::Capture(_), Part::Capture(_)) => {}
            _ => return false,
        }
        one = one_rest;
        other = other_rest;
    }
    true
}

/// Returns a key for a method and a path, from the last literals of the path.
#[inline]
const fn route_key(description: &'static Description, operation: &'static Endpoint) -> usize {
    let path = WholePath::of(description, operation);
    let mut number = path.length() * 5 + operation.verb as usize;
    let (mut index, mut literals) = (path.length(), 0);
    while index > 0 && literals < 2 {
        index -= 1;
        if let Segment::Literal(literal) = path.segment(index) {
            number += key(literal) * (3 - literals);
            literals += 1;
        }
    }
    number
}
