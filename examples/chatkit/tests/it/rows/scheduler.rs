//! `chatkit_scheduler` (`PROTOCOL.md` §7): deletion jobs.

use http::Method;
use pusher_platform::error_types::{JOB_NOT_FOUND, ROOM_NOT_FOUND, USER_NOT_FOUND};
use serde_json::Value;

use crate::wire::Wire;

/// Waits for a job by polling its status, as the SDKs do.
async fn completed(wire: &Wire, job: &Value) {
    let id = job["id"].as_str().unwrap();
    assert!(matches!(job["status"].as_str(), Some("in_progress" | "completed")), "{job}");
    for _ in 0..100 {
        let now = wire.su().get(&format!("chatkit_scheduler/v1/status/{id}")).await.json(200);
        assert_eq!(now["id"], job["id"]);
        if now["status"] == "completed" {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the job does not end: {job}");
}

#[tokio::test]
async fn put_room_deletes_the_room() {
    let wire = Wire::with_lobby().await;
    let job = wire.su().bare(Method::PUT, "chatkit_scheduler/v1/rooms/lobby").await.json(202);
    completed(&wire, &job).await;
    wire.su().get("chatkit/v6/rooms/lobby").await.refused(404, ROOM_NOT_FOUND);
    wire.su().bare(Method::PUT, "chatkit_scheduler/v1/rooms/lobby").await.refused(404, ROOM_NOT_FOUND);
}

#[tokio::test]
async fn put_user_deletes_the_user() {
    let wire = Wire::with_lobby().await;
    let job = wire.su().bare(Method::PUT, "chatkit_scheduler/v1/users/alice").await.json(202);
    completed(&wire, &job).await;
    wire.su().get("chatkit/v6/users/alice").await.refused(404, USER_NOT_FOUND);
    wire.su().bare(Method::PUT, "chatkit_scheduler/v1/users/alice").await.refused(404, USER_NOT_FOUND);
}

#[tokio::test]
async fn a_scheduled_deletion_sends_events_and_ends_topics() {
    let wire = Wire::with_lobby().await;
    let mut bob = wire.user("bob").follow("chatkit/v6/users").await;
    let mut room = wire.user("bob").follow("chatkit/v6/rooms/lobby").await;
    bob.data("initial_state").await;
    wire.su().bare(Method::PUT, "chatkit_scheduler/v1/rooms/lobby").await.json(202);
    assert_eq!(bob.data("room_deleted").await["room_id"], "lobby");
    assert_eq!(room.end().await.0, 404);
    wire.su().bare(Method::PUT, "chatkit_scheduler/v1/users/bob").await.json(202);
    assert_eq!(bob.end().await.0, 404);
}

#[tokio::test]
async fn get_status_of_an_unknown_job_is_not_found() {
    let wire = Wire::new();
    wire.su().get("chatkit_scheduler/v1/status/x").await.refused(404, JOB_NOT_FOUND);
}
