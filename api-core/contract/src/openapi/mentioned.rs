//! The types that operations mention, directly or through others.

use std::collections::{BTreeMap, HashSet};

use api_lock::{Content, Definition, Field, Lock, Shape, Type};

/// Returns the types that operations mention, sorted by name. Others were made for values that became text.
pub(super) fn types(lock: &Lock, mut all: BTreeMap<String, Definition>) -> Vec<Type> {
    let mut waiting: Vec<String> = Vec::new();
    for operation in lock.all_operations() {
        operation.parameters.iter().for_each(|one| names(&one.shape, &mut waiting));
        operation.body.iter().for_each(|body| names(&body.shape, &mut waiting));
        operation.outputs.iter().filter_map(|one| one.shape.as_ref()).for_each(|shape| names(shape, &mut waiting));
        operation.errors.iter().filter_map(|one| one.attributes.as_ref()).for_each(|shape| names(shape, &mut waiting));
    }
    let mut found = HashSet::new();
    while let Some(name) = waiting.pop() {
        if let Some(definition) = all.get(&name)
            && found.insert(name)
        {
            each_shape(definition, &mut |shape| names(shape, &mut waiting));
        }
    }
    all.retain(|name, _| found.contains(name));
    all.into_iter().map(|(name, definition)| Type { name, definition }).collect()
}

fn each_shape(definition: &Definition, visit: &mut impl FnMut(&Shape)) {
    match definition {
        Definition::Struct { fields, .. } => each_field(fields, visit),
        Definition::Newtype { item, .. } => visit(&item.shape),
        Definition::Tuple(items) => items.iter().for_each(|item| visit(&item.shape)),
        Definition::Enum { variants, .. } => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype(item) => visit(&item.shape),
                    Content::Tuple(items) => items.iter().for_each(|item| visit(&item.shape)),
                    Content::Struct(fields) => each_field(fields, visit),
                }
            }
        }
    }
}

fn each_field(fields: &[Field], visit: &mut impl FnMut(&Shape)) {
    for field in fields {
        visit(&field.item.shape);
    }
}

fn names(shape: &Shape, found: &mut Vec<String>) {
    match shape {
        Shape::Named(name) => found.push(name.clone()),
        Shape::Option(shape) | Shape::Patch(shape) | Shape::List { item: shape, .. } => names(shape, found),
        Shape::Map(key, value) => {
            names(key, found);
            names(value, found);
        }
        Shape::Tuple(items) => items.iter().for_each(|item| names(&item.shape, found)),
        Shape::Null | Shape::Boolean | Shape::Integer { .. } | Shape::Number | Shape::Text(_) | Shape::Any => {}
    }
}
