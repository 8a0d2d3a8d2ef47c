//! A token endpoint that believes everybody, for development: whoever says who they are gets that user's token.

use std::fmt;

use super::{Authenticator, TokenEndpoint, TokenEndpointError};
use crate::token::{Grant, TokenRequest, TokenResponse};

/// Hands out a token of any user to anybody, as the platform's own test token provider did. Never in front of strangers.
pub struct TrustingTokenEndpoint {
    authenticator: Authenticator,
    clock: Box<dyn Fn() -> u64 + Send + Sync>,
}

impl TrustingTokenEndpoint {
    /// An endpoint with this clock, in seconds since the epoch.
    pub fn new(authenticator: Authenticator, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { authenticator, clock: Box::new(clock) }
    }
}

impl TokenEndpoint for TrustingTokenEndpoint {
    async fn token(&self, user_id: Option<String>, request: TokenRequest) -> Result<TokenResponse, TokenEndpointError> {
        let user = user_id.or_else(|| request.user_id.clone()).filter(|user| !user.is_empty());
        let missing =
            || TokenEndpointError::MissingUserId("Say who you are: `user_id` in the query or the body.".to_owned());
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
