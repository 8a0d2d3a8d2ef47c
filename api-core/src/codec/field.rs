//! The lines of one header field to a value and back.

use std::borrow::Cow;

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::members::{Members, is_member, is_one_line_each, trimmed};
use super::query::{self, Query};
use super::scalar::{ScalarError, ScalarText, shown};
use crate::model::{Model, Newtype, Shape};

/// Decodes the lines of the field `name` to a scalar, an optional scalar or a list of scalars. The items of a list are
/// the members of all lines (RFC 9110 §5.3).
///
/// # Errors
/// Returns an error if the field is missing or repeated although the type does not allow it, or if a line or member
/// does not fit the type.
pub(crate) fn read<T: Model + DeserializeOwned>(name: &str, lines: &[&str]) -> Result<T, ScalarError> {
    T::deserialize(FieldSource { lines, shape: T::SHAPE, split: !is_one_line_each(name) })
}

/// Adds the field `name` to a header section: no line for `None`, one line for each item of a list, an empty line for
/// an empty list that could be `None`. A scalar replaces lines that the field already has, because it is the only one.
///
/// # Errors
/// Returns an error if the value does not consist of scalars, or would not be read back as it is.
pub(crate) fn append<T: Model + Serialize>(
    headers: &mut HeaderMap,
    name: &'static str,
    value: &T,
) -> Result<(), ScalarError> {
    let list = T::SHAPE.is_list_or_optional_list();
    let field = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| ScalarError::message("has a name that no header field can have"))?;
    for text in lines(value)? {
        check(name, list, &text)?;
        let line = HeaderValue::from_bytes(text.as_bytes())
            .map_err(|_| ScalarError::message("contains a character that is not allowed in a header field"))?;
        if list || field == SET_COOKIE {
            headers.append(&field, line);
        } else {
            headers.insert(&field, line);
        }
    }
    Ok(())
}

fn check(name: &str, list: bool, text: &str) -> Result<(), ScalarError> {
    if trimmed(text) != text {
        let message = "begins or ends with whitespace, which is no part of the value of a header field";
        return Err(ScalarError::message(message));
    }
    if list && !text.is_empty() && !is_one_line_each(name) && !is_member(text) {
        return Err(ScalarError::message(format_args!(
            "has the item {}, which is not one member of a list: it has a comma or an open quote",
            shown(text)
        )));
    }
    Ok(())
}

fn lines<T: Model + Serialize>(value: &T) -> Result<Vec<String>, ScalarError> {
    // Repeated query keys follow the same rules, so their encoder is used.
    let mut pairs = String::new();
    query::encode("field", value, &mut pairs)?;
    let lines: Vec<String> =
        Query::new(&pairs).values("field").map(|line| line.unwrap_or_default().into_owned()).collect();
    if T::SHAPE.is_list_or_optional_list() && lines.iter().any(String::is_empty) {
        return Err(ScalarError::message("has an empty item, which readers of a list skip"));
    }
    let optional = matches!(T::SHAPE.without_newtypes(), Shape::Option(_));
    if lines.is_empty() && optional && T::SHAPE.is_list_or_optional_list() && !is_none(value) {
        return Ok(vec![String::new()]);
    }
    Ok(lines)
}

/// Returns whether a value that has no lines is `None`, as opposed to an empty list.
fn is_none<T: Serialize>(value: &T) -> bool {
    serde_json::to_value(value).is_ok_and(|value| value.is_null())
}

#[derive(Clone, Copy)]
struct FieldSource<'de> {
    lines: &'de [&'de str],
    shape: &'static Shape,
    /// Whether the lines of a list are split into members.
    split: bool,
}

impl<'de> FieldSource<'de> {
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

impl<'de> Deserializer<'de> for FieldSource<'de> {
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
        visitor.visit_seq(Items { lines: self.lines.iter(), members: Members::new(""), item, split: self.split })
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
    /// The rest of the current line.
    members: Members<'de>,
    item: &'static Shape,
    split: bool,
}

