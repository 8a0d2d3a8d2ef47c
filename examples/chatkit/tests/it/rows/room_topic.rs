//! The room topic (`PROTOCOL.md` §8) and its resumption (§5.4).

use http::Method;
use pusher_platform::error_types::{ROOM_MEMBERSHIP_REQUIRED, ROOM_NOT_FOUND};
use serde_json::{Value, json};

use crate::wire::{FIRST, Follower, SECOND, VERSIONS, Wire};

async fn lobby_with_messages(count: u64) -> Wire {
    let wire = Wire::with_lobby().await;
    for number in 1..=count {
        assert_eq!(wire.send_text("alice", "lobby", &number.to_string()).await, number);
    }
    wire
}

/// Returns the ids of the messages a subscription opens with, and asserts that there are no other events.
async fn opening(mut events: Follower) -> Vec<u64> {
    let lines = events.waiting().await;
    let ids = lines.iter().map(|line| {
        assert_eq!((&line[0], &line[3]["event_name"]), (&json!(1), &json!("new_message")), "{line}");
        let id = line[3]["data"]["id"].as_u64().unwrap();
        assert_eq!(line[1], id.to_string(), "the event id is the message id");
        id
    });
    ids.collect()
}

#[tokio::test]
async fn the_topic_opens_with_the_last_messages_oldest_first() {
    let wire = lobby_with_messages(25).await;
    for version in VERSIONS {
        for (query, expected) in [
            ("", 6..=25_u64),
            ("?", 6..=25),
            ("?message_limit=3", 23..=25),
            ("?message_limit=100", 1..=25),
            ("?message_limit=1000", 1..=25),
        ] {
            let events = wire.user("bob").follow(&format!("chatkit/{version}/rooms/lobby{query}")).await;
            assert_eq!(opening(events).await, expected.collect::<Vec<_>>(), "{version}{query}");
        }
        let events = wire.user("bob").follow(&format!("chatkit/{version}/rooms/lobby?message_limit=0")).await;
        assert_eq!(opening(events).await, Vec::<u64>::new());
    }
}

#[tokio::test]
async fn the_topic_opens_with_at_most_a_hundred_messages() {
    let wire = lobby_with_messages(102).await;
    let events = wire.user("bob").follow("chatkit/v6/rooms/lobby?message_limit=101").await;
    assert_eq!(opening(events).await, (3..=102).collect::<Vec<_>>());
}

#[tokio::test]
async fn new_message_has_the_form_of_the_version() {
    let wire = Wire::with_lobby().await;
    let mut followers = Vec::new();
    for version in VERSIONS {
        followers.push((version, wire.user("bob").follow(&format!("chatkit/{version}/rooms/lobby")).await));
    }
    wire.pass_seconds(1);
    let message = |form: Value| {
        let mut message =
            json!({"id": 1, "user_id": "alice", "room_id": "lobby", "created_at": SECOND, "updated_at": SECOND});
        for (key, value) in form.as_object().unwrap() {
            message[key] = value.clone();
        }
        message
    };
    let link = json!({"resource_link": "https://example.org/a.png", "type": "image"});
    let sent = json!({"text": "look", "attachment": link});
    wire.user("alice").post("chatkit/v2/rooms/lobby/messages", &sent).await.json(201);
    let text = message(json!({"text": "look", "attachment": {
        "resource_link": "https://example.org/a.png", "type": "image", "name": "a.png",
    }}));
    let parts = message(json!({"parts": [
        {"type": "text/plain", "content": "look"}, {"type": "image/x-pusher-img", "url": "https://example.org/a.png"},
    ]}));
    for (version, events) in &mut followers {
        let (id, body) = events.event().await;
        assert_eq!(
            (id.as_str(), &body["event_name"], &body["timestamp"]),
            ("1", &json!("new_message"), &json!(SECOND))
        );
        assert_eq!(&body["data"], if *version == "v2" { &text } else { &parts });
        events.expect_no_line().await;
    }
}

#[tokio::test]
async fn message_deleted_is_sent_from_version_3_on() {
    let wire = lobby_with_messages(2).await;
    let mut followers = Vec::new();
    for version in ["v2", "v3", "v4", "v5", "v6", "v7"] {
        let path = format!("chatkit/{version}/rooms/lobby?message_limit=0");
        followers.push((version, wire.user("bob").follow(&path).await));
    }
    wire.su().delete("chatkit/v6/rooms/lobby/messages/1").await.empty(204);
    for (version, events) in &mut followers {
        if *version == "v2" {
            events.expect_no_line().await;
            continue;
        }
        let (id, body) = events.event().await;
        // The event has the id of the latest message.
        assert_eq!((id.as_str(), &body["event_name"]), ("2", &json!("message_deleted")));
        assert_eq!(body["data"], json!({"message_id": 1}));
    }
}

