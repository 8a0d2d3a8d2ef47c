//! The claims of an access token.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The prefix of the key id in the issuer.
const ISSUER_PREFIX: &str = "api_keys/";

/// The claims of an access token. An unset claim is omitted, never null or false.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccessToken {
    /// The instance for which the token is valid.
    pub instance: String,
    /// The signing key: `api_keys/` and the key id.
    #[serde(rename = "iss")]
    pub issuer: String,
    /// When the token was issued, in seconds since the Unix epoch.
    #[serde(rename = "iat")]
    pub issued_at: u64,
    /// When the token expires: it is invalid from this second on.
    #[serde(rename = "exp")]
    pub expires_at: u64,
    /// The first second at which the token is valid.
    #[serde(rename = "nbf", default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<u64>,
    /// The user as whom the bearer acts.
    #[serde(rename = "sub", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether the bearer is exempt from permission checks.
    #[serde(rename = "su", default, skip_serializing_if = "is_false")]
    pub superuser: bool,
    /// Every other claim.
    #[serde(flatten)]
    pub service_claims: Map<String, Value>,
}

impl AccessToken {
    /// Returns the key id of the issuer, or `None` if the issuer is not a key.
    pub fn key_id(&self) -> Option<&str> {
        key_id(&self.issuer)
    }
}

pub(super) fn issuer(key_id: &str) -> String {
    format!("{ISSUER_PREFIX}{key_id}")
}

pub(super) fn key_id(issuer: &str) -> Option<&str> {
    issuer.strip_prefix(ISSUER_PREFIX)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unset_claims_are_omitted() {
        let claims = json!({"instance": "i", "iss": "api_keys/k", "iat": 1, "exp": 2});
        let token: AccessToken = serde_json::from_value(claims.clone()).unwrap();
        assert_eq!(token.key_id(), Some("k"));
        assert_eq!(serde_json::to_value(token).unwrap(), claims);
    }

    #[test]
    fn service_claims_are_members_at_the_top_level() {
        let claims = json!({
            "instance": "i", "iss": "api_keys/k", "iat": 1, "exp": 2, "nbf": 1, "sub": "alice", "su": true,
            "apns": {"token": 7},
        });
        let token: AccessToken = serde_json::from_value(claims.clone()).unwrap();
        assert_eq!(token.service_claims["apns"], json!({"token": 7}));
        assert_eq!(serde_json::to_value(token).unwrap(), claims);
    }
}
