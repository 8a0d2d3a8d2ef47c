//! Types that contain themselves, directly or through others.

use std::collections::HashMap;

use api_lock::{Content, Definition, Shape, Type};

/// The groups of types that contain each other.
#[derive(Debug)]
pub(super) struct Recursion<'l> {
    /// The group of each type in a cycle.
    groups: HashMap<&'l str, usize>,
}

impl<'l> Recursion<'l> {
    pub(super) fn new(types: &'l [Type]) -> Self {
        let places: HashMap<&str, usize> = types.iter().enumerate().map(|(at, one)| (one.name.as_str(), at)).collect();
        let edges: Vec<Vec<usize>> = types
            .iter()
            .map(|one| {
                let mut names = Vec::new();
                each_shape(&one.definition, &mut |shape| mentioned(shape, &mut names));
                names.iter().filter_map(|name| places.get(name).copied()).collect()
            })
            .collect();
        let mut groups = HashMap::new();
        for (number, group) in components(&edges).iter().enumerate() {
            let is_cycle =
                group.len() > 1 || group.iter().any(|at| edges.get(*at).is_some_and(|targets| targets.contains(at)));
            if is_cycle {
                groups.extend(group.iter().filter_map(|at| types.get(*at)).map(|one| (one.name.as_str(), number)));
            }
        }
        Self { groups }
    }

    /// Returns whether a type is part of the same cycle as another.
    pub(super) fn is_around(&self, one: &str, other: &str) -> bool {
        self.groups.get(one).is_some_and(|group| self.groups.get(other) == Some(group))
    }
}

/// Collects the names of types in a shape.
pub(super) fn mentioned<'s>(shape: &'s Shape, names: &mut Vec<&'s str>) {
    match shape {
        Shape::Named(name) => names.push(name),
        Shape::Option(shape) | Shape::Patch(shape) | Shape::List { item: shape, .. } => mentioned(shape, names),
        Shape::Map(key, value) => {
            mentioned(key, names);
            mentioned(value, names);
        }
        Shape::Tuple(items) => items.iter().for_each(|item| mentioned(&item.shape, names)),
        Shape::Null | Shape::Boolean | Shape::Integer { .. } | Shape::Number | Shape::Text(_) | Shape::Any => {}
    }
}

/// Adds the names that a definition mentions.
pub(super) fn mentioned_by<'l>(definition: &'l Definition, names: &mut Vec<&'l str>) {
    each_shape(definition, &mut |shape| mentioned(shape, names));
}

fn each_shape<'l>(definition: &'l Definition, visit: &mut impl FnMut(&'l Shape)) {
    match definition {
        Definition::Struct { fields, .. } => fields.iter().for_each(|field| visit(&field.item.shape)),
        Definition::Newtype { item, .. } => visit(&item.shape),
        Definition::Tuple(items) => items.iter().for_each(|item| visit(&item.shape)),
        Definition::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype(item) => visit(&item.shape),
                    Content::Tuple(items) => items.iter().for_each(|item| visit(&item.shape)),
                    Content::Struct(fields) => fields.iter().for_each(|field| visit(&field.item.shape)),
                }
            }
        }
    }
}

/// Returns the strongly connected components of a graph, by Tarjan's algorithm. It keeps its own stack, because a chain
/// of types may be long.
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let (mut order, mut low) = (vec![NEW; edges.len()], vec![NEW; edges.len()]);
    let (mut is_open, mut open, mut found, mut next) = (vec![false; edges.len()], Vec::new(), Vec::new(), 0);
    for start in 0..edges.len() {
        if order[start] != NEW {
            continue;
        }
        let mut calls = vec![(start, 0)];
        while let Some((at, edge)) = calls.last().copied() {
            if edge == 0 {
                (order[at], low[at]) = (next, next);
                next += 1;
                open.push(at);
                is_open[at] = true;
            }
            if let Some(&target) = edges[at].get(edge) {
                if let Some(call) = calls.last_mut() {
                    call.1 += 1;
                }
                if order[target] == NEW {
                    calls.push((target, 0));
                } else if is_open[target] {
                    low[at] = low[at].min(order[target]);
                }
                // A visit begins once: an edge number above zero keeps it from beginning again.
                continue;
            }
            calls.pop();
            if let Some((parent, _)) = calls.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
            if low[at] == order[at] {
                let mut group = Vec::new();
                while let Some(member) = open.pop() {
                    is_open[member] = false;
                    group.push(member);
                    if member == at {
                        break;
                    }
                }
                found.push(group);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn what_reaches_each_other_is_one_component() {
        let mut found = components(&[vec![1], vec![2, 3], vec![0], vec![3], vec![]]);
        for group in &mut found {
            group.sort_unstable();
        }
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![3], vec![4]]);
    }
}
