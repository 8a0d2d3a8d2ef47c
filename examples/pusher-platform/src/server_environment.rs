//! A server's end of one instance: which instance it is, and whose tokens are good for it.

use api_core::context::Context;

use crate::token::{AccessToken, TokenVerifier, VerifyError};
use crate::{InstanceLocator, Key};

/// What every service of an instance checks before anything else of a request is read.
#[derive(Debug)]
pub struct ServerEnvironment {
    locator: InstanceLocator,
    verifier: TokenVerifier,
}

impl ServerEnvironment {
    /// An instance that knows these keys.
    pub fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        let verifier = TokenVerifier::new(&locator, keys);
        Self { locator, verifier }
    }

    /// The instance.
    pub fn locator(&self) -> &InstanceLocator {
        &self.locator
    }

    /// Who sent a request of a service whose base has the capture `instance`; `now` is in seconds since the Unix epoch.
    ///
    /// # Errors
    /// If the path names another instance, or the token is missing or not good.
    pub fn authenticate(&self, context: &mut Context<'_>, now: u64) -> Result<AccessToken, AuthenticationError> {
        let instance: String = context.capture("instance").unwrap_or_default();
        if instance != self.locator.instance_id() {
            return Err(AuthenticationError::OtherInstance(instance));
        }
        let token = context.header_text("authorization").and_then(bearer).ok_or(AuthenticationError::MissingToken)?;
        Ok(self.verifier.verify(token, now)?)
    }
}

/// Why a request is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The path names another instance.
    #[error("The instance {0} does not exist.")]
    OtherInstance(String),
    /// There is no token.
    #[error("The request has no `Authorization: Bearer` header field.")]
    MissingToken,
    /// The token is not good.
    #[error(transparent)]
    Token(#[from] VerifyError),
}

/// The token of `Bearer …`; the scheme's case does not matter (RFC 9110 §11.1).
fn bearer(field: &str) -> Option<&str> {
    let (scheme, token) = field.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn the_scheme_may_be_written_in_any_case_and_no_other_is_taken() {
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
