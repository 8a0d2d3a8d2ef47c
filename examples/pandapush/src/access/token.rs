//! Tokens: claims signed with the secret of a key (JWS compact serialization, RFC 7515 §7.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value};

use super::credentials::is_set;
use super::{AccessError, Key};

/// The accepted algorithms. `none` is not among them.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];

/// The user that a token names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresenceClaim {
    /// The id of the user.
    pub id: String,
    /// The whole claim as JSON text, which is shown to other subscribers.
    pub data: String,
}

/// The claims of a token.
#[derive(Debug, Clone)]
pub(super) struct Claims(Map<String, Value>);

/// Reads the id of the key that a token says it is signed with. Nothing is verified.
///
/// # Errors
///
/// Returns [`AccessError::MalformedToken`] if the token cannot be decoded or names no key.
pub(super) fn key_id(token: &str) -> Result<String, AccessError> {
    let malformed = AccessError::MalformedToken;
    let mut parts = token.split('.');
    let (Some(header), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(malformed);
    };
    let object =
        |part: &str| -> Option<Map<String, Value>> { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok() };
    object(header).ok_or(malformed)?;
    match object(claims).ok_or(malformed)?.get("keyId") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
        _ => Err(malformed),
    }
}

/// Verifies the signature and the times of a token.
///
/// # Errors
///
/// Returns [`AccessError::RefusedToken`] if one of them does not hold.
pub(super) fn verify(token: &str, key: &Key, now: Timestamp) -> Result<Claims, AccessError> {
    // The crate knows whole seconds only, so the times are compared here.
    let mut validation = Validation::new(Algorithm::HS256);
    validation.algorithms = ALGORITHMS.to_vec();
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    let secret = DecodingKey::from_secret(key.secret.expose_secret().as_bytes());
    let decoded = decode::<Map<String, Value>>(token, &secret, &validation);
    let claims = Claims(decoded.map_err(|_| AccessError::RefusedToken)?.claims);
    if claims.is_valid_at(now) { Ok(claims) } else { Err(AccessError::RefusedToken) }
}

impl Claims {
    /// Returns the channel or pattern that the token is for.
    pub(super) fn channel(&self) -> Option<&str> {
        self.0.get("channel")?.as_str()
    }

    /// Returns whether a claim is `true`. Other values that JavaScript takes for true are not.
    pub(super) fn is_true(&self, claim: &str) -> bool {
        self.0.get(claim) == Some(&Value::Bool(true))
    }

    /// Returns the user that the token names. An id of zero or of empty text is none.
    pub(super) fn presence(&self) -> Option<PresenceClaim> {
        let presence = self.0.get("presence")?;
        let id = match presence.get("id").filter(|id| is_set(id))? {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return None,
        };
        Some(PresenceClaim { id, data: presence.to_string() })
    }

    /// Returns whether `exp` is in the future and `nbf` is not. Both may be absent, and fractions count.
    fn is_valid_at(&self, now: Timestamp) -> bool {
        let now = now.as_duration().as_secs_f64();
        let holds = |claim: &str, holds: fn(f64, f64) -> bool| match self.0.get(claim) {
            None => true,
            Some(value) => value.as_f64().is_some_and(|time| holds(time, now)),
        };
        holds("exp", |time, now| now < time) && holds("nbf", |time, now| time <= now)
    }
}
