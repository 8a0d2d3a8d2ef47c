//! Values with values inside, in keys with brackets: `filter[status]=open`, `items[0][price]=5`, `ids[]=1`.
//!
//! OpenAPI calls the first form `deepObject` and leaves the others open; the forms here are those that PHP, Rails and
//! Stripe read and write.
//!
//! ```text
//! tree        the keys of a query below one name, as a tree
//! read        a serde deserializer of a tree
//! problems    all that is wrong with a tree
//! write       a serde serializer into keys with brackets
//! ```

mod problems;
mod read;
mod tree;
mod write;

#[cfg(test)]
mod tests;

use crate::model::{Shape, Tagging};

pub(super) use self::problems::problems;
pub(super) use self::read::{NodeReader, is_present_without_key, rest_of, value_shape};
pub(super) use self::tree::{Node, is_below, rest, tree};
pub(super) use self::write::NodeWriter;

/// Returns whether values of this shape have keys with brackets, because one key cannot hold them.
pub(super) fn is_nested(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(_) | Shape::Map(_) => true,
        Shape::List(list) => !list.item.is_scalar(),
        Shape::Option(inner) => is_nested(inner),
        Shape::Newtype(one) => is_nested(one.item.shape),
        Shape::Enum(one) => one.tagging == Tagging::Untagged,
        Shape::Reference(one) => is_nested(one.resolve()),
        _ => false,
    }
}
