//! The secret name of a session.

use std::fmt;
use std::sync::Arc;

use rand::RngExt as _;

/// The number of digits in base 36. They hold 160 bits.
const DIGITS: usize = 31;

/// A client id. It is a credential: who knows it can read the client's queue and end its session. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(Arc<str>);

impl ClientId {
    /// Makes an id that nobody can guess.
    pub fn random() -> Self {
        let mut random = rand::rng();
        let digits = (0..DIGITS).map(|_| char::from_digit(random.random_range(0..36), 36).unwrap_or('0'));
        Self(digits.collect::<String>().into())
    }

    /// Takes an id as a client sent it. It need not exist.
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientId(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_31_lower_case_digits_and_differs_from_the_next() {
        let (first, second) = (ClientId::random(), ClientId::random());
        assert_eq!(first.as_str().len(), 31);
        assert!(first.as_str().bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()));
        assert_ne!(first, second);
    }
}
