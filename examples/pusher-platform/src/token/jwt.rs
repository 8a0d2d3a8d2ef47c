//! JSON Web Tokens signed with HS256, in their compact form (RFC 7515 §3.1, RFC 7518 §3.2).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::Sha256;

/// The header of every token that is signed here.
const HEADER: &str = r#"{"typ":"JWT","alg":"HS256"}"#;

/// A secret that signs tokens and verifies their signatures.
#[derive(Clone)]
pub struct Hs256(Hmac<Sha256>);

impl Hs256 {
    /// Creates a secret of any length.
    ///
    /// # Panics
    ///
    /// Never: HMAC has keys of any length.
    pub fn new(secret: &[u8]) -> Self {
        Self(Hmac::new_from_slice(secret).expect("HMAC has keys of any length"))
    }

    /// Signs claims, and returns the token.
    ///
    /// # Errors
    ///
    /// Returns an error if the claims have no JSON form.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, serde_json::Error> {
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
        let signed = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(HEADER));
        let signature = self.0.clone().chain_update(&signed).finalize().into_bytes();
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl fmt::Debug for Hs256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hs256([REDACTED])")
    }
}

/// A parsed token whose signature has not been verified.
#[derive(Debug)]
pub struct Unverified<'t> {
    signed: &'t str,
    claims: Vec<u8>,
    signature: &'t str,
}

impl<'t> Unverified<'t> {
    /// Parses a token.
    ///
    /// # Errors
    ///
    /// Returns [`JwtError::Malformed`] or [`JwtError::Header`].
    pub fn parse(token: &'t str) -> Result<Self, JwtError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
        let header = decode(header)?;
        let header: Map<String, Value> = serde_json::from_slice(&header).map_err(|_| JwtError::Header)?;
        // "crit" names extensions that a recipient must support (RFC 7515 §4.1.11). None is supported.
        if header.get("alg") != Some(&Value::from("HS256")) || header.contains_key("crit") {
            return Err(JwtError::Header);
        }
        Ok(Self { signed, claims: decode(claims)?, signature })
    }

    /// Reads the claims without verification, for example to find the key to verify with.
    ///
    /// # Errors
    ///
    /// Returns [`JwtError::Claims`].
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, JwtError> {
        // A claims set is an object (RFC 7519 §7.2). Serde would also read a struct from an array.
        if !self.claims.trim_ascii_start().starts_with(b"{") {
            return Err(JwtError::Claims);
        }
        serde_json::from_slice(&self.claims).map_err(|_| JwtError::Claims)
    }

    /// Verifies the signature in constant time, and reads the claims.
    ///
    /// # Errors
    ///
    /// Returns [`JwtError::Malformed`], [`JwtError::Signature`] or [`JwtError::Claims`].
    pub fn verify<C: DeserializeOwned>(&self, key: &Hs256) -> Result<C, JwtError> {
        let signature = decode(self.signature)?;
        let computed = key.0.clone().chain_update(self.signed);
        computed.verify_slice(&signature).map_err(|_| JwtError::Signature)?;
        self.claims()
    }
}

/// The error of a token that is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// It is not three parts of base64 joined by dots.
    #[error("the token is malformed")]
    Malformed,
    /// Its header is not that of an HS256 token without extensions.
    #[error("the token is not signed with HS256")]
    Header,
    /// Its claims do not have the expected type.
    #[error("the token lacks a claim, or has one of the wrong type")]
    Claims,
    /// It was signed with another key, or was changed afterwards.
    #[error("the signature of the token does not match")]
    Signature,
}

fn decode(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    /// RFC 7515, appendix A.1: a token and its key.
    const TOKEN: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt\
                         cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const KEY: &str = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    fn key() -> Hs256 {
        Hs256::new(&decode(KEY).unwrap())
    }

    #[test]
    fn the_example_of_the_rfc_is_verified() {
        let claims: Value = Unverified::parse(TOKEN).unwrap().verify(&key()).unwrap();
        assert_eq!(claims, json!({"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true}));
    }

    #[test]
    fn a_signed_token_is_verified_and_a_changed_one_is_rejected() {
        let token = key().sign(&json!({"a": 1})).unwrap();
        assert_eq!(Unverified::parse(&token).unwrap().verify(&key()), Ok(json!({"a": 1})));
        let changed = token.replace("eyJhIjoxfQ", "eyJhIjoyfQ");
        assert_eq!(Unverified::parse(&changed).unwrap().verify::<Value>(&key()), Err(JwtError::Signature));
        let other = Hs256::new(b"other");
        assert_eq!(Unverified::parse(&token).unwrap().verify::<Value>(&other), Err(JwtError::Signature));
    }

    #[test]
    fn a_header_of_another_algorithm_is_rejected() {
        for header in [
            r#"["HS256"]"#,
            r#""HS256""#,
            "{}",
            r#"{"alg":"none"}"#,
            r#"{"alg":"hs256"}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"HS256","crit":null}"#,
            r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
        ] {
            let token = format!("{}.e30.", URL_SAFE_NO_PAD.encode(header));
            assert_eq!(Unverified::parse(&token).unwrap_err(), JwtError::Header, "{header}");
        }
    }

    #[test]
    fn claims_must_be_an_object() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Claims {
            sub: String,
        }
        let read = |claims: Value| Unverified::parse(&key().sign(&claims).unwrap()).unwrap().verify::<Claims>(&key());
        assert_eq!(read(json!({"sub": "joe"})), Ok(Claims { sub: "joe".to_owned() }));
        assert_eq!(read(json!(["joe"])), Err(JwtError::Claims));
    }
}
