//! Presence (`PROTOCOL.md` §8).

use serde_json::json;

use crate::wire::{Follower, Wire};

const ALICE: &str = "chatkit_presence/v2/users/alice";
const ALICE_REGISTER: &str = "chatkit_presence/v2/users/alice/register";

async fn state(events: &mut Follower) -> String {
    let data = events.data("presence_state").await;
    assert_eq!(crate::wire::members(&data), ["state"].into());
    data["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn presence_state_is_sent_initially_and_at_each_change() {
    let wire = Wire::with_lobby().await;
    let mut events = wire.user("bob").follow(ALICE).await;
    assert_eq!(state(&mut events).await, "offline");
    let (first, second) =
        (wire.user("alice").follow(ALICE_REGISTER).await, wire.user("alice").follow(ALICE_REGISTER).await);
    assert_eq!(state(&mut events).await, "online");
    let mut late = wire.user("carol").follow(ALICE).await;
    assert_eq!(state(&mut late).await, "online");
    // A second device keeps the user online.
    drop(first);
    events.expect_no_line().await;
    drop(second);
    for events in [&mut events, &mut late] {
        assert_eq!(state(events).await, "offline");
        events.expect_no_line().await;
    }
}

#[tokio::test]
async fn the_register_topic_sends_no_events() {
    let wire = Wire::with_lobby().await;
    let mut device = wire.user("alice").follow(ALICE_REGISTER).await;
    let _other = wire.user("alice").follow(ALICE_REGISTER).await;
    wire.send_text("alice", "lobby", "hello").await;
    device.expect_no_line().await;
}

#[tokio::test]
async fn a_presence_topic_reports_one_user() {
    let wire = Wire::with_lobby().await;
    let mut bob = wire.user("carol").follow("chatkit_presence/v2/users/bob").await;
    assert_eq!(state(&mut bob).await, "offline");
    let _device = wire.user("alice").follow(ALICE_REGISTER).await;
    bob.expect_no_line().await;
}

#[tokio::test]
async fn the_topics_of_unknown_and_deleted_users_are_rejected_or_end() {
    let wire = Wire::with_lobby().await;
    for path in ["chatkit_presence/v2/users/nobody", "chatkit_presence/v2/users/nobody/register"] {
        wire.su().follow_rejected(path).await.refused(404, pusher_platform::error_types::USER_NOT_FOUND);
    }
    let mut events = wire.user("bob").follow(ALICE).await;
    let mut device = wire.user("alice").follow(ALICE_REGISTER).await;
    state(&mut events).await;
    state(&mut events).await;
    wire.su().delete("chatkit/v6/users/alice").await.empty(204);
    assert_eq!((events.end().await.0, device.end().await.0), (404, 404));
    // A new user with the same id is offline.
    wire.create_user("alice").await;
    drop(device);
    let mut events = wire.user("bob").follow(ALICE).await;
    assert_eq!(state(&mut events).await, "offline");
}

#[tokio::test(start_paused = true)]
async fn a_user_who_reconnects_in_time_stays_online() {
    let wire = Wire::with(|settings| settings.presence_linger = std::time::Duration::from_secs(3));
    wire.create_user("alice").await;
    let mut events = wire.su().follow(ALICE).await;
    assert_eq!(state(&mut events).await, "offline");
    let first = wire.user("alice").follow(ALICE_REGISTER).await;
    assert_eq!(state(&mut events).await, "online");
    drop(first);
    let second = wire.user("alice").follow(ALICE_REGISTER).await;
    tokio::time::advance(std::time::Duration::from_secs(10)).await;
    tokio::task::yield_now().await;
    events.expect_no_line().await;
    drop(second);
    // The paused clock advances when all tasks wait.
    let before = tokio::time::Instant::now();
    assert_eq!(state(&mut events).await, "offline");
    assert!(before.elapsed() >= std::time::Duration::from_secs(3));
    assert_eq!(wire.su().follow(ALICE).await.data("presence_state").await, json!({"state": "offline"}));
}
