//! The JSON of a document, by a shape.

use serde_json::{Map, Number, Value};

use super::document::{Document, Element};
use super::part::{Part, named_variant, resolved, root_name, variant};
use super::rules::NIL;
use crate::codec::binary::Unfit;
use crate::model::{Content, Enum, Field, Reading, Shape, Tagging, UnknownFields, Writing};

/// Returns the JSON of a document.
///
/// # Errors
/// Returns an error if the document has another structure than the shape.
pub(super) fn value(shape: &'static Shape, document: &Document<'_>) -> Result<Value, Unfit> {
    let root = document.root().ok_or_else(|| malformed("the XML has no root element".to_owned()))?;
    let expected = root_name(shape).unwrap_or_default();
    if root.name != expected {
        return Err(unfit(format!("the root element is `{}`, expected `{expected}`", shown(root.name))));
    }
    part(root, Part::Shape(shape))
}

/// Reads what an element holds.
fn part(element: Element<'_>, part: Part) -> Result<Value, Unfit> {
    let shape = match part {
        Part::Shape(shape) => resolved(shape),
        Part::Fields(fields) => {
            let mut object = Map::new();
            read_fields(element, fields, &mut object)?;
            return Ok(Value::Object(object));
        }
    };
    match shape {
        Shape::Option(_) | Shape::Patch(_) if element.is_nil() => Ok(Value::Null),
        Shape::Option(inner) | Shape::Patch(inner) => self::part(element, Part::Shape(inner)),
        Shape::Null => Ok(Value::Null),
        _ if shape.is_scalar() => {
            if let Some(child) = element.children().next() {
                let (child, name) = (shown(child.name), shown(element.name));
                return Err(unfit(format!("the element `{name}` has an element `{child}` inside, expected text")));
            }
            Ok(scalar(element.text(), shape))
        }
        Shape::Enum(one) if one.tagging == Tagging::External => choice(element, one),
        Shape::Struct(_) | Shape::Map(_) | Shape::Enum(_) => {
            let mut object = Map::new();
            members(element, shape, &mut object)?;
            Ok(Value::Object(object))
        }
        _ => Err(unfit(format!("the element `{}` is of a type that XML cannot hold", shown(element.name)))),
    }
}

/// Reads an enum whose variants are elements of their names.
fn choice(element: Element<'_>, item: &'static Enum) -> Result<Value, Unfit> {
    let mut children = element.children();
    let (Some(child), None) = (children.next(), children.next()) else {
        return Err(unfit(format!(
            "the element `{}` does not have one element inside, a variant",
            shown(element.name)
        )));
    };
    let Some(found) = variant(item, child.name) else {
        // The reader of the JSON names the variants.
        return Ok(Value::Object(Map::from_iter([(child.name.to_owned(), Value::Null)])));
    };
    // The name of an unknown variant is kept.
    let name = if found.other { child.name } else { found.name };
    match (&found.content, Part::of_variant(found)) {
        (Content::Unit, _) => Ok(Value::String(name.to_owned())),
        (_, Some(content)) => Ok(Value::Object(Map::from_iter([(name.to_owned(), part(child, content)?)]))),
        (_, None) => Err(unfit(format!("the variant `{name}` is a tuple, which XML cannot hold"))),
    }
}

/// Reads the members of an object: of a struct, a map or a tagged enum, which may be flattened.
fn members(element: Element<'_>, shape: &'static Shape, object: &mut Map<String, Value>) -> Result<(), Unfit> {
    match resolved(shape) {
        Shape::Struct(one) => {
            read_fields(element, one.fields, object)?;
            if one.unknown_fields == UnknownFields::Refused {
                add_unknown(element, one.fields, None, object);
            }
            Ok(())
        }
        Shape::Map(map) => {
            let value = Part::Shape(map.value);
            for child in element.children().filter(|child| map.key.could_parse(child.name)) {
                if object.insert(child.name.to_owned(), part(child, value)?).is_some() {
                    return Err(repeated(child.name));
                }
            }
            Ok(())
        }
        Shape::Enum(one) => match one.tagging {
            Tagging::External => {
                for child in element.children() {
                    let Some(found) = named_variant(one, child.name) else { continue };
                    let Some(content) = Part::of_variant(found) else { continue };
                    if object.insert(found.name.to_owned(), part(child, content)?).is_some() {
                        return Err(repeated(child.name));
                    }
                }
                Ok(())
            }
            Tagging::Internal { tag } => {
                let Some(name) = tag_of(element, tag, object)? else { return Ok(()) };
                let found = variant(one, &name);
                match found.map(|found| &found.content) {
                    Some(Content::Newtype(item)) => members(element, item.shape, object)?,
                    Some(Content::Struct(fields)) => {
                        read_fields(element, fields, object)?;
                        if one.unknown_fields == UnknownFields::Refused {
                            add_unknown(element, fields, Some(tag), object);
                        }
                    }
                    _ => {}
                }
                Ok(())
            }
            Tagging::Adjacent { tag, content } => {
                let Some(name) = tag_of(element, tag, object)? else { return Ok(()) };
                let found = variant(one, &name).filter(|found| !matches!(found.content, Content::Unit));
                if let Some(inner) = found.and_then(Part::of_variant)
                    && let Some(value) = member(element, content, &[], inner)?
                {
                    object.insert(content.to_owned(), value);
                }
                Ok(())
            }
            Tagging::Integer | Tagging::Untagged => Err(unfit("an untagged enum, which XML cannot hold".to_owned())),
        },
        _ => Ok(()),
    }
}

