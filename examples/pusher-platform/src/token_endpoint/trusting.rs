//! A token endpoint without authentication, for development.

use std::fmt;

use super::{Authenticator, TokenEndpoint, TokenEndpointError};
use crate::token::{Grant, TokenRequest, TokenResponse};

/// A token endpoint that issues a token of any user to any caller, like the platform's test token provider. Never
/// expose it to untrusted callers.
pub struct TrustingTokenEndpoint {
    authenticator: Authenticator,
    clock: Box<dyn Fn() -> u64 + Send + Sync>,
}

impl TrustingTokenEndpoint {
    /// Creates an endpoint with this clock, which returns seconds since the Unix epoch.
    pub fn new(authenticator: Authenticator, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { authenticator, clock: Box::new(clock) }
    }
}

impl TokenEndpoint for TrustingTokenEndpoint {
    async fn token(&self, user_id: Option<String>, request: TokenRequest) -> Result<TokenResponse, TokenEndpointError> {
        let user = user_id.or_else(|| request.user_id.clone()).filter(|user| !user.is_empty());
        let missing =
            || TokenEndpointError::MissingUserId("The request has no `user_id` in the query or the body.".to_owned());
        let user = user.ok_or_else(missing)?;
        let response = self.authenticator.authenticate(&request, &Grant::user(&user), (self.clock)())?;
        Ok(TokenResponse { user_id: Some(user), ..response })
    }
}

impl fmt::Debug for TrustingTokenEndpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TrustingTokenEndpoint")
            .field("authenticator", &self.authenticator)
            .finish_non_exhaustive()
    }
}
