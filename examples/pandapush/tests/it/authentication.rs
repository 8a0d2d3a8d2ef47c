//! Credentials, tokens and keys: the reference's section 3, over Bayeux and over REST.

use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use pandapush::access::Key;
use serde_json::{Value, json};

use crate::world::{Client, World, claims, key, sign, sign_with};

const CHANNEL: &str = "/app/private/x";

/// Returns `ext.auth` with claims for `CHANNEL`, changed by `changes`.
fn signed(changes: &Value) -> Value {
    json!({"token": sign(&claims(CHANNEL, changes))})
}

fn error(reply: &Value) -> &str {
    reply["error"].as_str().unwrap_or_default()
}

/// Asserts the answer to credentials on a channel: as a subscription, as a publication, and by the REST API if it can
/// carry them. An empty text is success.
async fn told(client: &Client<'_>, channel: &str, auth: &Value, subscribe: &str, publish: &str) {
    let world = client.world;
    let subscribed = client.subscribe_with(channel, auth).await;
    assert_eq!(error(&subscribed), subscribe, "subscribe to {channel} with {auth}");
    assert!(subscribed.get("ext").is_none() && !subscribed.to_string().contains("secret of"), "{subscribed}");
    let published = world.reply(&json!({"channel": channel, "data": {"n": 1}, "ext": {"auth": auth}})).await;
    assert_eq!(error(&published), publish, "publish on {channel} with {auth}");
    if let Some(answer) = world.publish_by_rest(channel, auth).await {
        if publish.is_empty() {
            answer.is(200, "OK");
        } else {
            let body: Value = serde_json::from_str(&answer.text).unwrap();
            assert_eq!(answer.status, 400, "{auth}");
            assert_eq!(body, json!({"code": null, "params": [], "message": publish}), "{auth}");
        }
    }
}

#[tokio::test]
async fn every_refusal_has_its_text_over_bayeux_and_over_rest() {
    let world = World::new().await;
    let client = world.client().await;
    let now = Timestamp::now().as_second();
    let both = |text| (text, text);
    let rows: Vec<(Value, (&str, &str))> = vec![
        (json!({"token": "x"}), both("Invalid token")),
        (json!({"token": "a.b.c"}), both("Invalid token")),
        (signed(&json!({"keyId": ""})), both("Invalid token")),
        (signed(&json!({"keyId": null})), both("Invalid token")),
        (signed(&json!({"keyId": "nobody"})), both("Could not find key")),
        (signed(&json!({"keyId": "otherkey"})), both("Could not find key")),
        (json!({"key": "nobody", "secret": "secret"}), both("Could not find key")),
        (json!({"key": "otherkey", "secret": "secret of otherkey"}), both("Could not find key")),
        (json!({"key": "key", "secret": "wrong"}), both("Invalid secret")),
        (json!({"key": "key", "secret": ""}), both("Invalid secret")),
        (json!({"key": "key", "secret": "secre"}), both("Invalid secret")),
        (json!({"key": "expired", "secret": "wrong"}), both("Invalid secret")),
        (json!({"key": "expired", "secret": "secret of expired"}), both("Expired key")),
        (json!({"key": "revoked", "secret": "secret of revoked"}), both("Revoked key")),
        (signed(&json!({"exp": now - 1})), both("Invalid token provided")),
        (signed(&json!({"exp": now.to_string()})), both("Invalid token provided")),
        (signed(&json!({"exp": null})), both("Invalid token provided")),
        (signed(&json!({"nbf": now + 3600})), both("Invalid token provided")),
        (signed(&json!({"keyId": "expired"})), both("Expired key")),
        (signed(&json!({"keyId": "revoked"})), both("Revoked key")),
        (signed(&json!({"keyId": "expired", "exp": now - 1})), both("Invalid token provided")),
        (signed(&json!({"channel": "/app/private/y"})), both("Token does not match channel")),
        (signed(&json!({"channel": "/app/public/x"})), both("Token does not match channel")),
        (signed(&json!({"channel": null})), both("Token does not match channel")),
        (signed(&json!({"channel": 5})), both("Token does not match channel")),
        (signed(&json!({"channel": "/**"})), both("Token does not match channel")),
        (
            signed(&json!({"channel": "/app/private/y", "sub": false, "pub": false})),
            both("Token does not match channel"),
        ),
        (signed(&json!({"sub": false})), ("Token does not allow subscribing", "")),
        (signed(&json!({"sub": "true"})), ("Token does not allow subscribing", "")),
        (signed(&json!({"sub": 1})), ("Token does not allow subscribing", "")),
        (signed(&json!({"sub": null})), ("Token does not allow subscribing", "")),
        (signed(&json!({"pub": false})), ("", "Token does not allow publishing")),
        (signed(&json!({"pub": "true"})), ("", "Token does not allow publishing")),
        (signed(&json!({"pub": 1})), ("", "Token does not allow publishing")),
        (signed(&json!({"pub": null})), ("", "Token does not allow publishing")),
    ];
    for (auth, (subscribe, publish)) in &rows {
        told(&client, CHANNEL, auth, subscribe, publish).await;
    }
}

