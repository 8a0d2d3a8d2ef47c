//! What an element holds: the value of a shape, or the fields of a variant.

use crate::model::{Content, Enum, Field, Item, List, Newtype, Shape, Variant};

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// A value.
    Shape(&'static Shape),
    /// The fields of a variant.
    Fields(&'static [Field]),
}

impl Part {
    /// Returns the part that a variant's element holds. `None`: the variant is a tuple, which XML cannot hold.
    pub(super) const fn of_variant(variant: &'static Variant) -> Option<Self> {
        match &variant.content {
            Content::Unit => Some(Self::Shape(&Shape::Null)),
            Content::Newtype(Item { shape, .. }) => Some(Self::Shape(shape)),
            Content::Struct(fields) => Some(Self::Fields(fields)),
            Content::Tuple(_) => None,
        }
    }

    /// Returns the list whose items are elements of the same name.
    pub(super) fn list(self) -> Option<&'static List> {
        match self {
            Self::Shape(shape) => match resolved(shape) {
                Shape::List(list) => Some(list),
                _ => None,
            },
            Self::Fields(_) => None,
        }
    }

    /// Returns whether the value may be `null`.
    pub(super) fn is_optional(self) -> bool {
        matches!(self, Self::Shape(shape) if matches!(resolved(shape), Shape::Option(_) | Shape::Patch(_)))
    }
}

/// Returns a shape without newtypes and references.
pub(super) fn resolved(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Newtype(Newtype { item, .. }) => resolved(item.shape),
        Shape::Reference(reference) => resolved(reference.resolve()),
        _ => shape,
    }
}

/// Returns the variant of a name, or the one that is taken for every unknown name.
pub(super) fn variant(item: &Enum, name: &str) -> Option<&'static Variant> {
    named_variant(item, name).or_else(|| item.variants.iter().find(|variant| variant.other))
}

/// Returns the variant of a name.
pub(super) fn named_variant(item: &Enum, name: &str) -> Option<&'static Variant> {
    item.variants.iter().find(|variant| variant.name == name || variant.aliases.contains(&name))
}

/// Returns the name of the root element: that of the type.
pub(super) fn root_name(shape: &'static Shape) -> Option<&'static str> {
    match shape {
        Shape::Option(inner) | Shape::Patch(inner) => root_name(inner),
        Shape::Reference(reference) => root_name(reference.resolve()),
        _ => shape.declaration().map(|declaration| declaration.name),
    }
}
