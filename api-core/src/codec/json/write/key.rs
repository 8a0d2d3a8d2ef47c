//! The keys of maps, which are texts, and values that are JSON already.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{Error as _, Impossible, Serializer};
use serde_json::Error;

use super::writer::Writer;

/// A serializer of a key. Numbers and booleans become texts, as in `serde_json`.
pub(super) struct Key<'w>(pub(super) &'w mut Writer);

impl Key<'_> {
    /// Writes a value between quotes.
    fn quoted<T: Serialize>(self, value: &T) -> Result<(), Error> {
        self.0.byte(b'"');
        value.serialize(&mut *self.0)?;
        self.0.byte(b'"');
        Ok(())
    }
}

/// A serializer of a text that is JSON already.
pub(super) struct Verbatim<'w>(pub(super) &'w mut Writer);

/// Refuses what is neither a scalar nor a newtype.
macro_rules! refused {
    ($error:expr) => {
        type SerializeSeq = Impossible<(), Error>;
        type SerializeTuple = Impossible<(), Error>;
        type SerializeTupleStruct = Impossible<(), Error>;
        type SerializeTupleVariant = Impossible<(), Error>;
        type SerializeMap = Impossible<(), Error>;
        type SerializeStruct = Impossible<(), Error>;
        type SerializeStructVariant = Impossible<(), Error>;

        fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
            Err($error)
        }

        fn serialize_none(self) -> Result<(), Error> {
            Err($error)
        }

        fn serialize_unit(self) -> Result<(), Error> {
            Err($error)
        }

        fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
            Err($error)
        }

        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<(), Error> {
            Err($error)
        }

        fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
            Err($error)
        }

        fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
            Err($error)
        }

        fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
            Err($error)
        }

        fn serialize_tuple_variant(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleVariant, Error> {
            Err($error)
        }

        fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
            Err($error)
        }

        fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
            Err($error)
        }

        fn serialize_struct_variant(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeStructVariant, Error> {
            Err($error)
        }
    };
}

macro_rules! scalars {
    ($($method:ident $scalar:ty: $write:expr;)*) => {$(
        fn $method(self, value: $scalar) -> Result<(), Error> {
            $write(self, value)
        }
    )*};
}

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = Error;

    refused!(no_key());

    scalars! {
        serialize_bool bool: |key: Self, value| key.quoted(&value);
        serialize_u8 u8: |key: Self, value| key.quoted(&value);
        serialize_u16 u16: |key: Self, value| key.quoted(&value);
        serialize_u32 u32: |key: Self, value| key.quoted(&value);
        serialize_u64 u64: |key: Self, value| key.quoted(&value);
        serialize_u128 u128: |key: Self, value| key.quoted(&value);
        serialize_i8 i8: |key: Self, value| key.quoted(&value);
        serialize_i16 i16: |key: Self, value| key.quoted(&value);
        serialize_i32 i32: |key: Self, value| key.quoted(&value);
        serialize_i64 i64: |key: Self, value| key.quoted(&value);
        serialize_i128 i128: |key: Self, value| key.quoted(&value);
        serialize_f32 f32: |key: Self, value: f32| key.finite(value.is_finite(), &value);
        serialize_f64 f64: |key: Self, value: f64| key.finite(value.is_finite(), &value);
        serialize_char char: |key: Self, value| key.0.serialize_char(value);
        serialize_str &str: |key: Self, value| key.0.serialize_str(value);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.0.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.0.collect_str(value)
    }
}

impl Key<'_> {
    fn finite<T: Serialize>(self, is_finite: bool, number: &T) -> Result<(), Error> {
        if is_finite { self.quoted(number) } else { Err(Error::custom("float key must be finite (got NaN or +/-inf)")) }
    }
}

impl Serializer for Verbatim<'_> {
    type Ok = ();
    type Error = Error;

    refused!(no_json());

    scalars! {
        serialize_bool bool: |_, _| Err(no_json());
        serialize_u8 u8: |_, _| Err(no_json());
        serialize_u16 u16: |_, _| Err(no_json());
        serialize_u32 u32: |_, _| Err(no_json());
        serialize_u64 u64: |_, _| Err(no_json());
        serialize_i8 i8: |_, _| Err(no_json());
        serialize_i16 i16: |_, _| Err(no_json());
        serialize_i32 i32: |_, _| Err(no_json());
        serialize_i64 i64: |_, _| Err(no_json());
        serialize_f32 f32: |_, _| Err(no_json());
        serialize_f64 f64: |_, _| Err(no_json());
        serialize_char char: |_, _| Err(no_json());
    }

    fn serialize_str(self, json: &str) -> Result<(), Error> {
        self.0.raw(json);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Error> {
        Err(no_json())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Error> {
        Err(no_json())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Error> {
        Err(no_json())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.serialize_str(&value.to_string())
    }
}

fn no_json() -> Error {
    Error::custom("expected text that is JSON")
}

/// Returns the error of a value that is no key of an object.
fn no_key() -> Error {
    Error::custom("key must be a string")
}
