//! The trait of a token endpoint, and what it refuses with.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, api};

use crate::PlatformErrors;
use crate::token::{TokenRequest, TokenResponse};

/// Where an application hands out access tokens to its users.
///
/// It has no path of its own: nest it where the application wants it, and name the whole address to clients,
/// `https://app.example/pusher/token?via=web` for instance.
#[api(errors = TokenEndpointError, content_type = any)]
pub trait TokenEndpoint {
    /// Hands out an access token to a user, who is named in the query or in the body, or known by the session.
    #[post("/")]
    async fn token(
        &self,
        #[query] user_id: Option<String>,
        #[body(form)] request: TokenRequest,
    ) -> Result<TokenResponse, TokenEndpointError>;
}

/// Why there is no token.
#[derive(Debug, ApiError)]
#[api_error(format = PlatformErrors)]
#[non_exhaustive]
pub enum TokenEndpointError {
    /// Tokens are not given out on these grounds.
    #[error(status = 422, kind = "token_provider/invalid_grant_type")]
    InvalidGrantType(String),
    /// The refresh token is forged, is none, or is another user's.
    #[error(status = 401, kind = "token_provider/invalid_refresh_token")]
    InvalidRefreshToken(String),
    /// The request names no user, and the application knows of none.
    #[error(status = 400, kind = "token_provider/missing_user_id")]
    MissingUserId(String),
    /// The application does not give this caller a token.
    #[error(status = 401, kind = "token_provider/unauthenticated")]
    Unauthenticated(String),
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// Connection, protocol, codec or caller broke.
    #[error(failure)]
    Failed(Failure),
}
