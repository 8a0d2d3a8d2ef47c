//! Enums whose variants are among the keys of the object around them.

use crate::model::{Content, Enum, Field, Shape, Tagging, Writing, among, same};

use super::change::{Detail, ValueRule};
use super::content::fields_of;
use super::value::{Comparison, End};

/// How often a writer sends a key.
#[derive(Clone, Copy)]
pub(super) enum Sent {
    Always,
    Sometimes,
    Never,
}

impl Comparison<'_, '_> {
    /// Compares a key that is read with what the flattened enums of a writer send under it.
    #[inline]
    pub(super) const fn written_by_variants(&mut self, writer: &'static [Field], field: &'static Field) -> Sent {
        let mut sent = Sent::Never;
        let mut rest = writer;
        while let [other, others @ ..] = rest {
            rest = others;
            if !other.flattened || matches!(other.writing, Writing::Never) {
                continue;
            }
            if let Shape::Enum(one) = other.shape.without_newtypes() {
                let written = self.variants_as_keys(one, field);
                if !matches!(written, Sent::Never) {
                    sent = written;
                }
            }
        }
        sent
    }

    #[inline]
    const fn variants_as_keys(&mut self, writer: &'static Enum, field: &'static Field) -> Sent {
        let reader = End::new(field.shape, field.constraints);
        let mut sent = Sent::Never;
        if let Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } = writer.tagging
            && reads(field, tag)
        {
            self.visit(End::plain(&Shape::Text { format: None }), reader);
            sent = Sent::Always;
        }
        let mut rest = writer.variants;
        while let [variant, others @ ..] = rest {
            rest = others;
            if !variant.written {
                continue;
            }
            let content_key = match writer.tagging {
                Tagging::External => variant.name,
                Tagging::Adjacent { content, .. } => content,
                Tagging::Internal { .. } | Tagging::Untagged | Tagging::Integer => {
                    if let Some(keys) = fields_of(variant, writer.unknown_fields)
                        && self.one_of(keys.fields, field)
                    {
                        sent = Sent::Sometimes;
                    }
                    continue;
                }
            };
            if reads(field, content_key) {
                sent = Sent::Sometimes;
                if let Content::Newtype(item) = &variant.content {
                    self.visit(End::new(item.shape, item.constraints), reader);
                } else if !matches!(field.shape.without_newtypes(), Shape::Any) {
                    self.misfit(ValueRule::Type, Detail::Text(variant.name), Detail::Shape(field.shape));
                }
            }
        }
        sent
    }

    /// Compares the field that is read with the one of the same key, and returns whether there is one.
    #[inline]
    const fn one_of(&mut self, fields: &'static [Field], reader: &'static Field) -> bool {
        let mut rest = fields;
        while let [field, others @ ..] = rest {
            rest = others;
            if !matches!(field.writing, Writing::Never) && !field.flattened && reads(reader, field.name) {
                let writer = End::new(field.shape, field.constraints);
                self.visit(writer, End::new(reader.shape, reader.constraints));
                return true;
            }
        }
        false
    }
}

#[inline]
const fn reads(field: &Field, key: &str) -> bool {
    same(field.name, key) || among(key, field.aliases)
}
