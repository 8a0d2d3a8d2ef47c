//! A serde serializer that accepts scalars only.

use std::fmt::{Display, Write as _};

use serde::Serialize;
use serde::ser::{Impossible, Serializer};

use super::ScalarError;

/// Appends one scalar to a string.
#[derive(Debug)]
pub(super) struct ScalarWriter<'a> {
    out: &'a mut String,
}

impl<'a> ScalarWriter<'a> {
    pub(super) fn new(out: &'a mut String) -> Self {
        Self { out }
    }

    fn push(self, value: &dyn Display) -> Result<(), ScalarError> {
        write!(self.out, "{value}").map_err(|_| ScalarError::message("the value cannot be formatted"))
    }
}

fn not_a_scalar<T>(what: &str) -> Result<T, ScalarError> {
    Err(ScalarError::message(format_args!("{what} is not a scalar")))
}

macro_rules! plain {
    ($($method:ident $scalar:ident,)*) => {$(
        fn $method(self, value: $scalar) -> Result<(), ScalarError> {
            self.push(&value)
        }
    )*};
}

impl Serializer for ScalarWriter<'_> {
    type Ok = ();
    type Error = ScalarError;
    type SerializeSeq = Impossible<(), ScalarError>;
    type SerializeTuple = Impossible<(), ScalarError>;
    type SerializeTupleStruct = Impossible<(), ScalarError>;
    type SerializeTupleVariant = Impossible<(), ScalarError>;
    type SerializeMap = Impossible<(), ScalarError>;
    type SerializeStruct = Impossible<(), ScalarError>;
    type SerializeStructVariant = Impossible<(), ScalarError>;

    plain! {
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
        serialize_char char,
    }

    fn serialize_f32(self, value: f32) -> Result<(), ScalarError> {
        if value.is_finite() { self.push(&value) } else { not_a_scalar("a number that is not finite") }
    }

    fn serialize_f64(self, value: f64) -> Result<(), ScalarError> {
        if value.is_finite() { self.push(&value) } else { not_a_scalar("a number that is not finite") }
    }

    fn serialize_str(self, value: &str) -> Result<(), ScalarError> {
        self.out.push_str(value);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        self.push(&value)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), ScalarError> {
        self.serialize_str(name)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), ScalarError> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), ScalarError> {
        not_a_scalar("an absent value")
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), ScalarError> {
        not_a_scalar("a byte string")
    }

    fn serialize_unit(self) -> Result<(), ScalarError> {
        not_a_scalar("the unit value")
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), ScalarError> {
        not_a_scalar(name)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Result<(), ScalarError> {
        not_a_scalar(variant)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, ScalarError> {
        not_a_scalar("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, ScalarError> {
        not_a_scalar("a tuple")
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, ScalarError> {
        not_a_scalar(name)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, ScalarError> {
        not_a_scalar(variant)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, ScalarError> {
        not_a_scalar("a map")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, ScalarError> {
        not_a_scalar(name)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, ScalarError> {
        not_a_scalar(variant)
    }
}
