//! Bare items of structured fields (RFC 9651 §3.3), each a JSON value of a shape.

use serde_json::Value;
use sfv::{BareItem, Decimal};

use crate::model::{Bare, Base64, Shape};

pub(super) fn read_bare(item: &BareItem, shape: &'static Shape) -> Result<Value, String> {
    Ok(match (item, Bare::of(shape)) {
        (BareItem::Boolean(value), Bare::Boolean) => Value::from(*value),
        (BareItem::Integer(value), Bare::Integer) => Value::from(i64::from(*value)),
        (BareItem::Decimal(value), Bare::Decimal) => Value::from(f64::from(*value)),
        (BareItem::String(value), Bare::String) => Value::from(value.as_str()),
        (BareItem::Token(value), Bare::Token) => Value::from(value.as_str()),
        (BareItem::ByteSequence(value), Bare::Bytes) => Value::from(Base64::from(value.as_slice()).to_string()),
        (BareItem::Date(value), Bare::Date) => Value::from(format!("@{}", i64::from(value.unix_seconds()))),
        (BareItem::DisplayString(value), Bare::DisplayString) => Value::from(value.as_str()),
        (found, wanted) => {
            let found = match found {
                BareItem::Boolean(_) => Bare::Boolean,
                BareItem::Integer(_) => Bare::Integer,
                BareItem::Decimal(_) => Bare::Decimal,
                BareItem::String(_) => Bare::String,
                BareItem::Token(_) => Bare::Token,
                BareItem::ByteSequence(_) => Bare::Bytes,
                BareItem::Date(_) => Bare::Date,
                BareItem::DisplayString(_) => Bare::DisplayString,
            };
            return Err(format!("is {}, not {}", found.describe(), wanted.describe()));
        }
    })
}

pub(super) fn write_bare(value: &Value, shape: &'static Shape) -> Result<BareItem, String> {
    let text = || value.as_str().ok_or_else(|| format!("is `{value}`, not a text"));
    let refused = |error: sfv::Error| format!("cannot be {}: {error}", Bare::of(shape).describe());
    Ok(match Bare::of(shape) {
        Bare::Boolean => BareItem::Boolean(value.as_bool().ok_or_else(|| format!("is `{value}`, not a boolean"))?),
        Bare::Integer => {
            let number = value.as_i64().ok_or_else(|| format!("is `{value}`, which no structured field can hold"))?;
            BareItem::Integer(number.try_into().map_err(refused)?)
        }
        Bare::Decimal => {
            let number = value.as_f64().ok_or_else(|| format!("is `{value}`, not a number"))?;
            let decimal = Decimal::try_from(number).map_err(refused)?;
            // Three digits follow the point (RFC 9651 §3.3.2), and a value must arrive as it is.
            if f64::from(decimal).to_bits() != number.to_bits() {
                return Err(format!("is `{number}`, which has more than three digits after the point"));
            }
            BareItem::Decimal(decimal)
        }
        Bare::String => BareItem::String(sfv::String::from_string(text()?.to_owned()).map_err(|(error, _)| {
            format!("cannot be a string: {error}; for other characters than ASCII take a `DisplayString`")
        })?),
        Bare::Token => {
            BareItem::Token(sfv::Token::from_string(text()?.to_owned()).map_err(|(error, _)| refused(error))?)
        }
        Bare::Bytes => {
            BareItem::ByteSequence(text()?.parse::<Base64>().map_err(|_| "is not base64")?.as_ref().to_vec())
        }
        Bare::Date => {
            let seconds = text()?.strip_prefix('@').and_then(|seconds| seconds.parse::<i64>().ok());
            let seconds = seconds.ok_or("is not a date")?;
            BareItem::Date(sfv::Date::from_unix_seconds(seconds.try_into().map_err(refused)?))
        }
        Bare::DisplayString => BareItem::DisplayString(text()?.to_owned()),
        Bare::None => return Err("has a value that is no item of a structured field".to_owned()),
    })
}
