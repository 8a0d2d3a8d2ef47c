//! The lines of one header field to a value and back.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::query::{self, Query};
use super::scalar::{ScalarError, ScalarText};
use crate::model::{Model, Newtype, Shape};

/// Decodes the lines of one field to a scalar, an optional scalar or a list of scalars.
///
/// # Errors
/// Returns an error if the field is missing or repeated although the type does not allow it, or if a line does not fit
/// the type.
pub(crate) fn read<T: Model + DeserializeOwned>(lines: &[&str]) -> Result<T, ScalarError> {
    T::deserialize(Lines { lines, shape: T::SHAPE })
}

/// Encodes a value as the lines of one field: none for `None`, one for each item of a list.
///
/// # Errors
/// Returns an error if the value does not consist of scalars.
pub(crate) fn write<T: Serialize>(value: &T) -> Result<Vec<String>, ScalarError> {
    // Repeated query keys follow the same rules, so their encoder is used.
    let mut pairs = String::new();
    query::encode("field", value, &mut pairs)?;
    Ok(Query::new(&pairs).values("field").map(|line| line.unwrap_or_default().into_owned()).collect())
}

#[derive(Clone, Copy)]
struct Lines<'de> {
    lines: &'de [&'de str],
    shape: &'static Shape,
}

impl<'de> Lines<'de> {
    fn scalar(self) -> Result<ScalarText<'de>, ScalarError> {
        match self.lines {
            [line] => Ok(ScalarText::shaped(Cow::Borrowed(line), self.shape)),
            [] => Err(ScalarError::message("is missing")),
            _ => Err(ScalarError::message("is given more than once")),
        }
    }
}

macro_rules! scalars {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
            self.scalar()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Lines<'de> {
    type Error = ScalarError;

    scalars! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_identifier
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let shape = match self.shape.without_newtypes() {
            Shape::Option(inner) => inner,
            other => other,
        };
        if self.lines.is_empty() { visitor.visit_none() } else { visitor.visit_some(Self { shape, ..self }) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let item = match self.shape.without_newtypes() {
            Shape::List(list) => list.item,
            other => other,
        };
        visitor.visit_seq(Items { lines: self.lines.iter(), item })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        let shape = match self.shape {
            Shape::Newtype(Newtype { item, .. }) => item.shape,
            other => other,
        };
        visitor.visit_newtype_struct(Self { shape, ..self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        self.scalar()?.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! { i128 u128 unit unit_struct tuple tuple_struct map struct ignored_any }
}

struct Items<'de> {
    lines: std::slice::Iter<'de, &'de str>,
    item: &'static Shape,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ScalarError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ScalarError> {
        let next = self.lines.next();
        next.map(|line| seed.deserialize(ScalarText::shaped(Cow::Borrowed(line), self.item))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn the_type_decides_whether_a_field_may_be_absent_or_repeated() {
        assert_eq!(read::<Option<u8>>(&[]), Ok(None));
        assert_eq!(read::<Option<u8>>(&["7"]), Ok(Some(7)));
        assert_eq!(read::<Vec<String>>(&["a", "b"]), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert!(read::<u8>(&[]).is_err() && read::<u8>(&["1", "2"]).is_err() && read::<u8>(&["x"]).is_err());
    }

    #[test]
    fn values_are_encoded_as_lines() {
        assert_eq!(write(&Some("a b&c=%")), Ok(vec!["a b&c=%".to_owned()]));
        assert_eq!(write(&None::<u8>), Ok(vec![]));
        assert_eq!(write(&vec![1, 2]), Ok(vec!["1".to_owned(), "2".to_owned()]));
    }
}
