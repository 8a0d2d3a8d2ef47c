//! The rows of §5.2: each message that is, and each that is not as it should be.

use serde_json::json;

use crate::backend::Running;
use crate::socket::Socket;

#[tokio::test]
async fn a_subscription_is_opened_and_its_events_follow() {
    let running = Running::start().await;
    let mut socket = Socket::open(&running).await;
    socket.subscribe(&running, 0, "/services/chatkit/v6/test/users?").await;
    assert_eq!(socket.next().await, json!([101, 0, {}]));
    let state = socket.next().await;
    assert_eq!((&state[0], &state[1], &state[3]), (&json!(102), &json!(0), &json!({})));
    assert_eq!(state[4]["event_name"], "initial_state");
    running.create_room("lobby").await;
    assert_eq!(socket.next().await[4]["event_name"], "added_to_room");
}

#[tokio::test]
async fn a_ping_is_answered_with_its_number() {
    let running = Running::start().await;
    let mut socket = Socket::open(&running).await;
    socket.say(&json!([16, 41, null, null])).await;
    assert_eq!(socket.next().await, json!([17, 41]));
}
