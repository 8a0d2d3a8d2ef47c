//! `Display` of shapes and constraints: one line for a small shape, one line per field for a struct.

use std::fmt::{self, Display, Formatter};

use super::constraint::Constraints;
use super::shape::{
    Content, Declaration, Enum, Field, Item, List, Reading, Shape, Struct, Tagging, UnknownFields, Variant, Writing,
};

impl Display for Shape {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        Outline { depth: 0 }.shape(self, formatter)
    }
}

impl Display for Constraints {
    /// Writes all constraints, for example `1..=10, pattern "^[a-z]+$"`. Writes nothing if there are none.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        parts.extend(range(self.min, self.max));
        parts.extend(self.multiple_of.map(|divisor| format!("multiple of {divisor}")));
        parts.extend(range(self.min_length, self.max_length).map(|range| format!("length {range}")));
        parts.extend(self.pattern.map(|pattern| format!("pattern {pattern:?}")));
        parts.extend(self.format.map(|format| format!("format {format}")));
        formatter.write_str(&parts.join(", "))
    }
}

struct Outline {
    depth: usize,
}

impl Outline {
    fn shape(&self, shape: &Shape, out: &mut Formatter<'_>) -> fmt::Result {
        match shape {
            Shape::Null => out.write_str("null"),
            Shape::Boolean => out.write_str("boolean"),
            Shape::Integer(integers) => write!(out, "integer {}..={}", integers.minimum, integers.maximum),
            Shape::Number => out.write_str("number"),
            Shape::Text { format: None } => out.write_str("text"),
            Shape::Text { format: Some(format) } => write!(out, "text ({format})"),
            Shape::Any => out.write_str("any"),
            Shape::Option(inner) => {
                out.write_str("option of ")?;
                self.shape(inner, out)
            }
            Shape::List(list) => self.list(list, out),
            Shape::Patch(inner) => {
                out.write_str("patch of ")?;
                self.shape(inner, out)
            }
            Shape::Map(map) => {
                out.write_str("map of ")?;
                self.shape(map.key, out)?;
                out.write_str(" to ")?;
                self.shape(map.value, out)
            }
            Shape::Tuple(tuple) => {
                out.write_str(tuple.declaration.map_or("", |declaration| declaration.name))?;
                self.places(tuple.items, out)
            }
            Shape::Struct(one) => self.object(one, out),
            Shape::Enum(one) => self.choice(one, out),
            Shape::Newtype(newtype) => {
                self.declaration(&newtype.declaration, out)?;
                self.places(std::slice::from_ref(&newtype.item), out)
            }
            Shape::Reference(reference) => write!(out, "&{}", reference.name),
        }
    }

    fn list(&self, list: &List, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(if list.unique { "set of " } else { "list of " })?;
        if let Some(length) = list.length {
            write!(out, "{length} ")?;
        }
        self.shape(list.item, out)
    }

    fn places(&self, items: &[Item], out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("(")?;
        for (index, item) in items.iter().enumerate() {
            out.write_str(if index == 0 { "" } else { ", " })?;
            self.item(item, out)?;
        }
        out.write_str(")")
    }

    fn item(&self, item: &Item, out: &mut Formatter<'_>) -> fmt::Result {
        self.shape(item.shape, out)?;
        if item.constraints.is_none() { Ok(()) } else { write!(out, " ({})", item.constraints) }
    }

    fn object(&self, one: &Struct, out: &mut Formatter<'_>) -> fmt::Result {
        self.declaration(&one.declaration, out)?;
        out.write_str(" ")?;
        self.fields(one.fields, one.unknown_fields, out)
    }

    fn fields(&self, fields: &[Field], unknown: UnknownFields, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("{\n")?;
        let inside = Self { depth: self.depth + 1 };
        for field in fields {
            inside.indent(out)?;
            inside.field(field, out)?;
            out.write_str("\n")?;
        }
        if unknown == UnknownFields::Refused {
            inside.indent(out)?;
            out.write_str("nothing else\n")?;
        }
        self.indent(out)?;
        out.write_str("}")
    }

