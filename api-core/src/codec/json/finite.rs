//! A serde serializer that writes nothing and fails at a number that is not finite.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{
    self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

use crate::codec::scalar;

/// A serializer that writes nothing and fails at a number that is not finite.
pub(super) struct Finite;

/// The error of a number, with its place as a JSON Pointer (RFC 6901).
#[derive(Debug)]
pub(super) struct NotFinite {
    place: String,
    problem: String,
}

impl NotFinite {
    fn number() -> Self {
        Self { place: String::new(), problem: "JSON cannot hold a number that is not finite".to_owned() }
    }

    /// Adds a key or an index in front of the place.
    fn within(self, key: impl Display) -> Self {
        let key = key.to_string().replace('~', "~0").replace('/', "~1");
        Self { place: format!("/{key}{}", self.place), ..self }
    }
}

impl Display for NotFinite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.problem)?;
        if self.place.is_empty() { Ok(()) } else { write!(formatter, ", at `{}`", self.place) }
    }
}

impl std::error::Error for NotFinite {}

impl ser::Error for NotFinite {
    fn custom<T: Display>(message: T) -> Self {
        Self { place: String::new(), problem: message.to_string() }
    }
}

/// The elements of a list or tuple. `variant`: the name under which they stand, for a variant.
pub(super) struct Elements {
    variant: Option<&'static str>,
    index: usize,
}

/// The members of an object. `variant`: the name under which they stand, for a variant.
pub(super) struct Members {
    variant: Option<&'static str>,
    /// The key of a map's next entry. Serde passes the value in a second call.
    key: String,
}

impl Elements {
    fn of(variant: Option<&'static str>) -> Self {
        Self { variant, index: 0 }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotFinite> {
        let index = self.index;
        self.index += 1;
        value.serialize(Finite).map_err(|error| below(self.variant, error.within(index)))
    }
}

impl Members {
    fn of(variant: Option<&'static str>) -> Self {
        Self { variant, key: String::new() }
    }

    fn member<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), NotFinite> {
        value.serialize(Finite).map_err(|error| below(self.variant, error.within(key)))
    }
}

fn below(variant: Option<&'static str>, error: NotFinite) -> NotFinite {
    match variant {
        Some(name) => error.within(name),
        None => error,
    }
}

macro_rules! passed {
    ($($method:ident $scalar:ty,)*) => {$(
        fn $method(self, _: $scalar) -> Result<(), NotFinite> {
            Ok(())
        }
    )*};
}

impl Serializer for Finite {
    type Ok = ();
    type Error = NotFinite;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    passed! {
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
        serialize_str &str,
        serialize_bytes &[u8],
        serialize_unit_struct &'static str,
    }

    fn serialize_f32(self, value: f32) -> Result<(), NotFinite> {
        if value.is_finite() { Ok(()) } else { Err(NotFinite::number()) }
    }

    fn serialize_f64(self, value: f64) -> Result<(), NotFinite> {
        if value.is_finite() { Ok(()) } else { Err(NotFinite::number()) }
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result<(), NotFinite> {
        Ok(())
    }

    fn serialize_none(self) -> Result<(), NotFinite> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotFinite> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotFinite> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), NotFinite> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotFinite> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NotFinite> {
        value.serialize(self).map_err(|error| error.within(variant))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements, NotFinite> {
        Ok(Elements::of(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements, NotFinite> {
        Ok(Elements::of(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements, NotFinite> {
        Ok(Elements::of(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Elements, NotFinite> {
        Ok(Elements::of(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, NotFinite> {
        Ok(Members::of(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, NotFinite> {
        Ok(Members::of(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members, NotFinite> {
        Ok(Members::of(Some(variant)))
    }
}

macro_rules! elements {
    ($($compound:ident $method:ident,)*) => {$(
        impl $compound for Elements {
            type Ok = ();
            type Error = NotFinite;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotFinite> {
                self.element(value)
            }

            fn end(self) -> Result<(), NotFinite> {
                Ok(())
            }
        }
    )*};
}

elements! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

macro_rules! members {
    ($($compound:ident,)*) => {$(
        impl $compound for Members {
            type Ok = ();
            type Error = NotFinite;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotFinite> {
                self.member(key, value)
            }

            fn end(self) -> Result<(), NotFinite> {
                Ok(())
            }
        }
    )*};
}

members! {
    SerializeStruct,
    SerializeStructVariant,
}

impl SerializeMap for Members {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotFinite> {
        self.key.clear();
        scalar::write(key, &mut self.key).map_err(ser::Error::custom)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotFinite> {
        self.member(&self.key, value)
    }

    fn end(self) -> Result<(), NotFinite> {
        Ok(())
    }
}
