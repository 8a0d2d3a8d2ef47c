//! The shared WebSocket (`PROTOCOL.md` §5.2): every kind of message, and malformed messages.

use std::time::Duration;

use serde_json::{Value, json};

use super::backend::Running;
use super::socket::Socket;

const V6: &str = "/services/chatkit/v6/test";

/// Subscribes, and waits for the opening message.
async fn follow(socket: &mut Socket, running: &Running, id: u64, path: &str) {
    socket.subscribe(running, id, path).await;
    assert_eq!(socket.next().await, json!([101, id, {}]), "{path}");
}

/// Asserts that a message is an end with this status and error, in the format of `PROTOCOL.md` §3.
fn check_end(message: &Value, id: u64, status: u16, error: &str) {
    assert_eq!((&message[0], &message[1], &message[2]), (&json!(199), &json!(id), &json!(status)), "{message}");
    assert_eq!(message[4]["error"], error, "{message}");
    assert!(message[4]["error_description"].is_string() && message[4]["error_uri"].is_string(), "{message}");
}

#[tokio::test]
async fn a_subscription_is_opened_and_its_events_follow() {
    let running = Running::start().await;
    let mut socket = Socket::open(&running).await;
    follow(&mut socket, &running, 0, &format!("{V6}//users/?")).await;
    let state = socket.next().await;
    assert_eq!((&state[0], &state[1], &state[3]), (&json!(102), &json!(0), &json!({})));
    assert_eq!(state[4]["event_name"], "initial_state");
    assert!(state[4]["timestamp"].as_str().unwrap().ends_with('Z'));
    running.create_room("lobby").await;
    assert_eq!(socket.next().await[4]["event_name"], "added_to_room");
}

#[tokio::test]
async fn a_subscription_without_events_is_opened() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    let mut socket = Socket::open(&running).await;
    follow(&mut socket, &running, 0, &format!("{V6}/rooms/lobby?message_limit=0")).await;
    socket.send(&json!([16, 1, null, null])).await;
    assert_eq!(socket.next().await, json!([17, 1]), "no event precedes the pong");
}

#[tokio::test]
async fn concurrent_subscriptions_each_start_with_their_opening_message() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    running.send_message("lobby", "first").await;
    let mut socket = Socket::open(&running).await;
    let paths = [
        (format!("{V6}/users"), 1),
        (format!("{V6}/rooms/lobby"), 1),
        (format!("{V6}/rooms/lobby/memberships"), 1),
        ("/services/chatkit_cursors/v2/test/cursors/0/rooms/lobby".to_owned(), 1),
        ("/services/chatkit_cursors/v2/test/cursors/0/users/alice".to_owned(), 1),
        ("/services/chatkit_presence/v2/test/users/alice/register".to_owned(), 0),
    ];
    for (id, (path, _)) in (0..).zip(&paths) {
        socket.subscribe(&running, id, path).await;
    }
    let mut begun = [const { Vec::new() }; 6];
    for _ in 0..paths.len() + paths.iter().map(|(_, events)| events).sum::<usize>() {
        let message = socket.next().await;
        begun[usize::try_from(message[1].as_u64().unwrap()).unwrap()].push(message[0].as_u64().unwrap());
    }
    for (codes, (path, events)) in begun.iter().zip(&paths) {
        assert_eq!(codes[..], [101, 102][..=*events], "{path}");
    }
    running.send_message("lobby", "second").await;
    let events = [socket.next().await, socket.next().await];
    let mut names: Vec<_> = events.iter().map(|event| (event[1].clone(), event[4]["event_name"].clone())).collect();
    names.sort_by_key(|(id, _)| id.as_u64());
    assert_eq!(names, [(json!(0), json!("room_updated")), (json!(1), json!("new_message"))]);
}

#[tokio::test]
async fn a_rejection_is_an_end_with_status_and_error() {
    let running = Running::start().await;
    let mut socket = Socket::open(&running).await;
    let good = format!("Bearer {}", running.token("alice"));
    let users = format!("{V6}/users");
    let table = [
        (users.clone(), json!({}), 401, "authentication/missing_token"),
        (users.clone(), json!({ "Authorization": "Bearer x" }), 401, "authentication/jwt/invalid"),
        (
            format!("{V6}/rooms/nowhere"),
            json!({ "Authorization": good }),
            404,
            "services/chatkit/not_found/room_not_found",
        ),
        (
            format!("{V6}/nothing"),
            json!({ "Authorization": good }),
            404,
            "services/chatkit_authorizer/authorization/unknown_request_path",
        ),
        ("/".to_owned(), json!({ "Authorization": good }), 404, "services/platform/not_found/path_not_found"),
        ("/ws".to_owned(), json!({}), 404, "services/platform/not_found/path_not_found"),
        (
            "/services/chatkit_cursors/v2/test/cursors/0/rooms".to_owned(),
            json!({ "Authorization": good }),
            404,
            "services/chatkit_authorizer/authorization/unknown_request_path",
        ),
        (
            users.clone(),
            json!({ "Authorization": good, "X-Heartbeat-Interval": "1" }),
            422,
            "services/chatkit/unprocessable_entity/validation_failed",
        ),
        ("users".to_owned(), json!({}), 400, "services/platform/bad_request/malformed_message"),
        (users, json!({ "Authorization": "a\nb" }), 400, "services/platform/bad_request/malformed_message"),
    ];
    for (id, (path, headers, status, error)) in (10..).zip(table) {
        socket.send(&json!([100, id, path, headers])).await;
        check_end(&socket.next().await, id, status, error);
    }
    // The socket stays open, and the id of a rejected subscription is free.
    follow(&mut socket, &running, 10, &format!("{V6}/users")).await;
}

