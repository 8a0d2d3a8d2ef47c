//! Which types mention which, without cycles.

use std::collections::HashMap;

use crate::model::{Content, Definition, Field, Shape, Type};

/// Returns for each type the places of the types that it mentions, without those that would make a cycle.
///
/// A constant can contain the constants of these. The others it has to refer to by name.
pub fn acyclic_mentions(types: &[Type]) -> Vec<Vec<usize>> {
    let places: HashMap<&str, usize> =
        types.iter().enumerate().map(|(place, one)| (one.name.as_str(), place)).collect();
    let mentions = |one: &Type| {
        let mut found = Vec::new();
        each_shape(&one.definition, &mut |shape| {
            if let Shape::Named(name) = shape {
                found.extend(places.get(name.as_str()).copied());
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    };
    without_cycles(&types.iter().map(mentions).collect::<Vec<_>>())
}

/// Keeps of the mentions those that lead to no cycle: a type that is being looked at is not mentioned again.
fn without_cycles(mentions: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut direct = vec![Vec::new(); mentions.len()];
    let mut is_done = vec![false; mentions.len()];
    let mut is_around = vec![false; mentions.len()];
    for root in 0..mentions.len() {
        // The types around the present one, each with the number of its next mention.
        let mut around: Vec<(usize, usize)> = if is_done[root] { Vec::new() } else { vec![(root, 0)] };
        while let Some((one, next)) = around.last_mut() {
            let (one, number) = (*one, *next);
            *next += 1;
            is_around[one] = true;
            let Some(&mentioned) = mentions[one].get(number) else {
                (is_done[one], is_around[one]) = (true, false);
                around.pop();
                continue;
            };
            if is_around[mentioned] {
                continue;
            }
            direct[one].push(mentioned);
            if !is_done[mentioned] {
                around.push((mentioned, 0));
            }
        }
    }
    direct
}

fn each_shape(definition: &Definition, visit: &mut impl FnMut(&Shape)) {
    let fields = |fields: &[Field], visit: &mut dyn FnMut(&Shape)| {
        for field in fields {
            each_part(&field.item.shape, visit);
        }
    };
    match definition {
        Definition::Struct { fields: list, .. } => fields(list, visit),
        Definition::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype(item) => each_part(&item.shape, visit),
                    Content::Tuple(items) => items.iter().for_each(|item| each_part(&item.shape, visit)),
                    Content::Struct(list) => fields(list, visit),
                }
            }
        }
        Definition::Newtype { item, .. } => each_part(&item.shape, visit),
        Definition::Tuple(items) => items.iter().for_each(|item| each_part(&item.shape, visit)),
    }
}

fn each_part(shape: &Shape, visit: &mut dyn FnMut(&Shape)) {
    visit(shape);
    match shape {
        Shape::Option(inner) | Shape::Patch(inner) | Shape::List { item: inner, .. } => each_part(inner, visit),
        Shape::Map(key, value) => {
            each_part(key, visit);
            each_part(value, visit);
        }
        Shape::Tuple(items) => items.iter().for_each(|item| each_part(&item.shape, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::acyclic_mentions;
    use crate::Lock;

    #[test]
    fn each_cycle_is_cut_once() {
        let text =
            "format 1\nstruct A\n  b: B\n  c: option list C\nstruct B\n  a: option A\nstruct C\n  c: list C\n  b: B\n";
        let lock = Lock::parse_inner(text).unwrap();
        assert_eq!(acyclic_mentions(&lock.types), [vec![1, 2], vec![], vec![1]]);
    }
}
