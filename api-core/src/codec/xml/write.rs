//! The document of a JSON, by a shape.

use serde_json::{Map, Value};

use super::part::{Part, named_variant, resolved, root_name, variant};
use super::rules::{NIL, NIL_NAMESPACE, is_character};
use crate::model::{Content, Field, Shape, Tagging, Writing};

/// Returns the document of a value.
///
/// # Errors
/// Returns an error if a text has a character that XML excludes, or the value is not of the shape.
pub(super) fn document(shape: &'static Shape, value: &Value) -> Result<String, String> {
    let name = root_name(shape).ok_or("the type has no name for the root element")?;
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(name, value, Part::Shape(shape), &mut text)?;
    Ok(text)
}

/// Writes an element with what it holds.
fn element(name: &str, value: &Value, part: Part, text: &mut String) -> Result<(), String> {
    text.push('<');
    text.push_str(name);
    if value.is_null() && part.is_optional() {
        text.extend([" xmlns:xsi=\"", NIL_NAMESPACE, "\" ", NIL, "=\"true\"/>"]);
        return Ok(());
    }
    members(value, part, &mut |name, value, part, _| match name.strip_prefix('@') {
        Some(name) => attribute(name, value, part, text),
        None => Ok(()),
    })?;
    text.push('>');
    let start = text.len();
    content(value, part, text)?;
    if text.len() == start {
        text.pop();
        text.push_str("/>");
    } else {
        text.push_str("</");
        text.push_str(name);
        text.push('>');
    }
    Ok(())
}

/// Writes what is between the tags of an element.
fn content(value: &Value, part: Part, text: &mut String) -> Result<(), String> {
    if let Part::Shape(shape) = part {
        match resolved(shape) {
            Shape::Option(inner) | Shape::Patch(inner) => return content(value, Part::Shape(inner), text),
            Shape::Null => return Ok(()),
            shape if shape.is_scalar() => return escaped(&scalar(value)?, false, text),
            _ => {}
        }
    }
    members(value, part, &mut |name, value, part, writing| {
        if name.starts_with('@') {
            Ok(())
        } else if name == "$text" {
            escaped(&scalar(value)?, false, text)
        } else if let Some(list) = part.list() {
            let items = value.as_array().ok_or_else(|| mismatch(name))?;
            items.iter().try_for_each(|item| element(name, item, Part::Shape(list.item), text))
        } else if value.is_null()
            && writing == Writing::Always
            && matches!(part, Part::Shape(shape) if matches!(resolved(shape), Shape::Option(_)))
        {
            // A reader takes what is always sent for `null` if it is absent.
            Ok(())
        } else {
            element(name, value, part, text)
        }
    })
}

/// What is done with a member: its name, value, part, and when a writer sends it.
type Visit<'a> = dyn FnMut(&str, &Value, Part, Writing) -> Result<(), String> + 'a;

/// Visits the members of an object in the order of the declaration.
fn members(value: &Value, part: Part, visit: &mut Visit<'_>) -> Result<(), String> {
    let shape = match part {
        Part::Shape(shape) => resolved(shape),
        Part::Fields(fields) => return visit_fields(object(value)?, fields, visit),
    };
    // A member that is no field is there if it is sent.
    let sent = Writing::Conditional;
    match shape {
        Shape::Option(inner) | Shape::Patch(inner) => members(value, Part::Shape(inner), visit),
        Shape::Struct(one) => visit_fields(object(value)?, one.fields, visit),
        Shape::Map(map) => {
            object(value)?.iter().try_for_each(|(key, value)| visit(key, value, Part::Shape(map.value), sent))
        }
        _ if shape.is_scalar() => Ok(()),
        Shape::Enum(one) => match one.tagging {
            Tagging::External => {
                let (name, value) = match value {
                    Value::String(name) => (name, &Value::Null),
                    _ => object(value)?
                        .iter()
                        .find(|(name, _)| named_variant(one, name).is_some())
                        .ok_or_else(|| mismatch("enum"))?,
                };
                let found = variant(one, name).ok_or_else(|| mismatch(name))?;
                visit(name, value, Part::of_variant(found).ok_or_else(|| mismatch(name))?, sent)
            }
            Tagging::Internal { tag } => {
                let found = variant(one, tag_of(value, tag, visit)?);
                match found.map(|found| &found.content) {
                    Some(Content::Newtype(item)) => members(value, Part::Shape(item.shape), visit),
                    Some(Content::Struct(fields)) => visit_fields(object(value)?, fields, visit),
                    _ => Ok(()),
                }
            }
            Tagging::Adjacent { tag, content } => {
                let found = variant(one, tag_of(value, tag, visit)?);
                match (found.and_then(Part::of_variant), object(value)?.get(content)) {
                    (Some(part), Some(value)) => visit(content, value, part, sent),
                    _ => Ok(()),
                }
            }
            Tagging::Integer | Tagging::Untagged => Err(mismatch("enum")),
        },
        _ => Ok(()),
    }
}

fn visit_fields(object: &Map<String, Value>, fields: &'static [Field], visit: &mut Visit<'_>) -> Result<(), String> {
    for field in fields {
        let part = Part::Shape(field.shape);
        if field.flattened {
            members_of_flattened(object, field, visit)?;
        } else if let Some(value) = object.get(field.name) {
            visit(field.name, value, part, field.writing)?;
        }
    }
    Ok(())
}

/// Visits the members that belong to a flattened field.
fn members_of_flattened(
    object: &Map<String, Value>,
    field: &'static Field,
    visit: &mut Visit<'_>,
) -> Result<(), String> {
    let own = match resolved(field.shape) {
        Shape::Struct(one) => return visit_fields(object, one.fields, visit),
        Shape::Map(map) => object.iter().filter(|(key, _)| map.key.could_parse(key)).collect::<Vec<_>>(),
        _ => object.iter().collect(),
    };
    let own: Map<String, Value> = own.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    members(&Value::Object(own), Part::Shape(field.shape), visit)
}

/// Visits the tag of an enum, and returns its value.
fn tag_of<'a>(value: &'a Value, tag: &str, visit: &mut Visit<'_>) -> Result<&'a str, String> {
    let value = object(value)?.get(tag).ok_or_else(|| mismatch(tag))?;
    visit(tag, value, Part::Shape(&Shape::Text { format: None }), Writing::Conditional)?;
    value.as_str().ok_or_else(|| mismatch(tag))
}

fn attribute(name: &str, value: &Value, part: Part, text: &mut String) -> Result<(), String> {
    if value.is_null() && part.is_optional() {
        return Ok(());
    }
    text.push(' ');
    text.push_str(name);
    text.push_str("=\"");
    escaped(&scalar(value)?, true, text)?;
    text.push('"');
    Ok(())
}

fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(mismatch("text")),
    }
}

/// Writes text. Readers change line breaks (§2.11), and all white space in attributes (§3.3.3), but not references.
fn escaped(content: &str, in_attribute: bool, text: &mut String) -> Result<(), String> {
    for character in content.chars() {
        match character {
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            '"' if in_attribute => text.push_str("&quot;"),
            '\r' => text.push_str("&#13;"),
            '\n' if in_attribute => text.push_str("&#10;"),
            '\t' if in_attribute => text.push_str("&#9;"),
            _ if is_character(character) => text.push(character),
            _ => {
                let code = u32::from(character);
                return Err(format!("a text has the character U+{code:04X}, which XML 1.0 excludes"));
            }
        }
    }
    Ok(())
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value.as_object().ok_or_else(|| mismatch("object"))
}

fn mismatch(place: &str) -> String {
    format!("the value is not of its shape, at `{place}`")
}
