//! A field of a partial update, with three states: absent, `null`, a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Measure, Model, Shape, Violations};

/// A field of a partial update: absent leaves the value as it is, `null` removes it, a value replaces it
/// (RFC 7396).
///
/// An `Option<Option<T>>` cannot tell `null` from absence: serde reads both as `None`. A field of this type needs
/// `default` and `skip_serializing_if`, which `#[derive(Model)]` checks, and its shape is [`Shape::Patch`]. A `Patch`
/// anywhere else than in a named field is a compile error.
///
/// ```
/// use api_core::{Model, Patch};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
/// struct ChangeBook {
///     #[serde(default, skip_serializing_if = "Patch::is_absent")]
///     #[model(max_length = 100)]
///     subtitle: Patch<String>,
/// }
///
/// let read = |text| serde_json::from_str::<ChangeBook>(text).map(|change| change.subtitle);
/// assert_eq!(read("{}").unwrap(), Patch::Absent);
/// assert_eq!(read(r#"{"subtitle":null}"#).unwrap(), Patch::Null);
/// assert_eq!(read(r#"{"subtitle":"Or There"}"#).unwrap(), Patch::Value("Or There".to_owned()));
///
/// let mut subtitle = Some("And Back".to_owned());
/// Patch::Absent.apply(&mut subtitle);
/// assert_eq!(subtitle.as_deref(), Some("And Back"));
/// Patch::Null.apply(&mut subtitle);
/// assert_eq!(subtitle, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// The key is not sent: the value stays.
    #[default]
    Absent,
    /// The key is sent with `null`: the value is removed.
    Null,
    /// The key is sent with a new value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the key is not sent. It is the predicate for `skip_serializing_if`.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Applies the change to a value that may be missing.
    pub fn apply(self, target: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *target = None,
            Self::Value(value) => *target = Some(value),
        }
    }

    /// Returns a patch of a reference to the value.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Returns `None` if the key is not sent, and otherwise what the value becomes.
    ///
    /// ```
    /// use api_core::Patch;
    ///
    /// assert_eq!(Patch::<u8>::Absent.into_change(), None);
    /// assert_eq!(Patch::<u8>::Null.into_change(), Some(None));
    /// assert_eq!(Patch::Value(7).into_change(), Some(Some(7)));
    /// ```
    pub fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// Makes `None` the removal of the value.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => Err(serde::ser::Error::custom("an absent `Patch` has no form outside of a skipped field")),
            Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Model> Model for Patch<T> {
    const SHAPE: &'static Shape = &Shape::Patch(T::SHAPE);
    const CONSTRAINED: bool = T::CONSTRAINED;

    fn validate(&self, violations: &mut Violations<'_>) {
        if let Self::Value(value) = self {
            value.validate(violations);
        }
    }

    fn measure(&self) -> Measure<'_> {
        match self {
            Self::Value(value) => value.measure(),
            Self::Absent | Self::Null => Measure::Nothing,
        }
    }
}
