//! Invalid tokens (`PROTOCOL.md` §4) and their error types (§3).

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use pusher_platform::error_types::{EXPIRY_TOO_FAR_AHEAD, INVALID_TOKEN, MISSING_TOKEN, TOKEN_EXPIRED};
use pusher_platform::token::Grant;
use serde_json::{Value, json};

use super::snapshot::snapshot;
use crate::rows::stage::Stage;
use crate::rows::table::rows;
use crate::wire::Wire;

/// Returns the claims of a valid superuser token.
fn claims(wire: &Wire) -> Value {
    json!({
        "instance": "test", "iss": "api_keys/id", "iat": wire.now(), "exp": wire.now() + 3600, "su": true, "sub": "alice",
    })
}

fn with(mut claims: Value, changes: &[(&str, Value)]) -> Value {
    for (name, value) in changes {
        claims[*name] = value.clone();
    }
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn sign(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

fn signed(claims: &Value) -> String {
    sign(claims, Algorithm::HS256, "secret")
}

fn base64(text: &str) -> String {
    // The alphabet of RFC 4648 §5, without padding.
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits =
            chunk.iter().enumerate().fold(0_u32, |bits, (place, byte)| bits | u32::from(*byte) << (16 - 8 * place));
        for place in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}

/// Returns a valid token whose header was replaced without a new signature.
fn headed(wire: &Wire, header: &Value) -> String {
    let good = signed(&claims(wire));
    let (_, rest) = good.split_once('.').unwrap();
    format!("{}.{rest}", base64(&header.to_string()))
}

/// Returns invalid `Authorization` fields, each with its flaw and the expected error type.
fn bad(wire: &Wire) -> Vec<(&'static str, String, &'static str)> {
    let (now, good) = (wire.now(), signed(&claims(wire)));
    let mut parts = good.split('.');
    let (head, payload, signature) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let other = claims(wire);
    let changed = base64(&with(claims(wire), &[("sub", json!("bob"))]).to_string());
    let cut = &signature[..signature.len() - 1];
    let last = if signature.ends_with('A') { "Q" } else { "A" };
    let bearer = |token: String| format!("Bearer {token}");
    vec![
        ("alg none", bearer(headed(wire, &json!({"alg": "none", "typ": "JWT"}))), INVALID_TOKEN),
        ("alg none without a signature", bearer(format!("{}.{payload}.", base64(r#"{"alg":"none"}"#))), INVALID_TOKEN),
        ("alg None", bearer(headed(wire, &json!({"alg": "None"}))), INVALID_TOKEN),
        ("alg of RSA", bearer(headed(wire, &json!({"alg": "RS256", "typ": "JWT"}))), INVALID_TOKEN),
        ("no alg", bearer(headed(wire, &json!({"typ": "JWT"}))), INVALID_TOKEN),
        ("an alg that is a number", bearer(headed(wire, &json!({"alg": 256}))), INVALID_TOKEN),
        ("HS384", bearer(sign(&other, Algorithm::HS384, "secret")), INVALID_TOKEN),
        ("HS512", bearer(sign(&other, Algorithm::HS512, "secret")), INVALID_TOKEN),
        ("another key", bearer(sign(&other, Algorithm::HS256, "secrets")), INVALID_TOKEN),
        ("no key", bearer(sign(&other, Algorithm::HS256, "")), INVALID_TOKEN),
        ("another instance", bearer(signed(&with(claims(wire), &[("instance", json!("other"))]))), INVALID_TOKEN),
        ("an unknown key", bearer(signed(&with(claims(wire), &[("iss", json!("api_keys/other"))]))), INVALID_TOKEN),
        ("another kind of issuer", bearer(signed(&with(claims(wire), &[("iss", json!("id"))]))), INVALID_TOKEN),
        (
            "expired now",
            bearer(signed(&with(claims(wire), &[("iat", json!(now - 9)), ("exp", json!(now))]))),
            TOKEN_EXPIRED,
        ),
        (
            "long expired",
            bearer(signed(&with(claims(wire), &[("iat", json!(now - 90_000)), ("exp", json!(now - 9000))]))),
            TOKEN_EXPIRED,
        ),
        ("issued 61 s ahead", bearer(signed(&with(claims(wire), &[("iat", json!(now + 61))]))), INVALID_TOKEN),
        (
            "an expiry of a day and 61 s from now",
            bearer(signed(&with(claims(wire), &[("exp", json!(now + 86_461))]))),
            EXPIRY_TOO_FAR_AHEAD,
        ),
        ("no instance", bearer(signed(&without(claims(wire), "instance"))), INVALID_TOKEN),
        ("no issuer", bearer(signed(&without(claims(wire), "iss"))), INVALID_TOKEN),
        ("no issue time", bearer(signed(&without(claims(wire), "iat"))), INVALID_TOKEN),
        ("no expiry", bearer(signed(&without(claims(wire), "exp"))), INVALID_TOKEN),
        ("an expiry that is text", bearer(signed(&with(claims(wire), &[("exp", json!("never"))]))), INVALID_TOKEN),
        ("an expiry before the epoch", bearer(signed(&with(claims(wire), &[("exp", json!(-1))]))), INVALID_TOKEN),
        ("a subject that is a number", bearer(signed(&with(claims(wire), &[("sub", json!(7))]))), INVALID_TOKEN),
        ("su that is text", bearer(signed(&with(claims(wire), &[("su", json!("true"))]))), INVALID_TOKEN),
        ("claims that are an array", bearer(signed(&json!([1]))), INVALID_TOKEN),
        ("a truncated signature", bearer(format!("{head}.{payload}.{cut}")), INVALID_TOKEN),
        ("a changed signature", bearer(format!("{head}.{payload}.{cut}{last}")), INVALID_TOKEN),
        ("no signature", bearer(format!("{head}.{payload}.")), INVALID_TOKEN),
        ("two parts", bearer(format!("{head}.{payload}")), INVALID_TOKEN),
        ("four parts", bearer(format!("{good}.x")), INVALID_TOKEN),
        ("another payload", bearer(format!("{head}.{changed}.{signature}")), INVALID_TOKEN),
        ("garbage", bearer("garbage".to_owned()), INVALID_TOKEN),
        ("dots", bearer("..".to_owned()), INVALID_TOKEN),
        ("8 KB of garbage", bearer("x".repeat(8192)), INVALID_TOKEN),
        ("nothing after the scheme", "Bearer ".to_owned(), INVALID_TOKEN),
        ("the scheme alone", "Bearer".to_owned(), MISSING_TOKEN),
        ("Basic", "Basic aWQ6c2VjcmV0".to_owned(), MISSING_TOKEN),
        ("Basic with a good token", format!("Basic {good}"), MISSING_TOKEN),
        ("a token without a scheme", good.clone(), MISSING_TOKEN),
        ("an empty field", String::new(), MISSING_TOKEN),
    ]
}

#[tokio::test]
async fn a_valid_token_is_accepted() {
    let wire = Wire::with_lobby().await;
    let now = wire.now();
    for good in [
        claims(&wire),
        with(claims(&wire), &[("iat", json!(now + 60))]),
        with(claims(&wire), &[("iat", json!(now)), ("exp", json!(now + 86_400))]),
        with(claims(&wire), &[("iat", json!(now - 3600)), ("exp", json!(now + 86_400))]),
        with(claims(&wire), &[("service", json!({"x": 1}))]),
    ] {
        wire.bearer(format!("Bearer {}", signed(&good))).get("chatkit/v6/users").await.json(200);
        wire.bearer(format!("bearer {}", signed(&good))).get("chatkit/v6/users").await.json(200);
    }
}

#[tokio::test]
async fn every_endpoint_rejects_invalid_tokens() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    for (what, field, kind) in bad(&stage.wire) {
        let caller = stage.wire.bearer(field);
        for row in rows().filter(|row| !row.needs.is_empty()) {
            let answer = stage.ask(&row, &caller).await;
            assert_eq!(answer.error()["error"], kind, "{what}: {}", row.endpoint);
            answer.refused(401, kind);
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

/// Rejections reveal nothing that helps an attacker.
#[tokio::test]
async fn a_rejection_repeats_neither_the_token_nor_the_secret() {
    let stage = Stage::new().await;
    for (what, field, _) in bad(&stage.wire) {
        let token = field.strip_prefix("Bearer ").unwrap_or_default().to_owned();
        let answer = stage.wire.bearer(field).get("chatkit/v6/users").await;
        assert!(!answer.shown().contains("secret"), "{what}: {}", answer.shown());
        assert!(token.len() < 20 || !answer.shown().contains(&token), "{what}");
    }
}

#[tokio::test]
async fn a_token_is_valid_until_the_second_it_expires() {
    let wire = Wire::with_lobby().await;
    let token = wire.token(&Grant::superuser());
    let su = wire.bearer(format!("Bearer {token}"));
    wire.pass_seconds(86_399);
    su.get("chatkit/v6/users").await.json(200);
    wire.pass_seconds(1);
    su.get("chatkit/v6/users").await.refused(401, TOKEN_EXPIRED);
}
