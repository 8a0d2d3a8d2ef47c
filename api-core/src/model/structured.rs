//! The types of structured fields (RFC 9651) that JSON does not have, and which shapes are structured fields.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    Declaration, Enum, Field, Measure, Model, Reading, Shape, Struct, Tagging, UnknownFields, Variant, Violations, same,
};

/// A token (RFC 9651 §3.3.4), for example `gzip` or `text/html`: a letter or `*`, then token characters, `:` and `/`.
///
/// An enum without content is sent as a token too.
///
/// ```
/// use api_core::model::Token;
///
/// let token: Token = "text/html".parse().unwrap();
/// assert_eq!(token.as_str(), "text/html");
/// assert!("two words".parse::<Token>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Token(String);

/// A text that is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidToken;

/// A text of any characters, which is a display string in a structured field (RFC 9651 §3.3.8). A `String` there is
/// ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DisplayString(pub String);

/// A point in time in seconds since 1970, which is a date in a structured field (RFC 9651 §3.3.7): `@1659578233`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixDate(pub i64);

/// An item or an inner list of a structured field, with parameters (RFC 9651 §3.1.2).
///
/// `P` is a struct whose fields are plain values, or options of them. Parameters that it does not have are ignored.
///
/// ```
/// use api_core::model::{Model, WithParameters};
/// use serde::{Deserialize, Serialize};
///
/// /// The parameters of `"default";r=50;t=30`.
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
/// struct Remaining {
///     r: u32,
///     t: Option<u32>,
/// }
///
/// let limit = WithParameters { value: "default".to_owned(), parameters: Remaining { r: 50, t: Some(30) } };
/// assert!(<WithParameters<String, Remaining>>::SHAPE.is_structured_field());
/// # let _ = limit;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct WithParameters<T, P> {
    /// The item or the inner list.
    pub value: T,
    /// Its parameters.
    pub parameters: P,
}

impl Token {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Token {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        if is_token(text) { Ok(Self(text.to_owned())) } else { Err(InvalidToken) }
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a token: a letter or `*`, then letters, digits and any of !#$%&'*+-.^_`|~:/")
    }
}

impl std::error::Error for InvalidToken {}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for UnixDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("@{}", self.0))
    }
}

impl<'de> Deserialize<'de> for UnixDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let seconds = text.strip_prefix('@').and_then(|seconds| seconds.parse().ok());
        seconds
            .map(Self)
            .ok_or_else(|| de::Error::custom("not a date: `@` and seconds since 1970, as in `@1659578233`"))
    }
}

impl Model for Token {
    const SHAPE: &'static Shape = &Shape::Text { format: Some(TOKEN) };

    fn measure(&self) -> Measure<'_> {
        Measure::Text(&self.0)
    }
}

impl Model for DisplayString {
    const SHAPE: &'static Shape = &Shape::Text { format: Some(DISPLAY_STRING) };

    fn measure(&self) -> Measure<'_> {
        Measure::Text(&self.0)
    }
}

impl Model for UnixDate {
    const SHAPE: &'static Shape = &Shape::Text { format: Some(DATE) };
}

impl<T: Model, P: Model> Model for WithParameters<T, P> {
    const SHAPE: &'static Shape = &Shape::Struct(Struct {
        declaration: Declaration { name: "WithParameters", arguments: &[T::SHAPE, P::SHAPE], docs: "" },
        fields: &[Field::plain(VALUE, "", T::SHAPE), Field::plain(PARAMETERS, "", P::SHAPE)],
        unknown_fields: UnknownFields::Ignored,
    });
    const CONSTRAINED: bool = T::CONSTRAINED || P::CONSTRAINED;

    fn validate(&self, violations: &mut Violations<'_>) {
        violations.field(VALUE, &self.value);
        violations.field(PARAMETERS, &self.parameters);
    }
}

/// The formats of texts that are no strings in a structured field.
pub(crate) const TOKEN: &str = "token";
pub(crate) const DISPLAY_STRING: &str = "display-string";
pub(crate) const DATE: &str = "unix-date";
pub(crate) const BYTES: &str = "base64";

const VALUE: &str = "value";
const PARAMETERS: &str = "parameters";

