//! The trait of a token endpoint, and its errors.

use api_core::error::{Answer, Failure};
use api_core::{ApiError, api};

use crate::PlatformErrors;
use crate::token::{TokenRequest, TokenResponse};

/// The endpoint at which an application issues access tokens to its users.
///
/// The trait fixes no path: nest it at a path of the application and give clients the whole address, for example
/// `https://app.example/pusher/token?via=web`.
#[api(errors = TokenEndpointError, content_type = any)]
pub trait TokenEndpoint {
    /// Issues an access token to a user. The user is named in the query or in the body, or known from the session.
    #[post("/")]
    async fn token(
        &self,
        #[query] user_id: Option<String>,
        #[body(form)] request: TokenRequest,
    ) -> Result<TokenResponse, TokenEndpointError>;
}

/// The error of a token request.
#[derive(Debug, ApiError)]
#[api_error(format = PlatformErrors)]
#[non_exhaustive]
pub enum TokenEndpointError {
    /// The grant type is not supported.
    #[error(status = 422, kind = "token_provider/invalid_grant_type")]
    InvalidGrantType(String),
    /// The refresh token is missing, forged, or belongs to another user.
    #[error(status = 401, kind = "token_provider/invalid_refresh_token")]
    InvalidRefreshToken(String),
    /// The request does not name a user, and the application does not know one.
    #[error(status = 400, kind = "token_provider/missing_user_id")]
    MissingUserId(String),
    /// The application refuses to issue a token to this caller.
    #[error(status = 401, kind = "token_provider/unauthenticated")]
    Unauthenticated(String),
    /// A response that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// The connection, the protocol, the codec or the caller failed.
    #[error(failure)]
    Failed(Failure),
}
