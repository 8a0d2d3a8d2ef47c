//! Structured fields (RFC 9651): the lines of a header field to a value and back, by the shape of its type.

mod bare;
#[cfg(test)]
mod tests;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sfv::{Dictionary, FieldType as _, InnerList, Item, Key, List, ListEntry, Parameters, Parser};

use crate::model::{Field, Model, Shape, UnknownFields, Violation};

use self::bare::{read_bare, write_bare};

/// Decodes a field. One that is missing is an empty list or dictionary.
///
/// # Errors
/// Returns a violation that names the field.
pub(crate) fn decode<T: Model + DeserializeOwned>(headers: &HeaderMap, name: &str) -> Result<T, Violation> {
    let wrong =
        |problem: String| Violation { path: format!("/header/{name}"), problem, expected: T::SHAPE.structured_form() };
    let lines = headers.get_all(name).iter().map(|line| line.to_str());
    let lines: Vec<&str> = lines.collect::<Result<_, _>>().map_err(|_| wrong("is not ASCII".to_owned()))?;
    let missing = lines.is_empty();
    let value = value_from_lines(&lines, T::SHAPE).map_err(wrong)?;
    T::deserialize(value).map_err(|error| wrong(if missing { "is missing".to_owned() } else { error.to_string() }))
}

/// Sets a field: no line for `None` and for an empty list or dictionary, an empty line for one that could be `None`.
///
/// # Errors
/// Returns an error if the value cannot be a structured field.
pub(crate) fn append<T: Model + Serialize>(headers: &mut HeaderMap, name: &str, value: &T) -> Result<(), String> {
    let value = serde_json::to_value(value).map_err(|error| error.to_string())?;
    let Some(text) = value_to_text(&value, T::SHAPE)? else { return Ok(()) };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "has a name that no header field can have")?;
    let line = HeaderValue::from_str(&text).map_err(|_| "is no text of a header field")?;
    headers.insert(name, line);
    Ok(())
}

/// Reads the lines of a field as the JSON of a value. `null` if an optional field is missing.
///
/// # Errors
/// Returns what is wrong.
pub fn value_from_lines(lines: &[&str], shape: &'static Shape) -> Result<Value, String> {
    // Several lines are one (RFC 9651 §4.2).
    let text = lines.join(", ");
    let malformed = |error: sfv::Error| format!("is malformed: {error}");
    match shape.without_newtypes() {
        Shape::Option(_) if lines.is_empty() => Ok(Value::Null),
        Shape::Option(inner) => value_from_lines(lines, inner),
        Shape::List(list) => {
            let members = Parser::new(&text).parse::<List>().map_err(malformed)?;
            members.iter().map(|member| read_member(member, list.item)).collect()
        }
        Shape::Map(map) => {
            let members = Parser::new(&text).parse::<Dictionary>().map_err(malformed)?;
            let members =
                members.iter().map(|(key, member)| Ok((key.as_str().to_owned(), read_member(member, map.value)?)));
            members.collect::<Result<Map<_, _>, String>>().map(Value::Object)
        }
        Shape::Struct(one) if shape.with_parameters().is_none() => {
            let members = Parser::new(&text).parse::<Dictionary>().map_err(malformed)?;
            let members = members.iter().map(|(key, member)| (key.as_str(), member));
            read_keys(members, one.fields, one.unknown_fields, read_member)
        }
        _ if lines.is_empty() => Err("is missing".to_owned()),
        _ => read_item(&Parser::new(&text).parse::<Item>().map_err(malformed)?, shape),
    }
}

/// Writes the JSON of a value as a field. `None`: no line.
///
/// # Errors
/// Returns what cannot be written.
pub fn value_to_text(value: &Value, shape: &'static Shape) -> Result<Option<String>, String> {
    match shape.without_newtypes() {
        Shape::Option(_) if value.is_null() => Ok(None),
        Shape::Option(inner) => {
            let is_list = matches!(value, Value::Array(items) if items.is_empty())
                || matches!(value, Value::Object(members) if members.is_empty());
            Ok(value_to_text(value, inner)?.or(is_list.then(String::new)))
        }
        Shape::List(list) => {
            let members = array(value)?.iter().map(|member| write_member(member, list.item));
            Ok(members.collect::<Result<List, _>>()?.serialize())
        }
        Shape::Map(map) => {
            let members =
                object(value)?.iter().map(|(name, member)| Ok((key(name)?, write_member(member, map.value)?)));
            Ok(members.collect::<Result<Dictionary, String>>()?.serialize())
        }
        Shape::Struct(one) if shape.with_parameters().is_none() => {
            Ok(write_keys::<_, Dictionary>(value, one.fields, write_member)?.serialize())
        }
        _ => Ok(Some(write_item(value, shape)?.serialize())),
    }
}

