//! Names, patterns and rights of each kind: the reference's section 2.

use serde_json::{Value, json};

use crate::world::{World, claims, key, sign, token};

/// The error of a reply, or an empty text.
fn error(reply: &Value) -> &str {
    reply["error"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn subscriptions_follow_both_validations_of_a_name() {
    let (world, long) = (World::new().await, format!("/app/public/{}", "x".repeat(1024)));
    let client = world.client().await;
    let long_error = format!("405:{long}:Invalid channel");
    let rows = [
        ("/app/public", ""),
        ("/app/public/x", ""),
        ("/nosuchapp/public/x", ""),
        ("/app/public/a-b_c!d~e(f)g$h@i9", ""),
        ("/app/public/*", ""),
        ("/app/public/**", ""),
        ("/app/public/x/*", ""),
        ("/app", "Invalid channel name"),
        ("/app/", "Invalid channel name"),
        ("/app/other/x", "Invalid channel name"),
        ("/app/Public/x", "Invalid channel name"),
        ("app/public/x", "Invalid channel name"),
        ("//public/x", "Invalid channel name"),
        ("/*", "Invalid channel name"),
        ("/**", "Invalid channel name"),
        ("/app/*", "Invalid channel name"),
        ("/app/**", "Invalid channel name"),
        ("/app/public/", "405:/app/public/:Invalid channel"),
        ("/app/public//x", "405:/app/public//x:Invalid channel"),
        ("/app/public/x.y", "405:/app/public/x.y:Invalid channel"),
        ("/app/public/x y", "405:/app/public/x y:Invalid channel"),
        ("/app/public/x%20", "405:/app/public/x%20:Invalid channel"),
        ("/app/public/é", "405:/app/public/é:Invalid channel"),
        ("/app/public/*/x", "405:/app/public/*/x:Invalid channel"),
        ("/app/public/***", "405:/app/public/***:Invalid channel"),
        ("/app/public/x*", "405:/app/public/x*:Invalid channel"),
        ("/meta/public/x", "403:/meta/public/x:Forbidden channel"),
        ("/service/public/x", "403:/service/public/x:Forbidden channel"),
        (&long, &long_error),
    ];
    for (channel, expected) in rows {
        let reply = client.subscribe_with(channel, &json!(null)).await;
        assert_eq!(error(&reply), expected, "{channel}");
        assert_eq!(reply["successful"], expected.is_empty(), "{channel}");
        assert_eq!(reply["subscription"], channel);
    }
}

#[tokio::test]
async fn a_wildcard_subscription_above_the_kind_is_refused_even_with_a_key() {
    let world = World::new().await;
    let client = world.client().await;
    for pattern in ["/*", "/**", "/app/*", "/app/**"] {
        assert_eq!(error(&client.subscribe_with(pattern, &key()).await), "Invalid channel name", "{pattern}");
    }
}

#[tokio::test]
async fn publications_match_patterns_as_in_the_table() {
    let subscriptions = ["/app/public/u", "/app/public/u/*", "/app/public/u/**", "/app/public/u/foo/*"];
    let rows = [
        ("/app/public/u", [true, false, false, false]),
        ("/app/public/u/foo", [false, true, true, false]),
        ("/app/public/u/foo/bar", [false, false, true, true]),
        ("/app/public/u/foo/bar/baz", [false, false, true, false]),
        ("/app/public/ux", [false, false, false, false]),
        ("/app/public/ux/foo", [false, false, false, false]),
    ];
    let world = World::new().await;
    let mut clients = Vec::new();
    for subscription in subscriptions {
        let client = world.client().await;
        client.subscribe(subscription).await;
        clients.push(client);
    }
    for (channel, expected) in rows {
        world.publish(channel, &json!(1)).await;
        for (client, (expected, subscription)) in clients.iter().zip(expected.into_iter().zip(subscriptions)) {
            let wanted = if expected { vec![json!({"channel": channel, "data": 1})] } else { Vec::new() };
            assert_eq!(client.events().await, wanted, "{channel} for {subscription}");
        }
    }
}

#[tokio::test]
async fn a_client_that_matches_through_several_subscriptions_gets_one_copy() {
    let world = World::new().await;
    let client = world.client().await;
    for subscription in ["/app/public/x", "/app/public/*", "/app/public/**"] {
        client.subscribe(subscription).await;
    }
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(client.data().await, [1]);
}

#[tokio::test]
async fn nobody_publishes_on_a_pattern() {
    let world = World::new().await;
    for pattern in ["/app/public/*", "/app/public/**", "/app/private/x/*"] {
        let reply = world.reply(&json!({"channel": pattern, "data": 1, "ext": {"auth": key()}})).await;
        assert_eq!(error(&reply), format!("405:{pattern}:Invalid channel"));
    }
}

/// Makes `ext.auth` for a channel.
type Auth = Box<dyn Fn(&str) -> Value>;

/// The table of section 2.3: what each credential may do on each kind, by each route. An empty text is success.
#[tokio::test]
async fn rights_depend_on_the_kind() {
    let without = |channel: &str, claim: &str| {
        let changes = json!({claim: false, "presence": {"id": "ann"}});
        json!({"token": sign(&claims(channel, &changes))})
    };
    let nameless = |channel: &str| json!({"token": sign(&claims(channel, &json!({})))});
    let (no_subscribing, no_publishing) = ("Token does not allow subscribing", "Token does not allow publishing");
    let (forbidden, nobody) =
        ("403:/app/meta/x:Forbidden channel", "No presence id specified in presence subscription");
    let world = World::new().await;
    let client = world.client().await;
    let none = "No auth supplied";
    // The credentials, then subscribing and publishing through Bayeux on public, private, presence and meta channels.
    let rows: Vec<(&str, Auth, [[&str; 2]; 4])> = vec![
        ("none", Box::new(|_| json!(null)), [["", none], [none, none], [none, none], [none, none]]),
        ("key", Box::new(|_| key()), [["", ""], ["", ""], [nobody, ""], ["", forbidden]]),
        ("token", Box::new(token), [["", ""], ["", ""], ["", ""], ["", forbidden]]),
        ("token of no user", Box::new(nameless), [["", ""], ["", ""], [nobody, ""], ["", forbidden]]),
        (
            "token without sub",
            Box::new(move |channel| without(channel, "sub")),
            [["", ""], [no_subscribing, ""], [no_subscribing, ""], [no_subscribing, forbidden]],
        ),
        (
            "token without pub",
            Box::new(move |channel| without(channel, "pub")),
            [["", no_publishing], ["", no_publishing], ["", no_publishing], ["", no_publishing]],
        ),
    ];
    for (name, auth, expected) in &rows {
        let channels = ["/app/public/x", "/app/private/x", "/app/presence/x", "/app/meta/x"];
        for (channel, [subscribe, publish]) in channels.iter().zip(expected) {
            let auth = auth(channel);
            let subscribed = client.subscribe_with(channel, &auth).await;
            assert_eq!(error(&subscribed), *subscribe, "subscribe to {channel} with {name}");
            let published = world.reply(&json!({"channel": channel, "data": 1, "ext": {"auth": auth}})).await;
            assert_eq!(error(&published), *publish, "publish on {channel} with {name}");
        }
    }
}

#[tokio::test]
async fn credentials_for_a_public_subscription_are_not_looked_at() {
    let world = World::new().await;
    let client = world.client().await;
    for auth in [json!("x"), json!({"token": "x"}), json!({"key": "key", "secret": "wrong"}), json!(5), json!([])] {
        assert_eq!(client.subscribe_with("/app/public/x", &auth).await["successful"], true, "{auth}");
    }
}

#[tokio::test]
async fn reserved_first_segments_are_forbidden_after_the_credentials() {
    let world = World::new().await;
    let client = world.client().await;
    for channel in ["/meta/private/x", "/service/private/x"] {
        assert_eq!(error(&client.subscribe_with(channel, &json!(null)).await), "No auth supplied");
    }
    let reply = world.reply(&json!({"channel": "/meta/public/x", "data": 1, "ext": {"auth": key()}})).await;
    assert_eq!(error(&reply), "403:/meta/public/x:Forbidden channel");
}
