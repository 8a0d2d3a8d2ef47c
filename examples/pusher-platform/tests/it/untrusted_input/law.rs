//! The law of tokens and of requests for them, for any bytes.

use pusher_platform::token::jwt::Hs256;
use pusher_platform::token::{TokenRequest, TokenVerifier};
use pusher_platform::{InstanceLocator, Key};

const NOW: u64 = 1_600_000_000;

/// Verifies the bytes as a token, and as claims that are signed with the right key, and reads them as a request for a
/// token.
///
/// # Panics
/// Panics if a token without a signature is accepted, or one whose claims are not those of the instance and the time.
pub(crate) fn tokens(bytes: &[u8]) {
    let locator: InstanceLocator = "v1:us1:instance".parse().expect("a locator");
    let key: Key = "first:secret".parse().expect("a key");
    let verifier = TokenVerifier::new(&locator, [&key]);
    if let Ok(token) = std::str::from_utf8(bytes) {
        assert!(verifier.verify(token, NOW).is_err(), "accepted without a signature");
        assert!(verifier.verify_refresh(token, "alice").is_err(), "accepted without a signature");
    }
    if let Ok(claims) = serde_json::from_slice::<serde_json::Value>(bytes)
        && let Ok(token) = Hs256::new(b"secret").sign(&claims)
    {
        if verifier.verify(&token, NOW).is_ok() {
            assert_eq!(claims["instance"], "instance");
            assert_eq!(claims["iss"], "api_keys/first");
            assert!(claims["exp"].as_f64().is_none_or(|end| end >= 1_600_000_000.0), "{claims}");
        }
        if verifier.verify_refresh(&token, "alice").is_ok() {
            assert_eq!(claims["sub"], "alice");
        }
    }
    let _ = TokenRequest::read(bytes);
}
