//! All that is wrong with the values below one name. Serde itself stops at the first error.

use super::super::error::QueryError;
use super::super::problems::{MAX_PROBLEMS, could_be, expected, shown_key};
use super::parts::{is_item, items, rest_of, value_shape};
use super::tree::{Node, PLACES};
use crate::codec::scalar::shown;
use crate::model::{Content, Enum, Field, Reading, Shape, Tagging, UnknownFields};

/// Adds a problem for each missing and each invalid value. `key` is the name, with the brackets so far.
pub(in super::super) fn problems(
    key: &str,
    shape: &'static Shape,
    is_required: bool,
    node: &Node<'_>,
    out: &mut Vec<QueryError>,
) {
    if out.len() >= MAX_PROBLEMS {
        return;
    }
    let value = value_shape(shape);
    if node.is_cut {
        return out.push(QueryError::new(
            key,
            "has too many keys",
            format_args!("at most {PLACES} places in brackets"),
        ));
    }
    if node.is_empty() {
        match value {
            // An empty one has no key. Of an object the missing fields are named below.
            Shape::List(_) | Shape::Map(_) => return,
            Shape::Struct(_) if is_required => {}
            _ if is_required => return out.push(QueryError::new(key, "is missing", form(value))),
            _ => return,
        }
    }
    match value {
        Shape::List(list) => {
            for (index, item) in items(node.clone()).iter().enumerate() {
                problems(&format!("{key}[{index}]"), list.item, true, item, out);
            }
            for step in node.members.keys().filter(|step| !is_item(step)) {
                out.push(QueryError::new(inner(key, step), "is no item of a list", "`[]` or a number in brackets"));
            }
        }
        Shape::Map(map) => {
            no_texts(key, value, node, out);
            for (step, member) in &node.members {
                if !could_be(map.key, step) {
                    out.push(QueryError::new(inner(key, step), "is not a known key", expected(map.key)));
                }
                problems(&inner(key, step), map.value, true, member, out);
            }
        }
        Shape::Struct(one) => {
            no_texts(key, value, node, out);
            let mut known = Vec::new();
            fields(key, one.fields, node, &mut known, out);
            let rest = rest_of(one.fields);
            for (step, member) in node.members.iter().filter(|(step, _)| !known.contains(&step.as_ref())) {
                match rest {
                    Some(shape) => problems(&inner(key, step), shape, true, member, out),
                    None if one.unknown_fields == UnknownFields::Refused => {
                        out.push(QueryError::new(inner(key, step), "is not a known key", ""));
                    }
                    None => {}
                }
            }
        }
        Shape::Enum(one) if one.tagging == Tagging::Untagged => {
            if chosen(one, node).is_none() {
                out.push(QueryError::new(key, "fits none of the alternatives", form(value)));
            }
        }
        _ => scalar(key, value, node, out),
    }
}

/// Returns the shape of the first variant that a tree fits.
pub(super) fn chosen(one: &'static Enum, node: &Node<'_>) -> Option<&'static Content> {
    let mut read = one.variants.iter().filter(|variant| variant.read);
    read.find(|variant| match &variant.content {
        Content::Unit => node.is_empty(),
        Content::Newtype(item) => fits(item.shape, node),
        Content::Struct(fields) => fields_fit(fields, node),
        Content::Tuple(_) => false,
    })
    .map(|variant| &variant.content)
}

/// Returns whether a tree is a value of a shape.
fn fits(shape: &'static Shape, node: &Node<'_>) -> bool {
    let mut found = Vec::new();
    problems("", shape, !shape.accepts_absence(), node, &mut found);
    found.is_empty()
}

/// Returns whether a tree has the values of fields.
fn fields_fit(list: &'static [Field], node: &Node<'_>) -> bool {
    let mut found = Vec::new();
    fields("", list, node, &mut Vec::new(), &mut found);
    node.texts.is_empty() && found.is_empty()
}

fn fields(
    key: &str,
    list: &'static [Field],
    node: &Node<'_>,
    known: &mut Vec<&'static str>,
    out: &mut Vec<QueryError>,
) {
    let absent = Node::default();
    for field in list {
        match value_shape(field.shape) {
            Shape::Struct(inner) if field.flattened => fields(key, inner.fields, node, known, out),
            _ if field.flattened || field.reading == Reading::Ignored => {}
            _ => {
                let names = std::iter::once(field.name).chain(field.aliases.iter().copied());
                let mut found = names.filter_map(|name| {
                    known.push(name);
                    node.members.get(name)
                });
                let first = found.next().unwrap_or(&absent);
                if found.next().is_some() {
                    out.push(QueryError::new(inner(key, field.name), "is given by two names", "one of them"));
                }
                problems(&inner(key, field.name), field.shape, field.required(), first, out);
            }
        }
    }
}

fn scalar(key: &str, shape: &'static Shape, node: &Node<'_>, out: &mut Vec<QueryError>) {
    if !node.members.is_empty() {
        out.push(QueryError::new(key, "has keys in brackets", form(shape)));
    }
    match node.texts.as_slice() {
        [None] if matches!(shape, Shape::Boolean) => {}
        [text] => {
            let text = text.as_deref().unwrap_or_default();
            if !could_be(shape, text) {
                out.push(QueryError::new(key, format_args!("is {}", shown(text)), form(shape)));
            }
        }
        texts if texts.len() > 1 => {
            out.push(QueryError::new(key, format_args!("is given {} times", texts.len()), "one value"));
        }
        _ => {}
    }
}

fn no_texts(key: &str, shape: &'static Shape, node: &Node<'_>, out: &mut Vec<QueryError>) {
    if let Some(text) = node.texts.first() {
        let text = text.as_deref().unwrap_or_default();
        out.push(QueryError::new(key, format_args!("is {}", shown(text)), form(shape)));
    }
}

/// Returns what is expected of a value, in one line.
fn form(shape: &'static Shape) -> String {
    let fields = |list: &'static [Field]| {
        let names: Vec<String> = list.iter().map(|field| format!("`{}`", field.name)).collect();
        format!("keys in brackets: {}", names.join(", "))
    };
    match value_shape(shape) {
        Shape::Struct(one) => fields(one.fields),
        Shape::Map(_) => "keys in brackets".to_owned(),
        Shape::List(list) => format!("list of {}", form(list.item)),
        Shape::Enum(one) if one.tagging == Tagging::Untagged => {
            let forms = one.variants.iter().filter(|variant| variant.read).map(|variant| match &variant.content {
                Content::Newtype(item) => form(item.shape),
                Content::Struct(list) => fields(list),
                Content::Unit | Content::Tuple(_) => "nothing".to_owned(),
            });
            forms.collect::<Vec<_>>().join(" or ")
        }
        other => expected(other),
    }
}

fn inner(key: &str, step: &str) -> String {
    let step = shown_key(step);
    if key.is_empty() { step } else { format!("{key}[{step}]") }
}
