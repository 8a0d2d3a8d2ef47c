//! A serde serializer that writes the fields of a struct as keys of a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};

use super::nested::{self, NodeWriter};
use super::pairs::Query;
use crate::codec::scalar::{self, ScalarError};
use crate::model::{Field, Model, Shape, Style};

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
    let result = value.serialize(Writer::new(name, Level::Value, out));
    if result.is_err() {
        out.truncate(length);
    }
    result
}

/// Appends a value to a query in a style. A struct has the keys of its fields, each in its own style.
///
/// # Errors
/// Returns an error if a query cannot hold the value: a list of lists, or in a style with separators an item that has
/// the separator. Nothing is appended then.
pub fn encode_styled<T: Model + Serialize + ?Sized>(
    name: &str,
    style: Style,
    value: &T,
    out: &mut String,
) -> Result<(), ScalarError> {
    let length = out.len();
    let result = match (style, nested::value_shape(T::SHAPE)) {
        (Style::Repeated, Shape::Struct(one)) => {
            let fields = one.fields;
            let rest = nested::rest_of(fields);
            value.serialize(Writer { key: name, level: Level::Value, fields, rest, out })
        }
        (Style::Repeated, Shape::Map(map)) => {
            let (fields, rest) = (&[][..], Some(map.value));
            value.serialize(Writer { key: name, level: Level::Value, fields, rest, out })
        }
        (style, _) => one_value(name, T::SHAPE, style, value, out),
    };
    if result.is_err() {
        out.truncate(length);
    }
    result
}

/// Appends a value that has a key of its own.
fn one_value<T: Serialize + ?Sized>(
    key: &str,
    shape: &'static Shape,
    style: Style,
    value: &T,
    out: &mut String,
) -> Result<(), ScalarError> {
    match style.separator() {
        Some(separator) => separated(key, separator, value, out),
        None if style == Style::Brackets || nested::is_nested(shape) => value.serialize(NodeWriter::new(key, out)),
        None => value.serialize(Writer::new(key, Level::Field, out)),
    }
}

/// Appends the items of a list as one value.
fn separated<T: Serialize + ?Sized>(
    key: &str,
    separator: char,
    value: &T,
    out: &mut String,
) -> Result<(), ScalarError> {
    let mut pairs = String::new();
    value.serialize(Writer::new("", Level::Field, &mut pairs))?;
    let mut joined = String::new();
    for (index, pair) in Query::new(&pairs).pairs().enumerate() {
        let item = pair.value().unwrap_or_default();
        if item.is_empty() || item.contains(separator) {
            return Err(ScalarError::message(format_args!(
                "the list of the query key `{key}` is separated by {separator:?}, which its items cannot have; nor can \
                 they be empty"
            )));
        }
        if index > 0 {
            joined.push(separator);
        }
        joined.push_str(&item);
    }
    if !joined.is_empty() {
        write_pair(key, &joined, out);
    }
    Ok(())
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

/// Appends a pair, after `&` if it is not the first one.
pub(super) fn write_pair(key: &str, text: &str, out: &mut String) {
    if !(out.is_empty() || out.ends_with(['?', '&'])) {
        out.push('&');
    }
    out.extend(utf8_percent_encode(key, ENCODED));
    out.push('=');
    out.extend(utf8_percent_encode(text, ENCODED));
}

struct Writer<'a> {
    key: &'a str,
    level: Level,
    /// The fields of the struct that is written, if its shape is known.
    fields: &'static [Field],
    /// The shape of what no field names, if it is known.
    rest: Option<&'static Shape>,
    out: &'a mut String,
}

impl<'a> Writer<'a> {
    fn new(key: &'a str, level: Level, out: &'a mut String) -> Self {
        Self { key, level, fields: &[], rest: None, out }
    }

    fn pair<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ScalarError> {
        let mut text = String::new();
        scalar::write(value, &mut text)?;
        write_pair(self.key, &text, self.out);
        Ok(())
    }

    fn list(self) -> Result<Items<'a>, ScalarError> {
        if self.level == Level::Item { self.refuse("a list in a list") } else { Ok(Items(self)) }
    }

    fn keys(self, what: &str) -> Result<Keys<'a>, ScalarError> {
        if self.level == Level::Value {
            Ok(Keys { out: self.out, fields: self.fields, rest: self.rest, next: String::new() })
        } else {
            self.refuse(what)
        }
    }

    fn refuse<T>(&self, what: &str) -> Result<T, ScalarError> {
        Err(ScalarError::message(format_args!("the query key `{}` cannot hold {what}", self.key)))
    }
}

/// The values of one repeated key.
struct Items<'a>(Writer<'a>);

impl Items<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ScalarError> {
        value.serialize(Writer::new(self.0.key, Level::Item, self.0.out))
    }
}

/// The fields of a struct.
struct Keys<'a> {
    out: &'a mut String,
    fields: &'static [Field],
    rest: Option<&'static Shape>,
    /// The key of a map's next entry. Serde passes the value in a second call.
    next: String,
}

impl Keys<'_> {
    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), ScalarError> {
        let field = field_named(self.fields, key);
        if field.is_none() && self.rest.is_some() && key.contains(['[', ']']) {
            return Err(ScalarError::message(format_args!(
                "the key `{key}` of a map has brackets, so it would be read as a value inside of another one"
            )));
        }
        match field.or_else(|| self.rest.map(|shape| (shape, Style::Repeated))) {
            Some((shape, style)) => one_value(key, shape, style, value, self.out),
            None => value.serialize(Writer::new(key, Level::Field, self.out)),
        }
    }
}

/// Finds the shape and the style of a key.
fn field_named(fields: &'static [Field], key: &str) -> Option<(&'static Shape, Style)> {
    fields.iter().find_map(|field| match nested::value_shape(field.shape) {
        Shape::Struct(inner) if field.flattened => field_named(inner.fields, key),
        _ => (!field.flattened && field.name == key).then_some((field.shape, field.style)),
    })
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
        self.member(key, value)
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
        let key = std::mem::take(&mut self.next);
        self.member(&key, value)
    }

    fn end(self) -> Result<(), ScalarError> {
        Ok(())
    }
}