fn read_keys<'a, M: 'a>(
    members: impl Iterator<Item = (&'a str, &'a M)>,
    fields: &'static [Field],
    unknown: UnknownFields,
    read: impl Fn(&M, &'static Shape) -> Result<Value, String>,
) -> Result<Value, String> {
    let mut found = Map::new();
    for (name, member) in members {
        let field = fields.iter().find(|field| field.name == name || field.aliases.contains(&name));
        match field {
            Some(field) => {
                let value = read(member, present(field.shape)).map_err(|problem| format!("{problem}, at `{name}`"))?;
                found.insert(name.to_owned(), value);
            }
            None if unknown == UnknownFields::Refused => return Err(format!("has the unknown key `{name}`")),
            None => {}
        }
    }
    Ok(Value::Object(found))
}

fn write_keys<M, C: FromIterator<(Key, M)>>(
    value: &Value,
    fields: &'static [Field],
    write: impl Fn(&Value, &'static Shape) -> Result<M, String>,
) -> Result<C, String> {
    let found = object(value)?;
    // In the order of the fields: the JSON has none.
    let written =
        fields.iter().filter_map(|field| Some((field, found.get(field.name).filter(|value| !value.is_null())?)));
    let written = written.map(|(Field { name, shape, .. }, value)| {
        let member = write(value, present(shape)).map_err(|problem| format!("{problem}, at `{name}`"))?;
        Ok((key(name)?, member))
    });
    written.collect()
}

fn read_member(member: &ListEntry, shape: &'static Shape) -> Result<Value, String> {
    match member {
        ListEntry::Item(item) => read_item(item, shape),
        ListEntry::InnerList(list) => {
            let read = |shape: &'static Shape| match shape.without_newtypes() {
                Shape::List(of) => {
                    list.items.iter().map(|item| read_item(item, of.item)).collect::<Result<Value, String>>()
                }
                _ => Err(format!("is an inner list, not {}", shape.structured_form())),
            };
            with_parameters(shape, &list.params, read)
        }
    }
}

fn read_item(item: &Item, shape: &'static Shape) -> Result<Value, String> {
    with_parameters(shape, &item.params, |shape| read_bare(&item.bare_item, shape))
}

fn with_parameters(
    shape: &'static Shape,
    found: &Parameters,
    read: impl FnOnce(&'static Shape) -> Result<Value, String>,
) -> Result<Value, String> {
    let Some((value, parameters)) = shape.with_parameters() else { return read(shape) };
    let value = read(value)?;
    let found = found.iter().map(|(key, value)| (key.as_str(), value));
    let parameters = read_keys(found, parameters, UnknownFields::Ignored, read_bare)?;
    Ok(Value::Object([("value".to_owned(), value), ("parameters".to_owned(), parameters)].into_iter().collect()))
}

fn write_member(value: &Value, shape: &'static Shape) -> Result<ListEntry, String> {
    let of = |shape: &'static Shape| match shape.without_newtypes() {
        Shape::List(list) => Some(list.item),
        _ => None,
    };
    if let Some(item) = of(shape) {
        let items = array(value)?.iter().map(|value| write_item(value, item)).collect::<Result<_, _>>()?;
        return Ok(InnerList::new(items).into());
    }
    if let Some((inner, fields)) = shape.with_parameters()
        && let Some(item) = of(inner)
    {
        let items =
            array(member(value, "value")?)?.iter().map(|value| write_item(value, item)).collect::<Result<_, _>>()?;
        let parameters = write_keys(member(value, "parameters")?, fields, write_bare)?;
        return Ok(InnerList::with_params(items, parameters).into());
    }
    write_item(value, shape).map(ListEntry::from)
}

fn write_item(value: &Value, shape: &'static Shape) -> Result<Item, String> {
    match shape.with_parameters() {
        None => Ok(Item::new(write_bare(value, shape)?)),
        Some((inner, fields)) => {
            let parameters = write_keys(member(value, "parameters")?, fields, write_bare)?;
            Ok(Item::with_params(write_bare(member(value, "value")?, inner)?, parameters))
        }
    }
}

fn present(shape: &'static Shape) -> &'static Shape {
    match shape.without_newtypes() {
        Shape::Option(inner) => inner,
        _ => shape,
    }
}

fn key(name: &str) -> Result<Key, String> {
    Key::from_string(name.to_owned()).map_err(|(error, _)| format!("has the key `{name}`, which is none: {error}"))
}

fn array(value: &Value) -> Result<&Vec<Value>, String> {
    value.as_array().ok_or_else(|| format!("is `{value}`, not a list"))
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("is `{value}`, not a dictionary"))
}

fn member<'v>(value: &'v Value, name: &str) -> Result<&'v Value, String> {
    value.get(name).ok_or_else(|| format!("lacks `{name}`"))
}
