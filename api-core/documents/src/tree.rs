//! A tree of JSON whose members keep their order, so that the same description gives the same bytes.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Boolean(bool),
    Integer(i128),
    Number(f64),
    Text(Cow<'static, str>),
    List(Vec<Self>),
    Object(Object),
}

/// An object, whose members have the order in which they were added.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object(Vec<(Cow<'static, str>, Json)>);

impl Json {
    /// Returns the text with two spaces of indentation and a line break at its end.
    pub(crate) fn to_text(&self) -> String {
        // No key is anything but text, and no number is infinite: `From<f64>` excludes it.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads JSON. `None` if the text is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str::<Value>(text).ok().map(Self::from)
    }

    pub(crate) fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(value),
            Value::Number(number) => match (number.as_i128(), number.as_f64()) {
                (Some(integer), _) => Self::Integer(integer),
                (None, Some(number)) => Self::Number(number),
                (None, None) => Self::Null,
            },
            Value::String(text) => text.into(),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                // Their order depends on a feature that any crate of the program can ask for.
                let mut members: Vec<(String, Value)> = members.into_iter().collect();
                members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
                let mut object = Object::new();
                for (key, value) in members {
                    object.push(key, value);
                }
                Self::Object(object)
            }
        }
    }
}

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    #[must_use]
    pub(crate) fn with(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Json>) -> Self {
        self.push(key, value);
        self
    }

    /// Adds a member if there is a value.
    #[must_use]
    pub(crate) fn with_some(self, key: &'static str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a member unless the text is empty.
    #[must_use]
    pub(crate) fn with_text(self, key: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { self } else { self.with(key, text) }
    }

    pub(crate) fn push(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Json>) {
        self.0.push((key.into(), value.into()));
    }

    pub(crate) fn member(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub(crate) fn into_members(self) -> impl Iterator<Item = (Cow<'static, str>, Json)> {
        self.0.into_iter()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i128(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.0.len()))?;
                for (key, value) in &object.0 {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i128> for Json {
    fn from(value: i128) -> Self {
        Self::Integer(value)
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Integer(i128::try_from(value).unwrap_or(i128::MAX))
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Number(value) } else { Self::Null }
    }
}

impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Cow<'static, str>> for Json {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Vec<Self>> for Json {
    fn from(items: Vec<Self>) -> Self {
        Self::List(items)
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Object};

    #[test]
    fn members_keep_their_order_and_numbers_their_digits() {
        let object = Object::new().with("z", i128::MAX).with("a", 0.5).with_text("empty", "").with("m", f64::NAN);
        let text = format!("{{\n  \"z\": {},\n  \"a\": 0.5,\n  \"m\": null\n}}\n", i128::MAX);
        assert_eq!(Json::from(object).to_text(), text);
    }
}
