//! A serde deserializer that reads the fields of a struct from the keys of a query.

use std::borrow::Cow;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::QueryError;
use super::pairs::{Pair, Query};
use super::problems;
use crate::codec::scalar::{ScalarError, ScalarText};
use crate::model::{Field, Model, Newtype, Reading, Shape, ViolationList};

/// Decodes a value from a query: a struct from the keys of its fields, any other type from the key `name`.
///
/// A list takes all values of a repeated key, and is empty without any. A key without a value is `true` for a boolean.
///
/// ```
/// use api_core::Model;
/// use api_core::codec::query::{Query, decode};
/// use serde::Deserialize;
///
/// #[derive(Debug, PartialEq, Deserialize, Model)]
/// struct Page {
///     limit: u32,
///     tags: Vec<String>,
/// }
///
/// let page: Page = decode("page", Query::new("limit=20&tags=a&tags=b%20c")).unwrap();
/// assert_eq!(page, Page { limit: 20, tags: vec!["a".to_owned(), "b c".to_owned()] });
///
/// let errors = decode::<Page>("page", Query::new("limit=many")).unwrap_err();
/// assert_eq!(errors[0].to_string(), "`limit` is `many`, expected integer 0..=4294967295");
/// ```
///
/// # Errors
/// Returns all errors: missing keys, invalid values, repeated keys, unknown keys of a struct with
/// `#[serde(deny_unknown_fields)]`, and violated constraints.
pub fn decode<T: Model + DeserializeOwned>(name: &str, query: Query<'_>) -> Result<T, Vec<QueryError>> {
    let shape = T::SHAPE;
    let decoded = if matches!(shape.without_newtypes(), Shape::Struct(_)) {
        T::deserialize(Keys { shape, query })
    } else {
        T::deserialize(Value { shape, query, key: Key::Named(name) })
    };
    let unknown = problems::unknown_keys(shape, query);
    match decoded {
        Ok(value) if unknown.is_empty() => keep_constraints(name, shape, value),
        Ok(_) => Err(unknown),
        Err(error) => {
            let mut problems = problems::problems(name, shape, query);
            if problems.is_empty() {
                // The text fits the shape, so the type's own `Deserialize` rejected it.
                problems.push(QueryError::new(name, format_args!("cannot be read: {error}"), ""));
            }
            problems.extend(unknown);
            Err(problems)
        }
    }
}

fn keep_constraints<T: Model>(name: &str, shape: &'static Shape, value: T) -> Result<T, Vec<QueryError>> {
    let broken = ViolationList::of(&value);
    if broken.is_empty() {
        return Ok(value);
    }
    let own_keys = matches!(shape.without_newtypes(), Shape::Struct(_));
    let problems = broken.violations.into_iter().map(|violation| {
        let key = match violation.path.strip_prefix('/') {
            Some(path) if own_keys => path.to_owned(),
            Some(path) => format!("{name}/{path}"),
            None => name.to_owned(),
        };
        QueryError::new(key, violation.problem, violation.expected)
    });
    Err(problems.collect())
}

/// A deserializer of a struct whose fields are keys.
struct Keys<'de> {
    shape: &'static Shape,
    query: Query<'de>,
}

impl<'de> Deserializer<'de> for Keys<'de> {
    type Error = ScalarError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let fields = match self.shape.without_newtypes() {
            Shape::Struct(one) => one.fields,
            _ => &[],
        };
        visitor.visit_map(FieldsPresent { fields: fields.iter(), outer: Vec::new(), current: None, query: self.query })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Iterates over the fields of the shape rather than the pairs of the query, so that the shape of a value is known if
/// serde requests "any" value, as it does inside flattened structs.
struct FieldsPresent<'de> {
    fields: std::slice::Iter<'static, Field>,
    /// The fields that follow each flattened struct that is being read.
    outer: Vec<std::slice::Iter<'static, Field>>,
    current: Option<&'static Field>,
    query: Query<'de>,
}

