//! The issuer of an application's tokens: the counterpart of `authenticate` in a server SDK.

use api_core::ApiError as _;
use api_core::error::{ErrorFormat as _, Failure, FailureKind};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use crate::token::{EncodedToken, Grant, GrantType, TokenRequest, TokenResponse, TokenSigner, TokenVerifier};
use crate::{InstanceLocator, Key, PlatformErrors};

use super::TokenEndpointError;

/// An issuer of one instance's tokens to users whom the application has authenticated. It sends no request and does not
/// read a clock.
///
/// ```
/// use pusher_platform::token::{Grant, TokenRequest};
/// use pusher_platform::token_endpoint::Authenticator;
///
/// let authenticator = Authenticator::new(&"v1:us1:8f1e0c52".parse()?, &"key-id:key-secret".parse()?);
/// let now = 1_600_000_000;
/// let response = authenticator.authenticate(&TokenRequest::client_credentials(), &Grant::user("alice"), now)?;
/// assert_eq!(response.expires_in, 86_400);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Authenticator {
    signer: TokenSigner,
    verifier: TokenVerifier,
    refreshes: bool,
}

impl Authenticator {
    /// Creates an authenticator of this instance that signs with this key.
    pub fn new(locator: &InstanceLocator, key: &Key) -> Self {
        Self { signer: TokenSigner::new(locator, key), verifier: TokenVerifier::new(locator, [key]), refreshes: false }
    }

    /// Issues and accepts refresh tokens as well. They do not expire: a holder can act as the user until the key is
    /// changed.
    #[must_use]
    pub fn with_refresh_tokens(mut self) -> Self {
        self.refreshes = true;
        self
    }

    /// Answers a token request for the grant's user, whom the application has authenticated. `now` is in seconds since
    /// the Unix epoch.
    ///
    /// The grant determines service claims and a lifetime of at most 24 h.
    ///
    /// # Errors
    /// Returns an error if the grant type is not supported or the refresh token is not this user's. Returns a failure
    /// if the grant's claims are not those of a token.
    pub fn authenticate(
        &self,
        request: &TokenRequest,
        grant: &Grant,
        now: u64,
    ) -> Result<TokenResponse, TokenEndpointError> {
        match request.grant_type {
            GrantType::ClientCredentials => {}
            GrantType::RefreshToken if self.refreshes => self.verify(request.refresh_token.as_ref(), grant)?,
            GrantType::RefreshToken | GrantType::Unknown => {
                let known =
                    if self.refreshes { "`client_credentials` or `refresh_token`" } else { "`client_credentials`" };
                return Err(TokenEndpointError::InvalidGrantType(format!("The grant type must be {known}.")));
            }
        }
        let mut response = TokenResponse::from(self.signer.sign(grant, now).map_err(unsigned)?);
        if let (true, Some(user)) = (self.refreshes, grant.subject()) {
            response.refresh_token = Some(self.signer.sign_refresh(user, now).map_err(unsigned)?);
        }
        Ok(response)
    }

    /// Answers a token request given by its body. Returns a whole response for any web framework to send.
    pub fn answer(&self, body: &[u8], grant: &Grant, now: u64) -> Response<Vec<u8>> {
        let (status, body) = match self.authenticate(&TokenRequest::read(body), grant, now) {
            // Strings and numbers always serialize.
            Ok(response) => (StatusCode::OK, serde_json::to_vec(&response).unwrap_or_default()),
            Err(error) => {
                let document = error.document();
                (document.status, PlatformErrors.encode(&document))
            }
        };
        let mut answer = Response::new(body);
        *answer.status_mut() = status;
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        // Caches must not store a token (RFC 6749 §5.1).
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    fn verify(&self, token: Option<&EncodedToken>, grant: &Grant) -> Result<(), TokenEndpointError> {
        let invalid = |reason: String| TokenEndpointError::InvalidRefreshToken(reason);
        let token = token.ok_or_else(|| invalid("The request has no refresh token.".to_owned()))?;
        let user = grant.subject().ok_or_else(|| invalid("A refresh token needs a user.".to_owned()))?;
        self.verifier.verify_refresh(token.as_str(), user).map(drop).map_err(|error| invalid(error.to_string()))
    }
}

fn unsigned(error: crate::token::SignError) -> TokenEndpointError {
    Failure::new(FailureKind::Encode, "the access token could not be signed").caused_by(error).into()
}
