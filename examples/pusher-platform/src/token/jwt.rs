//! JSON Web Tokens signed with HS256, in their compact form (RFC 7515 §3.1, RFC 7518 §3.2).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The header of every token that is signed here.
const HEADER: &str = r#"{"typ":"JWT","alg":"HS256"}"#;

/// A secret that signs tokens and verifies their signatures.
#[derive(Clone)]
pub struct Hs256(Hmac<Sha256>);

impl Hs256 {
    /// Takes a secret of any length.
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

/// A token whose parts were read and whose signature was not verified.
#[derive(Debug)]
pub struct Unverified<'t> {
    signed: &'t str,
    claims: Vec<u8>,
    signature: &'t str,
}

impl<'t> Unverified<'t> {
    /// Reads the parts of a token.
    ///
    /// # Errors
    ///
    /// Returns [`JwtError::Malformed`] or [`JwtError::Header`].
    pub fn parse(token: &'t str) -> Result<Self, JwtError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
        let header = decode(header)?;
        let header: Header = serde_json::from_slice(&header).map_err(|_| JwtError::Header)?;
        // "crit" names extensions that must be understood; there are none here.
        if header.alg != "HS256" || header.crit.is_some() {
            return Err(JwtError::Header);
        }
        Ok(Self { signed, claims: decode(claims)?, signature })
    }

    /// Reads claims that nothing vouches for, for example to find the key to verify with.
    ///
    /// # Errors
    ///
    /// Returns [`JwtError::Claims`].
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, JwtError> {
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
    /// Its claims are not those that were expected.
    #[error("the token lacks a claim, or has one of the wrong type")]
    Claims,
    /// It was not signed with this key, or was changed afterwards.
    #[error("the signature of the token does not fit")]
    Signature,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    crit: Option<IgnoredAny>,
}

fn decode(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
    fn what_was_signed_is_verified_and_a_changed_byte_is_not() {
        let token = key().sign(&json!({"a": 1})).unwrap();
        assert_eq!(Unverified::parse(&token).unwrap().verify(&key()), Ok(json!({"a": 1})));
        let changed = token.replace("eyJhIjoxfQ", "eyJhIjoyfQ");
        assert_eq!(Unverified::parse(&changed).unwrap().verify::<Value>(&key()), Err(JwtError::Signature));
        let other = Hs256::new(b"other");
        assert_eq!(Unverified::parse(&token).unwrap().verify::<Value>(&other), Err(JwtError::Signature));
    }
}