#[tokio::test]
async fn what_only_bayeux_can_carry_has_its_text_there() {
    let world = World::new().await;
    let client = world.client().await;
    let neither = "Auth information does not include token or key";
    let rows = [
        (json!(null), "No auth supplied"),
        (json!(""), "No auth supplied"),
        (json!(0), "No auth supplied"),
        (json!(false), "No auth supplied"),
        (json!("text"), neither),
        (json!({}), neither),
        (json!({"secret": "secret"}), neither),
        (json!({"token": null, "key": ""}), neither),
        (json!({"token": 5}), "Invalid token"),
        (json!({"key": {"$ne": null}, "secret": {"$ne": null}}), "Could not find key"),
        (json!({"key": "__proto__", "secret": "x"}), "Could not find key"),
        (json!({"key": "key"}), "Invalid secret"),
    ];
    for (auth, text) in rows {
        let subscribed = client.subscribe_with(CHANNEL, &auth).await;
        assert_eq!(error(&subscribed), text, "{auth}");
        let published = world.reply(&json!({"channel": CHANNEL, "data": 1, "ext": {"auth": auth}})).await;
        assert_eq!(error(&published), text, "{auth}");
    }
    for ext in [json!(null), json!("x"), json!([]), json!({})] {
        let published = world.reply(&json!({"channel": CHANNEL, "data": 1, "ext": ext})).await;
        assert_eq!(error(&published), "No auth supplied", "{ext}");
    }
}

#[tokio::test]
async fn good_credentials_are_accepted_over_bayeux_and_over_rest() {
    let world = World::new().await;
    let client = world.client().await;
    let now = Timestamp::now().as_second();
    let algorithms = [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
    let mut rows: Vec<Value> = algorithms
        .into_iter()
        .map(|algorithm| json!({"token": sign_with(algorithm, "secret", &claims(CHANNEL, &json!({})))}))
        .collect();
    rows.extend([
        key(),
        json!({"key": "colon", "secret": "with:colon"}),
        signed(&json!({"exp": now + 3600})),
        #[expect(clippy::cast_precision_loss, reason = "seconds fit")]
        signed(&json!({"exp": now as f64 + 60.5, "nbf": now as f64 - 0.5})),
        signed(&json!({"iat": "ignored", "nbf": now})),
        signed(&json!({"channel": "/app/private/*"})),
        signed(&json!({"channel": "/app/private/**"})),
        signed(&json!({"channel": "/app/**"})),
        json!({"token": signed(&json!({}))["token"], "key": "key", "secret": "wrong"}),
    ]);
    for auth in &rows {
        told(&client, CHANNEL, auth, "", "").await;
    }
}

#[tokio::test]
async fn a_token_with_another_algorithm_or_none_is_refused() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let world = World::new().await;
    let client = world.client().await;
    let signed = sign(&claims(CHANNEL, &json!({})));
    let [_, body, signature] = signed.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    for algorithm in ["none", "None", "NONE", "nOnE", "RS256", "ES256", "PS256", "HS1", ""] {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT"}).to_string());
        for signature in ["", signature] {
            let auth = json!({"token": format!("{header}.{body}.{signature}")});
            let refused = "Invalid token provided";
            told(&client, CHANNEL, &auth, refused, refused).await;
        }
    }
    // The header that was signed is another one, and the secret another.
    let other = sign_with(Algorithm::HS256, "secret of otherkey", &claims(CHANNEL, &json!({})));
    told(&client, CHANNEL, &json!({"token": other}), "Invalid token provided", "Invalid token provided").await;
}

