//! A serde deserializer that reads the fields of a struct from the keys of a query.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::QueryError;
use super::nested::{self, Node, NodeReader};
use super::pairs::{First, Pair, Query, split, write_pair};
use super::problems;
use crate::codec::scalar::{ScalarError, ScalarText};
use crate::model::{Field, Model, Newtype, Reading, Shape, Style, ViolationList};

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
    decode_styled(name, Style::Repeated, query)
}

/// Decodes a value from a query in a style. A struct has the keys of its fields, each in its own style.
///
/// # Errors
/// Returns all errors, see [`decode`].
pub fn decode_styled<T: Model + DeserializeOwned>(
    name: &str,
    style: Style,
    query: Query<'_>,
) -> Result<T, Vec<QueryError>> {
    let shape = T::SHAPE;
    let decoded = if has_own_keys(shape, style) {
        T::deserialize(Keys { shape, query })
    } else {
        T::deserialize(Value::of(shape, style, query, Key::Named(name)))
    };
    let unknown = problems::unknown_keys(shape, style, query);
    match decoded {
        Ok(value) if unknown.is_empty() => keep_constraints(name, shape, style, value),
        Ok(_) => Err(unknown),
        Err(error) => {
            let mut problems = problems::problems(name, shape, style, query);
            if problems.is_empty() {
                // The text fits the shape, so the type's own `Deserialize` rejected it.
                problems.push(QueryError::new(name, format_args!("cannot be read: {error}"), ""));
            }
            problems.extend(unknown);
            Err(problems)
        }
    }
}

/// Decodes a map from all keys of a query that are not known otherwise.
///
/// # Errors
/// Returns all errors, see [`decode`].
pub fn decode_rest<T: Model + DeserializeOwned>(
    name: &str,
    query: Query<'_>,
    is_known: impl Fn(&str) -> bool,
) -> Result<T, Vec<QueryError>> {
    let node = nested::rest(query, is_known);
    let mut found = Vec::new();
    nested::problems("", T::SHAPE, true, &node, &mut found);
    if !found.is_empty() {
        return Err(found);
    }
    match T::deserialize(NodeReader { shape: T::SHAPE, node }) {
        Ok(value) => keep_constraints(name, T::SHAPE, Style::Repeated, value),
        Err(error) => Err(vec![QueryError::new(name, format_args!("cannot be read: {error}"), "")]),
    }
}

/// Decodes a value from the text of one query key.
///
/// # Errors
/// Returns all errors, see [`decode`].
pub fn decode_text<T: Model + DeserializeOwned>(name: &str, style: Style, text: &str) -> Result<T, Vec<QueryError>> {
    let mut pair = String::new();
    write_pair(name, text, &mut pair);
    decode_styled(name, style, Query::new(&pair))
}

/// Returns whether the fields of a value are keys of the query, so that the name of the parameter is not.
pub(super) fn has_own_keys(shape: &'static Shape, style: Style) -> bool {
    style == Style::Repeated && matches!(nested::value_shape(shape), Shape::Struct(_))
}

fn keep_constraints<T: Model>(name: &str, shape: &'static Shape, style: Style, value: T) -> Result<T, Vec<QueryError>> {
    let broken = ViolationList::of(&value);
    if broken.is_empty() {
        return Ok(value);
    }
    let own_keys = has_own_keys(shape, style) || matches!(nested::value_shape(shape), Shape::Map(_));
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
        let fields = match nested::value_shape(self.shape) {
            Shape::Struct(one) => one.fields,
            _ => &[],
        };
        let rest = nested::rest_of(fields).map(|shape| {
            let rest = nested::rest(self.query, |key| problems::has_field(fields, key));
            if rest.is_cut {
                Err(ScalarError::message("has too many keys"))
            } else {
                Ok((shape, rest.members.into_iter()))
            }
        });
        let rest = rest.transpose()?;
        let current = Current::None;
        visitor.visit_map(FieldsPresent { fields: fields.iter(), outer: Vec::new(), rest, current, query: self.query })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let fields = match nested::value_shape(self.shape) {
            Shape::Struct(one) => one.fields,
            _ => &[],
        };
        if problems::is_present(fields, self.query) { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// Iterates over the fields of the shape rather than the pairs of the query, so that the shape of a value is known if
/// serde requests "any" value, as it does inside flattened structs.
struct FieldsPresent<'de> {
    fields: std::slice::Iter<'static, Field>,
    /// The fields that follow each flattened struct that is being read.
    outer: Vec<std::slice::Iter<'static, Field>>,
    /// What no field names, for a flattened map: the shape of its values, and the keys.
    rest: Option<(&'static Shape, std::collections::btree_map::IntoIter<Cow<'de, str>, Node<'de>>)>,
    current: Current<'de>,
    query: Query<'de>,
}

/// Where the next value is.
enum Current<'de> {
    None,
    Field(Value<'de, 'static>),
    Rest(&'static Shape, Node<'de>),
}

impl<'de> FieldsPresent<'de> {
    fn next_present(&mut self) -> Option<(&'static Field, Value<'de, 'static>)> {
        loop {
            let Some(field) = self.fields.next() else {
                self.fields = self.outer.pop()?;
                continue;
            };
            match nested::value_shape(field.shape) {
                Shape::Struct(inner) if field.flattened => {
                    self.outer.push(std::mem::replace(&mut self.fields, inner.fields.iter()));
                }
                _ if field.flattened || field.reading == Reading::Ignored => {}
                shape => {
                    let value = Value::of(field.shape, field.style, self.query, Key::Field(field));
                    let is_present = match value.first {
                        Some(first) => first.pair.is_some(),
                        None => field.is_in(self.query),
                    };
                    // What is empty has no key, and is there if it is required.
                    if is_present || nested::is_present_without_key(field, shape) {
                        return Some((field, value));
                    }
                }
            }
        }
    }
}

impl<'de> MapAccess<'de> for FieldsPresent<'de> {
    type Error = ScalarError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ScalarError> {
        if let Some((field, value)) = self.next_present() {
            self.current = Current::Field(value);
            return seed.deserialize(BorrowedStrDeserializer::new(field.name)).map(Some);
        }
        let Some((shape, (key, node))) = self.rest.as_mut().and_then(|(shape, rest)| Some((*shape, rest.next()?)))
        else {
            return Ok(None);
        };
        self.current = Current::Rest(shape, node);
        seed.deserialize(CowStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ScalarError> {
        match std::mem::replace(&mut self.current, Current::None) {
            Current::Field(value) => seed.deserialize(value),
            Current::Rest(shape, node) => seed.deserialize(NodeReader { shape, node }),
            Current::None => Err(ScalarError::message("a value was requested before its key")),
        }
    }
}

/// A deserializer of the values of one key.
#[derive(Clone, Copy)]
struct Value<'de, 'k> {
    shape: &'static Shape,
    query: Query<'de>,
    style: Style,
    key: Key<'k>,
    /// Where the first value is. `None` for a value that has keys with brackets.
    first: Option<First<'de>>,
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
            Self::Field(field) => field.has_pair(pair),
        }
    }
}

