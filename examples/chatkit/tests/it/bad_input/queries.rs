//! Queries with invalid values, duplicate keys, unknown keys and malformed percent-encoding.

use super::snapshot::{check_refusal, snapshot};
use crate::rows::stage::Stage;

/// The paths of endpoints with a query, with the keys they read.
const READ: [(&str, &[&str]); 9] = [
    ("chatkit/v6/users", &["from_ts", "limit"]),
    ("chatkit/v6/users_by_ids", &["user_ids"]),
    ("chatkit/v6/users/alice/rooms", &["joinable"]),
    ("chatkit/v6/rooms", &["from_id", "include_private"]),
    ("chatkit/v2/rooms/lobby/messages", &["initial_id", "limit", "direction"]),
    ("chatkit/v6/rooms/lobby/messages", &["initial_id", "limit", "direction"]),
    ("chatkit/v7/rooms/lobby/messages", &["initial_id", "limit", "direction"]),
    ("chatkit_beams_token_provider/v1/beams-tokens", &["user_id"]),
    ("chatkit_authorizer/v2/users/alice/roles", &[]),
];

/// Keys that accept any text.
const TEXTS: [&str; 3] = ["user_ids", "from_id", "user_id"];

#[tokio::test]
async fn an_invalid_value_is_a_bad_request() {
    let stage = Stage::new().await;
    let su = stage.wire.su_as("alice");
    for (path, keys) in READ {
        for key in keys.iter().filter(|key| !TEXTS.contains(key)) {
            for value in ["x", "-1", "1.5", "%00", "99999999999999999999", "%20", "[]", "20-20", "TRUE", "1,2"] {
                let target = format!("{path}?{key}={value}");
                let answer = su.get(&target).await;
                check_refusal(&target, &answer);
                assert_eq!(answer.status, 400, "{target}: {}", answer.shown());
            }
        }
    }
}

#[tokio::test]
async fn a_duplicate_key_is_a_bad_request_unless_it_may_be_repeated() {
    let stage = Stage::new().await;
    let su = stage.wire.su_as("alice");
    for (path, keys) in READ {
        for key in keys {
            let value = match *key {
                "from_ts" => "2020-09-13T12:26:40Z",
                "joinable" | "include_private" => "true",
                "direction" => "older",
                "user_id" | "user_ids" | "from_id" => "alice",
                _ => "1",
            };
            assert!(su.get(&format!("{path}?{key}={value}")).await.status < 300, "{path} {key}");
            let target = format!("{path}?{key}={value}&{key}={value}");
            check_refusal(&target, &su.get(&target).await);
        }
    }
    su.get("chatkit/v6/users_by_ids?id=alice&id=alice").await.json(200);
}

#[tokio::test]
async fn unknown_and_malformed_keys_are_ignored() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let su = stage.wire.su_as("alice");
    let many = "x=1&".repeat(2000);
    for (path, _) in READ {
        let known = if path.ends_with("beams-tokens") { "user_id=alice" } else { "" };
        for garbage in ["unknown=1", "=", "&&&", "=x", "x", "%00=%00", "?a=b", "a[]=1&a[b]=2", "++", &many] {
            let target = format!("{path}?{garbage}&{known}");
            let answer = su.get(&target).await;
            assert_eq!(answer.status, 200, "{target:.100}: {}", answer.shown());
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn bytes_that_are_not_utf8_cause_no_server_error() {
    let stage = Stage::new().await;
    let su = stage.wire.su_as("alice");
    for (path, keys) in READ {
        for key in keys {
            for value in ["%FF", "%C3", "%zz", "%", "%2"] {
                let target = format!("{path}?{key}={value}");
                let answer = su.get(&target).await;
                assert!(answer.status < 500, "{target}: {}", answer.shown());
                if answer.status >= 400 {
                    check_refusal(&target, &answer);
                }
            }
        }
    }
}

#[tokio::test]
async fn invalid_queries_of_subscriptions_are_rejected_too() {
    let stage = Stage::new().await;
    let alice = stage.wire.user("alice");
    for query in ["message_limit=x", "message_limit=-1", "message_limit=", "message_limit=1&message_limit=1"] {
        let target = format!("chatkit/v6/rooms/lobby?{query}");
        let answer = alice.follow_rejected(&target).await;
        check_refusal(&target, &answer);
        assert_eq!(answer.status, 400, "{target}");
    }
}
