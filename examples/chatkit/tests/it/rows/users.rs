//! Users (`PROTOCOL.md` §7), the same in versions 2, 6 and 7.

use http::Method;
use pusher_platform::error_types::{UNPROCESSABLE_VALIDATION_FAILED, USER_ALREADY_EXISTS, USER_NOT_FOUND};
use serde_json::{Value, json};

use crate::wire::{FIRST, SECOND, VERSIONS, Wire};

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn post_users_returns_the_user() {
    for version in VERSIONS {
        let wire = Wire::new();
        let path = format!("chatkit/{version}/users");
        let sent = json!({
            "id": "alice", "name": "Alice", "avatar_url": "https://example.org/a.png", "custom_data": {"a": [1, null]},
        });
        let made = wire.su().post(&path, &sent).await.json(201);
        let mut expected = sent;
        expected["created_at"] = json!(FIRST);
        expected["updated_at"] = json!(FIRST);
        assert_eq!(made, expected);
        // Absent fields remain absent.
        let made = wire.su().post(&path, &json!({"id": "bob", "name": "Bob"})).await.json(201);
        assert_eq!(made, json!({"id": "bob", "name": "Bob", "created_at": FIRST, "updated_at": FIRST}));
    }
}

#[tokio::test]
async fn a_duplicate_user_id_is_rejected_with_400_and_a_type_without_bad_request() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice"]).await;
        let again = json!({"id": "alice", "name": "Another"});
        let answer = wire.su().post(&format!("chatkit/{version}/users"), &again).await;
        answer.refused(400, "services/chatkit/user_already_exists");
        assert_eq!(wire.su().get("chatkit/v6/users/alice").await.json(200)["name"], "alice");
    }
}

#[tokio::test]
async fn post_batch_users_returns_the_users_in_order() {
    for version in VERSIONS {
        let wire = Wire::new();
        let path = format!("chatkit/{version}/batch_users");
        let batch = json!({"users": [{"id": "z", "name": "Z"}, {"id": "a", "name": "A", "custom_data": {}}]});
        let made = wire.su().post(&path, &batch).await.json(201);
        assert_eq!(ids(&made), ["z", "a"]);
        assert_eq!(
            made[1],
            json!({"id": "a", "name": "A", "custom_data": {}, "created_at": FIRST, "updated_at": FIRST})
        );
    }
}

#[tokio::test]
async fn one_duplicate_fails_a_whole_batch() {
    let wire = Wire::with_users(&["alice"]).await;
    for users in [["new", "alice"], ["twice", "twice"]] {
        let users: Vec<Value> = users.iter().map(|id| json!({"id": id, "name": id})).collect();
        let answer = wire.su().post("chatkit/v6/batch_users", &json!({ "users": users })).await;
        answer.refused(400, USER_ALREADY_EXISTS);
    }
    assert_eq!(ids(&wire.su().get("chatkit/v6/users").await.json(200)), ["alice"]);
}

#[tokio::test]
async fn get_users_lists_the_oldest_users_first() {
    for version in VERSIONS {
        let wire = Wire::new();
        for id in ["zoe", "alice", "mia"] {
            wire.create_user(id).await;
            wire.pass_seconds(1);
        }
        let list = |query: &str| {
            let path = format!("chatkit/{version}/users{query}");
            let su = wire.su();
            async move { su.get(&path).await.json(200) }
        };
        assert_eq!(ids(&list("").await), ["zoe", "alice", "mia"]);
        assert_eq!(ids(&list("?").await), ["zoe", "alice", "mia"]);
        assert_eq!(ids(&list("?limit=2").await), ["zoe", "alice"]);
        // `from_ts` is inclusive: a page starts with the last user of the previous one.
        assert_eq!(ids(&list(&format!("?from_ts={SECOND}&limit=1")).await), ["alice"]);
        assert_eq!(ids(&list("?from_ts=2020-09-13T12:26:41.5Z").await), ["mia"]);
        assert_eq!(ids(&list("?from_ts=2020-09-13T14:26:42%2B02:00").await), ["mia"]);
        assert_eq!(list("?from_ts=2030-01-01T00:00:00Z").await, json!([]));
    }
}

#[tokio::test]
async fn a_page_has_twenty_users_by_default_and_at_most_a_hundred() {
    let wire = Wire::new();
    for batch in 0..11 {
        let users: Vec<Value> = (0..10).map(|n| json!({"id": format!("{batch:02}{n}"), "name": "n"})).collect();
        wire.su().post("chatkit/v6/batch_users", &json!({ "users": users })).await.json(201);
    }
    for (query, expected) in [("", 20), ("?limit=100", 100), ("?limit=1000", 100), ("?limit=0", 0), ("?limit=7", 7)] {
        let page = wire.su().get(&format!("chatkit/v6/users{query}")).await.json(200);
        assert_eq!(page.as_array().unwrap().len(), expected, "{query}");
    }
}

