//! A serde deserializer over one string.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::ScalarError;
use crate::model::{Newtype, Shape, Tagging};

/// A deserializer over one string.
#[derive(Clone, Debug)]
pub(crate) struct ScalarText<'de> {
    text: Cow<'de, str>,
    /// The shape, which decides the type if serde requests "any" value, as it does inside flattened structs.
    shape: Option<&'static Shape>,
}

impl<'de> ScalarText<'de> {
    pub(crate) fn new(text: Cow<'de, str>) -> Self {
        Self { text, shape: None }
    }

    pub(crate) fn shaped(text: Cow<'de, str>, shape: &'static Shape) -> Self {
        Self { text, shape: Some(shape) }
    }

    fn error(&self, expected: impl std::fmt::Display) -> ScalarError {
        ScalarError::expecting(expected).found(&self.text)
    }

    fn visit_text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $integer:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
            match self.text.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => {
                    Err(self.error(format_args!("an integer from {} to {}", $integer::MIN, $integer::MAX)))
                }
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for ScalarText<'de> {
    type Error = ScalarError;

    integers! {
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.shape {
            Some(Shape::Boolean) => self.deserialize_bool(visitor),
            Some(Shape::Integer(range)) if range.minimum < 0 => self.deserialize_i64(visitor),
            Some(Shape::Integer(_)) => self.deserialize_u64(visitor),
            Some(Shape::Enum(one)) if one.tagging == Tagging::Integer => self.deserialize_i64(visitor),
            Some(Shape::Number) => self.deserialize_f64(visitor),
            Some(Shape::Newtype(Newtype { item, .. })) => Self::shaped(self.text, item.shape).deserialize_any(visitor),
            Some(Shape::Option(inner)) => Self::shaped(self.text, inner).deserialize_any(visitor),
            _ => self.visit_text(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.text.as_ref() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(self.error("`true` or `false`")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.text.parse::<f32>() {
            Ok(number) if number.is_finite() => visitor.visit_f32(number),
            _ => Err(self.error("a number")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.text.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(self.error("a number")),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let mut letters = self.text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => visitor.visit_char(letter),
            _ => Err(self.error("one character")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        self.visit_text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        self.visit_text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        match self.text {
            Cow::Borrowed(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            Cow::Owned(text) => visitor.visit_enum::<StringDeserializer<ScalarError>>(text.into_deserializer()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier }
}
