//! The server's side of an instance: its locator, and the verification of access tokens.

use api_core::context::Context;

use crate::token::{AccessToken, TokenVerifier, VerifyError};
use crate::{InstanceLocator, Key};

/// The check of instance and token that every service performs before it reads the rest of a request.
#[derive(Debug)]
pub struct ServerEnvironment {
    locator: InstanceLocator,
    verifier: TokenVerifier,
}

impl ServerEnvironment {
    /// Creates an environment that accepts tokens signed with any of these keys.
    pub fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        let verifier = TokenVerifier::new(&locator, keys);
        Self { locator, verifier }
    }

    /// Returns the instance locator.
    pub fn locator(&self) -> &InstanceLocator {
        &self.locator
    }

    /// Authenticates a request to a service whose base path has the capture `instance`. `now` is in seconds since the
    /// Unix epoch.
    ///
    /// # Errors
    /// Returns an error if the path names another instance, or if the token is missing or invalid.
    pub fn authenticate(&self, context: &mut Context<'_>, now: u64) -> Result<AccessToken, AuthenticationError> {
        let instance: String = context.capture("instance").unwrap_or_default();
        if instance != self.locator.instance_id() {
            return Err(AuthenticationError::OtherInstance(instance));
        }
        let token = context.header_text("authorization").and_then(bearer).ok_or(AuthenticationError::MissingToken)?;
        Ok(self.verifier.verify(token, now)?)
    }
}

/// The error of a request that cannot be authenticated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The path names another instance.
    #[error("The instance {0} does not exist.")]
    OtherInstance(String),
    /// The request has no bearer token.
    #[error("The request has no `Authorization: Bearer` header field.")]
    MissingToken,
    /// The token is invalid.
    #[error(transparent)]
    Token(#[from] VerifyError),
}

/// Returns the token of `Bearer …`. The scheme is case-insensitive (RFC 9110 §11.1).
fn bearer(field: &str) -> Option<&str> {
    let (scheme, token) = field.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn the_scheme_is_case_insensitive_and_others_are_rejected() {
        for (field, token) in [
            ("Bearer a.b.c", Some("a.b.c")),
            ("bearer  a.b.c ", Some("a.b.c")),
            ("Basic a.b.c", None),
            ("a.b.c", None),
            ("", None),
        ] {
            assert_eq!(bearer(field), token, "{field:?}");
        }
    }
}
