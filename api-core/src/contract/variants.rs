//! The variants of enums.

use crate::model::{Content, Enum, Shape, Tagging, UnknownFields, Variant, same};

use super::change::{Detail, ValueRule};
use super::content::{fields_of, find, is_object, is_same_tagging, kind_of, tag_of};
use super::limits::{length_detail, listed};
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    /// Compares two enums whose variants are sent with their names.
    #[inline]
    pub(super) const fn enums(&mut self, writer: &'static Enum, reader: &'static Enum) {
        if !is_same_tagging(&writer.tagging, &reader.tagging) {
            self.misfit(ValueRule::Type, Detail::Text(tag_of(&writer.tagging)), Detail::Text(tag_of(&reader.tagging)));
            return;
        }
        let mut rest = writer.variants;
        while let [variant, others @ ..] = rest {
            rest = others;
            if !variant.written {
                continue;
            }
            match find(reader, variant.name) {
                // What is beside an internal tag is ignored. Otherwise serde's catch-all takes a name alone.
                Some(known) if known.other && !same(known.name, variant.name) => {
                    let is_lost = match writer.tagging {
                        Tagging::Internal { .. } => false,
                        Tagging::Integer => !is_read_by_rest(variant.name, reader),
                        _ => !matches!(variant.content, Content::Unit),
                    };
                    if is_lost {
                        self.misfit(ValueRule::Variant, Detail::Text(variant.name), Detail::Nothing);
                    }
                }
                Some(known) => self.contents(variant, known, &writer.tagging, reader.unknown_fields),
                None => self.misfit(ValueRule::Variant, Detail::Text(variant.name), Detail::Nothing),
            }
        }
    }

    #[inline]
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
                self.visit(End::new(one.shape, one.constraints), End::new(other.shape, other.constraints));
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

    /// Compares the names of variants without content with text.
    #[inline]
    pub(super) const fn names(&mut self, writer: &'static Enum, from: End, reader: End) {
        let wanted = reader.constraints;
        if wanted.pattern.is_some() || wanted.format.is_some() {
            self.patterns(from, reader, None);
            return;
        }
        let mut rest = writer.variants;
        while let [variant, others @ ..] = rest {
            rest = others;
            let length = characters(variant.name);
            let is_short = matches!(wanted.min_length, Some(least) if length < least);
            let is_long = matches!(wanted.max_length, Some(most) if length > most);
            if variant.written && (is_short || is_long) {
                let limit = if is_short { wanted.min_length } else { wanted.max_length };
                self.misfit(ValueRule::Limit, Detail::Text(variant.name), length_detail(limit));
            }
        }
    }
}

/// Returns whether the catch-all of an enum that is sent as numbers certainly reads one. The integer type of the enum
/// is
/// unknown: every one holds the numbers up to 127, and what is between those that are listed.
#[inline]
const fn is_read_by_rest(name: &str, reader: &Enum) -> bool {
    let Some(number) = listed(name) else { return false };
    let (mut least, mut most) = (0, i8::MAX as i128);
    let mut rest = reader.variants;
    while let [variant, others @ ..] = rest {
        rest = others;
        if let Some(known) = listed(variant.name) {
            (least, most) = (if known < least { known } else { least }, if known > most { known } else { most });
        }
    }
    least <= number && number <= most
}

/// Returns the number of characters of a text.
#[inline]
const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut index) = (0, 0);
    while index < bytes.len() {
        // Bytes that continue a character begin with the bits 10.
        if bytes[index] & 0xC0 != 0x80 {
            count += 1;
        }
        index += 1;
    }
    count
}
