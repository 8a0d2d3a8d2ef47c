//! Queries with invalid values, duplicate keys, unknown keys and malformed percent-encoding.

use api_core::description::Location;
use api_core::model::Shape;
use chatkit::api::DESCRIPTIONS;
use serde_json::json;

use super::snapshot::{check_refusal, snapshot};
use crate::rows::stage::Stage;
use crate::rows::table::{Row, rows};

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
            for value in ["x", "-1", "1.5", "%00", "99999999999999999999", "%20", "[]", "20-20", "TrUE", "1,2"] {
                let target = format!("{path}?{key}={value}");
                let answer = su.get(&target).await;
                check_refusal(&target, &answer);
                assert_eq!(answer.status, 400, "{target}: {}", answer.shown());
            }
        }
    }
}

/// Returns the names of the booleans in the query of a row's endpoint.
fn booleans(row: &Row) -> Vec<&'static str> {
    let api = DESCRIPTIONS.iter().find(|api| api.name == row.api).unwrap();
    let parameters = api.endpoint(row.endpoint).unwrap().parameters.iter();
    let mut found = Vec::new();
    for parameter in parameters.filter(|parameter| parameter.location == Location::Query) {
        match parameter.shape {
            Shape::Boolean => found.push(parameter.name),
            Shape::Struct(fields) => {
                let flags = fields.fields.iter().filter(|field| matches!(field.shape, Shape::Boolean));
                found.extend(flags.map(|field| field.name));
            }
            _ => {}
        }
    }
    found
}

#[tokio::test]
async fn a_boolean_has_every_form_of_parse_bool() {
    let stage = Stage::new().await;
    let hidden = json!({"id": "den", "name": "Den", "private": true});
    stage.wire.user("alice").post("chatkit/v6/rooms", &hidden).await.json(201);
    let mut tried = Vec::new();
    for row in rows() {
        for key in booleans(&row) {
            tried.push(format!("{} {key}", row.api));
            let read = async |value: &str| {
                let row = Row { path: format!("{}?{key}={value}", row.path).leak(), ..row };
                stage.ask(&row, &stage.caller(&row)).await
            };
            let (yes, no) = (read("true").await.json(200), read("false").await.json(200));
            assert_ne!(yes, no, "{} {key} has no effect", row.path);
            for (values, expected) in [(["1", "t", "T", "TRUE", "True"], yes), (["0", "f", "F", "FALSE", "False"], no)]
            {
                for value in values {
                    assert_eq!(read(value).await.json(200), expected, "{} {key}={value}", row.path);
                }
            }
            for value in ["", "yes", "on", "2", "tRUE", "true%20"] {
                assert_eq!(read(value).await.status, 400, "{} {key}={value}", row.path);
            }
        }
    }
    tried.sort();
    let expected = [
        "Chatkit include_private",
        "Chatkit joinable",
        "ChatkitV2 include_private",
        "ChatkitV2 joinable",
        "ChatkitV7 include_private",
    ];
    assert_eq!(tried, expected);
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
