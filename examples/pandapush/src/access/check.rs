//! Whether credentials allow an action on a channel. The order of the checks is part of the protocol.

use std::sync::Arc;

use jiff::Timestamp;

use super::token::{self, PresenceClaim};
use super::{AccessError, Credentials, Key, Keyring};
use crate::channel::{Address, Kind, covers};

/// What somebody wants to do on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To receive its publications.
    Subscribe,
    /// To publish.
    Publish,
}

/// The permission for one action.
#[derive(Debug, Clone, Default)]
pub struct Grant {
    /// The key that allows it. A public channel needs none to subscribe.
    pub key: Option<Arc<Key>>,
    /// The user that the token names. It is set for subscriptions of presence channels, and only for these.
    pub presence: Option<PresenceClaim>,
}

/// Checks that credentials allow an action on a channel or pattern, and counts the use of the key.
///
/// `credentials` is called only if the channel needs some.
///
/// # Errors
///
/// Returns the first refusal, in the order of the reference, section 3.2.
pub fn authorize(
    keyring: &Keyring,
    action: Action,
    channel: &str,
    credentials: impl FnOnce() -> Result<Credentials, AccessError>,
    now: Timestamp,
) -> Result<Grant, AccessError> {
    let address = Address::parse(channel).map_err(|_| AccessError::InvalidChannel)?;
    if action == Action::Subscribe && address.kind == Kind::Public {
        return Ok(Grant::default());
    }
    // The application of the channel selects the key, so a key of another application is unknown.
    let find = |id: &str| keyring.find(address.application, id).ok_or(AccessError::UnknownKey);
    let (key, claims) = match credentials()? {
        Credentials::Token(token) => {
            let key = find(&token::key_id(&token)?)?;
            let claims = token::verify(&token, &key, now)?;
            check_life(&key, now)?;
            if !claims.channel().is_some_and(|granted| covers(granted, channel)) {
                return Err(AccessError::OtherChannel);
            }
            match action {
                Action::Subscribe if !claims.is_true("sub") => return Err(AccessError::MayNotSubscribe),
                Action::Publish if !claims.is_true("pub") => return Err(AccessError::MayNotPublish),
                _ => (key, Some(claims)),
            }
        }
        Credentials::Key { id, secret } => {
            let key = find(&id)?;
            if !key.has_secret(&secret) {
                return Err(AccessError::WrongSecret);
            }
            check_life(&key, now)?;
            (key, None)
        }
    };
    let announces = action == Action::Subscribe && address.kind == Kind::Presence;
    let presence = claims.filter(|_| announces).and_then(|claims| claims.presence());
    if announces && presence.is_none() {
        return Err(AccessError::NoPresenceId);
    }
    keyring.count_use(&key, now);
    Ok(Grant { key: Some(key), presence })
}

