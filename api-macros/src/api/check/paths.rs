//! The paths of routes as a tree, which finds those that may match a path of another route without comparing each pair.

use std::collections::HashMap;

use super::super::model::{Part, Segment};

/// Routes, those without segments after a wildcard as a tree.
#[derive(Default)]
pub(super) struct Paths<'a> {
    tree: Tree<'a>,
    all: Vec<(&'a [Segment], usize)>,
    /// The routes with segments after a wildcard, which few APIs have. Each other route is compared with them.
    around_wildcards: Vec<(&'a [Segment], usize)>,
}

impl<'a> Paths<'a> {
    /// Adds a route.
    pub(super) fn insert(&mut self, segments: &'a [Segment], route: usize) {
        self.all.push((segments, route));
        if has_tail(segments) {
            self.around_wildcards.push((segments, route));
        } else {
            self.tree.insert(segments, route);
        }
    }

    /// Returns the routes that no texts tell apart, in the order of their numbers. They have as many segments, or there
    /// is a wildcard before others.
    pub(super) fn matching_some_path_of(&self, segments: &[Segment]) -> Vec<usize> {
        let mut found = Vec::new();
        let compared = if has_tail(segments) {
            &self.all
        } else {
            self.tree.collect(segments, &mut found);
            &self.around_wildcards
        };
        found.extend(compared.iter().filter(|(other, _)| may_meet_around(segments, other)).map(|(_, route)| *route));
        found.sort_unstable();
        found
    }
}

/// Returns whether a route has segments after a wildcard.
pub(super) fn has_tail(segments: &[Segment]) -> bool {
    let before_last = segments.split_last().map_or(segments, |(_, before)| before);
    before_last.iter().any(|segment| matches!(segment, Segment::Wildcard(_)))
}

/// Returns whether no texts before and after wildcards tell two routes apart.
fn may_meet_around(one: &[Segment], other: &[Segment]) -> bool {
    let is_fixed = |pair: &(&Segment, &Segment)| !matches!(pair, (Segment::Wildcard(_), _) | (_, Segment::Wildcard(_)));
    let starts = one.iter().zip(other).take_while(is_fixed).all(|(one, other)| may_be_same(one, other));
    let mut ends = one.iter().rev().zip(other.iter().rev()).take_while(is_fixed);
    starts && ends.all(|(one, other)| may_be_same(one, other))
}

/// Returns whether the texts of two segments allow a text that both match.
fn may_be_same(one: &Segment, other: &Segment) -> bool {
    match (one, other) {
        (Segment::Literal(one), Segment::Literal(other)) => one == other,
        (segment, Segment::Mixed(parts)) | (Segment::Mixed(parts), segment) => may_meet(segment, parts),
        _ => true,
    }
}

/// Routes by their segments.
#[derive(Default)]
struct Tree<'a> {
    literals: HashMap<&'a str, Tree<'a>>,
    /// Below segments that have text beside captures.
    mixed: Vec<(&'a [Part], Tree<'a>)>,
    /// Below a capture or a wildcard, which match any segment.
    open: Option<Box<Tree<'a>>>,
    /// The routes that end here.
    ends: Vec<usize>,
}

impl<'a> Tree<'a> {
    fn insert(&mut self, segments: &'a [Segment], route: usize) {
        match segments.split_first() {
            None => self.ends.push(route),
            Some((Segment::Literal(text), rest)) => self.literals.entry(text).or_default().insert(rest, route),
            Some((Segment::Mixed(parts), rest)) => self.mixed(parts).insert(rest, route),
            Some((_, rest)) => self.open.get_or_insert_default().insert(rest, route),
        }
    }

    fn mixed(&mut self, parts: &'a [Part]) -> &mut Self {
        let index = self.mixed.iter().position(|(known, _)| *known == parts).unwrap_or_else(|| {
            self.mixed.push((parts, Self::default()));
            self.mixed.len() - 1
        });
        &mut self.mixed[index].1
    }

