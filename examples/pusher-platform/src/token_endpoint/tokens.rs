//! A token source that fetches from a token endpoint.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api_client::{ClientBuilder, LayeredTransport, Token, TokenSource, connect};
use api_core::{BoxError, Client, Failure};

use super::{TokenEndpoint, TokenEndpointApi, TokenEndpointError};
use crate::token::{EncodedToken, TokenRequest, TokenResponse};

/// A source of one user's tokens: a token endpoint, or any other implementor of its trait.
///
/// It stores nothing but the refresh token, if there is one. For caching, wrap it in an [`api_client::CachedToken`], or
/// pass it to [`PlatformEnvironment::fetching`](crate::PlatformEnvironment::fetching), which does that.
pub struct EndpointTokens<E = Client<TokenEndpointApi, LayeredTransport>> {
    endpoint: E,
    user: String,
    refresh_token: Mutex<Option<EncodedToken>>,
}

impl EndpointTokens {
    /// Creates a source that fetches from an endpoint over the network. The environment's address is the endpoint's,
    /// path and query included. Its header fields are sent along, for example a cookie for the application.
    ///
    /// # Errors
    /// Returns an error if the address is invalid. Nothing is sent yet.
    pub fn connect(environment: &ClientBuilder, user: impl Into<String>) -> Result<Self, Failure> {
        Ok(Self::new(connect::<TokenEndpointApi>(environment)?, user))
    }
}

impl<E: TokenEndpoint + Send + Sync + 'static> EndpointTokens<E> {
    /// Creates a source from any implementor of the trait.
    pub fn new(endpoint: E, user: impl Into<String>) -> Self {
        Self { endpoint, user: user.into(), refresh_token: Mutex::new(None) }
    }

    async fn response(&self) -> Result<TokenResponse, TokenEndpointError> {
        let known = self.refresh_token().clone();
        if let Some(token) = known {
            match self.request(TokenRequest::refresh(token)).await {
                // The key may have been changed. The application may still be able to authenticate the user.
                Err(TokenEndpointError::InvalidRefreshToken(_)) => *self.refresh_token() = None,
                other => return other,
            }
        }
        self.request(TokenRequest::client_credentials()).await
    }

    async fn request(&self, request: TokenRequest) -> Result<TokenResponse, TokenEndpointError> {
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
