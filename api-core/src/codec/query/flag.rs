//! A query key whose presence is its value.

use serde::{Deserialize, Serialize};

use crate::model::{Model, Shape};

/// A switch: on with `?verbose` and `?verbose=true`, off without the key and with `?verbose=false`.
///
/// A `bool` requires the key, a `Flag` does not.
///
/// ```
/// use api_core::codec::query::{Flag, Query, decode};
///
/// assert_eq!(decode::<Flag>("verbose", Query::new("verbose")), Ok(Flag(true)));
/// assert_eq!(decode::<Flag>("verbose", Query::new("")), Ok(Flag(false)));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Option<bool>", into = "Option<bool>")]
pub struct Flag(pub bool);

impl Model for Flag {
    const SHAPE: &'static Shape = <Option<bool> as Model>::SHAPE;
}

impl From<Option<bool>> for Flag {
    fn from(found: Option<bool>) -> Self {
        Self(found.unwrap_or(false))
    }
}

impl From<Flag> for Option<bool> {
    fn from(flag: Flag) -> Self {
        flag.0.then_some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::Flag;
    use crate::codec::query::{Query, decode, encode};

    #[test]
    fn presence_is_on_and_absence_is_off() {
        for (query, expected) in
            [("", Some(false)), ("v", Some(true)), ("v=true", Some(true)), ("v=false", Some(false)), ("v=x", None)]
        {
            assert_eq!(decode::<Flag>("v", Query::new(query)).ok(), expected.map(Flag), "{query}");
        }
    }

    #[test]
    fn off_is_encoded_without_a_key() {
        let mut out = String::new();
        encode("v", &Flag(false), &mut out).unwrap();
        assert_eq!(out, "");
        encode("v", &Flag(true), &mut out).unwrap();
        assert_eq!(out, "v=true");
    }
}
