//! A change to something that may be absent.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// What an update says about an optional field: an absent key leaves it, `null` removes it, a value replaces it.
///
/// A field of this type carries `#[serde(default, skip_serializing_if = "Patch::is_keep")]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Patch<T> {
    /// The key is absent: nothing changes.
    #[default]
    #[serde(skip)]
    Keep,
    /// The value is `null`: the field goes.
    Clear,
    /// The field becomes this.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether nothing changes.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Makes the change.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }
}
