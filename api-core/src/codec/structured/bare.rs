//! Bare items of structured fields (RFC 9651 §3.3), each a JSON value of a shape.

use serde_json::Value;
use sfv::{BareItem, Decimal};

use crate::model::{BYTES, Base64, DATE, DISPLAY_STRING, Enum, Shape, TOKEN, Tagging};

pub(super) fn read_bare(item: &BareItem, shape: &'static Shape) -> Result<Value, String> {
    Ok(match (item, kind(shape)) {
        (BareItem::Boolean(value), Kind::Boolean) => Value::from(*value),
        (BareItem::Integer(value), Kind::Integer) => Value::from(i64::from(*value)),
        (BareItem::Decimal(value), Kind::Decimal) => Value::from(f64::from(*value)),
        (BareItem::String(value), Kind::String) => Value::from(value.as_str()),
        (BareItem::Token(value), Kind::Token) => Value::from(value.as_str()),
        (BareItem::ByteSequence(value), Kind::Bytes) => Value::from(Base64::from(value.as_slice()).to_string()),
        (BareItem::Date(value), Kind::Date) => Value::from(format!("@{}", i64::from(value.unix_seconds()))),
        (BareItem::DisplayString(value), Kind::DisplayString) => Value::from(value.as_str()),
        (found, kind) => {
            let found = match found {
                BareItem::Boolean(_) => Kind::Boolean,
                BareItem::Integer(_) => Kind::Integer,
                BareItem::Decimal(_) => Kind::Decimal,
                BareItem::String(_) => Kind::String,
                BareItem::Token(_) => Kind::Token,
                BareItem::ByteSequence(_) => Kind::Bytes,
                BareItem::Date(_) => Kind::Date,
                BareItem::DisplayString(_) => Kind::DisplayString,
            };
            return Err(format!("is {}, not {}", found.describe(), kind.describe()));
        }
    })
}

pub(super) fn write_bare(value: &Value, shape: &'static Shape) -> Result<BareItem, String> {
    let text = || value.as_str().ok_or_else(|| format!("is `{value}`, not a text"));
    let refused = |error: sfv::Error| format!("cannot be {}: {error}", kind(shape).describe());
    Ok(match kind(shape) {
        Kind::Boolean => BareItem::Boolean(value.as_bool().ok_or_else(|| format!("is `{value}`, not a boolean"))?),
        Kind::Integer => {
            let number = value.as_i64().ok_or_else(|| format!("is `{value}`, which no structured field can hold"))?;
            BareItem::Integer(number.try_into().map_err(refused)?)
        }
        Kind::Decimal => {
            let number = value.as_f64().ok_or_else(|| format!("is `{value}`, not a number"))?;
            let decimal = Decimal::try_from(number).map_err(refused)?;
            // Three digits follow the point (RFC 9651 §3.3.2), and a value must arrive as it is.
            if f64::from(decimal).to_bits() != number.to_bits() {
                return Err(format!("is `{number}`, which has more than three digits after the point"));
            }
            BareItem::Decimal(decimal)
        }
        Kind::String => BareItem::String(sfv::String::from_string(text()?.to_owned()).map_err(|(error, _)| {
            format!("cannot be a string: {error}; for other characters than ASCII take a `DisplayString`")
        })?),
        Kind::Token => {
            BareItem::Token(sfv::Token::from_string(text()?.to_owned()).map_err(|(error, _)| refused(error))?)
        }
        Kind::Bytes => {
            BareItem::ByteSequence(text()?.parse::<Base64>().map_err(|_| "is not base64")?.as_ref().to_vec())
        }
        Kind::Date => {
            let seconds = text()?.strip_prefix('@').and_then(|seconds| seconds.parse::<i64>().ok());
            let seconds = seconds.ok_or("is not a date")?;
            BareItem::Date(sfv::Date::from_unix_seconds(seconds.try_into().map_err(refused)?))
        }
        Kind::DisplayString => BareItem::DisplayString(text()?.to_owned()),
        Kind::None => return Err("has a value that is no item of a structured field".to_owned()),
    })
}

/// The type of a bare item.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Decimal,
    String,
    Token,
    Bytes,
    Date,
    DisplayString,
    None,
}

impl Kind {
    pub(super) fn describe(self) -> &'static str {
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

pub(super) fn kind(shape: &Shape) -> Kind {
    match shape.without_newtypes() {
        Shape::Boolean => Kind::Boolean,
        Shape::Integer(_) | Shape::Enum(Enum { tagging: Tagging::Integer, .. }) => Kind::Integer,
        Shape::Number => Kind::Decimal,
        Shape::Text { format: Some(TOKEN) } | Shape::Enum(_) => Kind::Token,
        Shape::Text { format: Some(BYTES) } => Kind::Bytes,
        Shape::Text { format: Some(DATE) } => Kind::Date,
        Shape::Text { format: Some(DISPLAY_STRING) } => Kind::DisplayString,
        Shape::Text { .. } => Kind::String,
        _ => Kind::None,
    }
}
