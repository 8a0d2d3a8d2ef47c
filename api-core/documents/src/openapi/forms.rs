//! How values with several parts are written in a query and in a form: repeated keys, separators, keys with brackets.

use api_core::model::{Field, Shape, Style, Tagging};

use super::document::Form;
use crate::schema::Known;

/// A key and the form of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) form: Form,
    pub(super) docs: String,
}

/// Returns the key of a field, which may have keys with brackets below it.
pub(super) fn key_of(field: &'static Field, known: Known) -> Key {
    // What is flattened and has no fields is a map, which takes the keys that are left.
    if field.flattened { rest(field.name) } else { key(field.name, field.shape, field.style, known) }
}

/// Returns the key of an argument.
pub(super) fn key_of_argument(name: &str, shape: &'static Shape, style: Style, known: Known) -> Key {
    match without_options(shape, known) {
        Shape::Map(_) if style == Style::Repeated => rest(name),
        // Its fields are keys of their own, or it is one value.
        Shape::Enum(_) if style == Style::Repeated => usual(name),
        _ => key(name, shape, style, known),
    }
}

fn key(name: &str, shape: &'static Shape, style: Style, known: Known) -> Key {
    let formed = |style, explode, docs: String| Key { name: name.to_owned(), form: Form { style, explode }, docs };
    match (without_options(shape, known), style) {
        (Shape::List(list), _) if !without_options(list.item, known).is_scalar() => {
            let docs = format!("The parts of an item have keys with its number: `{name}[0][…]`.");
            formed("deepObject", true, docs)
        }
        (Shape::List(_), Style::Comma) => formed("form", false, String::new()),
        (Shape::List(_), Style::Space) => formed("spaceDelimited", false, String::new()),
        (Shape::List(_), Style::Pipe) => formed("pipeDelimited", false, String::new()),
        (Shape::List(_), Style::Brackets) => Key { name: format!("{name}[]"), ..usual(name) },
        (Shape::Struct(_) | Shape::Map(_), _) => formed("deepObject", true, String::new()),
        (Shape::Enum(one), _) if one.tagging == Tagging::Untagged => {
            formed("deepObject", true, format!("One value, `{name}=…`, or keys in brackets: `{name}[…]=…`."))
        }
        _ => usual(name),
    }
}

fn usual(name: &str) -> Key {
    Key { name: name.to_owned(), form: Form::REPEATED, docs: String::new() }
}

fn rest(name: &str) -> Key {
    Key { docs: "All keys that no other parameter has.".to_owned(), ..usual(name) }
}

fn without_options(shape: &'static Shape, known: Known) -> &'static Shape {
    match shape.without_newtypes() {
        Shape::Option(inner) => without_options(inner, known),
        Shape::Reference(reference) => without_options(known.resolve(reference), known),
        other => other,
    }
}
