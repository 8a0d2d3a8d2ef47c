//! `SUBSCRIBE` (`PROTOCOL.md` §5.1) as published SDKs send it: bytes over HTTP/1.1, frames over HTTP/2.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};

use super::backend::Running;

/// The body of an HTTP/1.1 response, chunk by chunk.
struct Chunks(BufReader<TcpStream>);

impl Chunks {
    fn open(running: &Running, path: &str, headers: &str) -> (String, Self) {
        let stream = TcpStream::connect(running.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let token = running.token("alice");
        let request =
            format!("SUBSCRIBE {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n{headers}\r\n");
        (&stream).write_all(request.as_bytes()).unwrap();
        let mut chunks = Self(BufReader::new(stream));
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            chunks.0.read_line(&mut head).unwrap();
        }
        (head, chunks)
    }

    fn next(&mut self) -> Option<String> {
        let mut size = String::new();
        self.0.read_line(&mut size).unwrap();
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        let mut chunk = vec![0; size + 2];
        self.0.read_exact(&mut chunk).unwrap();
        chunk.truncate(size);
        (size > 0).then(|| String::from_utf8(chunk).unwrap())
    }
}

impl Chunks {
    /// Reads a response body with `Content-Length`.
    fn body(mut self, head: &str) -> Value {
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("the response has a length");
        let mut body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

/// Parses a message: one line with one JSON array.
fn message(frame: &str) -> Value {
    let line = frame.strip_suffix('\n').expect("a message ends with a line feed");
    assert!(!line.contains('\n') && !line.is_empty(), "one message per frame: {frame:?}");
    serde_json::from_str(line).expect("the message is JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_http1_each_message_is_a_chunk_and_the_first_is_a_keep_alive() {
    let running = Running::start().await;
    let (head, mut chunks) = tokio::task::block_in_place(|| {
        Chunks::open(&running, "/services/chatkit/v6/test//users?", "x-initial-heartbeat-size: 5\r\n")
    });
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let mut next = || tokio::task::block_in_place(|| message(&chunks.next().unwrap()));
    assert_eq!(next()[0], 0, "the first message is a keep-alive");
    let state = next();
    assert_eq!((&state[0], &state[2]), (&json!(1), &json!({})));
    assert!(state[1].is_string(), "the id of an event is a string");
    assert_eq!(state[3]["event_name"], "initial_state");
    assert_eq!(state[3]["data"]["current_user"]["id"], "alice");
    assert!(state[3]["timestamp"].as_str().unwrap().ends_with('Z'));
    running.create_room("lobby").await;
    assert_eq!(next()[3]["event_name"], "added_to_room");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_ends_a_subscription_with_a_message() {
    let running = Running::start().await;
    let (_, mut chunks) = tokio::task::block_in_place(|| Chunks::open(&running, "/services/chatkit/v6/test/users", ""));
    let mut next = || tokio::task::block_in_place(|| chunks.next().map(|chunk| message(&chunk)));
    assert_eq!(next().unwrap()[0], 0);
    assert_eq!(next().unwrap()[0], 1);
    running.shutdown.shut_down();
    let end = next().unwrap();
    assert_eq!((&end[0], &end[1]), (&json!(255), &json!(503)), "{end}");
    assert_eq!(end[2], json!({ "Retry-After": "1", "retry-after": "1" }), "SDKs differ in the letter case they expect");
    assert!(next().is_none(), "nothing follows the end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rejected_subscription_is_an_ordinary_error_response() {
    let running = Running::start().await;
    let users = "/services/chatkit/v6/test/users";
    for (path, headers, status, error) in [
        ("/services/chatkit/v6/test/rooms/nowhere", "", "404", "services/chatkit/not_found/room_not_found"),
        ("/services/chatkit/v6/other/users", "", "404", "services/chatkit/not_found/instance_not_found"),
        (
            "/services/chatkit/v6/test/nothing",
            "",
            "404",
            "services/chatkit_authorizer/authorization/unknown_request_path",
        ),
        (
            users,
            "x-initial-heartbeat-size: 10241\r\n",
            "422",
            "services/chatkit/unprocessable_entity/validation_failed",
        ),
        (users, "x-initial-heartbeat-size: some\r\n", "422", "services/chatkit/unprocessable_entity/validation_failed"),
        (users, "x-heartbeat-interval: 29\r\n", "422", "services/chatkit/unprocessable_entity/validation_failed"),
        (users, "x-heartbeat-interval: 301\r\n", "422", "services/chatkit/unprocessable_entity/validation_failed"),
        ("/services/chatkit/v6/test/users/alice", "", "405", "services/chatkit/method_not_allowed"),
    ] {
        let (head, body) = tokio::task::block_in_place(|| {
            let (head, answer) = Chunks::open(&running, path, headers);
            (head.clone(), answer.body(&head))
        });
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {head}");
        assert_eq!(body["error"], error, "{path}");
        assert!(body["error_description"].is_string() && body["error_uri"].is_string(), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_keep_alive_has_the_requested_size() {
    let running = Running::start().await;
    for (headers, size) in [
        ("", 0),
        ("x-initial-heartbeat-size: 0\r\nx-heartbeat-interval: 30\r\n", 0),
        ("X-Initial-Heartbeat-Size: 10240\r\nX-Heartbeat-Interval: 300\r\n", 10_240),
    ] {
        let (head, mut chunks) =
            tokio::task::block_in_place(|| Chunks::open(&running, "/services/chatkit/v6/test/users", headers));
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        let first = tokio::task::block_in_place(|| message(&chunks.next().unwrap()));
        assert_eq!(first, json!([0, " ".repeat(size)]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_that_are_sent_together_are_one_chunk_each() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    for content in ["one", "two\n", "three"] {
        running.send_message("lobby", content).await;
    }
    let (_, mut chunks) =
        tokio::task::block_in_place(|| Chunks::open(&running, "/services/chatkit/v6/test/rooms/lobby", ""));
    let mut next = || tokio::task::block_in_place(|| message(&chunks.next().unwrap()));
    assert_eq!(next()[0], 0);
    for content in ["one", "two\n", "three"] {
        assert_eq!(next()[3]["data"]["parts"][0]["content"], content);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_resumes_after_the_last_event_id() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    let follow = |headers: String| {
        tokio::task::block_in_place(|| Chunks::open(&running, "/services/chatkit/v6/test/rooms/lobby", &headers)).1
    };
    let next = |chunks: &mut Chunks| tokio::task::block_in_place(|| message(&chunks.next().unwrap()));
    running.send_message("lobby", "one").await;
    let mut first = follow(String::new());
    assert_eq!(next(&mut first)[0], 0);
    let seen = next(&mut first);
    drop(first);
    running.send_message("lobby", "two").await;
    // Field names are case-insensitive. SDKs send both spellings.
    for name in ["Last-Event-Id", "Last-Event-ID"] {
        let mut again = follow(format!("{name}: {}\r\n", seen[1].as_str().unwrap()));
        assert_eq!(next(&mut again)[0], 0);
        assert_eq!(next(&mut again)[3]["data"]["parts"][0]["content"], "two");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_a_room_ends_its_subscription_with_an_error() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    let path = "/services/chatkit/v6/test/rooms/lobby?message_limit=0";
    let (_, mut chunks) = tokio::task::block_in_place(|| Chunks::open(&running, path, ""));
    let mut next = || tokio::task::block_in_place(|| chunks.next().map(|chunk| message(&chunk)));
    assert_eq!(next().unwrap()[0], 0);
    running.leave_room("lobby").await;
    let end = next().unwrap();
    assert_eq!((&end[0], &end[1], &end[2]), (&json!(255), &json!(401), &json!({})));
    assert_eq!(end[3]["error"], "services/chatkit_authorizer/authorization/room_membership_required");
    assert!(next().is_none(), "nothing follows the end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_http2_each_message_is_a_data_frame_and_subscriptions_share_a_connection() {
    let running = Running::start().await;
    running.create_room("lobby").await;
    let stream = tokio::net::TcpStream::connect(running.address).await.unwrap();
    let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let mut bodies = Vec::new();
    for path in [
        "/services/chatkit/v6/test/users",
        "/services/chatkit/v6/test/rooms/lobby?message_limit=0",
        "/services/chatkit/v6/test/rooms/lobby/memberships",
        "/services/chatkit_cursors/v2/test/cursors/0/rooms/lobby",
        "/services/chatkit_cursors/v2/test/cursors/0/users/alice",
    ] {
        let request = Request::builder()
            .method("SUBSCRIBE")
            .uri(format!("http://localhost{path}"))
            .header("authorization", format!("Bearer {}", running.token("alice")))
            .body(Empty::<Bytes>::new())
            .unwrap();
        let response = sender.clone().send_request(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        bodies.push(response.into_body());
    }
    for (body, first) in bodies.iter_mut().zip([
        Some("initial_state"),
        None,
        Some("initial_state"),
        Some("initial_state"),
        Some("initial_state"),
    ]) {
        assert_eq!(frame(body).await[0], 0);
        if let Some(first) = first {
            assert_eq!(frame(body).await[3]["event_name"], first);
        }
    }
    running.send_message("lobby", "one").await;
    running.send_message("lobby", "two").await;
    for expected in ["one", "two"] {
        let event = frame(&mut bodies[1]).await;
        assert_eq!(event[3]["event_name"], "new_message");
        assert_eq!(event[3]["data"]["parts"][0]["content"], expected);
        assert_eq!(event[1], event[3]["data"]["id"].to_string(), "the id of the event is that of the message");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_http2_a_shutdown_ends_each_stream_with_a_message() {
    let running = Running::start().await;
    let stream = tokio::net::TcpStream::connect(running.address).await.unwrap();
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::builder()
        .method("SUBSCRIBE")
        .uri("http://localhost/services/chatkit/v6/test/users")
        .header("authorization", format!("Bearer {}", running.token("alice")))
        .body(Empty::<Bytes>::new())
        .unwrap();
    let mut body = sender.send_request(request).await.unwrap().into_body();
    assert_eq!((&frame(&mut body).await[0], &frame(&mut body).await[0]), (&json!(0), &json!(1)));
    running.shutdown.shut_down();
    let end = frame(&mut body).await;
    assert_eq!((&end[0], &end[1]), (&json!(255), &json!(503)));
    let after = tokio::time::timeout(Duration::from_secs(10), body.frame()).await.expect("the stream ends in time");
    assert!(after.is_none(), "nothing follows the end");
}

/// Reads the next DATA frame, which must contain exactly one message.
async fn frame(body: &mut hyper::body::Incoming) -> Value {
    let next = tokio::time::timeout(Duration::from_secs(10), body.frame()).await.expect("a frame arrives in time");
    message(std::str::from_utf8(&next.unwrap().unwrap().into_data().unwrap()).unwrap())
}