fn check_life(key: &Key, now: Timestamp) -> Result<(), AccessError> {
    if key.is_revoked() {
        Err(AccessError::RevokedKey)
    } else if key.is_expired(now) {
        Err(AccessError::ExpiredKey)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    fn keyring() -> Keyring {
        let keyring = Keyring::default();
        let key = |application: &str, id: &str, expires, revoked_at| Key {
            application: application.to_owned(),
            id: id.to_owned(),
            secret: format!("secret of {id}").into(),
            expires,
            revoked_at,
        };
        keyring.replace(vec![
            key("a", "k", Some(now() + Duration::from_secs(1)), None),
            key("a", "expired", Some(now()), None),
            key("a", "revoked", None, Some(now())),
            key("b", "other", None, None),
        ]);
        keyring
    }

    fn token(algorithm: Algorithm, claims: &Value) -> String {
        let id = claims["keyId"].as_str().unwrap_or("k");
        let secret = EncodingKey::from_secret(format!("secret of {id}").as_bytes());
        encode(&Header::new(algorithm), claims, &secret).unwrap()
    }

    fn refusal(action: Action, channel: &str, auth: &Value) -> Option<AccessError> {
        authorize(&keyring(), action, channel, || Credentials::from_ext(Some(auth)), now()).err()
    }

    /// Claims that allow everything on `/a/private/**`, changed by `changes`. A null removes a claim.
    fn claims(changes: &Value) -> Value {
        let mut claims = json!({"keyId": "k", "channel": "/a/private/**", "pub": true, "sub": true});
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
    }

    #[test]
    fn every_refusal_has_its_text_in_the_order_of_the_reference() {
        use Action::{Publish, Subscribe};
        let signed = |changes: Value| json!({"token": token(Algorithm::HS256, &claims(&changes))});
        let rows: Vec<(Action, &str, Value, &str)> = vec![
            (Subscribe, "/a", json!(null), "Invalid channel name"),
            (Publish, "/a/public/x", json!(null), "No auth supplied"),
            (Subscribe, "/a/private/x", json!(null), "No auth supplied"),
            (Subscribe, "/a/private/x", json!("x"), "Auth information does not include token or key"),
            (Subscribe, "/a/private/x", json!({"token": "x"}), "Invalid token"),
            (Subscribe, "/a/private/x", signed(json!({"keyId": ""})), "Invalid token"),
            (Subscribe, "/a/private/x", signed(json!({"keyId": "nobody"})), "Could not find key"),
            (Subscribe, "/b/private/x", signed(json!({"channel": "/b/private/**"})), "Could not find key"),
            (Subscribe, "/a/private/x", json!({"key": "other", "secret": "secret of other"}), "Could not find key"),
            (Subscribe, "/a/private/x", json!({"key": "k", "secret": "x"}), "Invalid secret"),
            (Subscribe, "/a/private/x", json!({"key": "expired", "secret": "x"}), "Invalid secret"),
            (Subscribe, "/a/private/x", json!({"key": "expired", "secret": "secret of expired"}), "Expired key"),
            (Subscribe, "/a/private/x", json!({"key": "revoked", "secret": "secret of revoked"}), "Revoked key"),
            (Subscribe, "/a/private/x", signed(json!({"exp": 1_800_000_000})), "Invalid token provided"),
            (Subscribe, "/a/private/x", signed(json!({"exp": "1800000001"})), "Invalid token provided"),
            (Subscribe, "/a/private/x", signed(json!({"exp": null})), "Invalid token provided"),
            (Subscribe, "/a/private/x", signed(json!({"nbf": 1_800_000_001})), "Invalid token provided"),
            (Subscribe, "/a/private/x", signed(json!({"keyId": "expired"})), "Expired key"),
            (Subscribe, "/a/private/x", signed(json!({"keyId": "revoked"})), "Revoked key"),
            (Subscribe, "/a/private/x", signed(json!({"channel": "/a/private/y"})), "Token does not match channel"),
            (Subscribe, "/a/private/x", signed(json!({"channel": 1})), "Token does not match channel"),
            (Subscribe, "/a/private/x", signed(json!({"sub": false})), "Token does not allow subscribing"),
            (Subscribe, "/a/private/x", signed(json!({"sub": "true"})), "Token does not allow subscribing"),
            (Subscribe, "/a/private/x", signed(json!({"sub": 1})), "Token does not allow subscribing"),
            (Publish, "/a/private/x", signed(json!({"pub": null})), "Token does not allow publishing"),
        ];
        for (action, channel, auth, text) in rows {
            assert_eq!(refusal(action, channel, &auth).map(|error| error.to_string()).as_deref(), Some(text), "{auth}");
        }
    }

    #[test]
    fn good_credentials_are_accepted() {
        use Action::{Publish, Subscribe};
        assert_eq!(refusal(Subscribe, "/nobody/public/x", &json!({"token": "garbage"})), None);
        for action in [Publish, Subscribe] {
            assert_eq!(refusal(action, "/a/private/x", &json!({"key": "k", "secret": "secret of k"})), None);
            for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
                let times = json!({"exp": 1_800_000_000.5, "nbf": 1_800_000_000, "iat": "ignored"});
                let auth = json!({"token": token(algorithm, &claims(&times))});
                assert_eq!(refusal(action, "/a/private/x", &auth), None, "{algorithm:?}");
            }
        }
    }

    #[test]
    fn a_token_with_another_algorithm_or_none_is_refused() {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let body = URL_SAFE_NO_PAD.encode(claims(&json!({})).to_string());
        for algorithm in ["none", "None", "NONE", "RS256", "ES256", "HS1", ""] {
            let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT"}).to_string());
            let auth = json!({"token": format!("{header}.{body}.")});
            assert_eq!(refusal(Action::Publish, "/a/private/x", &auth), Some(AccessError::RefusedToken), "{algorithm}");
        }
        let signed_by_another = encode(
            &Header::new(Algorithm::HS256),
            &claims(&json!({})),
            &EncodingKey::from_secret(b"secret of another"),
        );
        let auth = json!({"token": signed_by_another.unwrap()});
        assert_eq!(refusal(Action::Publish, "/a/private/x", &auth), Some(AccessError::RefusedToken));
    }

    #[test]
    fn a_presence_subscription_needs_a_token_that_names_a_user() {
        let presence = |presence: Value| {
            let claims = claims(&json!({"channel": "/a/presence/x", "presence": presence}));
            json!({"token": token(Algorithm::HS256, &claims)})
        };
        let of_key = json!({"key": "k", "secret": "secret of k"});
        assert_eq!(refusal(Action::Subscribe, "/a/presence/x", &of_key), Some(AccessError::NoPresenceId));
        for nobody in [json!({}), json!({"id": ""}), json!({"id": 0}), json!("text"), json!(null)] {
            let refused = refusal(Action::Subscribe, "/a/presence/x", &presence(nobody));
            assert_eq!(refused, Some(AccessError::NoPresenceId));
        }
        let auth = presence(json!({"id": 7, "name": "Ann"}));
        let grant =
            authorize(&keyring(), Action::Subscribe, "/a/presence/x", || Credentials::from_ext(Some(&auth)), now());
        let claim = grant.unwrap().presence.unwrap();
        assert_eq!((claim.id.as_str(), claim.data.as_str()), ("7", r#"{"id":7,"name":"Ann"}"#));
    }

    #[test]
    fn only_accepted_uses_are_counted() {
        let keyring = keyring();
        let present = |secret: &str| {
            let auth = json!({"key": "k", "secret": secret});
            authorize(&keyring, Action::Publish, "/a/public/x", || Credentials::from_ext(Some(&auth)), now()).is_ok()
        };
        assert!(present("secret of k") && !present("x") && present("secret of k"));
        assert_eq!(keyring.take_usage().iter().map(|usage| usage.count).collect::<Vec<_>>(), [2]);
    }
}