    fn collect(&self, segments: &[Segment], found: &mut Vec<usize>) {
        let Some((first, rest)) = segments.split_first() else {
            found.extend_from_slice(&self.ends);
            return;
        };
        if let Some(open) = &self.open {
            open.collect(rest, found);
        }
        for (parts, next) in &self.mixed {
            if may_meet(first, parts) {
                next.collect(rest, found);
            }
        }
        match first {
            Segment::Literal(text) => {
                if let Some(next) = self.literals.get(text.as_str()) {
                    next.collect(rest, found);
                }
            }
            Segment::Mixed(parts) => {
                for (_, next) in self.literals.iter().filter(|(text, _)| may_match(text, parts)) {
                    next.collect(rest, found);
                }
            }
            Segment::Capture(_) | Segment::Wildcard(_) => {
                for next in self.literals.values() {
                    next.collect(rest, found);
                }
            }
        }
    }
}

/// Returns whether the texts at the start and at the end of two segments allow a text that both match.
fn may_meet(segment: &Segment, parts: &[Part]) -> bool {
    match segment {
        Segment::Literal(text) => may_match(text, parts),
        Segment::Mixed(others) => {
            let ((start, end), (other_start, other_end)) = (ends(parts), ends(others));
            (start.starts_with(other_start) || other_start.starts_with(start))
                && (end.ends_with(other_end) || other_end.ends_with(end))
        }
        Segment::Capture(_) | Segment::Wildcard(_) => true,
    }
}

fn may_match(text: &str, parts: &[Part]) -> bool {
    let (start, end) = ends(parts);
    text.len() > start.len() + end.len() && text.starts_with(start) && text.ends_with(end)
}

/// Returns the texts at the start and at the end of a segment.
fn ends(parts: &[Part]) -> (&str, &str) {
    match parts {
        [Part::Text(start), .., Part::Text(end)] => (start, end),
        [Part::Text(start), ..] => (start, ""),
        [.., Part::Text(end)] => ("", end),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{Part, Segment};
    use super::{Paths, has_tail, may_meet_around};

    #[test]
    fn the_tree_finds_what_comparing_each_pair_finds() {
        let routes = routes_up_to(3);
        for route in &routes {
            let mut paths = Paths::default();
            for (number, other) in routes.iter().enumerate() {
                paths.insert(other, number);
            }
            let pairs = routes.iter().enumerate().filter(|(_, other)| can_match_one_path(route, other));
            let expected: Vec<usize> = pairs.map(|(number, _)| number).collect();
            assert_eq!(paths.matching_some_path_of(route), expected, "{route:?}");
        }
    }

    fn can_match_one_path(one: &[Segment], other: &[Segment]) -> bool {
        if has_tail(one) || has_tail(other) {
            return may_meet_around(one, other);
        }
        one.len() == other.len()
            && one.iter().zip(other).all(|pair| match pair {
                (Segment::Literal(one), Segment::Literal(other)) => one == other,
                (Segment::Literal(text), Segment::Mixed(_)) | (Segment::Mixed(_), Segment::Literal(text)) => {
                    text == "rooms"
                }
                _ => true,
            })
    }

    /// Returns each route of at most that many segments, which are one of two literals, a capture,
    /// text beside a capture, or a wildcard.
    fn routes_up_to(length: usize) -> Vec<Vec<Segment>> {
        let segments = [
            Segment::Literal("rooms".to_owned()),
            Segment::Literal("users".to_owned()),
            Segment::Capture("id".to_owned()),
            Segment::Mixed(vec![Part::Text("roo".to_owned()), Part::Capture("id".to_owned())]),
            Segment::Wildcard("rest".to_owned()),
        ];
        let mut all = vec![Vec::new()];
        let mut from = 0;
        for _ in 0..length {
            let shorter = all.get(from..).unwrap_or_default().to_vec();
            from = all.len();
            for route in shorter {
                all.extend(segments.iter().map(|segment| [route.as_slice(), std::slice::from_ref(segment)].concat()));
            }
        }
        all
    }
}
