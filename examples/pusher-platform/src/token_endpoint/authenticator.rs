//! What an application answers requests for tokens with: `authenticate` of a server SDK.

use api_core::ApiError as _;
use api_core::error::{ErrorFormat as _, Failure, FailureKind};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use crate::token::{EncodedToken, Grant, GrantType, TokenRequest, TokenResponse, TokenSigner, TokenVerifier};
use crate::{InstanceLocator, Key, PlatformErrors};

use super::TokenEndpointError;

/// Hands out tokens of one instance to users whom the application knows. It makes no request and looks at no clock.
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
    /// An authenticator of this instance that signs with this key.
    pub fn new(locator: &InstanceLocator, key: &Key) -> Self {
        Self { signer: TokenSigner::new(locator, key), verifier: TokenVerifier::new(locator, [key]), refreshes: false }
    }

    /// Gives out refresh tokens too, and takes them. A refresh token does not run out: who holds one is that user until the key is changed.
    #[must_use]
    pub fn with_refresh_tokens(mut self) -> Self {
        self.refreshes = true;
        self
    }

    /// Answers a request of somebody whom the application knows to be the grant's user; `now` is in seconds since the epoch.
    ///
    /// The grant says all else: service claims, and a lifetime of at most a day.
    ///
    /// # Errors
    /// If a token is asked for on other grounds, or with a refresh token that is not this user's; or if the grant's claims are not those
    /// of a token, which is a failure.
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

    /// The same from a request's body as it came to the status, header fields and body of the answer, for any web framework to pass on.
    pub fn answer(&self, body: &[u8], grant: &Grant, now: u64) -> Response<Vec<u8>> {
        let (status, body) = match self.authenticate(&TokenRequest::read(body), grant, now) {
            // Strings and numbers always have a JSON form.
            Ok(response) => (StatusCode::OK, serde_json::to_vec(&response).unwrap_or_default()),
            Err(error) => {
                let document = error.document();
                (document.status, PlatformErrors.encode(&document))
            }
        };
        let mut answer = Response::new(body);
        *answer.status_mut() = status;
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        // Nobody in between may keep a token (RFC 6749 §5.1).
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    fn verify(&self, token: Option<&EncodedToken>, grant: &Grant) -> Result<(), TokenEndpointError> {
        let invalid = |reason: String| TokenEndpointError::InvalidRefreshToken(reason);
        let token = token.ok_or_else(|| invalid("There is no refresh token in the request.".to_owned()))?;
        let user =
            grant.subject().ok_or_else(|| invalid("A refresh token is of a user, and there is none.".to_owned()))?;
        self.verifier.verify_refresh(token.as_str(), user).map(drop).map_err(|error| invalid(error.to_string()))
    }
}

fn unsigned(error: crate::token::SignError) -> TokenEndpointError {
    Failure::new(FailureKind::Encode, "the access token could not be made").caused_by(error).into()
}
