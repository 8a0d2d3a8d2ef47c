//! Service `chatkit_token_provider`, version 1: tokens for tests, without authentication.

use api_core::api;
use bytes::Bytes;

use super::ChatkitError;
use crate::model::{TestToken, TestTokenQuery};

/// The test token provider. Default: off.
#[api(
    base = "/services/chatkit_token_provider/v1/{instance}",
    errors = ChatkitError,
    content_type = any,
    contract = "../../contracts/token-provider.contract"
)]
pub trait ChatkitTokenProvider {
    /// Issues a token of any user to any caller. The user is named in the query, or in the body as JSON or as a form.
    #[post("/token", body_limit = 4096)]
    async fn test_token(
        &self,
        #[query] who: TestTokenQuery,
        #[body(bytes)] request: Bytes,
    ) -> Result<TestToken, ChatkitError>;
}
