//! A serde deserializer of a tree, by its shape: all values are text, and the shape says what the text is.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::parts::{is_item, items, rest_of, value_shape};
use super::problems::chosen;
use super::tree::Node;
use crate::codec::scalar::{ScalarError, ScalarText};
use crate::model::{Content, Field, Newtype, Reading, Shape, Tagging};

/// A deserializer of the values below one name.
pub(in super::super) struct NodeReader<'de> {
    pub(in super::super) shape: &'static Shape,
    pub(in super::super) node: Node<'de>,
}

impl<'de> NodeReader<'de> {
    /// Refuses a tree that was not read to its end.
    fn whole(self) -> Result<Self, ScalarError> {
        if self.node.is_cut { Err(ScalarError::message("has too many keys")) } else { Ok(self) }
    }

    fn scalar(mut self) -> Result<ScalarText<'de>, ScalarError> {
        let is_cut = self.node.is_cut;
        let text = self.node.texts.pop().filter(|_| !is_cut);
        match text {
            Some(text) if self.node.is_empty() => Ok(ScalarText::shaped(text_of(text, self.shape), self.shape)),
            Some(_) => Err(ScalarError::message("is given more than once")),
            None => Err(ScalarError::message("is missing")),
        }
    }

    /// Returns the shape of the value, without newtypes, options and names.
    fn value_shape(&self) -> &'static Shape {
        value_shape(self.shape)
    }

    fn fields(self, fields: &'static [Field]) -> Members<'de> {
        let mut members = Vec::new();
        let mut node = self.node;
        take_fields(fields, &mut node, &mut members);
        // What no field names belongs to a flattened map, if there is one.
        if let Some(value) = rest_of(fields) {
            members.extend(node.members.into_iter().map(|(key, node)| (key, value, node)));
        }
        Members { members: members.into_iter(), value: None }
    }
}

/// Returns the text of a value. Without `=` it is `true` for a boolean, otherwise empty.
fn text_of<'de>(text: Option<Cow<'de, str>>, shape: &'static Shape) -> Cow<'de, str> {
    match text {
        Some(text) => text,
        None if matches!(value_shape(shape), Shape::Boolean) => Cow::Borrowed("true"),
        None => Cow::Borrowed(""),
    }
}

/// Returns whether a field is there without a key, because what is empty has none.
pub(in super::super) fn is_present_without_key(field: &'static Field, shape: &'static Shape) -> bool {
    field.required() && matches!(shape, Shape::List(_) | Shape::Map(_) | Shape::Struct(_))
}

fn take_fields<'de>(
    fields: &'static [Field],
    node: &mut Node<'de>,
    members: &mut Vec<(Cow<'de, str>, &'static Shape, Node<'de>)>,
) {
    for field in fields {
        match value_shape(field.shape) {
            Shape::Struct(inner) if field.flattened => take_fields(inner.fields, node, members),
            _ if field.flattened || field.reading == Reading::Ignored => {}
            shape => {
                let names = std::iter::once(field.name).chain(field.aliases.iter().copied());
                let found: Vec<Node<'de>> = names.filter_map(|name| node.members.remove(name)).collect();
                let found = if found.is_empty() && is_present_without_key(field, shape) {
                    vec![Node::default()]
                } else {
                    found
                };
                members.extend(found.into_iter().map(|node| (Cow::Borrowed(field.name), field.shape, node)));
            }
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

impl<'de> Deserializer<'de> for NodeReader<'de> {
    type Error = ScalarError;

    scalars! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.value_shape() {
            _ if self.node.is_cut => Err(ScalarError::message("has too many keys")),
            Shape::List(_) => self.deserialize_seq(visitor),
            Shape::Map(_) | Shape::Struct(_) => self.deserialize_map(visitor),
            Shape::Enum(one) if one.tagging == Tagging::Untagged => match chosen(one, &self.node) {
                Some(Content::Newtype(item)) => {
                    NodeReader { shape: item.shape, node: self.node }.deserialize_any(visitor)
                }
                Some(Content::Struct(fields)) => visitor.visit_map(self.fields(fields)),
                Some(Content::Unit) => visitor.visit_unit(),
                Some(Content::Tuple(_)) | None => Err(ScalarError::message("fits no alternative")),
            },
            _ => self.scalar()?.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        if self.node.is_empty() { visitor.visit_none() } else { visitor.visit_some(self.whole()?) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let item = match self.value_shape() {
            Shape::List(list) => list.item,
            other => other,
        };
        let this = self.whole()?;
        if this.node.members.keys().any(|step| !is_item(step)) {
            return Err(ScalarError::message("has a key that is no item of a list"));
        }
        visitor.visit_seq(Items { items: items(this.node).into_iter(), item })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        let this = self.whole()?;
        match this.value_shape() {
            Shape::Map(map) => {
                let value = map.value;
                let members: Vec<_> = this.node.members.into_iter().map(|(key, node)| (key, value, node)).collect();
                visitor.visit_map(Members { members: members.into_iter(), value: None })
            }
            Shape::Struct(one) => visitor.visit_map(this.fields(one.fields)),
            Shape::Enum(one) if one.tagging == Tagging::Untagged => this.deserialize_any(visitor),
            _ => Err(ScalarError::message("is no object")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        let shape = match self.shape {
            Shape::Newtype(Newtype { item, .. }) => item.shape,
            other => other,
        };
        visitor.visit_newtype_struct(NodeReader { shape, node: self.node })
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

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        self.scalar()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'de> {
    items: std::vec::IntoIter<Node<'de>>,
    item: &'static Shape,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ScalarError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ScalarError> {
        self.items.next().map(|node| seed.deserialize(NodeReader { shape: self.item, node })).transpose()
    }
}

/// The members of an object.
struct Members<'de> {
    members: std::vec::IntoIter<(Cow<'de, str>, &'static Shape, Node<'de>)>,
    /// The value of the key that was read last.
    value: Option<NodeReader<'de>>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = ScalarError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ScalarError> {
        let Some((key, shape, node)) = self.members.next() else { return Ok(None) };
        self.value = Some(NodeReader { shape, node });
        seed.deserialize(KeyText(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ScalarError> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(ScalarError::message("a value was requested before its key")),
        }
    }
}

/// The key of a member, which may be a number in a map.
struct KeyText<'de>(Cow<'de, str>);

impl<'de> Deserializer<'de> for KeyText<'de> {
    type Error = ScalarError;

    scalars! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_char
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScalarError> {
        match self.0 {
            Cow::Borrowed(key) => BorrowedStrDeserializer::new(key).deserialize_any(visitor),
            Cow::Owned(key) => CowStrDeserializer::new(Cow::Owned(key)).deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ScalarError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScalarError> {
        ScalarText::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        f32 f64 str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

impl<'de> KeyText<'de> {
    #[expect(clippy::unnecessary_wraps, reason = "the macro is that of values")]
    fn scalar(self) -> Result<ScalarText<'de>, ScalarError> {
        Ok(ScalarText::new(self.0))
    }
}
