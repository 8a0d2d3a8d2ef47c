//! The keys of a query, whether they are parameters of their own or fields of a struct.

use crate::description::{Location, Parameter};
use crate::model::{Constraints, Field, Reading, Shape, Style, UnknownFields, Writing, among, same};

use super::change::{Detail, Place, Rule, ValueRule};
use super::content::flattened_fields;
use super::value::{Comparison, End};

/// A key of a query.
#[derive(Clone, Copy)]
struct Key {
    name: &'static str,
    aliases: &'static [&'static str],
    shape: &'static Shape,
    constraints: Constraints,
    is_required: bool,
    reading: Reading,
    writing: Writing,
    style: Style,
    default: Option<&'static str>,
}

impl Comparison<'_, '_> {
    /// Compares the keys that a client sends with those that are read.
    #[inline]
    pub(super) const fn query(&mut self, old: &'static [Parameter], new: &'static [Parameter]) {
        let mut number = 0;
        while let Some(key) = nth(new, number) {
            number += 1;
            if matches!(key.reading, Reading::Ignored) {
                continue;
            }
            self.place = Place::Query(key.name);
            match find(old, key.name, key.aliases) {
                Some(sent) => {
                    // There is no null in a query: an option is a key that may be missing.
                    let shape = match sent.shape {
                        Shape::Option(shape) if !key.is_required => shape,
                        shape => shape,
                    };
                    self.form(&sent, &key);
                    if sent.writing.may_omit() && key.is_required {
                        let writer = Detail::Shape(sent.shape);
                        self.misfit(ValueRule::Optional, writer, Detail::Shape(key.shape));
                    }
                    self.value(End::new(shape, sent.constraints), End::new(key.shape, key.constraints));
                }
                None if key.is_required => {
                    self.report(Rule::ParameterRequired, Detail::Nothing, Detail::Shape(key.shape));
                }
                None => {}
            }
        }
        let mut number = 0;
        while let Some(key) = nth(old, number) {
            number += 1;
            if is_read(new, key.name) || matches!(key.writing, Writing::Never) {
                continue;
            }
            self.place = Place::Query(key.name);
            if is_closed(new) {
                self.misfit(ValueRule::Unexpected, Detail::Shape(key.shape), Detail::Nothing);
            } else {
                self.report(Rule::ParameterRemoved, Detail::Shape(key.shape), Detail::Nothing);
            }
        }
    }
}

impl Comparison<'_, '_> {
    /// Compares how a key is written, and what it means if it is not.
    #[inline]
    const fn form(&mut self, sent: &Key, read: &Key) {
        // A reader of brackets takes a repeated key too. Of a scalar there is one form.
        let is_same = sent.style as u8 == read.style as u8
            || is_scalar(sent.shape)
            || matches!((sent.style, read.style), (Style::Repeated, Style::Brackets)) && is_list(sent.shape);
        if !is_same {
            self.report(Rule::StyleChanged, style_detail(sent.style), style_detail(read.style));
        }
        if let (Some(before), Some(now)) = (sent.default, read.default)
            && !same(before, now)
        {
            self.report(Rule::DefaultChanged, Detail::Text(before), Detail::Text(now));
        }
    }
}

/// Returns whether a header field is structured (RFC 9651).
#[inline]
pub(super) const fn is_structured(style: Style) -> bool {
    matches!(style, Style::Structured)
}

#[inline]
pub(super) const fn style_detail(style: Style) -> Detail {
    Detail::Text(match style.word() {
        Some(word) => word,
        None => "repeated",
    })
}

#[inline]
const fn is_scalar(shape: &Shape) -> bool {
    match shape.without_newtypes() {
        Shape::Option(inner) => is_scalar(inner),
        shape => shape.is_scalar(),
    }
}

#[inline]
const fn is_list(shape: &Shape) -> bool {
    match shape.without_newtypes() {
        Shape::Option(inner) => is_list(inner),
        Shape::List(_) => true,
        _ => false,
    }
}