#[tokio::test]
async fn get_users_by_ids_omits_unknown_ids() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice", "bob", "carol", "a/b c"]).await;
        for (query, expected) in [
            ("?id=carol&id=nobody&id=alice", vec!["carol", "alice"]),
            ("?user_ids=carol,nobody,alice", vec!["carol", "alice"]),
            ("?user_ids=carol%2Calice", vec!["carol", "alice"]),
            ("?id=a%2Fb+c", vec!["a/b c"]),
            ("?id=a%2Fb%20c", vec!["a/b c"]),
            ("", vec![]),
        ] {
            let found = wire.user("bob").get(&format!("chatkit/{version}/users_by_ids{query}")).await.json(200);
            assert_eq!(ids(&found), expected, "{query}");
        }
    }
}

/// The JavaScript client requests up to 250 users at once (`PROTOCOL.md` §7).
#[tokio::test]
async fn get_users_by_ids_returns_up_to_250_users() {
    let wire = Wire::new();
    let mut query = String::new();
    for batch in 0..25 {
        let users: Vec<Value> = (0..10).map(|n| json!({"id": format!("{batch:02}{n}"), "name": "n"})).collect();
        wire.su().post("chatkit/v6/batch_users", &json!({ "users": users })).await.json(201);
        query.extend((0..10).map(|n| format!("&id={batch:02}{n}")));
    }
    let found = wire.user("000").get(&format!("chatkit/v6/users_by_ids?{}", &query[1..])).await.json(200);
    assert_eq!(found.as_array().unwrap().len(), 250);
}

#[tokio::test]
async fn get_user_returns_the_user() {
    for version in VERSIONS {
        let wire = Wire::with_users(&["alice", "bob"]).await;
        let found = wire.user("alice").get(&format!("chatkit/{version}/users/bob")).await.json(200);
        assert_eq!(found, json!({"id": "bob", "name": "bob", "created_at": FIRST, "updated_at": FIRST}));
        wire.user("alice").get(&format!("chatkit/{version}/users/nobody")).await.refused(404, USER_NOT_FOUND);
    }
}

/// The subject of a valid token may be unknown. The vendor's client suite expects these words (`PROTOCOL.md` §3).
#[tokio::test]
async fn the_description_for_an_unknown_user_contains_does_not_exist() {
    let wire = Wire::new();
    let refusal = wire.user("nobody").follow_rejected("chatkit/v6/users").await;
    assert!(refusal.refused(404, USER_NOT_FOUND).contains("does not exist"));
}

#[tokio::test]
async fn put_user_keeps_absent_fields() {
    for version in VERSIONS {
        let wire = Wire::new();
        let first =
            json!({"id": "alice", "name": "A", "avatar_url": "https://a", "custom_data": {"old": 1, "both": 1}});
        wire.su().post("chatkit/v6/users", &first).await.json(201);
        wire.pass_seconds(1);
        let (path, expected) = (format!("chatkit/{version}/users/alice"), |custom: &Value, name: &str| {
            json!({
                "id": "alice", "name": name, "avatar_url": "https://a", "custom_data": custom,
                "created_at": FIRST, "updated_at": SECOND,
            })
        });
        // Custom data is replaced as a whole.
        let custom = json!({"both": 2});
        wire.user("alice").put(&path, &json!({"custom_data": custom})).await.empty(204);
        assert_eq!(wire.su().get(&path).await.json(200), expected(&custom, "A"));
        // SDKs send a superuser token with the user as subject.
        wire.su_as("alice").put(&path, &json!({"name": "B"})).await.empty(204);
        assert_eq!(wire.su().get(&path).await.json(200), expected(&custom, "B"));
        wire.su().put(&format!("chatkit/{version}/users/nobody"), &json!({})).await.refused(404, USER_NOT_FOUND);
    }
}

#[tokio::test]
async fn delete_user_removes_the_user_from_rooms_and_keeps_the_messages() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        wire.send_text("alice", "lobby", "still here").await;
        let path = format!("chatkit/{version}/users/alice");
        wire.su().delete(&path).await.empty(204);
        wire.su().get(&path).await.refused(404, USER_NOT_FOUND);
        wire.su().delete(&path).await.refused(404, USER_NOT_FOUND);
        let room = wire.su().get("chatkit/v6/rooms/lobby").await.json(200);
        assert_eq!((&room["member_user_ids"], &room["created_by_id"]), (&json!(["bob"]), &json!("alice")));
        let messages = wire.user("bob").get("chatkit/v6/rooms/lobby/messages").await.json(200);
        assert_eq!(messages[0]["user_id"], "alice");
        // A new user with the same id is a member of no room.
        wire.create_user("alice").await;
        assert_eq!(wire.user("alice").get("chatkit/v6/users/alice/rooms").await.json(200), json!([]));
    }
}