impl<'de> Items<'de> {
    fn next_text(&mut self) -> Option<&'de str> {
        loop {
            if let Some(member) = self.members.next() {
                return Some(member);
            }
            let line = self.lines.next()?;
            if !self.split {
                return Some(line);
            }
            self.members = Members::new(line);
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ScalarError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ScalarError> {
        let next = self.next_text();
        next.map(|line| seed.deserialize(ScalarText::shaped(Cow::Borrowed(line), self.item))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use http::HeaderMap;
    use serde::Serialize;

    use super::{append, read};
    use crate::codec::decode_header;
    use crate::model::Model;

    fn written<T: Model + Serialize>(name: &'static str, value: &T) -> Option<Vec<String>> {
        let mut headers = HeaderMap::new();
        append(&mut headers, name, value).ok()?;
        Some(headers.values().map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned()).collect())
    }

    #[test]
    fn the_type_decides_whether_a_field_may_be_absent_or_repeated() {
        assert_eq!(read::<Option<u8>>("n", &[]), Ok(None));
        assert_eq!(read::<Option<u8>>("n", &["7"]), Ok(Some(7)));
        assert_eq!(read::<Vec<String>>("n", &["a", "b"]), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert!(read::<u8>("n", &[]).is_err() && read::<u8>("n", &["1", "2"]).is_err());
        assert!(read::<u8>("n", &["x"]).is_err());
    }

    #[test]
    fn several_lines_and_one_line_with_commas_are_the_same_list() {
        for lines in [&["3, 1,2"][..], &["3", "1", "2"], &["3,1", " ,2, "], &["", "3 ,1", "2"]] {
            assert_eq!(read::<Vec<u8>>("n", lines), Ok(vec![3, 1, 2]), "{lines:?}");
            assert_eq!(read::<BTreeSet<u8>>("n", lines), Ok(BTreeSet::from([1, 2, 3])), "{lines:?}");
            assert_eq!(read::<Option<Vec<u8>>>("n", lines), Ok(Some(vec![3, 1, 2])), "{lines:?}");
        }
        assert_eq!(read::<Vec<u8>>("n", &[" , "]), Ok(vec![]));
        assert!(read::<Vec<u8>>("n", &["1, x"]).is_err());
    }

    #[test]
    fn a_field_that_is_not_declared_as_a_list_is_not_split() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(read::<String>("date", &[date]), Ok(date.to_owned()));
        assert_eq!(read::<Vec<String>>("set-cookie", &["a=1, 2", "b=3"]), Ok(vec!["a=1, 2".into(), "b=3".into()]));
    }

    #[test]
    fn values_are_encoded_as_lines() {
        let lines = |lines: &[&str]| Some(lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert_eq!(written("n", &Some("a b&c=%")), lines(&["a b&c=%"]));
        assert_eq!(written("n", &None::<u8>), lines(&[]));
        assert_eq!(written("n", &vec![1, 2]), lines(&["1", "2"]));
        assert_eq!(written("set-cookie", &vec!["a=1, 2", "b=3"]), lines(&["a=1, 2", "b=3"]));
    }

    #[test]
    fn a_value_that_would_be_read_as_another_one_is_not_encoded() {
        for text in [" a", "a ", "\ta", "a\n", "a\r\nb: c", "a\0"] {
            assert_eq!(written("n", &text), None, "{text:?}");
            assert_eq!(written("n", &vec![text]), None, "{text:?}");
        }
        for text in ["a, b", "", "\"a", ","] {
            assert_eq!(written("n", &vec![text]), None, "{text:?}");
            assert_eq!(written("n", &Some(vec![text])), None, "{text:?}");
        }
        assert!(written("n", &"a, b").is_some() && written("n", &"").is_some());
    }

    #[test]
    fn an_encoded_list_is_read_back() {
        for list in [None, Some(vec![]), Some(vec!["a b", "\"x, y\"", "de;q=0.5"]), Some(vec!["W/\"1\""])] {
            let list = list.map(|list| list.into_iter().map(str::to_owned).collect::<Vec<String>>());
            let mut headers = HeaderMap::new();
            append(&mut headers, "n", &list).expect("each item is a member");
            assert_eq!(decode_header::<Option<Vec<String>>>(&headers, "n"), Ok(list));
        }
    }
}
