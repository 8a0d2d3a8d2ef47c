//! The shapes with names that a description mentions.

use std::collections::HashSet;

use api_core::description::{BodyDescription, Description, Exchange};
use api_core::model::{Content, Field, Item, Shape};

use super::Known;

/// Returns the shapes with names that a description mentions.
pub(crate) fn named_shapes(description: &'static Description, known: Known) -> Vec<(&'static Shape, Known)> {
    let (mut found, mut addresses) = (Vec::new(), HashSet::new());
    let mut rest: Vec<&'static Shape> = Vec::new();
    for endpoint in description.endpoints {
        rest.extend(endpoint.parameters.iter().map(|parameter| parameter.shape));
        rest.extend(endpoint.body.iter().flat_map(BodyDescription::forms).map(|form| form.shape));
        rest.extend(endpoint.outputs.iter().filter_map(|output| output.shape));
        rest.extend(endpoint.errors.iter().filter_map(|case| case.attributes));
        if let Exchange::Duplex(duplex) = &endpoint.exchange {
            rest.push(duplex.input);
        }
    }
    while let Some(shape) = rest.pop() {
        if !addresses.insert(std::ptr::from_ref(shape)) {
            continue;
        }
        found.extend(shape.declaration().map(|_| (shape, known)));
        rest.extend(parts(shape, known));
    }
    found
}

/// Returns the shapes that a shape consists of.
fn parts(shape: &'static Shape, known: Known) -> Vec<&'static Shape> {
    let of_fields = |fields: &'static [Field]| fields.iter().map(|field| field.shape).collect::<Vec<_>>();
    let of_items = |items: &'static [Item]| items.iter().map(|item| item.shape).collect::<Vec<_>>();
    match shape {
        Shape::Option(inner) | Shape::Patch(inner) => vec![inner],
        Shape::List(list) => vec![list.item],
        Shape::Map(map) => vec![map.key, map.value],
        Shape::Tuple(tuple) => of_items(tuple.items),
        Shape::Struct(one) => of_fields(one.fields),
        Shape::Newtype(one) => vec![one.item.shape],
        Shape::Reference(reference) => vec![known.resolve(reference)],
        Shape::Enum(one) => one
            .variants
            .iter()
            .flat_map(|variant| match variant.content {
                Content::Unit => Vec::new(),
                Content::Newtype(item) => vec![item.shape],
                Content::Tuple(items) => of_items(items),
                Content::Struct(fields) => of_fields(fields),
            })
            .collect(),
        _ => Vec::new(),
    }
}
