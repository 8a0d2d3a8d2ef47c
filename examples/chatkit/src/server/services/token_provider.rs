//! The implementation of the test token provider.

use bytes::Bytes;
use pusher_platform::token::Grant;
use serde::Deserialize;

use crate::api::{ChatkitError, ChatkitTokenProvider};
use crate::model::{TestToken, TestTokenQuery, UserId};
use crate::server::AnonymousSession;

impl ChatkitTokenProvider for AnonymousSession {
    async fn test_token(&self, who: TestTokenQuery, request: Bytes) -> Result<TestToken, ChatkitError> {
        if !self.backend.settings().test_tokens {
            return Err(ChatkitError::TestTokensOff("The test token provider is switched off.".to_owned()));
        }
        let request = Request::read(&request)?;
        if request.grant_type.as_deref().is_some_and(|grant| grant != "client_credentials") {
            return Err(ChatkitError::InvalidGrantType("The grant type is not client_credentials.".to_owned()));
        }
        let user = who.user_id.or(request.user_id);
        let user = user.ok_or_else(|| ChatkitError::BadRequest("The field user_id is missing.".to_owned()))?;
        self.backend.read(|instance| instance.user(&user))?;
        let issued = self.backend.issue(&Grant::user(user.as_str()))?;
        Ok(TestToken {
            access_token: issued.token.as_str().to_owned(),
            token_type: "bearer".to_owned(),
            expires_in: issued.expires_in,
            user_id: user,
        })
    }
}

/// The body, as JSON or as a form.
#[derive(Debug, Default, Deserialize)]
struct Request {
    grant_type: Option<String>,
    user_id: Option<UserId>,
}

impl Request {
    fn read(body: &[u8]) -> Result<Self, ChatkitError> {
        let text = std::str::from_utf8(body).map_err(|_| unreadable("it is not UTF-8"))?.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        if text.starts_with('{') {
            return serde_json::from_str(text).map_err(|error| unreadable(&error.to_string()));
        }
        let mut request = Self::default();
        for (key, value) in form_urlencoded::parse(text.as_bytes()) {
            match key.as_ref() {
                "grant_type" => request.grant_type = Some(value.into_owned()),
                "user_id" => request.user_id = Some(UserId::new(value)),
                _ => {}
            }
        }
        Ok(request)
    }
}

fn unreadable(why: &str) -> ChatkitError {
    ChatkitError::BadRequest(format!("The body is neither JSON nor a form: {why}."))
}
