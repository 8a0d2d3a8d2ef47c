//! Every operation with every credential: what an application may not do with the channels of another.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::world::{Client, World, claims, key, sign, sign_with, token};

const CHANNELS: [&str; 4] = ["/app/public/foo/x", "/app/private/foo/x", "/app/presence/foo/x", "/app/meta/foo/x"];

const ACCEPTED: &str = "";
const NONE: &str = "No auth supplied";
const UNKNOWN: &str = "Could not find key";
const EXPIRED: &str = "Expired key";
const REVOKED: &str = "Revoked key";
const REFUSED: &str = "Invalid token provided";
const OTHER: &str = "Token does not match channel";
const NOBODY: &str = "No presence id specified in presence subscription";
const META: &str = "403:/app/meta/foo/x:Forbidden channel";

/// What each credential is told: when it subscribes to the four channels, and when it publishes on them. The REST API
/// has the last two columns of neither kind.
const EXPECTED: &[(&str, [&str; 4], [&str; 4])] = &[
    ("none", [ACCEPTED, NONE, NONE, NONE], [NONE; 4]),
    ("own key", [ACCEPTED, ACCEPTED, NOBODY, ACCEPTED], [ACCEPTED, ACCEPTED, ACCEPTED, META]),
    ("own token", [ACCEPTED; 4], [ACCEPTED, ACCEPTED, ACCEPTED, META]),
    ("own token for all channels", [ACCEPTED; 4], [ACCEPTED, ACCEPTED, ACCEPTED, META]),
    ("own token for the kind", [ACCEPTED; 4], [ACCEPTED, ACCEPTED, ACCEPTED, META]),
    ("own token for the parent", [ACCEPTED; 4], [ACCEPTED, ACCEPTED, ACCEPTED, META]),
    ("key of another application", [ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN; 4]),
    ("token of another application", [ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN; 4]),
    ("token of another application for this channel", [ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN; 4]),
    ("token of another application for everything", [ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN; 4]),
    ("own key id with the secret of another", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("key of a deleted application", [ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN; 4]),
    ("token of a deleted application", [ACCEPTED, UNKNOWN, UNKNOWN, UNKNOWN], [UNKNOWN; 4]),
    ("expired key", [ACCEPTED, EXPIRED, EXPIRED, EXPIRED], [EXPIRED; 4]),
    ("token of an expired key", [ACCEPTED, EXPIRED, EXPIRED, EXPIRED], [EXPIRED; 4]),
    ("revoked key", [ACCEPTED, REVOKED, REVOKED, REVOKED], [REVOKED; 4]),
    ("token of a revoked key", [ACCEPTED, REVOKED, REVOKED, REVOKED], [REVOKED; 4]),
    ("expired token", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("token of the future", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("unsigned token: none", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("unsigned token: None", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("token that says RS256", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("changed token", [ACCEPTED, REFUSED, REFUSED, REFUSED], [REFUSED; 4]),
    ("token for a sibling", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token for a prefix of the name", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token for all below a prefix of a segment", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token for all below the channel", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token for one level above", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token for all applications", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token for one level of everything", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token with a wildcard for the application", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token in another case", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token with a slash at the end", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token that climbs", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
    ("token of an empty channel", [ACCEPTED, OTHER, OTHER, OTHER], [OTHER; 4]),
];

/// Returns every credential, for a channel. Tokens name a user, so that presence is not what is missing.
fn credentials(channel: &str) -> Vec<(&'static str, Value)> {
    let now = Timestamp::now().as_second();
    let of = |id: &str| json!({"key": id, "secret": format!("secret of {id}")});
    let user = |mut changes: Value| {
        changes["presence"] = json!({"id": "ann"});
        claims(channel, &changes)
    };
    let signed = |changes: Value| json!({"token": sign(&user(changes))});
    let forged = |algorithm: &str, signature: &str| {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT"}).to_string());
        json!({"token": format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(user(json!({})).to_string()))})
    };
    let own = sign(&user(json!({})));
    let [header, _, signature] = own.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let changed = URL_SAFE_NO_PAD.encode(user(json!({"channel": "/app/**"})).to_string());
    let kind = channel.split('/').nth(2).unwrap();
    let with = |rest: &str| signed(json!({"channel": format!("/app/{kind}{rest}")}));
    vec![
        ("none", json!(null)),
        ("own key", key()),
        ("own token", token(channel)),
        ("own token for all channels", signed(json!({"channel": "/app/**"}))),
        ("own token for the kind", with("/**")),
        ("own token for the parent", with("/foo/*")),
        ("key of another application", of("otherkey")),
        (
            "token of another application",
            signed(json!({"keyId": "otherkey", "channel": channel.replacen("app", "other", 1)})),
        ),
        ("token of another application for this channel", signed(json!({"keyId": "otherkey"}))),
        ("token of another application for everything", signed(json!({"keyId": "otherkey", "channel": "/**"}))),
        (
            "own key id with the secret of another",
            json!({"token": sign_with(Algorithm::HS256, "secret of otherkey", &user(json!({})))}),
        ),
        ("key of a deleted application", of("gonekey")),
        ("token of a deleted application", signed(json!({"keyId": "gonekey"}))),
        ("expired key", of("expired")),
        ("token of an expired key", signed(json!({"keyId": "expired"}))),
        ("revoked key", of("revoked")),
        ("token of a revoked key", signed(json!({"keyId": "revoked"}))),
        ("expired token", signed(json!({"exp": now - 1}))),
        ("token of the future", signed(json!({"nbf": now + 3600}))),
        ("unsigned token: none", forged("none", "")),
        ("unsigned token: None", forged("None", "")),
        ("token that says RS256", forged("RS256", signature)),
        ("changed token", json!({"token": format!("{header}.{changed}.{signature}")})),
        ("token for a sibling", with("/foo/y")),
        ("token for a prefix of the name", with("/foo")),
        ("token for all below a prefix of a segment", with("/fo/**")),
        ("token for all below the channel", with("/foo/x/**")),
        ("token for one level above", with("/*")),
        ("token for all applications", signed(json!({"channel": "/**"}))),
        ("token for one level of everything", signed(json!({"channel": "/*"}))),
        ("token with a wildcard for the application", signed(json!({"channel": format!("/*/{kind}/**")}))),
        ("token in another case", with("/FOO/x")),
        ("token with a slash at the end", with("/foo/x/")),
        ("token that climbs", with("/bar/../foo/**")),
        ("token of an empty channel", signed(json!({"channel": ""}))),
    ]
}

/// What another application receives. Whoever gets through shows here.
struct Victim<'w>(Client<'w>);

impl<'w> Victim<'w> {
    async fn new(world: &'w World) -> Self {
        let client = world.client().await;
        for channel in ["/other/public/**", "/other/private/**", "/other/presence/**"] {
            let changes = json!({"keyId": "otherkey", "presence": {"id": "victim"}});
            let auth = json!({"token": sign(&claims(channel, &changes))});
            assert_eq!(client.subscribe_with(channel, &auth).await["successful"], true);
        }
        Self(client)
    }

    async fn has_heard_nothing(&self) {
        assert_eq!(self.0.events().await, Vec::<Value>::new());
    }
}

fn error(reply: &Value) -> &str {
    reply["error"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn every_operation_with_every_credential_has_the_expected_outcome() {
    let world = World::new().await;
    let victim = Victim::new(&world).await;
    let mut used = BTreeSet::new();
    for (column, channel) in CHANNELS.into_iter().enumerate() {
        for (name, auth) in credentials(channel) {
            let expected = EXPECTED.iter().find(|(expected, ..)| *expected == name);
            let (_, subscribe, publish) = expected.unwrap_or_else(|| panic!("no expectation for: {name}"));
            used.insert(name);
            let client = world.client().await;
            let subscribed = client.subscribe_with(channel, &auth).await;
            assert_eq!(error(&subscribed), subscribe[column], "subscribe to {channel}: {name}");
            let publication = json!({"channel": channel, "data": {"n": 1}, "ext": {"auth": auth}});
            let published = world.reply(&publication).await;
            assert_eq!(error(&published), publish[column], "publish on {channel}: {name}");
            let has_event = subscribe[column] == ACCEPTED && publish[column] == ACCEPTED;
            assert_eq!(client.data().await.len(), usize::from(has_event), "events of {channel}: {name}");
            if let Some(answer) = world.publish_by_rest(channel, &auth).await {
                let is_routed = column < 2;
                let status = match publish[column] {
                    _ if !is_routed => 404,
                    ACCEPTED => 200,
                    _ => 400,
                };
                assert_eq!(answer.status, status, "REST on {channel}: {name}");
                assert!(status != 400 || answer.text.contains(publish[column]), "{answer:?}");
            }
            client.disconnect().await;
        }
    }
    let expected: BTreeSet<&str> = EXPECTED.iter().map(|(name, ..)| *name).collect();
    assert_eq!(used, expected, "every expectation was checked");
    victim.has_heard_nothing().await;
}

/// Names that try to reach another channel than the one that is checked: with the own key, then the master token.
#[tokio::test]
async fn no_spelling_of_a_channel_reaches_another() {
    let invalid = "Invalid channel name";
    // The name, and what a subscription and a publication are told. `405` stands for the error with the name in it.
    let rows = [
        ("/other/private/x", UNKNOWN, UNKNOWN),
        ("/app/../other/private/x", invalid, invalid),
        ("/app/private/../../other/private/x", "405", "405"),
        ("/app/private/..", "405", "405"),
        ("/app/private/./x", "405", "405"),
        ("/app/private/%2e%2e/x", "405", "405"),
        ("/app/private/%2F/x", "405", "405"),
        ("/app%2Fprivate/x", invalid, invalid),
        ("/app%2f..%2fother/private/x", UNKNOWN, UNKNOWN),
        ("/app/private%2Fx", invalid, invalid),
        ("/app/private\\x", invalid, invalid),
        ("/APP/private/x", UNKNOWN, UNKNOWN),
        ("/App/private/x", UNKNOWN, UNKNOWN),
        ("/app/PRIVATE/x", invalid, invalid),
        ("/app/Private/x", invalid, invalid),
        ("/app/private/x/", "405", "405"),
        ("/app/private/", "405", "405"),
        ("/app/private//x", "405", "405"),
        ("//app/private/x", invalid, invalid),
        ("/ app/private/x", UNKNOWN, UNKNOWN),
        ("/app /private/x", UNKNOWN, UNKNOWN),
        ("/app\u{0}/private/x", UNKNOWN, UNKNOWN),
        ("/app/private\u{0}/x", invalid, invalid),
        ("/app/private/x\u{0}", "405", "405"),
        ("/app/private/x\n", "405", "405"),
        ("/аpp/private/x", UNKNOWN, UNKNOWN),
        ("/*/private/x", UNKNOWN, UNKNOWN),
        ("/**/private/x", UNKNOWN, UNKNOWN),
        ("/*", invalid, invalid),
        ("/**", invalid, invalid),
        ("/app/*", invalid, invalid),
        ("/app/**", invalid, invalid),
        ("/app/*/x", invalid, invalid),
        ("/app/private/*", ACCEPTED, "405"),
        ("/app/private/**", ACCEPTED, "405"),
        ("/app/private/*/x", "405", "405"),
        ("/app/private/**/**", "405", "405"),
        ("/app/private/***", "405", "405"),
        ("/app/private/x,/other/private/x", "405", "405"),
        ("/app/private/x?y", "405", "405"),
        ("/app/private/x#y", "405", "405"),
    ];
    let world = World::new().await;
    let victim = Victim::new(&world).await;
    let client = world.client().await;
    for (channel, subscribe, publish) in rows {
        let spelled = |expected: &str| match expected {
            "405" => format!("405:{channel}:Invalid channel"),
            other => other.to_owned(),
        };
        // A token for the very name is refused for it as a key is.
        for auth in [key(), json!({"token": sign(&claims(channel, &json!({})))})] {
            let subscribed = client.subscribe_with(channel, &auth).await;
            assert_eq!(error(&subscribed), spelled(subscribe), "subscribe to {channel} with {auth}");
            let published = world.reply(&json!({"channel": channel, "data": 1, "ext": {"auth": auth}})).await;
            assert_eq!(error(&published), spelled(publish), "publish on {channel} with {auth}");
        }
    }
    victim.has_heard_nothing().await;
}

/// Targets that try the same through the REST API, which compares them as they are sent.
#[tokio::test]
async fn no_spelling_of_a_target_reaches_another_channel() {
    let rows = [
        ("/channel/other/private/x", 400),
        ("/channel/APP/private/x", 400),
        ("/channel/app/../other/private/x", 404),
        ("/channel/app/private/../../other/private/x", 404),
        ("/channel/app/private/..%2F..%2Fother/private/x", 404),
        ("/channel/app/private/%2e%2e/x", 404),
        ("/channel/app%2Fprivate/x", 404),
        ("/channel/app/private%2Fx", 404),
        ("/channel/%61pp/private/x", 404),
        ("/channel/app/private/x/", 404),
        ("/channel//other/private/x", 404),
        ("/channel/app/private/*", 404),
        ("/channel/app/private/**", 404),
        ("/channel/app/private/x;y", 404),
        ("/channel/app/PRIVATE/x", 404),
        ("/channel/app/private/x%00", 404),
        ("//channel/app/private/x", 404),
        ("/channel/../channel/app/private/x", 404),
    ];
    let world = World::new().await;
    let victim = Victim::new(&world).await;
    let master = sign(&claims("/app/**", &json!({})));
    for (target, status) in rows {
        let fields = [("content-type", "application/json")];
        let answer = world.ask(Method::POST, &format!("{target}?token={master}"), &fields, "{}").await;
        assert_eq!(answer.status, status, "{target}");
        assert!(status != 400 || answer.text.contains(UNKNOWN), "{target}: {answer:?}");
    }
    victim.has_heard_nothing().await;
}

#[tokio::test]
async fn a_session_of_one_application_is_no_credential_for_another() {
    let world = World::new().await;
    let victim = Victim::new(&world).await;
    // The attacker knows neither the id nor a key, and sends what it has.
    let attacker = world.client().await;
    attacker.subscribe("/app/private/**").await;
    for message in [
        json!({"channel": "/other/private/x", "clientId": attacker.id, "data": 1, "ext": {"auth": key()}}),
        attacker.subscription("/other/private/x", &key()),
        attacker.subscription("/other/presence/x", &token("/other/presence/x")),
        attacker.subscription("/other/meta/statistics", &key()),
    ] {
        assert_eq!(error(&world.reply(&message).await), UNKNOWN, "{message}");
    }
    let auth = json!({"key": "otherkey", "secret": "secret of otherkey"});
    world.reply(&json!({"channel": "/other/private/x", "data": 1, "ext": {"auth": auth}})).await;
    assert_eq!(attacker.events().await, Vec::<Value>::new());
    assert_eq!(victim.0.data().await, [1]);
}