#[tokio::test]
async fn unsubscribing_ends_one_subscription_and_unknown_ids_are_ignored() {
    let running = Running::start().await;
    let register = "/services/chatkit_presence/v2/test/users/alice/register";
    let mut socket = Socket::open(&running).await;
    follow(&mut socket, &running, 0, register).await;
    let mut other = Socket::open(&running).await;
    follow(&mut other, &running, 0, "/services/chatkit_presence/v2/test/users/alice").await;
    assert_eq!(other.next().await[4]["data"]["state"], "online");
    socket.send(&json!([198, 7, null, null])).await;
    socket.send(&json!([17, 7, null, null])).await;
    socket.send(&json!([198, 0, null, null])).await;
    assert_eq!(socket.next().await, json!([199, 0, 204, {}, null]));
    assert_eq!(other.next().await[4]["data"]["state"], "offline");
    follow(&mut socket, &running, 1, register).await;
    assert_eq!(other.next().await[4]["data"]["state"], "online");
    drop(socket);
    assert_eq!(other.next().await[4]["data"]["state"], "offline", "a lost socket loses its subscriptions");
}

#[tokio::test]
async fn a_subscription_resumes_on_a_new_socket() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    running.send_message("lobby", "one").await;
    let path = format!("{V6}/rooms/lobby?message_limit=20");
    let mut socket = Socket::open(&running).await;
    follow(&mut socket, &running, 0, &path).await;
    let seen = socket.next().await;
    drop(socket);
    running.send_message("lobby", "two").await;
    let mut socket = Socket::open(&running).await;
    let token = running.token("alice");
    socket.send(&json!([100, 1, path, { "Authorization": format!("Bearer {token}"), "Last-Event-Id": seen[2] }])).await;
    assert_eq!(socket.next().await[0], 101);
    assert_eq!(socket.next().await[4]["data"]["parts"][0]["content"], "two");
}

#[tokio::test]
async fn an_end_sent_by_the_service_is_forwarded() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    let mut socket = Socket::open(&running).await;
    follow(&mut socket, &running, 3, &format!("{V6}/rooms/lobby?message_limit=0")).await;
    running.leave_room("lobby").await;
    check_end(&socket.next().await, 3, 401, "services/chatkit_authorizer/authorization/room_membership_required");
}

#[tokio::test]
async fn a_ping_is_answered_with_its_number() {
    let running = Running::start().await;
    let mut socket = Socket::open(&running).await;
    for number in [0, 41, u64::MAX] {
        socket.send(&json!([16, number, null, null])).await;
        assert_eq!(socket.next().await, json!([17, number]));
    }
}

#[tokio::test]
async fn a_malformed_message_closes_only_its_socket() {
    let running = Running::start().await;
    let mut bystander = Socket::open(&running).await;
    for garbage in ["", "{}", "[]", "[100", "[12,0]", "null"] {
        let mut socket = Socket::open(&running).await;
        socket.0.send_text(garbage).await.unwrap();
        assert_eq!(socket.end().await.close_frame().unwrap().code().as_u16(), 1008, "{garbage}");
    }
    let mut socket = Socket::open(&running).await;
    socket.0.send_binary(vec![0xff; 3]).await.unwrap();
    assert_eq!(socket.end().await.close_frame().unwrap().code().as_u16(), 1003);
    bystander.send(&json!([16, 1, null, null])).await;
    assert_eq!(bystander.next().await, json!([17, 1]));
}

#[tokio::test]
async fn a_server_that_shuts_down_announces_it_and_then_closes() {
    let running = Running::start().await;
    let mut socket = Socket::open(&running).await;
    follow(&mut socket, &running, 0, &format!("{V6}/users")).await;
    assert_eq!(socket.next().await[0], 102);
    running.shutdown.shut_down();
    let closing = socket.next().await;
    let headers = json!({ "Retry-After": "1", "retry-after": "1" });
    assert_eq!((&closing[0], &closing[1], &closing[2]), (&json!(99), &json!(503), &headers));
    assert!(["error", "error_description", "error_uri"].iter().all(|key| closing[3][key].is_string()), "{closing}");
    assert_eq!(socket.end().await.close_frame().unwrap().code().as_u16(), 1001);
    let stopped = tokio::time::timeout(Duration::from_secs(20), running.stopped()).await;
    stopped.expect("the server stops before the drain time ends");
}

#[tokio::test]
async fn pages_of_any_origin_can_connect() {
    let running = Running::start().await;
    let mut socket = Socket::open_from(&running, "https://anywhere.example").await;
    socket.send(&json!([16, 1, null, null])).await;
    assert_eq!(socket.next().await, json!([17, 1]));
}