    fn field(&self, field: &Field, out: &mut Formatter<'_>) -> fmt::Result {
        if field.flattened {
            out.write_str("..")?;
        }
        out.write_str(field.name)?;
        for alias in field.aliases {
            write!(out, "|{alias}")?;
        }
        out.write_str(if field.required() { ": " } else { "?: " })?;
        self.item(&Item { shape: field.shape, constraints: field.constraints }, out)?;
        if field.reading == Reading::Ignored {
            out.write_str(", never read")?;
        }
        match field.writing {
            Writing::Always => Ok(()),
            Writing::Sometimes => out.write_str(", sometimes written"),
            Writing::Conditional => out.write_str(", written under a condition"),
            Writing::Never => out.write_str(", never written"),
        }
    }

    fn choice(&self, one: &Enum, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("enum ")?;
        self.declaration(&one.declaration, out)?;
        match one.tagging {
            Tagging::External => {}
            Tagging::Internal { tag } => write!(out, " by {tag}")?,
            Tagging::Adjacent { tag, content } => write!(out, " by {tag} with {content}")?,
            Tagging::Untagged => out.write_str(" untagged")?,
            Tagging::Integer => out.write_str(" as integer")?,
        }
        out.write_str(" {\n")?;
        let inside = Self { depth: self.depth + 1 };
        for variant in one.variants {
            inside.indent(out)?;
            inside.variant(variant, one.unknown_fields, out)?;
            out.write_str("\n")?;
        }
        self.indent(out)?;
        out.write_str("}")
    }

    fn variant(&self, variant: &Variant, unknown: UnknownFields, out: &mut Formatter<'_>) -> fmt::Result {
        if !variant.label.is_empty() {
            write!(out, "{} = ", variant.label)?;
        }
        out.write_str(variant.name)?;
        for alias in variant.aliases {
            write!(out, "|{alias}")?;
        }
        match variant.content {
            Content::Unit => {}
            Content::Newtype(item) => self.places(&[item], out)?,
            Content::Tuple(items) => self.places(items, out)?,
            Content::Struct(fields) => {
                out.write_str(" ")?;
                self.fields(fields, unknown, out)?;
            }
        }
        out.write_str(if variant.other { ", or any other" } else { "" })?;
        out.write_str(if variant.read { "" } else { ", never read" })?;
        out.write_str(if variant.written { "" } else { ", never written" })
    }

    fn declaration(&self, declaration: &Declaration, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(declaration.name)?;
        for (index, argument) in declaration.arguments.iter().enumerate() {
            out.write_str(if index == 0 { "<" } else { ", " })?;
            self.argument(argument, out)?;
        }
        out.write_str(if declaration.arguments.is_empty() { "" } else { ">" })
    }

    /// Writes a type argument. Of a declared type it writes the name only, since its fields appear where it is used.
    fn argument(&self, argument: &Shape, out: &mut Formatter<'_>) -> fmt::Result {
        match argument.declaration() {
            Some(declaration) => self.declaration(declaration, out),
            None => self.shape(argument, out),
        }
    }

    fn indent(&self, out: &mut Formatter<'_>) -> fmt::Result {
        (0..self.depth).try_for_each(|_| out.write_str("  "))
    }
}

fn range<T: Display>(least: Option<T>, most: Option<T>) -> Option<String> {
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("{least}..")),
        (None, Some(most)) => Some(format!("..={most}")),
        (Some(least), Some(most)) => Some(format!("{least}..={most}")),
    }
}

impl Enum {
    /// Returns what a reader expects: one of the names.
    pub(crate) fn expected_names(&self) -> String {
        let names: Vec<&str> =
            self.variants.iter().filter(|variant| variant.read).map(|variant| variant.name).collect();
        one_of(&names)
    }
}

/// Returns names as the only legal values.
pub(crate) fn one_of(names: &[&str]) -> String {
    match names {
        [name] => format!("`{name}`"),
        names => format!("one of `{}`", names.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use crate::model::Model;

    #[test]
    fn small_shapes_take_one_line() {
        type Everything = (BTreeMap<String, Vec<Option<i8>>>, BTreeSet<char>, [bool; 2], f32, serde_json::Value);
        assert_eq!(
            Everything::SHAPE.to_string(),
            "(map of text to list of option of integer -128..=127, set of text (char), list of 2 boolean, number, any)"
        );
    }
}
