//! What a message or a request presents to be allowed an action.

use std::fmt;

use serde_json::Value;

use super::AccessError;

/// The largest token in bytes. What it says of a user is kept for each presence channel, and sent to the others.
const LARGEST_TOKEN: usize = 8 * 1024;

/// A token, or the id and secret of a key. `Debug` shows neither token nor secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A signed token.
    Token(String),
    /// A key's id and secret.
    Key {
        /// The id.
        id: String,
        /// The secret.
        secret: String,
    },
}

impl Credentials {
    /// Reads the value of `ext.auth`. A token is preferred to a key.
    ///
    /// # Errors
    ///
    /// Returns [`AccessError::NoCredentials`] for a value that is absent, null, false, zero or empty text, and
    /// [`AccessError::NeitherTokenNorKey`] for any other value without a token or key.
    pub fn from_ext(auth: Option<&Value>) -> Result<Self, AccessError> {
        let auth = auth.filter(|value| is_set(value)).ok_or(AccessError::NoCredentials)?;
        if let Some(token) = auth.get("token").filter(|value| is_set(value)) {
            // A token of another type cannot be decoded.
            let token = token.as_str().filter(|token| token.len() <= LARGEST_TOKEN);
            return token.map(|token| Self::Token(token.to_owned())).ok_or(AccessError::MalformedToken);
        }
        let id = auth.get("key").filter(|value| is_set(value)).ok_or(AccessError::NeitherTokenNorKey)?;
        let id = id.as_str().ok_or(AccessError::UnknownKey)?.to_owned();
        let secret = auth.get("secret").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Self::Key { id, secret })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => formatter.write_str("Token(..)"),
            Self::Key { id, .. } => formatter.debug_struct("Key").field("id", id).finish_non_exhaustive(),
        }
    }
}

/// Returns whether JavaScript would take a value for true. The published clients send such values as absent ones.
pub(crate) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_is_preferred_to_a_key() {
        let both = json!({"token": "t", "key": "k", "secret": "s"});
        assert_eq!(Credentials::from_ext(Some(&both)), Ok(Credentials::Token("t".to_owned())));
    }

    #[test]
    fn values_without_credentials_are_told_apart() {
        for absent in [json!(null), json!(""), json!(0), json!(false)] {
            assert_eq!(Credentials::from_ext(Some(&absent)), Err(AccessError::NoCredentials), "{absent}");
        }
        for other in [json!("text"), json!({}), json!([]), json!({"secret": "s"}), json!({"token": "", "key": null})] {
            assert_eq!(Credentials::from_ext(Some(&other)), Err(AccessError::NeitherTokenNorKey), "{other}");
        }
        assert_eq!(Credentials::from_ext(Some(&json!({"token": 5}))), Err(AccessError::MalformedToken));
        let large = json!({"token": "t".repeat(LARGEST_TOKEN + 1)});
        assert_eq!(Credentials::from_ext(Some(&large)), Err(AccessError::MalformedToken));
        assert_eq!(Credentials::from_ext(Some(&json!({"key": {}}))), Err(AccessError::UnknownKey));
    }

    #[test]
    fn debug_output_shows_no_secret() {
        let credentials = [
            Credentials::Token("6a37c6cb".to_owned()),
            Credentials::Key { id: "k".to_owned(), secret: "6a37c6cb".to_owned() },
        ];
        assert!(!format!("{credentials:?}").contains("6a37c6cb"));
    }
}
