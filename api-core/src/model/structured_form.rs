//! What structured fields of a shape look like (RFC 9651), in words.

use super::structured::{BYTES, DATE, DISPLAY_STRING, TOKEN};
use super::{Enum, Field, Shape, Tagging};

/// The type of a bare item.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bare {
    Boolean,
    Integer,
    Decimal,
    String,
    Token,
    Bytes,
    Date,
    DisplayString,
    /// A shape that is no bare item.
    None,
}

impl Bare {
    pub(crate) fn of(shape: &Shape) -> Self {
        match shape.without_newtypes() {
            Shape::Boolean => Self::Boolean,
            Shape::Integer(_) | Shape::Enum(Enum { tagging: Tagging::Integer, .. }) => Self::Integer,
            Shape::Number => Self::Decimal,
            Shape::Text { format: Some(TOKEN) } | Shape::Enum(_) => Self::Token,
            Shape::Text { format: Some(BYTES) } => Self::Bytes,
            Shape::Text { format: Some(DATE) } => Self::Date,
            Shape::Text { format: Some(DISPLAY_STRING) } => Self::DisplayString,
            Shape::Text { .. } => Self::String,
            _ => Self::None,
        }
    }

    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean such as `?1`",
            Self::Integer => "an integer",
            Self::Decimal => "a decimal such as `1.0`",
            Self::String => "a string in double quotes",
            Self::Token => "a token",
            Self::Bytes => "a byte sequence such as `:SGkh:`",
            Self::Date => "a date such as `@1659578233`",
            Self::DisplayString => "a display string such as `%\"caf%c3%a9\"`",
            Self::None => "another value",
        }
    }
}

impl Shape {
    /// Returns what a structured field of this shape is, for messages and documents.
    ///
    /// ```
    /// use api_core::Model;
    ///
    /// assert_eq!(<Vec<u8>>::SHAPE.structured_form(), "a list, each member an integer");
    /// ```
    pub fn structured_form(&self) -> String {
        if let Some((value, parameters)) = self.with_parameters() {
            return format!("{} with the parameters {}", value.structured_form(), keys(parameters));
        }
        match self.without_newtypes() {
            Self::Option(inner) => inner.structured_form(),
            Self::List(list) => format!("a list, each member {}", list.item.structured_form()),
            Self::Map(map) => format!("a dictionary, each member {}", map.value.structured_form()),
            Self::Struct(one) => format!("a dictionary with the keys {}", keys(one.fields)),
            _ => Bare::of(self).describe().to_owned(),
        }
    }
}

/// Writes keys with what each is: `` `u` (an integer), `i` (a boolean) ``.
fn keys(fields: &[Field]) -> String {
    let keys = fields.iter().map(|field| format!("`{}` ({})", field.name, field.shape.structured_form()));
    keys.collect::<Vec<_>>().join(", ")
}