impl FieldsPresent<'_> {
    fn next_present(&mut self) -> Option<&'static Field> {
        loop {
            let Some(field) = self.fields.next() else {
                self.fields = self.outer.pop()?;
                continue;
            };
            match field.shape.without_newtypes() {
                Shape::Struct(inner) if field.flattened => {
                    self.outer.push(std::mem::replace(&mut self.fields, inner.fields.iter()));
                }
                _ if field.reading != Reading::Ignored && self.is_present(field) => return Some(field),
                _ => {}
            }
        }
    }

    /// Returns whether the query has the field. A required list counts as present without a key: an empty one has none.
    fn is_present(&self, field: &'static Field) -> bool {
        let empty_list = field.required() && matches!(field.shape.without_newtypes(), Shape::List(_));
        empty_list || field.pairs(self.query).next().is_some()
    }
}

impl<'de> MapAccess<'de> for FieldsPresent<'de> {
    type Error = ScalarError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ScalarError> {
        self.current = self.next_present();
        self.current.map(|field| seed.deserialize(BorrowedStrDeserializer::new(field.name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ScalarError> {
        let field = self.current.take().ok_or_else(|| ScalarError::message("a value was requested before its key"))?;
        seed.deserialize(Value { shape: field.shape, query: self.query, key: Key::Field(field) })
    }
}

/// A deserializer of the values of one key.
#[derive(Clone, Copy)]
struct Value<'de, 'k> {
    shape: &'static Shape,
    query: Query<'de>,
    key: Key<'k>,
}

#[derive(Clone, Copy)]
enum Key<'k> {
    Named(&'k str),
    Field(&'static Field),
}

impl Key<'_> {
    fn matches(self, pair: Pair<'_>) -> bool {
        match self {
            Self::Named(name) => pair.has_key(name),
            Self::Field(field) => pair.has_key(field.name) || field.aliases.iter().any(|alias| pair.has_key(alias)),
        }
    }
}

impl<'de> Value<'de, '_> {
    fn pairs(self) -> impl Iterator<Item = Pair<'de>> {
        self.query.pairs().filter(move |pair| self.key.matches(*pair))
    }

    fn scalar(self) -> Result<ScalarText<'de>, ScalarError> {
        let mut pairs = self.pairs();
        match (pairs.next(), pairs.next()) {
            (Some(pair), None) => Ok(ScalarText::shaped(text_of(pair, self.shape), self.shape)),
            (None, _) => Err(ScalarError::message("the key is missing")),
            (Some(_), Some(_)) => Err(ScalarError::message("the key is given more than once")),
        }
    }
}

/// Returns the text of a pair. Without a value it is `true` for a boolean, otherwise empty.
fn text_of<'de>(pair: Pair<'de>, shape: &'static Shape) -> Cow<'de, str> {
    match pair.value() {
        Some(text) => text,
        None if matches!(problems::value_shape(shape), Shape::Boolean) => Cow::Borrowed("true"),
        None => Cow::Borrowed(""),
    }
}

macro_rules! scalars {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
            self.scalar()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de, '_> {
    type Error = ScalarError;

    scalars! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit
        deserialize_map deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.shape {
            Shape::Newtype(Newtype { item, .. }) => Self { shape: item.shape, ..self }.deserialize_any(visitor),
            Shape::Option(_) => self.deserialize_option(visitor),
            Shape::List(_) => self.deserialize_seq(visitor),
            _ => self.scalar()?.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let inner = match self.shape.without_newtypes() {
            Shape::Option(inner) => inner,
            other => other,
        };
        if self.pairs().next().is_none() {
            return visitor.visit_none();
        }
        visitor.visit_some(Self { shape: inner, ..self })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let item = match problems::value_shape(self.shape) {
            Shape::List(list) => list.item,
            other => other,
        };
        visitor.visit_seq(Items { pairs: self.pairs(), item })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ScalarError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        self.deserialize_seq(visitor)
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

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        self.scalar()?.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        self.scalar()?.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_unit()
    }
}

/// The values of a repeated key.
struct Items<I> {
    pairs: I,
    item: &'static Shape,
}

impl<'de, I: Iterator<Item = Pair<'de>>> SeqAccess<'de> for Items<I> {
    type Error = ScalarError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ScalarError> {
        let next = self.pairs.next();
        next.map(|pair| seed.deserialize(ScalarText::shaped(text_of(pair, self.item), self.item))).transpose()
    }
}
