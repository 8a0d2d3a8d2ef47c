//! What an application signs its access tokens with: the key.

use std::str::FromStr;

use secrecy::SecretString;

/// A key of an instance, written `key id:secret`.
///
/// The id is no secret, it stands in every token. The secret is kept out of `Debug` and wiped from memory when dropped.
#[derive(Debug, Clone)]
pub struct Key {
    id: String,
    secret: SecretString,
}

impl Key {
    /// The name under which a verifier finds the secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret; its bytes as they stand sign the tokens.
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }
}

impl FromStr for Key {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // At the first colon: the secret may hold more of them.
        let (id, secret) = text.split_once(':').ok_or(ParseKeyError::NoColon)?;
        if id.is_empty() {
            return Err(ParseKeyError::EmptyId);
        }
        if secret.is_empty() {
            return Err(ParseKeyError::EmptySecret);
        }
        Ok(Self { id: id.to_owned(), secret: secret.into() })
    }
}

/// A text is not a key. The message never repeats the text, which may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseKeyError {
    /// Id and secret are not told apart.
    #[error("the key has no colon; expected `key id:secret`")]
    NoColon,
    /// Nothing stands before the colon.
    #[error("the key has no id before its first colon; expected `key id:secret`")]
    EmptyId,
    /// Nothing stands after the colon.
    #[error("the key has no secret after its first colon; expected `key id:secret`")]
    EmptySecret,
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_first_colon_divides() {
        let key: Key = "id:se:cr:et".parse().unwrap();
        assert_eq!(key.id(), "id");
        assert_eq!(key.secret().expose_secret(), "se:cr:et");
    }

    #[test]
    fn the_part_that_is_missing_is_named() {
        for (text, expected) in [
            ("", ParseKeyError::NoColon),
            ("secret", ParseKeyError::NoColon),
            (":secret", ParseKeyError::EmptyId),
            ("id:", ParseKeyError::EmptySecret),
        ] {
            assert_eq!(text.parse::<Key>().unwrap_err(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_secret_is_kept_out_of_debug() {
        let shown = format!("{:?}", "id:swordfish".parse::<Key>().unwrap());
        assert!(shown.contains("id") && !shown.contains("swordfish"), "{shown}");
    }
}
