//! JSON that is passed on as it was written.

use api_core::Model;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A JSON value as text. Large numbers and the order of members stay as they were written.
#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[serde(transparent)]
pub struct Json(pub Box<RawValue>);

impl Json {
    /// Returns the JSON text of a value. `None` if the value has none.
    pub fn of(value: &impl Serialize) -> Option<Self> {
        serde_json::value::to_raw_value(value).ok().map(Self)
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}