/// Returns a key by its number.
#[inline]
const fn nth(parameters: &'static [Parameter], number: usize) -> Option<Key> {
    let mut left = number;
    let mut rest = parameters;
    while let [parameter, others @ ..] = rest {
        rest = others;
        if !matches!(parameter.location, Location::Query) {
            continue;
        }
        match with_own_keys(parameter) {
            Some(fields) => match nth_field(fields, left) {
                // Without the struct there is none of its keys.
                Ok(key) if parameter.shape.accepts_absence() => {
                    return Some(Key { is_required: false, writing: Writing::Conditional, ..key });
                }
                Ok(key) => return Some(key),
                Err(rest) => left = rest,
            },
            _ if left == 0 => return Some(alone(parameter)),
            _ => left -= 1,
        }
    }
    None
}

/// Returns the fields of a parameter that are keys of their own.
#[inline]
const fn with_own_keys(parameter: &Parameter) -> Option<&'static [Field]> {
    match (parameter.style, parameter.shape.without_newtypes()) {
        (Style::Repeated, Shape::Struct(one)) => Some(one.fields),
        (Style::Repeated, Shape::Option(inner)) => match inner.without_newtypes() {
            Shape::Struct(one) => Some(one.fields),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the key of a field by its number, or how many are left after all fields.
#[inline]
const fn nth_field(fields: &'static [Field], number: usize) -> Result<Key, usize> {
    let mut left = number;
    let mut rest = fields;
    while let [field, others @ ..] = rest {
        rest = others;
        if field.flattened {
            if let Some(inner) = flattened_fields(field.shape) {
                match nth_field(inner, left) {
                    Ok(key) => return Ok(key),
                    Err(rest) => left = rest,
                }
            }
        } else if left == 0 {
            return Ok(Key {
                name: field.name,
                aliases: field.aliases,
                shape: field.shape,
                constraints: field.constraints,
                is_required: field.required() && !field.shape.may_have_no_key(),
                reading: field.reading,
                writing: field.writing,
                style: field.style,
                default: None,
            });
        } else {
            left -= 1;
        }
    }
    Err(left)
}

#[inline]
const fn alone(parameter: &Parameter) -> Key {
    Key {
        name: parameter.name,
        aliases: &[],
        shape: parameter.shape,
        constraints: Constraints::NONE,
        is_required: parameter.is_required(),
        reading: Reading::Required,
        // What has a default may be left out.
        writing: if parameter.default.is_some() { Writing::Conditional } else { Writing::Always },
        style: parameter.style,
        default: parameter.default,
    }
}

/// Finds the key of a client that is read by a name or its aliases.
#[inline]
const fn find(parameters: &'static [Parameter], name: &str, aliases: &[&str]) -> Option<Key> {
    let mut number = 0;
    while let Some(key) = nth(parameters, number) {
        if !matches!(key.writing, Writing::Never) && (same(key.name, name) || among(key.name, aliases)) {
            return Some(key);
        }
        number += 1;
    }
    None
}

/// Returns whether a reader refuses keys that it does not know.
#[inline]
const fn is_closed(parameters: &'static [Parameter]) -> bool {
    let mut index = 0;
    while index < parameters.len() {
        if matches!(parameters[index].location, Location::Query)
            && let Shape::Struct(one) = parameters[index].shape.without_newtypes()
            && matches!(one.unknown_fields, UnknownFields::Refused)
        {
            return true;
        }
        index += 1;
    }
    false
}

#[inline]
const fn is_read(parameters: &'static [Parameter], name: &str) -> bool {
    let mut number = 0;
    while let Some(key) = nth(parameters, number) {
        if !matches!(key.reading, Reading::Ignored) && (same(key.name, name) || among(name, key.aliases)) {
            return true;
        }
        number += 1;
    }
    false
}