/// Section 3.4, with subscriptions of names and of patterns.
#[tokio::test]
async fn a_token_covers_what_its_channel_says_and_nothing_beside() {
    let rows = [
        ("/app/private/x", "/app/private/x", true),
        ("/app/private/x/*", "/app/private/x/*", true),
        ("/app/private/x/**", "/app/private/x/**", true),
        ("/app/private/*", "/app/private/x", true),
        ("/app/private/*", "/app/private/x/y", false),
        ("/app/private/*", "/app/private/**", false),
        ("/app/private/*", "/app/private/x/*", false),
        ("/app/private/*", "/app/private", false),
        ("/app/private/**", "/app/private/x", true),
        ("/app/private/**", "/app/private/x/y/z", true),
        ("/app/private/**", "/app/private/*", true),
        ("/app/private/**", "/app/private/x/*", true),
        ("/app/private/**", "/app/private/x/**", true),
        ("/app/private/**", "/app/private", false),
        ("/app/private/x", "/app/private/x/*", false),
        ("/app/private/x", "/app/private/x/y", false),
        ("/app/private/foo/**", "/app/private/foo", false),
        ("/app/private/foo/**", "/app/private/foobar", false),
        ("/app/private/foo/**", "/app/private/foobar/x", false),
        ("/app/private/foo/*", "/app/private/foobar", false),
        ("/app/**", "/app/private/x/y", true),
        ("/app/*", "/app/private", false),
        ("/**", "/app/private/x", false),
        ("/app/presence/**", "/app/private/x", false),
    ];
    let world = World::new().await;
    let client = world.client().await;
    for (granted, requested, is_covered) in rows {
        let auth = signed(&json!({"channel": granted}));
        let expected = if is_covered { "" } else { "Token does not match channel" };
        assert_eq!(error(&client.subscribe_with(requested, &auth).await), expected, "{granted} for {requested}");
        if !requested.contains('*') {
            let published = world.reply(&json!({"channel": requested, "data": 1, "ext": {"auth": auth}})).await;
            assert_eq!(error(&published), expected, "{granted} for {requested}");
        }
    }
}

#[tokio::test]
async fn credentials_count_for_one_message_only() {
    let world = World::new().await;
    let client = world.client().await;
    let batch = json!([
        client.subscription(CHANNEL, &key()),
        {"channel": "/meta/subscribe", "clientId": client.id, "subscription": "/app/private/y"},
        {"channel": CHANNEL, "clientId": client.id, "data": 1},
    ]);
    let replies = world.exchange(&batch).await;
    let errors: Vec<&str> = replies.iter().map(error).collect();
    assert_eq!(errors, ["", "No auth supplied", "No auth supplied"]);
}

#[tokio::test]
async fn credentials_in_the_data_count_for_nothing_and_are_not_delivered() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let auth = key();
    let published = world.reply(&json!({"channel": "/app/public/x", "data": {"__auth": auth, "n": 1}})).await;
    assert_eq!(error(&published), "No auth supplied");
    world.publish("/app/public/x", &json!({"__auth": auth, "n": 2})).await;
    assert_eq!(client.data().await, [json!({"n": 2})]);
}

#[tokio::test]
async fn a_subscription_outlives_its_key_and_a_new_one_does_not_begin() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe(CHANNEL).await;
    let keyring = world.hub.keyring();
    let second = Key { id: "second".to_owned(), ..(*keyring.find("app", "key").unwrap()).clone() };
    keyring.insert(second);
    keyring.revoke("app", "key", Timestamp::now());
    assert_eq!(error(&client.subscribe_with("/app/private/y", &key()).await), "Revoked key");
    let auth = json!({"key": "second", "secret": "secret"});
    assert_eq!(world.reply(&json!({"channel": CHANNEL, "data": 1, "ext": {"auth": auth}})).await["successful"], true);
    assert_eq!(client.data().await, [1]);
}

#[tokio::test]
async fn a_key_works_at_once_and_stops_at_once() {
    let world = World::new().await;
    let client = world.client().await;
    let auth = json!({"key": "new", "secret": "s"});
    assert_eq!(error(&client.subscribe_with(CHANNEL, &auth).await), "Could not find key");
    world.hub.keyring().insert(Key {
        application: "app".to_owned(),
        id: "new".to_owned(),
        secret: "s".to_owned().into(),
        expires: None,
        revoked_at: None,
    });
    assert_eq!(error(&client.subscribe_with(CHANNEL, &auth).await), "");
    world.hub.keyring().remove_application("app");
    told(&client, CHANNEL, &auth, "Could not find key", "Could not find key").await;
}
