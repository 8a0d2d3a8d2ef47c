//! Values whose keys belong to the object around them.

use crate::model::{Content, Enum, Field, Shape, Tagging, Writing, among, same};

use super::change::{Detail, ValueRule};
use super::content::{fields_of, flattened_fields};
use super::object::has_any;
use super::value::{Comparison, End};

/// How often a writer sends a key.
#[derive(Clone, Copy)]
pub(super) enum Sent {
    Always,
    Sometimes,
    Never,
}

impl Comparison<'_, '_> {
    /// Looks for the keys of a flattened value.
    pub(super) const fn read_flattened(
        &mut self,
        writer: &'static [Field],
        reader: &'static [Field],
        field: &'static Field,
    ) {
        if let Some(fields) = flattened_fields(field.shape) {
            // Of an optional one all keys may be missing, but not some.
            let is_optional = matches!(field.shape.without_newtypes(), Shape::Option(_));
            if !is_optional || has_any(writer, fields) {
                self.read_fields(writer, fields, !is_optional);
            }
            return;
        }
        match field.shape.without_newtypes() {
            Shape::Any => return,
            Shape::Map(map) => return self.read_rest(writer, reader, map.value),
            _ => {}
        }
        match flattened_other(writer, field.name) {
            Some(other) => {
                self.visit(End::new(other.shape, other.constraints), End::new(field.shape, field.constraints));
            }
            None => self.misfit(ValueRule::Type, Detail::Nothing, Detail::Shape(field.shape)),
        }
    }

    /// Compares a key that is read with what the flattened enums of a writer send under it.
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
                Tagging::Internal { .. } | Tagging::Untagged => {
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

const fn reads(field: &Field, key: &str) -> bool {
    same(field.name, key) || among(key, field.aliases)
}

/// Finds the flattened field of a writer that is neither a struct nor a map: the one of this name in Rust, or the only
/// one.
const fn flattened_other(writer: &'static [Field], name: &str) -> Option<&'static Field> {
    let mut found = None;
    let mut count = 0;
    let mut rest = writer;
    while let [other, others @ ..] = rest {
        rest = others;
        if !other.flattened || flattened_fields(other.shape).is_some() || matches!(other.writing, Writing::Never) {
            continue;
        }
        if same(other.name, name) {
            return Some(other);
        }
        found = Some(other);
        count += 1;
    }
    if count == 1 { found } else { None }
}
