//! Queries and forms from values, without the code of the framework's own encoder.

use api_core::model::{Field, Shape, Style, Tagging};
use serde_json::Value;

use super::sample::{escaped, scalar};
use crate::generate::SmallRandom;

/// Returns the encoded pairs of a value: those of its members for an object without a style, otherwise those of `name`.
/// `None` if the form cannot hold the value.
pub(super) fn pairs(
    name: &str,
    shape: &Shape,
    style: Style,
    value: &Value,
    random: &mut SmallRandom,
) -> Option<Vec<String>> {
    let mut found = Vec::new();
    match (style, value) {
        (Style::Repeated, Value::Object(members)) if !is_untagged(shape) => {
            for (key, value) in members {
                let (shape, style) = member(shape, key);
                if !is_named(key) {
                    return None;
                }
                one(key, shape, style, value, random, &mut found)?;
            }
        }
        _ => one(name, shape, style, value, random, &mut found)?,
    }
    let encoded =
        found.iter().map(|(key, text)| format!("{}={}", escaped(key, random), spaced(&escaped(text, random), random)));
    Some(encoded.collect())
}

type Pairs = Vec<(String, String)>;

fn one(
    key: &str,
    shape: &Shape,
    style: Style,
    value: &Value,
    random: &mut SmallRandom,
    found: &mut Pairs,
) -> Option<()> {
    match (style.separator(), value) {
        (Some(separator), Value::Array(items)) => {
            let texts: Vec<String> = items.iter().filter_map(scalar).collect();
            if texts.iter().any(|text| text.is_empty() || text.contains(separator)) {
                return None;
            }
            if !texts.is_empty() {
                found.push((key.to_owned(), texts.join(&separator.to_string())));
            }
        }
        _ if style == Style::Brackets || is_nested(shape) => nested(key.to_owned(), value, random, found)?,
        (_, Value::Array(items)) => found.extend(items.iter().filter_map(scalar).map(|text| (key.to_owned(), text))),
        (_, one) => found.extend(scalar(one).map(|text| (key.to_owned(), text))),
    }
    Some(())
}

/// Adds the pairs of a value whose parts have brackets.
fn nested(key: String, value: &Value, random: &mut SmallRandom, found: &mut Pairs) -> Option<()> {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if !is_named(name) {
                    return None;
                }
                nested(format!("{key}[{name}]"), value, random, found)?;
            }
        }
        Value::Array(items) => {
            let has_numbers = random.once_in(2) || !items.iter().all(|item| scalar(item).is_some());
            for (number, item) in items.iter().enumerate() {
                let place = if has_numbers { number.to_string() } else { String::new() };
                nested(format!("{key}[{place}]"), item, random, found)?;
            }
        }
        one => found.extend(scalar(one).map(|text| (key, text))),
    }
    Some(())
}

/// Returns whether a text can be a key, also in brackets.
fn is_named(key: &str) -> bool {
    !key.is_empty() && !key.contains(['[', ']'])
}

fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::Newtype(one) => inner(one.item.shape),
        Shape::Option(shape) => inner(shape),
        Shape::Reference(one) => inner(one.resolve()),
        other => other,
    }
}

fn is_untagged(shape: &Shape) -> bool {
    matches!(inner(shape), Shape::Enum(one) if one.tagging == Tagging::Untagged)
}

fn is_nested(shape: &Shape) -> bool {
    match inner(shape) {
        Shape::Struct(_) | Shape::Map(_) => true,
        Shape::List(list) => !list.item.is_scalar(),
        shape => is_untagged(shape),
    }
}

/// Returns shape and style of a member of an object.
fn member(shape: &Shape, key: &str) -> (&'static Shape, Style) {
    match inner(shape) {
        Shape::Map(map) => (map.value, Style::Repeated),
        Shape::Struct(one) => field(one.fields, key).unwrap_or((&Shape::Any, Style::Repeated)),
        _ => (&Shape::Any, Style::Repeated),
    }
}

fn field(fields: &'static [Field], key: &str) -> Option<(&'static Shape, Style)> {
    fields.iter().find_map(|one| match inner(one.shape) {
        Shape::Struct(inside) if one.flattened => field(inside.fields, key),
        Shape::Map(map) if one.flattened => Some((map.value, Style::Repeated)),
        _ => (one.name == key).then_some((one.shape, one.style)),
    })
}

/// Encodes spaces as `+` in half of the texts.
fn spaced(text: &str, random: &mut SmallRandom) -> String {
    if random.once_in(2) { text.replace("%20", "+") } else { text.to_owned() }
}
