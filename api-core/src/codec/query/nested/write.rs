//! A serde serializer into keys with brackets.

use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};

use super::super::pairs::write_pair;
use crate::codec::scalar::{self, ScalarError};

/// A serializer of a value below a key: scalars are values of the key, what is inside follows in brackets.
pub(in super::super) struct NodeWriter<'a> {
    key: String,
    /// The number of the item, if it is one of a list: `[]` is enough for a scalar, other items need it.
    item: Option<usize>,
    out: &'a mut String,
}

impl<'a> NodeWriter<'a> {
    pub(in super::super) fn new(key: &str, out: &'a mut String) -> Self {
        Self { key: key.to_owned(), item: None, out }
    }

    fn pair<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        let mut text = String::new();
        scalar::write(value, &mut text)?;
        self.scalar(&text);
        Ok(())
    }

    fn scalar(self, text: &str) {
        let brackets = if self.item.is_some() { "[]" } else { "" };
        write_pair(&format!("{}{brackets}", self.key), text, self.out);
    }

    fn inside(self) -> Inside<'a> {
        let key = match self.item {
            Some(number) => format!("{}[{number}]", self.key),
            None => self.key,
        };
        Inside { key, count: 0, next: String::new(), out: self.out }
    }

    fn refuse<T>(&self, what: &str) -> Result<T, ScalarError> {
        Err(ScalarError::message(format_args!("the query key `{}` cannot hold {what}", self.key)))
    }
}

/// The values inside of a value.
pub(in super::super) struct Inside<'a> {
    key: String,
    count: usize,
    /// The key of a map's next entry. Serde passes the value in a second call.
    next: String,
    out: &'a mut String,
}

impl Inside<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        let item = Some(self.count);
        self.count += 1;
        let before = self.out.len();
        value.serialize(NodeWriter { key: self.key.clone(), item, out: self.out })?;
        if self.out.len() == before {
            let key = &self.key;
            return Err(ScalarError::message(format_args!("the query key `{key}` cannot hold an empty item")));
        }
        Ok(())
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), ScalarError> {
        if name.contains(['[', ']']) || name.is_empty() {
            return Err(ScalarError::message(format_args!(
                "the key `{name}` cannot stand in brackets: it is empty or has brackets itself"
            )));
        }
        value.serialize(NodeWriter { key: format!("{}[{name}]", self.key), item: None, out: self.out })
    }
}

macro_rules! scalars {
    ($($method:ident $scalar:ty,)*) => {$(
        fn $method(self, value: $scalar) -> Result<(), ScalarError> {
            self.pair(&value)
        }
    )*};
}

impl<'a> Serializer for NodeWriter<'a> {
    type Ok = ();
    type Error = ScalarError;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Impossible<(), ScalarError>;
    type SerializeTupleVariant = Impossible<(), ScalarError>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Impossible<(), ScalarError>;

    scalars! {
        serialize_bool bool,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_u128 u128,
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_i128 i128,
        serialize_f32 f32,
        serialize_f64 f64,
        serialize_char char,
        serialize_str &str,
    }

    fn serialize_none(self) -> Result<(), ScalarError> {
        if self.item.is_some() { self.refuse("an absent item") } else { Ok(()) }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        let Self { key, item, out } = self;
        let before = out.len();
        value.serialize(NodeWriter { key: key.clone(), item, out: &mut *out })?;
        if out.len() == before {
            // It would be read as `None`.
            return NodeWriter { key, item, out }.refuse("an empty value where none could be");
        }
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), ScalarError> {
        self.pair(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), ScalarError> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, ScalarError> {
        Ok(self.inside())
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, ScalarError> {
        Ok(self.inside())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, ScalarError> {
        Ok(self.inside())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, ScalarError> {
        Ok(self.inside())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), ScalarError> {
        self.refuse("a byte string")
    }

    fn serialize_unit(self) -> Result<(), ScalarError> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), ScalarError> {
        self.refuse(name)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Result<(), ScalarError> {
        self.refuse(variant)
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, ScalarError> {
        self.refuse(name)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, ScalarError> {
        self.refuse(variant)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, ScalarError> {
        self.refuse(variant)
    }
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        self.item(value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}

impl SerializeTuple for Inside<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        self.item(value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), ScalarError> {
        self.member(name, value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ScalarError> {
        self.next.clear();
        scalar::write(key, &mut self.next)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        let name = std::mem::take(&mut self.next);
        self.member(&name, value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}
