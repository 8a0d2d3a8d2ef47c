//! Types that consist of nothing but themselves: reading one would not end.

use std::collections::HashMap;

use api_lock::{Content, Definition, Shape, Tagging, Type};

use super::error::OpenApiError;

/// Checks that every type has a part of its own around each use of itself: a key, an array or a map.
pub(super) fn check(types: &[Type]) -> Result<(), OpenApiError> {
    let places: HashMap<&str, usize> = types.iter().enumerate().map(|(at, one)| (one.name.as_str(), at)).collect();
    let same_value: Vec<Vec<usize>> = types.iter().map(|one| same_value(&one.definition, &places)).collect();
    let mut states = vec![State::New; types.len()];
    for start in 0..types.len() {
        // Without recursion: a chain of references may be as long as the document.
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let Some(state) = states.get_mut(*at) else { break };
            if *next == 0 {
                if *state == State::Done {
                    path.pop();
                    continue;
                }
                *state = State::Open;
            }
            let target = same_value.get(*at).and_then(|targets| targets.get(*next)).copied();
            *next += 1;
            match target {
                None => {
                    *state = State::Done;
                    path.pop();
                }
                Some(target) if states.get(target) == Some(&State::Open) => {
                    let name = types.get(target).map(|one| one.name.clone()).unwrap_or_default();
                    return Err(OpenApiError::Cycle(name));
                }
                Some(target) => path.push((target, 0)),
            }
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Returns the types whose values are values of this type, without anything around them.
fn same_value(definition: &Definition, places: &HashMap<&str, usize>) -> Vec<usize> {
    let shapes: Vec<&Shape> = match definition {
        Definition::Newtype { item, .. } => vec![&item.shape],
        Definition::Enum { tagging: Tagging::Untagged | Tagging::Internal(_), variants, .. } => {
            let inner = variants.iter().filter_map(|variant| match &variant.content {
                Content::Newtype(item) => Some(&item.shape),
                _ => None,
            });
            inner.collect()
        }
        Definition::Struct { fields, .. } => {
            fields.iter().filter(|field| field.flattened).map(|field| &field.item.shape).collect()
        }
        Definition::Enum { .. } | Definition::Tuple(_) => Vec::new(),
    };
    shapes.into_iter().filter_map(|shape| named(shape)).filter_map(|name| places.get(name).copied()).collect()
}

fn named(shape: &Shape) -> Option<&str> {
    match shape {
        Shape::Named(name) => Some(name),
        Shape::Option(shape) | Shape::Patch(shape) => named(shape),
        _ => None,
    }
}