#[tokio::test]
async fn is_typing_is_sent_to_all_members_and_has_the_id_of_the_latest_message() {
    let wire = lobby_with_messages(3).await;
    for version in VERSIONS {
        let mut alice = wire.user("alice").follow(&format!("chatkit/{version}/rooms/lobby?message_limit=0")).await;
        for typist in ["alice", "bob"] {
            wire.user(typist).bare(Method::POST, "chatkit/v6/rooms/lobby/typing_indicators").await.empty(204);
            let (id, body) = alice.event().await;
            assert_eq!((id.as_str(), &body["event_name"]), ("3", &json!("is_typing")));
            assert_eq!((&body["data"], &body["timestamp"]), (&json!({"user_id": typist}), &json!(FIRST)));
        }
    }
}

#[tokio::test]
async fn resuming_sends_the_messages_after_the_event_id_and_ignores_the_limit() {
    let wire = lobby_with_messages(8).await;
    for version in VERSIONS {
        for (last, query, expected) in [
            ("5", "", vec![6, 7, 8]),
            ("5", "?message_limit=1", vec![6, 7, 8]),
            ("5", "?message_limit=0", vec![6, 7, 8]),
            ("0", "", vec![1, 2, 3, 4, 5, 6, 7, 8]),
            ("8", "?message_limit=5", vec![]),
        ] {
            let path = format!("chatkit/{version}/rooms/lobby{query}");
            let events = wire.user("bob").follow_after(&path, Some(last)).await;
            assert_eq!(opening(events).await, expected, "{version} after {last}{query}");
        }
    }
}

#[tokio::test]
async fn an_unknown_event_id_starts_the_topic_again() {
    let wire = lobby_with_messages(4).await;
    for last in ["x", "", "-1", "1.5", "99", "18446744073709551616"] {
        let events = wire.user("bob").follow_after("chatkit/v6/rooms/lobby?message_limit=2", Some(last)).await;
        assert_eq!(opening(events).await, [3, 4], "{last:?}");
    }
}

#[tokio::test]
async fn resuming_sends_at_most_the_last_hundred_messages() {
    let wire = lobby_with_messages(104).await;
    let events = wire.user("bob").follow_after("chatkit/v6/rooms/lobby", Some("1")).await;
    assert_eq!(opening(events).await, (5..=104).collect::<Vec<_>>());
}

#[tokio::test]
async fn resuming_after_any_kind_of_event_misses_no_message() {
    let wire = lobby_with_messages(2).await;
    let mut events = wire.user("bob").follow("chatkit/v6/rooms/lobby?message_limit=0").await;
    wire.user("alice").bare(Method::POST, "chatkit/v6/rooms/lobby/typing_indicators").await.empty(204);
    let (typed, _) = events.event().await;
    wire.su().delete("chatkit/v6/rooms/lobby/messages/2").await.empty(204);
    let (deleted, _) = events.event().await;
    drop(events);
    assert_eq!(wire.send_text("alice", "lobby", "three").await, 3);
    for last in [typed, deleted] {
        let events = wire.user("bob").follow_after("chatkit/v6/rooms/lobby", Some(&last)).await;
        assert_eq!(opening(events).await, [3]);
    }
}

#[tokio::test]
async fn only_members_can_follow_and_leaving_ends_the_topic() {
    for version in VERSIONS {
        let wire = lobby_with_messages(1).await;
        let path = format!("chatkit/{version}/rooms/lobby?message_limit=0");
        wire.user("carol").follow_rejected(&path).await.refused(401, ROOM_MEMBERSHIP_REQUIRED);
        wire.user("bob")
            .follow_rejected(&format!("chatkit/{version}/rooms/nowhere"))
            .await
            .refused(404, ROOM_NOT_FOUND);
        let (mut alice, mut bob) = (wire.user("alice").follow(&path).await, wire.user("bob").follow(&path).await);
        wire.user("bob").bare(Method::POST, "chatkit/v6/users/bob/rooms/lobby/leave").await.empty(204);
        assert_eq!(bob.end().await, (401, ROOM_MEMBERSHIP_REQUIRED.to_owned()));
        wire.send_text("alice", "lobby", "alone").await;
        alice.data("new_message").await;
        wire.su().delete("chatkit/v6/rooms/lobby").await.empty(204);
        assert_eq!(alice.end().await, (404, ROOM_NOT_FOUND.to_owned()));
    }
}
