//! The keys of objects.

use crate::model::{Access, Field, Reading, Shape, UnknownFields, Writing, among, same};

use super::change::{Detail, Direction, ValueRule};
use super::content::flattened_fields;
use super::flattened::Sent;
use super::value::{Comparison, End};

/// A key that a writer sends.
#[derive(Clone, Copy)]
struct Written {
    field: &'static Field,
    /// Whether it is not in every object.
    is_optional: bool,
    /// Whether the key is left out where its value would be null.
    is_never_null: bool,
}

impl Comparison<'_, '_> {
    /// Compares the keys of two objects.
    #[inline]
    pub(super) const fn objects(
        &mut self,
        writer: &'static [Field],
        reader: &'static [Field],
        unknown_fields: UnknownFields,
    ) {
        self.read_fields(writer, reader, true);
        if !has_rest(reader) {
            self.written_fields(writer, reader, unknown_fields);
        }
    }

    /// Looks for each key that is read. `needs_all` says whether required keys may not be missing.
    #[inline]
    const fn read_fields(&mut self, writer: &'static [Field], reader: &'static [Field], needs_all: bool) {
        let mut rest = reader;
        while let [field, others @ ..] = rest {
            rest = others;
            if matches!(field.reading, Reading::Ignored) {
                continue;
            }
            if field.flattened {
                self.read_flattened(writer, reader, field);
                continue;
            }
            if let Some(twice) = second_name(writer, field) {
                let before = self.trail;
                self.trail = before.then(field.name);
                self.misfit(ValueRule::Unexpected, Detail::Text(twice), Detail::Nothing);
                self.trail = before;
            }
            match find(writer, field) {
                Some(written) => self.one_field(written, field, needs_all && field.required()),
                None => self.missing_field(writer, field, needs_all && field.required()),
            }
        }
    }

    /// Looks at a field for which the writer has none.
    #[inline]
    const fn missing_field(&mut self, writer: &'static [Field], field: &'static Field, is_required: bool) {
        let before = self.trail;
        self.trail = before.then(field.name);
        let rule = match self.written_by_variants(writer, field) {
            Sent::Sometimes if is_required => Some(ValueRule::Optional),
            Sent::Never if is_required => Some(ValueRule::Missing),
            // A field that was there before, or that a consumer believes to be there.
            Sent::Never if matches!(self.direction, Direction::Response) && !has_rest(writer) => {
                Some(ValueRule::Absent)
            }
            _ => None,
        };
        if let Some(rule) = rule {
            self.misfit(rule, Detail::Nothing, Detail::Shape(field.shape));
        }
        self.trail = before;
    }

