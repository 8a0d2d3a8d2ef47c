//! The variants of enums.

use crate::model::{Content, Enum, Item, Shape, Tagging, UnknownFields, Variant, same};

use super::change::{Detail, ValueRule};
use super::content::{fields_of, find, is_object, is_same_tagging, kind_of, tag_of};
use super::value::{Comparison, End, accepts_null};

impl Comparison<'_, '_> {
    /// Compares two enums whose variants are sent with their names.
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
                // What is beside an internal tag is ignored. Otherwise serde's catch-all takes a name alone.
                Some(known) if known.other && !same(known.name, variant.name) => {
                    if !matches!(writer.tagging, Tagging::Internal { .. }) && !matches!(variant.content, Content::Unit)
                    {
                        self.misfit(ValueRule::Variant, Detail::Text(variant.name), Detail::Nothing);
                    }
                }
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
            _ => match (fields_of(writer, unknown_fields), fields_of(reader, unknown_fields)) {
                (Some(from), Some(to))
                    if is_object(&writer.content, tagging) == is_object(&reader.content, tagging) =>
                {
                    self.objects(from.fields, to.fields, to.unknown);
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
    pub(super) const fn accepts_content(&mut self, variant: &'static Variant, reader: End) -> bool {
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