#[tokio::test]
async fn get_rooms_of_a_user_lists_the_rooms_of_the_user() {
    let wire = Wire::with_lobby().await;
    let secret = json!({"id": "den", "name": "Den", "private": true});
    wire.user("alice").post("chatkit/v6/rooms", &secret).await.json(201);
    wire.pass_seconds(1);
    wire.send_text("bob", "lobby", "hello").await;
    let lobby = json!({
        "id": "lobby", "name": "Lobby", "created_by_id": "alice", "private": false, "member_user_ids": ["alice", "bob"],
        "unread_count": 1, "last_message_at": SECOND, "created_at": FIRST, "updated_at": FIRST,
    });
    for (version, query) in [("v6", ""), ("v6", "?"), ("v6", "?joinable=false"), ("v2", ""), ("v2", "?joinable=false")]
    {
        let rooms = wire.user("alice").get(&format!("chatkit/{version}/users/alice/rooms{query}")).await.json(200);
        assert_eq!(ids(&rooms), ["den", "lobby"]);
        let mut expected = lobby.clone();
        if version == "v2" {
            // Version 4 introduced the counts.
            let object = expected.as_object_mut().unwrap();
            object.remove("unread_count");
            object.remove("last_message_at");
        }
        assert_eq!(rooms[1], expected, "{version}{query}");
    }
    wire.su().get("chatkit/v6/users/nobody/rooms").await.refused(404, USER_NOT_FOUND);
}

#[tokio::test]
async fn joinable_rooms_are_the_public_rooms_without_the_user() {
    for version in ["v2", "v6"] {
        let wire = Wire::with_lobby().await;
        for (id, private) in [("park", false), ("den", true)] {
            let room = json!({"id": id, "name": id, "private": private});
            wire.user("bob").post("chatkit/v6/rooms", &room).await.json(201);
        }
        for (user, expected) in [("carol", vec!["lobby", "park"]), ("alice", vec!["park"]), ("bob", vec![])] {
            let path = format!("chatkit/{version}/users/{user}/rooms?joinable=true");
            let rooms = wire.user(user).get(&path).await.json(200);
            assert_eq!(ids(&rooms), expected, "{user}");
            assert!(rooms.as_array().unwrap().iter().all(|room| room["member_user_ids"].is_array()));
        }
    }
}

#[tokio::test]
async fn post_join_adds_a_member_and_joining_again_changes_nothing() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let path = format!("chatkit/{version}/users/carol/rooms/lobby/join");
        let (mut carol, mut members) = (
            wire.user("carol").follow("chatkit/v6/users").await,
            wire.su().follow("chatkit/v6/rooms/lobby/memberships").await,
        );
        carol.data("initial_state").await;
        members.data("initial_state").await;
        let first = wire.user("carol").bare(Method::POST, &path).await.json(200);
        carol.data("added_to_room").await;
        members.data("user_joined").await;
        let second = wire.user("carol").bare(Method::POST, &path).await.json(200);
        assert_eq!(first, second);
        carol.expect_no_line().await;
        members.expect_no_line().await;
        let found = if version == "v7" { &first["membership"]["user_ids"] } else { &first["member_user_ids"] };
        assert_eq!(found, &json!(["alice", "bob", "carol"]));
    }
}

/// Browsers send `Content-Length: 0`, Android an empty `text/plain`, and the Node SDK a content type without a body.
#[tokio::test]
async fn an_endpoint_without_a_body_accepts_content_fields() {
    let wire = Wire::with_lobby().await;
    let carol = wire.user("carol");
    for (name, value) in [("content-length", "0"), ("content-type", "text/plain"), ("content-type", "application/json")]
    {
        let mut request = carol.request(Method::POST, "chatkit/v6/users/carol/rooms/lobby/join", "");
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(carol.raw(request).await.status(), 200, "{name}: {value}");
    }
}

#[tokio::test]
async fn post_leave_removes_a_member_and_can_be_repeated() {
    for version in VERSIONS {
        let wire = Wire::with_lobby().await;
        let path = format!("chatkit/{version}/users/bob/rooms/lobby/leave");
        wire.user("bob").bare(Method::POST, &path).await.empty(204);
        wire.user("bob").bare(Method::POST, &path).await.empty(204);
        let room = wire.su().get("chatkit/v6/rooms/lobby").await.json(200);
        assert_eq!(room["member_user_ids"], json!(["alice"]));
    }
}

#[tokio::test]
async fn an_empty_id_or_name_is_rejected() {
    let wire = Wire::new();
    for user in [json!({"id": "", "name": "x"}), json!({"id": "x", "name": ""})] {
        let answer = wire.su().post("chatkit/v6/users", &user).await;
        assert!(answer.refused(422, UNPROCESSABLE_VALIDATION_FAILED).starts_with("Field `"));
    }
}
