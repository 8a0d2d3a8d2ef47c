//! The request and the response of an application's token endpoint.

use api_core::Model;
use api_core::codec::query::{self, Query};
use serde::{Deserialize, Serialize};

use super::encoded::EncodedToken;
use super::signer::IssuedToken;

/// The body of a token request, sent as a form. The user is named in the query, `user_id`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TokenRequest {
    /// The grant type.
    #[serde(default)]
    pub grant_type: GrantType,
    /// The refresh token, for [`GrantType::RefreshToken`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<EncodedToken>,
    /// The user, if the endpoint takes it from the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

impl TokenRequest {
    /// Creates a request of the grant type `client_credentials`: the application authenticates the user by other means.
    pub fn client_credentials() -> Self {
        Self { grant_type: GrantType::ClientCredentials, ..Self::default() }
    }

    /// Creates a request of the grant type `refresh_token`.
    pub fn refresh(token: EncodedToken) -> Self {
        Self { grant_type: GrantType::RefreshToken, refresh_token: Some(token), user_id: None }
    }

    /// Parses a body that is a form or JSON, whatever its content type is. Any other body gives the grant type
    /// [`GrantType::Unknown`].
    pub fn read(body: &[u8]) -> Self {
        if let Ok(request) = serde_json::from_slice(body) {
            return request;
        }
        let form = std::str::from_utf8(body).ok().and_then(|text| query::decode("body", Query::new(text)).ok());
        form.unwrap_or_default()
    }
}

/// The grant type of a token request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GrantType {
    /// The application authenticates the user by other means.
    ClientCredentials,
    /// The client presents a token from an earlier response.
    RefreshToken,
    /// Any other grant type, or none. The endpoint answers `token_provider/invalid_grant_type`.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The response to a token request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TokenResponse {
    /// The token.
    pub access_token: EncodedToken,
    /// Always `bearer`, in any letter case.
    pub token_type: String,
    /// The lifetime of the token in seconds.
    pub expires_in: u64,
    /// The refresh token for the next request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<EncodedToken>,
    /// The user of the token. Only the test token provider sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

impl From<IssuedToken> for TokenResponse {
    fn from(issued: IssuedToken) -> Self {
        Self {
            access_token: issued.token,
            token_type: "bearer".to_owned(),
            expires_in: issued.expires_in,
            refresh_token: None,
            user_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_unknown_grant_type_is_parsed() {
        for (sent, expected) in [
            ("client_credentials", GrantType::ClientCredentials),
            ("refresh_token", GrantType::RefreshToken),
            ("password", GrantType::Unknown),
        ] {
            let request: TokenRequest = serde_json::from_value(json!({"grant_type": sent})).unwrap();
            assert_eq!(request.grant_type, expected, "{sent}");
        }
    }

    #[test]
    fn a_body_is_parsed_as_a_form_or_as_json() {
        let refresh = TokenRequest::refresh(EncodedToken::from("a.b+c".to_owned()));
        for (body, expected) in [
            ("grant_type=client_credentials", TokenRequest::client_credentials()),
            ("grant_type=refresh_token&refresh_token=a.b%2Bc", refresh.clone()),
            (r#"{"grant_type":"refresh_token","refresh_token":"a.b+c"}"#, refresh),
            ("", TokenRequest::default()),
            ("<xml/>", TokenRequest::default()),
            ("[1]", TokenRequest::default()),
        ] {
            assert_eq!(TokenRequest::read(body.as_bytes()), expected, "{body}");
        }
        assert_eq!(TokenRequest::read(b"\xff").grant_type, GrantType::Unknown);
    }

    #[test]
    fn a_token_response_has_the_form_that_sdks_expect() {
        let issued = IssuedToken { token: EncodedToken::from("a.b.c".to_owned()), expires_in: 86_400 };
        assert_eq!(
            serde_json::to_value(TokenResponse::from(issued)).unwrap(),
            json!({"access_token": "a.b.c", "token_type": "bearer", "expires_in": 86_400})
        );
    }

    #[test]
    fn debug_output_omits_tokens() {
        let issued = IssuedToken { token: EncodedToken::from("a.b.c".to_owned()), expires_in: 1 };
        assert!(!format!("{:?}", TokenResponse::from(issued)).contains("a.b.c"));
    }
}