    #[inline]
    const fn one_field(&mut self, written: Written, reader: &'static Field, is_required: bool) {
        let before = self.trail;
        self.trail = before.then(reader.name);
        let writer = written.field;
        if is_required && (written.is_optional || matches!(writer.shape.without_newtypes(), Shape::Patch(_))) {
            self.misfit(ValueRule::Optional, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
        }
        match (self.direction, writer.access, reader.access) {
            (Direction::Request, Access::Both | Access::WriteOnly, Access::ReadOnly) => {
                self.misfit(ValueRule::Ignored, Detail::Shape(writer.shape), Detail::Nothing);
            }
            (Direction::Response, Access::WriteOnly, Access::Both | Access::ReadOnly) => {
                let rule = if is_required { ValueRule::Missing } else { ValueRule::Absent };
                self.misfit(rule, Detail::Nothing, Detail::Shape(reader.shape));
            }
            _ => {}
        }
        let shape = match (written.is_never_null, writer.shape) {
            (true, Shape::Option(shape)) => shape,
            _ => writer.shape,
        };
        self.visit(End::new(shape, writer.constraints), End::new(reader.shape, reader.constraints));
        self.trail = before;
    }

    /// Looks for the keys of a flattened value.
    #[inline]
    const fn read_flattened(&mut self, writer: &'static [Field], reader: &'static [Field], field: &'static Field) {
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

    /// Compares what no field of the reader names with the values of its flattened map.
    #[inline]
    pub(super) const fn read_rest(
        &mut self,
        writer: &'static [Field],
        reader: &'static [Field],
        value: &'static Shape,
    ) {
        let mut rest = writer;
        while let [field, others @ ..] = rest {
            rest = others;
            if matches!(field.writing, Writing::Never) {
                continue;
            }
            if field.flattened {
                if let Some(fields) = flattened_fields(field.shape) {
                    self.read_rest(fields, reader, value);
                } else if let Shape::Map(map) = field.shape.without_newtypes() {
                    self.part("{}", End::plain(map.value), End::plain(value));
                } else if !matches!(value, Shape::Any) {
                    self.misfit(ValueRule::Type, Detail::Shape(field.shape), Detail::Shape(value));
                }
            } else if !is_read(reader, field.name) {
                self.part(field.name, End::new(field.shape, field.constraints), End::plain(value));
            }
        }
    }

    /// Looks for a reader of each key that is written.
    #[inline]
    const fn written_fields(
        &mut self,
        writer: &'static [Field],
        reader: &'static [Field],
        unknown_fields: UnknownFields,
    ) {
        let mut rest = writer;
        while let [field, others @ ..] = rest {
            rest = others;
            if matches!(field.writing, Writing::Never) {
                continue;
            }
            if field.flattened {
                if let Some(fields) = flattened_fields(field.shape) {
                    self.written_fields(fields, reader, unknown_fields);
                } else if matches!(unknown_fields, UnknownFields::Refused) {
                    // Its keys are not known, and the reader refuses those that it does not know.
                    self.misfit(ValueRule::Unexpected, Detail::Shape(field.shape), Detail::Nothing);
                }
                continue;
            }
            if is_read(reader, field.name) {
                continue;
            }
            let rule = match unknown_fields {
                UnknownFields::Refused => ValueRule::Unexpected,
                UnknownFields::Ignored if matches!(self.direction, Direction::Request) => ValueRule::Ignored,
                UnknownFields::Ignored => continue,
            };
            let before = self.trail;
            self.trail = before.then(field.name);
            self.misfit(rule, Detail::Shape(field.shape), Detail::Nothing);
            self.trail = before;
        }
    }
}

/// Finds the key of the writer that a field reads.
#[inline]
const fn find(writer: &'static [Field], field: &Field) -> Option<Written> {
    let mut rest = writer;
    while let [written, others @ ..] = rest {
        rest = others;
        if matches!(written.writing, Writing::Never) {
            continue;
        }
        if written.flattened {
            if let Some(fields) = flattened_fields(written.shape)
                && let Some(found) = find(fields, field)
            {
                let is_optional = found.is_optional
                    || written.writing.may_omit()
                    || matches!(written.shape.without_newtypes(), Shape::Option(_));
                return Some(Written { is_optional, ..found });
            }
        } else if same(written.name, field.name) || among(written.name, field.aliases) {
            return Some(Written {
                field: written,
                is_optional: written.writing.may_omit(),
                is_never_null: matches!(written.writing, Writing::Sometimes),
            });
        }
    }
    None
}

/// Returns a key of the writer that a field reads beside another one, which serde refuses as a duplicate.
#[inline]
const fn second_name(writer: &'static [Field], field: &Field) -> Option<&'static str> {
    // Calls are what a constant evaluation takes its time for.
    if matches!(field.aliases, []) {
        return None;
    }
    let mut first = None;
    let mut index = 0;
    while index <= field.aliases.len() {
        let name = if index == 0 { field.name } else { field.aliases[index - 1] };
        index += 1;
        if let Some(sent) = sends(writer, name) {
            match first {
                Some(first) if !same(first, sent) => return Some(sent),
                _ => first = Some(sent),
            }
        }
    }
    None
}

/// Returns a key if the writer sends it.
#[inline]
const fn sends(writer: &'static [Field], name: &str) -> Option<&'static str> {
    let mut rest = writer;
    while let [written, others @ ..] = rest {
        rest = others;
        if matches!(written.writing, Writing::Never) {
            continue;
        }
        if written.flattened {
            if let Some(fields) = flattened_fields(written.shape)
                && let Some(found) = sends(fields, name)
            {
                return Some(found);
            }
        } else if same(written.name, name) {
            return Some(written.name);
        }
    }
    None
}

/// Finds the flattened field of a writer that is neither a struct nor a map: the one of this name in Rust, or the only
/// one.
#[inline]
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

/// Returns whether a writer sends one of the keys that fields read.
#[inline]
const fn has_any(writer: &'static [Field], fields: &'static [Field]) -> bool {
    let mut index = 0;
    while index < fields.len() {
        if !fields[index].flattened && find(writer, &fields[index]).is_some() {
            return true;
        }
        index += 1;
    }
    false
}

/// Returns whether a reader knows a key.
#[inline]
const fn is_read(reader: &'static [Field], key: &str) -> bool {
    let mut rest = reader;
    while let [field, others @ ..] = rest {
        rest = others;
        if matches!(field.reading, Reading::Ignored) {
            continue;
        }
        if field.flattened {
            if let Some(fields) = flattened_fields(field.shape)
                && is_read(fields, key)
            {
                return true;
            }
        } else if same(field.name, key) || among(key, field.aliases) {
            return true;
        }
    }
    false
}

/// Returns whether a reader takes keys that no field names.
#[inline]
const fn has_rest(reader: &'static [Field]) -> bool {
    let mut index = 0;
    while index < reader.len() {
        let field = &reader[index];
        let is_read = !matches!(field.reading, Reading::Ignored);
        if field.flattened && is_read && flattened_fields(field.shape).is_none() {
            return true;
        }
        index += 1;
    }
    false
}
