//! The keys of a query, whether they are parameters of their own or fields of a struct.

use crate::description::{Location, Parameter};
use crate::model::{Constraints, Field, Reading, Shape, UnknownFields, Writing, among, same};

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
}

impl Comparison<'_, '_> {
    /// Compares the keys that a client sends with those that are read.
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

/// Returns a key by its number.
const fn nth(parameters: &'static [Parameter], number: usize) -> Option<Key> {
    let mut left = number;
    let mut rest = parameters;
    while let [parameter, others @ ..] = rest {
        rest = others;
        if !matches!(parameter.location, Location::Query) {
            continue;
        }
        match parameter.shape.without_newtypes() {
            Shape::Struct(one) => match nth_field(one.fields, left) {
                Ok(key) => return Some(key),
                Err(rest) => left = rest,
            },
            _ if left == 0 => return Some(alone(parameter)),
            _ => left -= 1,
        }
    }
    None
}

/// Returns the key of a field by its number, or how many are left after all fields.
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
                is_required: field.required(),
                reading: field.reading,
                writing: field.writing,
            });
        } else {
            left -= 1;
        }
    }
    Err(left)
}

const fn alone(parameter: &Parameter) -> Key {
    Key {
        name: parameter.name,
        aliases: &[],
        shape: parameter.shape,
        constraints: Constraints::NONE,
        is_required: !parameter.shape.accepts_absence(),
        reading: Reading::Required,
        writing: Writing::Always,
    }
}

/// Finds the key of a client that is read by a name or its aliases.
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
