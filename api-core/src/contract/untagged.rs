//! Enums whose variants are sent without their names.

use crate::model::{Content, Enum, Item, Shape, Tagging, Variant};

use super::change::{Detail, ValueRule};
use super::content::fields_of;
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    /// Compares each variant of a writer.
    #[inline]
    pub(super) const fn written_untagged(&mut self, one: &'static Enum, reader: End) {
        let mut index = 0;
        while index < one.variants.len() {
            let variant = &one.variants[index];
            if variant.written {
                match content_end(variant) {
                    Some(writer) => self.part(variant.name, writer, reader),
                    None if self.accepts_content(variant, reader) => {}
                    None => {
                        self.misfit(ValueRule::Variant, Detail::Text(variant.name), Detail::Shape(reader.shape));
                    }
                }
            }
            index += 1;
        }
    }

    /// Looks for a variant of the reader that takes the value.
    #[inline]
    pub(super) const fn read_untagged(&mut self, writer: End, other: &'static Enum, reader: End) {
        let mut index = 0;
        while index < other.variants.len() {
            let variant = &other.variants[index];
            if variant.read
                && let Some(end) = content_end(variant)
                && self.would_fit(writer, end)
            {
                return;
            }
            if variant.read
                && !matches!(variant.content, Content::Unit)
                && let (Shape::Struct(one), Some(keys)) = (writer.shape, fields_of(variant, other.unknown_fields))
                && self.objects_would_fit(one.fields, keys.fields, keys.unknown)
            {
                return;
            }
            index += 1;
        }
        self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
    }

    #[inline]
    const fn items_would_fit(&mut self, writer: &'static [Item], reader: &'static [Item]) -> bool {
        if writer.len() != reader.len() {
            return false;
        }
        let mut index = 0;
        while index < writer.len() {
            let (one, other) = (&writer[index], &reader[index]);
            if !self.would_fit(End::new(one.shape, one.constraints), End::new(other.shape, other.constraints)) {
                return false;
            }
            index += 1;
        }
        true
    }

    /// Returns whether a reader accepts a variant that is an object or an array, sent without its name.
    #[inline]
    const fn accepts_content(&mut self, variant: &'static Variant, reader: End) -> bool {
        let shape = reader.shape.without_newtypes();
        if matches!(shape, Shape::Any) || (matches!(variant.content, Content::Unit) && shape.accepts_null()) {
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
                        (Content::Tuple(items), Content::Tuple(wanted)) => self.items_would_fit(items, wanted),
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

/// Returns the value of a variant that is sent without its name. `None` for an object without a shape of its own.
#[inline]
const fn content_end(variant: &'static Variant) -> Option<End> {
    match &variant.content {
        Content::Unit => Some(End::plain(&Shape::Null)),
        Content::Newtype(item) => Some(End::new(item.shape, item.constraints)),
        Content::Tuple(_) | Content::Struct(_) => None,
    }
}