impl Shape {
    /// Returns whether values can be a structured field: an item, a list, or a dictionary, which is a struct or a map.
    pub const fn is_structured_field(&self) -> bool {
        match self {
            Self::Option(inner) => !inner.accepts_absence() && inner.is_structured_field(),
            Self::Newtype(one) => one.item.shape.is_structured_field(),
            Self::List(list) => is_member(list.item),
            Self::Map(map) => matches!(map.key.without_newtypes(), Self::Text { format: None }) && is_member(map.value),
            Self::Struct(one) if self.with_parameters().is_none() => are_members(one.fields),
            _ => is_item(self),
        }
    }

    /// Returns the shapes of the value and the parameters, if it is a [`WithParameters`].
    pub(crate) const fn with_parameters(&self) -> Option<(&'static Self, &'static [Field])> {
        match self.without_newtypes() {
            Self::Struct(Struct { fields: [value, parameters], .. })
                if same(value.name, VALUE) && same(parameters.name, PARAMETERS) =>
            {
                match parameters.shape.without_newtypes() {
                    Self::Struct(one) => Some((value.shape, one.fields)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

const fn is_bare(shape: &Shape) -> bool {
    match shape.without_newtypes() {
        Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Text { .. }
        | Shape::Enum(Enum { tagging: Tagging::Integer, .. }) => true,
        Shape::Enum(Enum { tagging: Tagging::External, variants, .. }) => {
            shape.without_newtypes().is_scalar() && are_tokens(variants)
        }
        _ => false,
    }
}

const fn are_tokens(mut variants: &[Variant]) -> bool {
    while let [variant, others @ ..] = variants {
        if !is_token(variant.name) {
            return false;
        }
        variants = others;
    }
    true
}

const fn is_item(shape: &Shape) -> bool {
    match shape.with_parameters() {
        Some((value, parameters)) => is_bare(value) && are_parameters(parameters),
        None => is_bare(shape),
    }
}

/// Returns whether values can be members of a list or a dictionary: items and inner lists.
const fn is_member(shape: &Shape) -> bool {
    match shape.with_parameters() {
        Some((value, parameters)) => are_parameters(parameters) && (is_inner_list(value) || is_bare(value)),
        None => is_inner_list(shape) || is_bare(shape),
    }
}

const fn is_inner_list(shape: &Shape) -> bool {
    match shape.without_newtypes() {
        Shape::List(list) => is_item(list.item),
        _ => false,
    }
}

const fn are_members(mut fields: &[Field]) -> bool {
    while let [field, others @ ..] = fields {
        let shape = match field.shape.without_newtypes() {
            Shape::Option(inner) => inner,
            _ => field.shape,
        };
        if !is_field_of_structured(field) || !is_member(shape) {
            return false;
        }
        fields = others;
    }
    true
}

const fn are_parameters(mut fields: &[Field]) -> bool {
    while let [field, others @ ..] = fields {
        let shape = match field.shape.without_newtypes() {
            Shape::Option(inner) => inner,
            _ => field.shape,
        };
        if !is_field_of_structured(field) || !is_bare(shape) {
            return false;
        }
        fields = others;
    }
    true
}

const fn is_field_of_structured(field: &Field) -> bool {
    // An absent key is the only form of nothing, and a reader with a function of its own may refuse it.
    is_key(field.name) && !field.flattened && !matches!(field.reading, Reading::Insisted)
}

/// Returns whether a text is a key (RFC 9651 §3.1.2): a small letter or `*`, then small letters, digits and `_-.*`.
const fn is_key(text: &str) -> bool {
    let [first, rest @ ..] = text.as_bytes() else { return false };
    let mut rest = rest;
    while let [byte, others @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'*') {
            return false;
        }
        rest = others;
    }
    matches!(first, b'a'..=b'z' | b'*')
}

/// Returns whether a text is a token (RFC 9651 §3.3.4).
const fn is_token(text: &str) -> bool {
    let [first, rest @ ..] = text.as_bytes() else { return false };
    let mut rest = rest;
    while let [byte, others @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~' | b':' | b'/')
        {
            return false;
        }
        rest = others;
    }
    matches!(first, b'a'..=b'z' | b'A'..=b'Z' | b'*')
}
