//! The variants of enums.

use crate::model::{Content, Enum, Field, Shape, Tagging, UnknownFields, Variant};

use super::change::{Detail, ValueRule};
use super::text::{among, same};
use super::value::{Comparison, End, accepts_null};

impl Comparison<'_, '_> {
    /// Compares two enums whose variants are told apart by names.
    pub(super) const fn enums(&mut self, writer: &'static Enum, reader: &'static Enum) {
        if !is_same_tagging(&writer.tagging, &reader.tagging) {
            self.misfit(ValueRule::Type, Detail::Text(tag_of(&writer.tagging)), Detail::Text(tag_of(&reader.tagging)));
            return;
        }
        let mut index = 0;
        while index < writer.variants.len() {
            let variant = &writer.variants[index];
            index += 1;
            if !variant.written {
                continue;
            }
            match find(reader, variant.name) {
                Some(known) if known.other && !same(known.name, variant.name) => {}
                Some(known) => self.contents(variant, known, &writer.tagging, reader.unknown_fields),
                None => self.misfit(ValueRule::Variant, Detail::Text(variant.name), Detail::Nothing),
            }
        }
    }

    const fn contents(
        &mut self,
        writer: &'static Variant,
        reader: &'static Variant,
        tagging: &Tagging,
        unknown_fields: UnknownFields,
    ) {
        let before = self.trail;
        self.trail = before.then(writer.name);
        match (&writer.content, &reader.content) {
            (Content::Unit, Content::Unit) => {}
            (Content::Newtype(one), Content::Newtype(other)) => {
                self.value(End::new(one.shape, one.constraints), End::new(other.shape, other.constraints));
            }
            (Content::Tuple(one), Content::Tuple(other)) => {
                self.tuples(one, other, End::plain(&Shape::Any), End::plain(&Shape::Any));
            }
            _ => match (fields_of(writer), fields_of(reader)) {
                (Some(from), Some(to))
                    if is_object(&writer.content, tagging) == is_object(&reader.content, tagging) =>
                {
                    self.objects(from, to, unknown_fields);
                }
                _ => self.misfit(ValueRule::Type, kind_of(&writer.content), kind_of(&reader.content)),
            },
        }
        self.trail = before;
    }

    /// Returns the value of a variant that is sent without its name. `None` for an object without a shape of its own.
    #[expect(clippy::unused_self, reason = "reads as the other questions do")]
    pub(super) const fn content_end(&self, variant: &'static Variant) -> Option<End> {
        match &variant.content {
            Content::Unit => Some(End::plain(&Shape::Null)),
            Content::Newtype(item) => Some(End::new(item.shape, item.constraints)),
            Content::Tuple(_) | Content::Struct(_) => None,
        }
    }

    /// Returns whether a reader accepts a variant that is an object or an array, sent without its name.
    pub(super) const fn accepts_content(&self, variant: &'static Variant, reader: End) -> bool {
        let shape = reader.shape.without_newtypes();
        if matches!(shape, Shape::Any) || (matches!(variant.content, Content::Unit) && accepts_null(shape)) {
            return true;
        }
        match (&variant.content, shape) {
            (Content::Struct(fields), Shape::Struct(other)) => {
                self.objects_would_fit(fields, other.fields, other.unknown_fields)
            }
            (content, Shape::Enum(other)) if matches!(other.tagging, Tagging::Untagged) => {
                let mut index = 0;
                while index < other.variants.len() {
                    let known = &other.variants[index];
                    let fits = match (content, &known.content) {
                        (Content::Struct(fields), Content::Struct(wanted)) => {
                            self.objects_would_fit(fields, wanted, other.unknown_fields)
                        }
                        (Content::Struct(fields), Content::Newtype(item)) => match item.shape.without_newtypes() {
                            Shape::Struct(wanted) => {
                                self.objects_would_fit(fields, wanted.fields, wanted.unknown_fields)
                            }
                            _ => false,
                        },
                        (Content::Tuple(items), Content::Tuple(wanted)) => items.len() == wanted.len(),
                        _ => false,
                    };
                    if known.read && fits {
                        return true;
                    }
                    index += 1;
                }
                false
            }
            _ => false,
        }
    }
}

/// Returns the keys of a variant's content, if it is an object or nothing.
pub(super) const fn fields_of(variant: &'static Variant) -> Option<&'static [Field]> {
    match &variant.content {
        Content::Unit => Some(&[]),
        Content::Struct(fields) => Some(fields),
        Content::Newtype(item) => match item.shape.without_newtypes() {
            Shape::Struct(one) => Some(one.fields),
            _ => None,
        },
        Content::Tuple(_) => None,
    }
}

/// Returns whether the content is sent as an object. Beside an internal tag nothing is an object too.
const fn is_object(content: &Content, tagging: &Tagging) -> bool {
    !matches!(content, Content::Unit) || matches!(tagging, Tagging::Internal { .. })
}

const fn find(reader: &'static Enum, name: &str) -> Option<&'static Variant> {
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

const fn is_same_tagging(one: &Tagging, other: &Tagging) -> bool {
    match (one, other) {
        (Tagging::External, Tagging::External) | (Tagging::Untagged, Tagging::Untagged) => true,
        (Tagging::Internal { tag }, Tagging::Internal { tag: wanted }) => same(tag, wanted),
        (Tagging::Adjacent { tag, content }, Tagging::Adjacent { tag: wanted, content: place }) => {
            same(tag, wanted) && same(content, place)
        }
        _ => false,
    }
}

const fn tag_of(tagging: &Tagging) -> &'static str {
    match tagging {
        Tagging::External => "the variant is the only key",
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => tag,
        Tagging::Untagged => "the variant is not named",
    }
}

const fn kind_of(content: &Content) -> Detail {
    Detail::Text(match content {
        Content::Unit => "no content",
        Content::Newtype(item) => return Detail::Shape(item.shape),
        Content::Tuple(_) => "an array",
        Content::Struct(_) => "an object",
    })
}
