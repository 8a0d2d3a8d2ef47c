//! Access tokens: valid ones, and every reason to refuse one.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use pusher_platform::token::{Grant, Lifetime, SignError, TokenSigner, TokenVerifier, VerifyError};
use pusher_platform::{InstanceLocator, Key, error_types};
use serde_json::{Value, json};

const NOW: u64 = 1_600_000_000;

fn locator() -> InstanceLocator {
    "v1:us1:instance".parse().unwrap()
}

fn key() -> Key {
    "first:se:cret".parse().unwrap()
}

fn verify(token: &str) -> Result<(), VerifyError> {
    TokenVerifier::new(&locator(), [&key()]).verify(token, NOW).map(drop)
}

/// Returns a token with changed claims, signed with a header and a secret.
fn forge(header: &Header, secret: &str, changes: Value) -> String {
    let mut claims = json!({"instance": "instance", "iss": "api_keys/first", "iat": NOW, "exp": NOW + 60});
    let Value::Object(changes) = changes else { panic!("claims are an object") };
    for (name, value) in changes {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(&name)),
            value => claims[name] = value,
        }
    }
    encode(header, &claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

fn hs256(changes: Value) -> String {
    forge(&Header::new(Algorithm::HS256), "se:cret", changes)
}

/// Returns a token with the header `{"alg":"none","typ":"JWT"}` and without a signature.
fn unsigned() -> String {
    let good = hs256(json!({}));
    let claims = good.split('.').nth(1).unwrap();
    format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")
}

#[test]
fn a_signed_token_is_verified_with_its_claims() {
    let signer = TokenSigner::new(&locator(), &key());
    let grant = Grant::superuser_as("alice").lifetime(Lifetime::from_seconds(60).unwrap()).claim("apns", 7);
    let issued = signer.sign(&grant, NOW).unwrap();
    assert_eq!(issued.expires_in, 60);
    let access = TokenVerifier::new(&locator(), [&key()]).verify(issued.token.as_str(), NOW).unwrap();
    assert_eq!(
        serde_json::to_value(access).unwrap(),
        json!({
            "instance": "instance", "iss": "api_keys/first", "iat": NOW, "exp": NOW + 60,
            "sub": "alice", "su": true, "apns": 7,
        })
    );
}

#[test]
fn a_token_of_any_key_of_the_instance_is_valid() {
    let second: Key = "second:other".parse().unwrap();
    let verifier = TokenVerifier::new(&locator(), [&key(), &second]);
    for key in [key(), second] {
        let issued = TokenSigner::new(&locator(), &key).sign(&Grant::user("alice"), NOW).unwrap();
        let access = verifier.verify(issued.token.as_str(), NOW).unwrap();
        assert_eq!(access.key_id(), Some(key.id()));
    }
}

#[test]
fn the_start_of_a_token_has_a_tolerance_and_its_end_has_none() {
    for (changes, expected) in [
        (json!({"iat": NOW + 60, "exp": NOW + 90}), Ok(())),
        (json!({"iat": NOW + 61, "exp": NOW + 90}), Err(VerifyError::NotYetValid)),
        (json!({"nbf": NOW + 60}), Ok(())),
        (json!({"nbf": NOW + 61}), Err(VerifyError::NotYetValid)),
        (json!({"exp": NOW + 1}), Ok(())),
        (json!({"exp": NOW}), Err(VerifyError::Expired)),
    ] {
        assert_eq!(verify(&hs256(changes.clone())), expected, "{changes}");
    }
}

#[test]
fn an_invalid_token_is_refused_with_its_reason() {
    let good = hs256(json!({}));
    let critical = Header { crit: Some(vec!["b64".to_owned()]), ..Header::new(Algorithm::HS256) };
    assert_eq!(verify(&good), Ok(()));
    for (what, token, expected) in [
        ("algorithm none", unsigned(), VerifyError::Header),
        ("other algorithm", forge(&Header::new(Algorithm::HS512), "se:cret", json!({})), VerifyError::Header),
        ("critical extension", forge(&critical, "se:cret", json!({})), VerifyError::Header),
        ("other instance", hs256(json!({"instance": "other"})), VerifyError::OtherInstance),
        ("no instance", hs256(json!({"instance": null})), VerifyError::Claims),
        ("other secret", forge(&Header::new(Algorithm::HS256), "wrong", json!({})), VerifyError::Signature),
        ("other key", hs256(json!({"iss": "api_keys/second"})), VerifyError::UnknownKey),
        ("issuer that is not a key", hs256(json!({"iss": "first"})), VerifyError::UnknownKey),
        ("no issuer", hs256(json!({"iss": null})), VerifyError::Claims),
        ("no expiry", hs256(json!({"exp": null})), VerifyError::Claims),
        ("no time of issue", hs256(json!({"iat": null})), VerifyError::Claims),
        ("subject that is not text", hs256(json!({"sub": 7})), VerifyError::Claims),
        ("superuser that is not a boolean", hs256(json!({"su": "yes"})), VerifyError::Claims),
        ("expired", hs256(json!({"iat": NOW - 60, "exp": NOW - 1})), VerifyError::Expired),
        ("forged and expired", forge(&Header::default(), "wrong", json!({"exp": NOW - 1})), VerifyError::Signature),
        ("signature cut", good[..good.len() - 4].to_owned(), VerifyError::Signature),
        ("no signature", good[..=good.rfind('.').unwrap()].to_owned(), VerifyError::Signature),
        ("two parts", good[..good.rfind('.').unwrap()].to_owned(), VerifyError::Malformed),
        ("four parts", format!("{good}.e30"), VerifyError::Malformed),
        ("empty", String::new(), VerifyError::Malformed),
        ("garbage", "!!!.???.###".to_owned(), VerifyError::Malformed),
        ("dots", "..".to_owned(), VerifyError::Header),
    ] {
        assert_eq!(verify(&token), Err(expected), "{what}");
    }
}

/// As the service measured it. How long ago the token was issued does not matter.
#[test]
fn an_expiry_of_more_than_a_day_from_now_is_refused_beyond_the_clock_difference() {
    for (changes, expected) in [
        (json!({"exp": NOW + 86_400}), Ok(())),
        (json!({"iat": NOW - 3600, "exp": NOW + 86_400}), Ok(())),
        (json!({"iat": NOW + 60, "exp": NOW + 86_460}), Ok(())),
        (json!({"exp": NOW + 86_461}), Err(VerifyError::ExpiryTooFarAhead)),
        (json!({"iat": NOW + 60, "exp": NOW + 86_461}), Err(VerifyError::ExpiryTooFarAhead)),
        (json!({"exp": u64::MAX}), Err(VerifyError::ExpiryTooFarAhead)),
    ] {
        assert_eq!(verify(&hs256(changes.clone())), expected, "{changes}");
    }
    let text = VerifyError::ExpiryTooFarAhead.to_string();
    assert_eq!(text, "Token exp (expiry) may be no more than 86400s in the future");
    assert!(VerifyError::Signature.to_string().starts_with("Could not parse the token"));
}

#[test]
fn a_grant_that_expires_more_than_a_day_from_now_is_not_signed() {
    let signer = TokenSigner::new(&locator(), &key());
    let overlong = signer.sign(&Grant::superuser().claim("exp", NOW + 86_401), NOW);
    assert!(matches!(overlong, Err(SignError::Lifetime(_))));
}

#[test]
fn a_claim_of_the_grant_replaces_a_standard_claim_of_the_same_type() {
    let signer = TokenSigner::new(&locator(), &key());
    let issued = signer.sign(&Grant::superuser().claim("instance", "other"), NOW).unwrap();
    assert_eq!(verify(issued.token.as_str()), Err(VerifyError::OtherInstance));
    let illegal = signer.sign(&Grant::superuser().claim("instance", 7), NOW);
    assert!(matches!(illegal, Err(SignError::IllegalClaim(_))));
}

#[test]
fn expired_tokens_are_distinguished_from_invalid_ones() {
    assert!(VerifyError::Expired.is_expired() && !VerifyError::Expired.is_invalid());
    assert_eq!(VerifyError::Expired.error_type(), error_types::TOKEN_EXPIRED);
    assert!(VerifyError::NotYetValid.is_not_yet_valid() && !VerifyError::NotYetValid.is_invalid());
    assert!(VerifyError::Signature.is_invalid());
    assert_eq!(VerifyError::Signature.error_type(), error_types::INVALID_TOKEN);
    assert_eq!(VerifyError::NotYetValid.error_type(), error_types::INVALID_TOKEN);
    assert_eq!(VerifyError::ExpiryTooFarAhead.error_type(), error_types::EXPIRY_TOO_FAR_AHEAD);
}

#[test]
fn debug_output_contains_no_secrets() {
    let shown = format!("{:?} {:?}", TokenSigner::new(&locator(), &key()), TokenVerifier::new(&locator(), [&key()]));
    assert!(shown.contains("first") && !shown.contains("cret"), "{shown}");
}
