//! Push notifications for an open browser tab (`PROTOCOL.md` §8).

use serde_json::json;

use crate::wire::Wire;

#[tokio::test]
async fn a_message_sends_a_push_notification_to_the_other_members() {
    let wire = Wire::with_lobby().await;
    let picture = json!({"name": "Alice", "avatar_url": "https://example.org/alice.png"});
    wire.user("alice").put("chatkit/v6/users/alice", &picture).await.empty(204);
    let mut events = Vec::new();
    for user in ["alice", "bob", "carol"] {
        events.push(wire.user(user).follow(&format!("chatkit_push_notifications/v1/users/{user}")).await);
    }
    wire.send_text("alice", "lobby", "hello").await;
    assert_eq!(
        events[1].data("push_notification").await,
        json!({
            "notification": {
                "title": "Alice", "body": "hello", "icon": "https://example.org/alice.png", "deep_link": "",
            },
            "data": {"chatkit": {"roomId": "lobby"}},
        })
    );
    // The sender and users outside the room receive none.
    for events in &mut events {
        events.expect_no_line().await;
    }
}

/// The answer that the vendor's browser suite compares.
#[tokio::test]
async fn a_notification_has_the_configured_icon_and_a_link_to_its_room() {
    let wire = Wire::with(|settings| {
        settings.notifications.icon = Some("https://pusher.com/favicon.ico".to_owned());
        settings.notifications.link = Some("https://pusher.com".to_owned());
    });
    for id in ["alice", "bob"] {
        wire.create_user(id).await;
    }
    let room = json!({"id": "lobby", "name": "Lobby", "private": true, "user_ids": ["bob"]});
    wire.user("alice").post("chatkit/v6/rooms", &room).await.json(201);
    let mut events = wire.user("bob").follow("chatkit_push_notifications/v1/users/bob").await;
    wire.send_text("alice", "lobby", "hello").await;
    assert_eq!(
        events.data("push_notification").await,
        json!({
            "notification": {
                "title": "alice", "body": "hello", "icon": "https://pusher.com/favicon.ico",
                "deep_link": "https://pusher.com?ck_room_id=lobby",
            },
            "data": {"chatkit": {"roomId": "lobby"}},
        })
    );
}

#[tokio::test]
async fn the_title_override_of_a_room_replaces_the_title() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("bob").follow("chatkit_push_notifications/v1/users/bob").await;
    for (title, expected) in [(json!("Psst"), "Psst"), (json!(null), "alice")] {
        let change = json!({"push_notification_title_override": title});
        wire.su().put("chatkit/v6/rooms/lobby", &change).await.empty(204);
        wire.send_text("alice", "lobby", "hello").await;
        assert_eq!(events.data("push_notification").await["notification"]["title"], expected);
    }
}

#[tokio::test]
async fn the_topic_of_a_deleted_user_ends() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("bob").follow("chatkit_push_notifications/v1/users/bob").await;
    wire.su().delete("chatkit/v6/users/bob").await.empty(204);
    assert_eq!(events.end().await.0, 404);
    assert_eq!(wire.user("bob").follow_rejected("chatkit_push_notifications/v1/users/bob").await.status, 404);
}
