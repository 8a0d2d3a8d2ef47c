//! The cookie of a session: who signed in until when, signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use rand::distr::{Alphanumeric, SampleString as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::admin::settings::SignIn;

/// How long a session lasts.
pub(in crate::admin) const LIFE: SignedDuration = SignedDuration::from_hours(12);

/// The name of the cookie.
pub(in crate::admin) const COOKIE: &str = "pandapush_session";

/// The longest cookie that is read, in bytes.
const LONGEST: usize = 2048;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::admin) struct Ticket {
    /// The user who signed in.
    pub(in crate::admin) user: String,
    /// The id under which it is recorded when it is ended.
    pub(in crate::admin) id: String,
    /// When it ends by itself, in seconds since 1970.
    expires: i64,
}

/// Signs and verifies cookies.
#[derive(Clone)]
pub(in crate::admin) struct Signer(Hmac<Sha256>);

impl Ticket {
    /// Opens a session.
    pub(in crate::admin) fn new(user: &str, now: Timestamp) -> Self {
        let id = Alphanumeric.sample_string(&mut rand::rng(), 32);
        Self { user: user.to_owned(), id, expires: now.as_second().saturating_add(LIFE.as_secs()) }
    }

    /// Returns when the session ends by itself.
    pub(in crate::admin) fn expires(&self) -> Timestamp {
        Timestamp::from_second(self.expires).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl Signer {
    /// Creates a signer. All nodes with the same secret and the same password accept each other's cookies. A new
    /// password ends all sessions.
    pub(in crate::admin) fn new(secret: &SecretString, sign_in: &SignIn) -> Self {
        let mut mac = keyed(secret.expose_secret().as_bytes());
        mac.update(b"pandapush admin session\0");
        if let SignIn::Password { username, password } = sign_in {
            mac.update(username.as_bytes());
            mac.update(b"\0");
            mac.update(password.expose_secret().as_bytes());
        }
        Self(keyed(&mac.finalize().into_bytes()))
    }

    /// Returns the value of the cookie of a session.
    pub(in crate::admin) fn sign(&self, ticket: &Ticket) -> String {
        let content = URL_SAFE_NO_PAD.encode(serde_json::to_vec(ticket).unwrap_or_default());
        let signature = self.0.clone().chain_update(&content).finalize().into_bytes();
        format!("{content}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// Returns the session of a cookie, if the signature is right and it has not expired.
    pub(in crate::admin) fn verify(&self, cookie: &str, now: Timestamp) -> Option<Ticket> {
        let (content, signature) = cookie.split_once('.').filter(|_| cookie.len() <= LONGEST)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.0.clone().chain_update(content).verify_slice(&signature).ok()?;
        let ticket: Ticket = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(content).ok()?).ok()?;
        (ticket.expires() > now).then_some(ticket)
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Signer([REDACTED])")
    }
}

/// Returns the value of a cookie in the field `Cookie` (RFC 6265 §4.2.1).
pub(in crate::admin) fn cookie<'h>(field: &'h str, name: &str) -> Option<&'h str> {
    field.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC has keys of any length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(secret: &str, password: &str) -> Signer {
        let sign_in = SignIn::Password { username: "ada".to_owned(), password: password.to_owned().into() };
        Signer::new(&secret.to_owned().into(), &sign_in)
    }

    #[test]
    fn a_ticket_is_valid_until_it_expires_with_the_same_secret_and_password() {
        let now = Timestamp::UNIX_EPOCH;
        let ticket = Ticket::new("ada", now);
        let cookie = signer("s", "p").sign(&ticket);
        assert_eq!(signer("s", "p").verify(&cookie, now), Some(ticket.clone()));
        let end = now + LIFE;
        assert!(signer("s", "p").verify(&cookie, end - SignedDuration::from_secs(1)).is_some());
        for (other, at) in [(signer("s", "p"), end), (signer("t", "p"), now), (signer("s", "q"), now)] {
            assert_eq!(other.verify(&cookie, at), None);
        }
        assert_ne!(Ticket::new("ada", now).id, ticket.id);
    }

    #[test]
    fn a_changed_ticket_is_refused() {
        let signer = signer("s", "p");
        let now = Timestamp::UNIX_EPOCH;
        let (ada, bob) = (signer.sign(&Ticket::new("ada", now)), signer.sign(&Ticket::new("bob", now)));
        let (content, signature) = ada.split_once('.').unwrap();
        let (other, _) = bob.split_once('.').unwrap();
        for forged in [
            format!("{other}.{signature}"),
            format!("{content}."),
            format!("{content}.{}", &signature[1..]),
            format!("{content}{signature}"),
            content.to_owned(),
            String::new(),
            format!("{}.{signature}", "x".repeat(100_000)),
        ] {
            assert_eq!(signer.verify(&forged, now), None, "{forged}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        for (field, expected) in [
            ("pandapush_session=a.b", Some("a.b")),
            ("x=1; pandapush_session=a.b; y=2", Some("a.b")),
            ("xpandapush_session=a; pandapush_sessions=b", None),
            ("pandapush_session", None),
            ("", None),
        ] {
            assert_eq!(cookie(field, COOKIE), expected, "{field}");
        }
    }
}
