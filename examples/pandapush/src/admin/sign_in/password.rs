//! HTTP Basic (RFC 7617), and comparing passwords.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A name and a password that somebody sent.
#[derive(Debug)]
pub(in crate::admin) struct Credentials {
    pub(in crate::admin) username: String,
    pub(in crate::admin) password: SecretString,
}

impl Credentials {
    /// Reads the value of `Authorization`. `None` if it is another scheme or malformed.
    pub(in crate::admin) fn of_basic(field: &str) -> Option<Self> {
        let (scheme, encoded) = field.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (username, password) = text.split_once(':')?;
        Some(Self { username: username.to_owned(), password: password.to_owned().into() })
    }

    /// Returns whether these are the name and the password. The time that it takes depends on their lengths only.
    pub(in crate::admin) fn are(&self, username: &str, password: &SecretString) -> bool {
        let equal = |one: &str, other: &str| Sha256::digest(one)[..].ct_eq(&Sha256::digest(other)[..]);
        let name = equal(&self.username, username);
        (name & equal(self.password.expose_secret(), password.expose_secret())).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_split_at_the_first_colon() {
        for (field, expected) in [
            ("Basic YWRhOnNlY3JldA==", Some(("ada", "secret"))),
            ("basic YWRhOnNlY3JldA==", Some(("ada", "secret"))),
            ("Basic YWRhOmE6Yg==", Some(("ada", "a:b"))),
            ("Basic Og==", Some(("", ""))),
            ("Bearer YWRhOnNlY3JldA==", None),
            ("Basic YWRh", None),
            ("Basic !", None),
            ("Basic", None),
            ("Basic /w==", None),
            ("", None),
        ] {
            let found = Credentials::of_basic(field);
            let found = found.as_ref().map(|found| (&*found.username, found.password.expose_secret()));
            assert_eq!(found, expected, "{field}");
        }
    }

    #[test]
    fn both_the_name_and_the_password_must_be_right() {
        let of = |username: &str, password: &str| Credentials {
            username: username.to_owned(),
            password: password.to_owned().into(),
        };
        let password = "secret".to_owned().into();
        for (username, given, right) in
            [("ada", "secret", true), ("ada", "Secret", false), ("Ada", "secret", false), ("", "", false)]
        {
            assert_eq!(of(username, given).are("ada", &password), right, "{username} {given}");
        }
    }
}
