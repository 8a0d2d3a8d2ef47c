//! The key with which an application signs its access tokens.

use std::str::FromStr;

use secrecy::SecretString;

/// A key of an instance, written `key id:secret`.
///
/// The id is public: every token contains it. The secret is omitted from `Debug` and wiped from memory when dropped.
#[derive(Debug, Clone)]
pub struct Key {
    id: String,
    secret: SecretString,
}

impl Key {
    /// Returns the key id, by which a verifier finds the secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the secret. Its bytes sign the tokens, without any decoding.
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }
}

impl FromStr for Key {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // At the first colon, because the secret may contain more of them.
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

/// The error of a text that is not a key. The message never contains the text, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseKeyError {
    /// There is no colon between id and secret.
    #[error("the key has no colon; expected `key id:secret`")]
    NoColon,
    /// The id is empty.
    #[error("the key has no id before its first colon; expected `key id:secret`")]
    EmptyId,
    /// The secret is empty.
    #[error("the key has no secret after its first colon; expected `key id:secret`")]
    EmptySecret,
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_first_colon_separates_id_and_secret() {
        let key: Key = "id:se:cr:et".parse().unwrap();
        assert_eq!(key.id(), "id");
        assert_eq!(key.secret().expose_secret(), "se:cr:et");
    }

    #[test]
    fn the_error_names_the_missing_part() {
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
    fn debug_output_omits_the_secret() {
        let shown = format!("{:?}", "id:swordfish".parse::<Key>().unwrap());
        assert!(shown.contains("id") && !shown.contains("swordfish"), "{shown}");
    }
}
