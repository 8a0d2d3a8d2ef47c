//! What shapes and trees are made of: the value inside of wrappers, the items of a list, the rest of an object.

use super::tree::Node;
use crate::model::{Field, Reading, Shape};

/// Returns the shape inside newtypes, options and references by name.
pub(in super::super) fn value_shape(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Newtype(one) => value_shape(one.item.shape),
        Shape::Option(inner) => value_shape(inner),
        Shape::Reference(one) => value_shape(one.resolve()),
        other => other,
    }
}

/// Returns the shape of the values of a flattened map.
pub(in super::super) fn rest_of(fields: &'static [Field]) -> Option<&'static Shape> {
    fields.iter().filter(|field| field.flattened && field.reading != Reading::Ignored).find_map(|field| {
        match value_shape(field.shape) {
            Shape::Map(map) => Some(map.value),
            Shape::Struct(inner) => rest_of(inner.fields),
            _ => None,
        }
    })
}

/// Returns whether the text in brackets stands for an item of a list.
pub(super) fn is_item(step: &str) -> bool {
    step.is_empty() || step.parse::<u64>().is_ok()
}

/// Returns the items of a list: the values of the name itself, those of `[]`, and those of `[0]`, `[1]` and so on.
pub(super) fn items(node: Node<'_>) -> Vec<Node<'_>> {
    let plain = |text| Node { texts: vec![text], ..Node::default() };
    let mut items: Vec<Node<'_>> = node.texts.into_iter().map(plain).collect();
    let mut numbered: Vec<(u64, Node<'_>)> = Vec::new();
    for (step, node) in node.members {
        match step.parse() {
            Ok(number) => numbered.push((number, node)),
            Err(_) if step.is_empty() => {
                if !node.members.is_empty() {
                    items.push(Node { members: node.members, ..Node::default() });
                }
                items.extend(node.texts.into_iter().map(plain));
            }
            // Refused before, and reported with the problems.
            Err(_) => {}
        }
    }
    // `10` is before `9` in a map of texts.
    numbered.sort_by_key(|(number, _)| *number);
    items.extend(numbered.into_iter().map(|(_, node)| node));
    items
}
