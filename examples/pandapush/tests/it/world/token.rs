//! Tokens, as back ends sign them.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// Returns the secret of a key. One has a colon in it.
pub(crate) fn secret_of(key: &str) -> String {
    match key {
        "key" => "secret".to_owned(),
        "colon" => "with:colon".to_owned(),
        other => format!("secret of {other}"),
    }
}

/// Returns claims of the key `key` that allow everything on a channel or pattern, changed by `changes`.
pub(crate) fn claims(channel: &str, changes: &Value) -> Value {
    let mut claims = json!({"keyId": "key", "channel": channel, "pub": true, "sub": true});
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// Signs claims with the secret of the key that they name.
pub(crate) fn sign(claims: &Value) -> String {
    sign_with(Algorithm::HS256, &secret_of(claims["keyId"].as_str().unwrap_or("key")), claims)
}

/// Signs claims with any secret.
pub(crate) fn sign_with(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

/// Returns `ext.auth` with a token that allows everything on a channel or pattern, for a user.
pub(crate) fn token(channel: &str) -> Value {
    json!({"token": sign(&claims(channel, &json!({"presence": {"id": "ann"}})))})
}