/// Reads the name of a variant, and puts it into the object.
fn tag_of(element: Element<'_>, tag: &'static str, object: &mut Map<String, Value>) -> Result<Option<String>, Unfit> {
    let Some(value) = member(element, tag, &[], Part::Shape(&Shape::Text { format: None }))? else { return Ok(None) };
    let name = value.as_str().unwrap_or_default().trim_ascii().to_owned();
    object.insert(tag.to_owned(), Value::String(name.clone()));
    Ok(Some(name))
}

fn read_fields(element: Element<'_>, fields: &'static [Field], object: &mut Map<String, Value>) -> Result<(), Unfit> {
    for field in fields.iter().filter(|field| field.reading != Reading::Ignored) {
        if field.flattened {
            members(element, field.shape, object)?;
            continue;
        }
        let inner = Part::Shape(field.shape);
        let found = member(element, field.name, field.aliases, inner)?;
        // What a writer always sends is absent only if it is `null`.
        let absent = || {
            let is_null = field.reading == Reading::Insisted || field.writing == Writing::Always;
            (is_null && matches!(inner, Part::Shape(shape) if matches!(resolved(shape), Shape::Option(_))))
                .then_some(Value::Null)
        };
        if let Some(value) = found.or_else(absent) {
            object.insert(field.name.to_owned(), value);
        }
    }
    Ok(())
}

/// Reads a member of an object: an attribute, the text, or the elements of its names. An absent list is empty.
fn member(element: Element<'_>, name: &str, aliases: &[&str], inner: Part) -> Result<Option<Value>, Unfit> {
    let mut names = std::iter::once(name).chain(aliases.iter().copied());
    if name == "$text" {
        let Part::Shape(shape) = inner else { return Ok(None) };
        return Ok(Some(scalar(element.text(), resolved(shape))));
    }
    if name.starts_with('@') {
        let Part::Shape(shape) = inner else { return Ok(None) };
        let shape = match resolved(shape) {
            Shape::Option(inner) => resolved(inner),
            other => other,
        };
        let Some(text) = names.find_map(|name| element.attribute(name.strip_prefix('@')?).transpose()) else {
            return Ok(None);
        };
        return Ok(Some(scalar(text.map_err(malformed)?.into_owned(), shape)));
    }
    let mut found = element.children().filter(|child| child.name == name || aliases.contains(&child.name));
    if let Some(list) = inner.list() {
        let items: Result<Vec<Value>, Unfit> = found.map(|child| part(child, Part::Shape(list.item))).collect();
        return items.map(Value::Array).map(Some);
    }
    let Some(child) = found.next() else { return Ok(None) };
    if found.next().is_some() {
        return Err(repeated(child.name));
    }
    part(child, inner).map(Some)
}

/// Puts into the object what no field names, so that the reader of the JSON refuses it.
fn add_unknown(element: Element<'_>, fields: &'static [Field], tag: Option<&str>, object: &mut Map<String, Value>) {
    let is_known = |name: &str| {
        tag == Some(name) || fields.iter().any(|field| field.name == name || field.aliases.contains(&name))
    };
    for child in element.children().filter(|child| !is_known(child.name)) {
        object.insert(child.name.to_owned(), Value::Null);
    }
    for (name, _) in element.attributes() {
        let is_own = name == NIL || name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xsi:");
        let key = format!("@{name}");
        if !is_own && !is_known(&key) {
            object.insert(key, Value::Null);
        }
    }
    if !is_known("$text") && !element.text().trim_ascii().is_empty() {
        object.insert("$text".to_owned(), Value::Null);
    }
}

/// Returns the value of a text. Text that is none of the shape stays text, which the reader of the JSON refuses.
fn scalar(text: String, shape: &Shape) -> Value {
    let trimmed = text.trim_ascii();
    let read = match shape.without_newtypes() {
        Shape::Boolean => match trimmed {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Shape::Integer(_) | Shape::Enum(Enum { tagging: Tagging::Integer, .. }) => integer(trimmed),
        Shape::Number => trimmed.parse().ok().and_then(Number::from_f64).map(Value::Number),
        Shape::Enum(_) => Some(Value::String(trimmed.to_owned())),
        _ => None,
    };
    read.unwrap_or(Value::String(text))
}

fn integer(text: &str) -> Option<Value> {
    let number: i128 = text.parse().ok()?;
    u64::try_from(number).map(Value::from).or_else(|_| i64::try_from(number).map(Value::from)).ok()
}

fn repeated(name: &str) -> Unfit {
    unfit(format!("the element `{}` is there more than once, but is no list", shown(name)))
}

fn unfit(reason: String) -> Unfit {
    Unfit { reason, is_data: true }
}

fn malformed(reason: String) -> Unfit {
    Unfit { reason, is_data: false }
}

/// Returns the beginning of a name that a peer chose, for a message.
fn shown(name: &str) -> &str {
    let end = name.char_indices().nth(64).map_or(name.len(), |(end, _)| end);
    name.get(..end).unwrap_or_default()
}
