//! The update of an optional field.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// The update of an optional field: an absent key keeps it, `null` clears it, a value replaces it.
///
/// A field of this type carries `#[serde(default, skip_serializing_if = "Patch::is_keep")]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Patch<T> {
    /// The key is absent: the field is unchanged.
    #[default]
    #[serde(skip)]
    Keep,
    /// The value is `null`: the field is cleared.
    Clear,
    /// The field is set to this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field is unchanged.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Applies the update.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }
}
