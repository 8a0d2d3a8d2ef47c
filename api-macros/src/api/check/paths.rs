//! The paths of routes as a tree, which finds those that may match a path of another route without comparing each pair.

use std::collections::HashMap;

use super::super::model::Segment;

/// Routes by their segments.
#[derive(Default)]
pub(super) struct Paths<'a> {
    literals: HashMap<&'a str, Paths<'a>>,
    /// Below a capture or a wildcard, which match any segment.
    open: Option<Box<Paths<'a>>>,
    /// The routes that end here.
    ends: Vec<usize>,
}

impl<'a> Paths<'a> {
    /// Adds a route.
    pub(super) fn insert(&mut self, segments: &'a [Segment], route: usize) {
        match segments.split_first() {
            None => self.ends.push(route),
            Some((Segment::Literal(text), rest)) => self.literals.entry(text).or_default().insert(rest, route),
            Some((_, rest)) => self.open.get_or_insert_default().insert(rest, route),
        }
    }

    /// Returns the routes with as many segments that no two literals tell apart, in the order of their numbers.
    pub(super) fn matching_some_path_of(&self, segments: &[Segment]) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect(segments, &mut found);
        found.sort_unstable();
        found
    }

    fn collect(&self, segments: &[Segment], found: &mut Vec<usize>) {
        let Some((first, rest)) = segments.split_first() else {
            found.extend_from_slice(&self.ends);
            return;
        };
        if let Some(open) = &self.open {
            open.collect(rest, found);
        }
        match first {
            Segment::Literal(text) => {
                if let Some(next) = self.literals.get(text.as_str()) {
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

#[cfg(test)]
mod tests {
    use super::super::super::model::Segment;
    use super::Paths;

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
        one.len() == other.len()
            && one.iter().zip(other).all(|pair| match pair {
                (Segment::Literal(one), Segment::Literal(other)) => one == other,
                _ => true,
            })
    }

    /// Returns each route of at most that many segments, which are one of two literals, a capture or a wildcard.
    fn routes_up_to(length: usize) -> Vec<Vec<Segment>> {
        let segments = [
            Segment::Literal("rooms".to_owned()),
            Segment::Literal("users".to_owned()),
            Segment::Capture("id".to_owned()),
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
