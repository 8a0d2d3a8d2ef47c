//! Tokens that are issued: claims signed with the secret of a key, by HS256.

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::access::Key;

/// How long a token works if nothing else is wanted.
pub const DEFAULT_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// What a token allows. What is `None` is not in the token.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Grants {
    /// The channel, or the pattern of channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Whether it allows publishing.
    #[serde(rename = "pub", skip_serializing_if = "Option::is_none")]
    pub publish: Option<bool>,
    /// Whether it allows subscribing.
    #[serde(rename = "sub", skip_serializing_if = "Option::is_none")]
    pub subscribe: Option<bool>,
    /// The user, with an `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Map<String, Value>>,
}

/// The error of a token that cannot be signed.
#[derive(Debug, thiserror::Error)]
#[error("the token cannot be signed: {0}")]
pub struct IssueError(#[from] jsonwebtoken::errors::Error);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    key_id: &'a str,
    #[serde(flatten)]
    grants: &'a Grants,
    exp: i64,
}

/// Signs a token that works until `expires`, rounded down to seconds.
///
/// # Errors
/// Returns an error if the claims have no JSON form.
///
/// ```
/// use jiff::Timestamp;
/// use pandapush::access::Key;
/// use pandapush::admin::{Grants, issue};
///
/// let key = Key {
///     application: "chat".to_owned(),
///     id: "PSID1".to_owned(),
///     secret: "secret".to_owned().into(),
///     expires: None,
///     revoked_at: None,
/// };
/// let grants = Grants { channel: Some("/chat/private/room".to_owned()), subscribe: Some(true), ..Grants::default() };
/// let token = issue(&key, &grants, Timestamp::now())?;
/// assert_eq!(token.split('.').count(), 3);
/// # Ok::<(), pandapush::admin::IssueError>(())
/// ```
pub fn issue(key: &Key, grants: &Grants, expires: Timestamp) -> Result<String, IssueError> {
    let claims = Claims { key_id: &key.id, grants, exp: expires.as_second() };
    let secret = EncodingKey::from_secret(key.secret.expose_secret().as_bytes());
    Ok(encode(&Header::new(Algorithm::HS256), &claims, &secret)?)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;

    fn claims(grants: &Grants) -> Value {
        let key = Key {
            application: "a".to_owned(),
            id: "k".to_owned(),
            secret: "s".to_owned().into(),
            expires: None,
            revoked_at: None,
        };
        let token = issue(&key, grants, "2030-01-01T00:00:00.999Z".parse().unwrap()).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn what_was_not_wanted_is_not_in_the_token() {
        assert_eq!(claims(&Grants::default()), json!({ "keyId": "k", "exp": 1_893_456_000 }));
        let all = Grants {
            channel: Some("/a/presence/*".to_owned()),
            publish: Some(false),
            subscribe: Some(true),
            presence: json!({ "id": 7 }).as_object().cloned(),
        };
        let expected = json!({ "keyId": "k", "exp": 1_893_456_000, "channel": "/a/presence/*", "pub": false,
            "sub": true, "presence": { "id": 7 } });
        assert_eq!(claims(&all), expected);
    }
}