impl<'de, 'k> Value<'de, 'k> {
    #[inline]
    fn of(shape: &'static Shape, style: Style, query: Query<'de>, key: Key<'k>) -> Self {
        let is_nested = style == Style::Brackets || nested::is_nested(shape);
        let first = (!is_nested).then(|| query.first(|pair| key.matches(pair)));
        Self { shape, query, style, key, first }
    }

    /// Returns whether the value has keys with brackets.
    fn is_nested(self) -> bool {
        self.first.is_none()
    }

    fn node(self) -> NodeReader<'de> {
        let node = match self.key {
            Key::Named(name) => nested::tree(self.query, |key| key == name),
            Key::Field(field) => nested::tree(self.query, |key| field.has_name(key)),
        };
        NodeReader { shape: self.shape, node }
    }

    fn is_present(self) -> bool {
        match self.first {
            Some(first) => first.pair.is_some(),
            None => !self.node().node.is_empty(),
        }
    }

    /// Returns the items of a list.
    fn items(self) -> Result<Vec<Cow<'de, str>>, ScalarError> {
        let item = item_shape(self.shape);
        let Some(separator) = self.style.separator() else {
            return Ok(self.pairs().map(|pair| text_of(pair, item)).collect());
        };
        let mut pairs = self.pairs();
        let (Some(pair), None) = (pairs.next(), pairs.next()) else {
            let is_absent = self.pairs().next().is_none();
            return if is_absent {
                Ok(Vec::new())
            } else {
                Err(ScalarError::message("the key is given more than once"))
            };
        };
        Ok(split(pair.value().unwrap_or_default(), separator))
    }

    fn pairs(self) -> impl Iterator<Item = Pair<'de>> {
        let (first, after) = self.first.map_or((None, Query::default()), |first| (first.pair, first.after));
        first.into_iter().chain(after.pairs().filter(move |pair| self.key.matches(*pair)))
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
        None if matches!(nested::value_shape(shape), Shape::Boolean) => Cow::Borrowed("true"),
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
        deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.shape {
            _ if self.is_nested() => self.node().deserialize_any(visitor),
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
        if !self.is_present() {
            return visitor.visit_none();
        }
        visitor.visit_some(Self { shape: inner, ..self })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        if self.is_nested() {
            return self.node().deserialize_seq(visitor);
        }
        visitor.visit_seq(Items { texts: self.items()?.into_iter(), item: item_shape(self.shape) })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        if self.is_nested() { self.node().deserialize_map(visitor) } else { self.scalar()?.deserialize_map(visitor) }
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
        if self.is_nested() { self.node().deserialize_map(visitor) } else { self.scalar()?.deserialize_any(visitor) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        self.scalar()?.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'de> {
    texts: std::vec::IntoIter<Cow<'de, str>>,
    item: &'static Shape,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ScalarError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ScalarError> {
        self.texts.next().map(|text| seed.deserialize(ScalarText::shaped(text, self.item))).transpose()
    }
}

/// Returns the shape of the items of a list.
fn item_shape(shape: &'static Shape) -> &'static Shape {
    match nested::value_shape(shape) {
        Shape::List(list) => list.item,
        other => other,
    }
}
