//! What variants and flattened fields are made of, without a comparison.

use crate::model::{Content, Enum, Field, Shape, Tagging, UnknownFields, Variant, among, same};

use super::change::Detail;

/// Returns the keys of a variant's content, if it is an object or nothing.
#[inline]
pub(super) const fn fields_of(variant: &'static Variant, of_enum: UnknownFields) -> Option<Keys> {
    match &variant.content {
        Content::Unit => Some(Keys { fields: &[], unknown: of_enum }),
        Content::Struct(fields) => Some(Keys { fields, unknown: of_enum }),
        Content::Newtype(item) => match item.shape.without_newtypes() {
            Shape::Struct(one) => Some(Keys { fields: one.fields, unknown: one.unknown_fields }),
            _ => None,
        },
        Content::Tuple(_) => None,
    }
}

/// The keys of an object, and what a reader does with others.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    pub(super) fields: &'static [Field],
    pub(super) unknown: UnknownFields,
}

/// Returns whether the content is sent as an object. Beside an internal tag nothing is an object too.
#[inline]
pub(super) const fn is_object(content: &Content, tagging: &Tagging) -> bool {
    !matches!(content, Content::Unit) || matches!(tagging, Tagging::Internal { .. })
}

#[inline]
pub(super) const fn find(reader: &'static Enum, name: &str) -> Option<&'static Variant> {
    let mut other = None;
    let mut index = 0;
    while index < reader.variants.len() {
        let variant = &reader.variants[index];
        index += 1;
        if !variant.read {
            continue;
        }
        if same(variant.name, name) || among(name, variant.aliases) {
            return Some(variant);
        }
        if variant.other {
            other = Some(variant);
        }
    }
    other
}

#[inline]
pub(super) const fn is_same_tagging(one: &Tagging, other: &Tagging) -> bool {
    match (one, other) {
        (Tagging::External, Tagging::External)
        | (Tagging::Untagged, Tagging::Untagged)
        | (Tagging::Integer, Tagging::Integer) => true,
        (Tagging::Internal { tag }, Tagging::Internal { tag: wanted }) => same(tag, wanted),
        (Tagging::Adjacent { tag, content }, Tagging::Adjacent { tag: wanted, content: place }) => {
            same(tag, wanted) && same(content, place)
        }
        _ => false,
    }
}

#[inline]
pub(super) const fn tag_of(tagging: &Tagging) -> &'static str {
    match tagging {
        Tagging::External => "the variant is the only key",
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => tag,
        Tagging::Untagged => "the variant is not named",
        Tagging::Integer => "the variant is a number",
    }
}

#[inline]
pub(super) const fn kind_of(content: &Content) -> Detail {
    Detail::Text(match content {
        Content::Unit => "no content",
        Content::Newtype(item) => return Detail::Shape(item.shape),
        Content::Tuple(_) => "an array",
        Content::Struct(_) => "an object",
    })
}

/// Returns the fields of a flattened struct.
#[inline]
pub(super) const fn flattened_fields(shape: &'static Shape) -> Option<&'static [Field]> {
    match shape.without_newtypes() {
        Shape::Struct(one) => Some(one.fields),
        Shape::Option(shape) => match shape.without_newtypes() {
            Shape::Struct(one) => Some(one.fields),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether every text is a key of a map.
#[inline]
pub(super) const fn accepts_any_key(key: &Shape) -> bool {
    match key {
        Shape::Newtype(one) => one.item.constraints.is_none() && accepts_any_key(one.item.shape),
        Shape::Text { format: None } | Shape::Any => true,
        _ => false,
    }
}

/// Returns whether a reader takes every text as the name of a variant.
#[inline]
pub(super) const fn takes_any_name(reader: &Enum) -> bool {
    let mut has_rest = false;
    let mut index = 0;
    while index < reader.variants.len() {
        let variant = &reader.variants[index];
        if variant.read && variant.other {
            has_rest = true;
        }
        index += 1;
    }
    has_rest && reader.is_unit_only() && matches!(reader.tagging, Tagging::External)
}
