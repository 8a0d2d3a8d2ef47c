//! A client of a token endpoint as a source of tokens.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api_client::{Connection, Environment, Token, TokenSource, connect};
use api_core::{BoxError, Client, Failure};

use super::{TokenEndpoint, TokenEndpointApi, TokenEndpointError};
use crate::token::{EncodedToken, TokenRequest, TokenResponse};

/// Fetches a user's tokens from a token endpoint, or from whatever else implements its trait.
///
/// It keeps nothing but a refresh token, if the endpoint gives one: wrap it in an [`api_client::CachedToken`], or give it to
/// [`PlatformEnvironment::fetching`](crate::PlatformEnvironment::fetching), which does.
pub struct EndpointTokens<E = Client<TokenEndpointApi, Connection>> {
    endpoint: E,
    user: String,
    refresh_token: Mutex<Option<EncodedToken>>,
}

impl EndpointTokens {
    /// Tokens from an endpoint over the network: the environment's address is the endpoint's, with its path and query, and its header
    /// fields are what the application wants to see, a cookie for instance.
    ///
    /// # Errors
    /// If the address is none. Nothing is sent yet.
    pub fn connect(environment: &Environment, user: impl Into<String>) -> Result<Self, Failure> {
        Ok(Self::new(connect::<TokenEndpointApi>(environment)?, user))
    }
}

impl<E: TokenEndpoint + Send + Sync + 'static> EndpointTokens<E> {
    /// Tokens from any value of the trait.
    pub fn new(endpoint: E, user: impl Into<String>) -> Self {
        Self { endpoint, user: user.into(), refresh_token: Mutex::new(None) }
    }

    async fn response(&self) -> Result<TokenResponse, TokenEndpointError> {
        let known = self.refresh_token().clone();
        if let Some(token) = known {
            match self.ask(TokenRequest::refresh(token)).await {
                // Its key was changed perhaps: the application may still know who is asking.
                Err(TokenEndpointError::InvalidRefreshToken(_)) => *self.refresh_token() = None,
                other => return other,
            }
        }
        self.ask(TokenRequest::client_credentials()).await
    }

    async fn ask(&self, request: TokenRequest) -> Result<TokenResponse, TokenEndpointError> {
        self.endpoint.token(Some(self.user.clone()), request).await
    }
}

impl<E> EndpointTokens<E> {
    fn refresh_token(&self) -> MutexGuard<'_, Option<EncodedToken>> {
        self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E: TokenEndpoint + Send + Sync + 'static> TokenSource for EndpointTokens<E> {
    async fn fetch(&self) -> Result<Token, BoxError> {
        let response = self.response().await?;
        if response.refresh_token.is_some() {
            *self.refresh_token() = response.refresh_token;
        }
        let lifetime = Duration::from_secs(response.expires_in);
        Ok(Token::new(response.access_token.into_string()).expires_in(lifetime))
    }
}

impl<E> fmt::Debug for EndpointTokens<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EndpointTokens").field("user", &self.user).finish_non_exhaustive()
    }
}
