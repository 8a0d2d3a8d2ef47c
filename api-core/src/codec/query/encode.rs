//! A serde serializer that writes the fields of a struct as keys of a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};

use crate::codec::scalar::{self, ScalarError};

/// The characters that are encoded: all but the unreserved ones (RFC 3986 §2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends a value to a query: a struct with the keys of its fields, any other value with the key `name`.
///
/// Writes `&` first if `out` already holds a pair. Writes nothing for `None` and for an empty list.
///
/// ```
/// use api_core::codec::query;
///
/// let mut url = String::from("/rooms?");
/// query::encode("tag", &["a b", "c"], &mut url).unwrap();
/// query::encode("limit", &Some(20), &mut url).unwrap();
/// assert_eq!(url, "/rooms?tag=a%20b&tag=c&limit=20");
/// ```
///
/// # Errors
/// Returns an error if a query cannot hold the value, for example a list of lists. Nothing is appended then.
pub fn encode<T: Serialize + ?Sized>(name: &str, value: &T, out: &mut String) -> Result<(), ScalarError> {
    let length = out.len();
    let result = value.serialize(Writer { key: name, level: Level::Value, out });
    if result.is_err() {
        out.truncate(length);
    }
    result
}

/// The nesting level of a serializer, which decides what it may contain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// The value passed to [`encode`]: may be a struct or a list.
    Value,
    /// A field of a struct: may be a list.
    Field,
    /// An item of a list.
    Item,
}

struct Writer<'a> {
    key: &'a str,
    level: Level,
    out: &'a mut String,
}

impl<'a> Writer<'a> {
    fn pair<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        let mut text = String::new();
        scalar::write(value, &mut text)?;
        if !(self.out.is_empty() || self.out.ends_with(['?', '&'])) {
            self.out.push('&');
        }
        self.out.extend(utf8_percent_encode(self.key, ENCODED));
        self.out.push('=');
        self.out.extend(utf8_percent_encode(&text, ENCODED));
        Ok(())
    }

    fn list(self) -> Result<Items<'a>, ScalarError> {
        if self.level == Level::Item { self.refuse("a list in a list") } else { Ok(Items(self)) }
    }

    fn keys(self, what: &str) -> Result<Keys<'a>, ScalarError> {
        if self.level == Level::Value { Ok(Keys { out: self.out, next: String::new() }) } else { self.refuse(what) }
    }

    fn refuse<T>(&self, what: &str) -> Result<T, ScalarError> {
        Err(ScalarError::message(format_args!("the query key `{}` cannot hold {what}", self.key)))
    }
}

/// The values of one repeated key.
struct Items<'a>(Writer<'a>);

impl Items<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        value.serialize(Writer { key: self.0.key, level: Level::Item, out: self.0.out })
    }
}

/// The fields of a struct.
struct Keys<'a> {
    out: &'a mut String,
    /// The key of a map's next entry. Serde passes the value in a second call.
    next: String,
}

macro_rules! scalars {
    ($($method:ident $scalar:ty,)*) => {$(
        fn $method(self, value: $scalar) -> Result<(), ScalarError> {
            self.pair(&value)
        }
    )*};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = ScalarError;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Impossible<(), ScalarError>;
    type SerializeTupleVariant = Impossible<(), ScalarError>;
    type SerializeMap = Keys<'a>;
    type SerializeStruct = Keys<'a>;
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
        if self.level == Level::Item { self.refuse("an absent item") } else { Ok(()) }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), ScalarError> {
        self.pair(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), ScalarError> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, ScalarError> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, ScalarError> {
        self.list()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Keys<'a>, ScalarError> {
        self.keys("a map")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Keys<'a>, ScalarError> {
        self.keys(name)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), ScalarError> {
        self.refuse("a byte string")
    }

    fn serialize_unit(self) -> Result<(), ScalarError> {
        self.refuse("the unit value")
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

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        self.item(value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}

impl SerializeTuple for Items<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        self.item(value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}

impl SerializeStruct for Keys<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), ScalarError> {
        value.serialize(Writer { key, level: Level::Field, out: self.out })
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}

impl SerializeMap for Keys<'_> {
    type Ok = ();
    type Error = ScalarError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ScalarError> {
        self.next.clear();
        scalar::write(key, &mut self.next)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        value.serialize(Writer { key: &self.next, level: Level::Field, out: self.out })
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}
