//! Subscriptions over WebSockets: events as messages, ends, resumption, refusals as plain HTTP responses, and other
//! requests to the same paths.

use std::sync::{Arc, Mutex, PoisonError};

use crate::served::{Running, Wire, bind, soon, start_with};
use crate::sockets::{frame, handshake, read_frame};
use api_core::error::Answer;
use api_core::subscription::{EventId, LagPolicy, SubscriptionHandle};
use api_core::websocket::PendingConnection;
use api_core::{ApiError, Compose as _, End, Event, Failure, Model, Subscription, Topic, api};
use api_server::{Limits, Server};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Line {
    text: String,
}

#[derive(Debug, ApiError)]
enum FeedError {
    /// Access to the feed is denied.
    #[error(status = 403)]
    Forbidden,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(base = "/feeds", errors = FeedError)]
trait Feeds {
    /// Answers an ordinary GET on the path of the subscription.
    #[get("/{name}")]
    async fn page(&self, name: String) -> Result<Line, FeedError>;
    /// Subscribes to the events that the test publishes.
    #[subscribe("/{name}")]
    async fn feed(&self, name: String, #[resume] last: Option<EventId>) -> Result<Subscription<Line>, FeedError>;
    /// Answers an ordinary GET on the path of a WebSocket.
    #[get("/{name}/socket")]
    async fn beside(&self, name: String) -> Result<Line, FeedError>;
    /// Opens a WebSocket that closes at once.
    #[websocket("/{name}/socket")]
    async fn socket(&self, name: String, pending: PendingConnection) -> Result<(), FeedError>;
    /// Opens a WebSocket on a path without a GET.
    #[websocket("/{name}/alone")]
    async fn alone(&self, name: String, pending: PendingConnection) -> Result<(), FeedError>;
}

struct Shared {
    topic: Topic<Line>,
    handle: Mutex<Option<SubscriptionHandle<Line>>>,
}

#[derive(Clone)]
struct Feed(Arc<Shared>);

impl Feeds for Feed {
    async fn page(&self, name: String) -> Result<Line, FeedError> {
        Ok(Line { text: format!("page of {name}") })
    }

    async fn feed(&self, name: String, last: Option<EventId>) -> Result<Subscription<Line>, FeedError> {
        if name == "secret" {
            return Err(FeedError::Forbidden);
        }
        if let Some(last) = last {
            return Ok(self.0.topic.subscribe_after(&last).0);
        }
        let (subscription, handle) = self.0.topic.subscribe_with_handle([]);
        *self.0.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(handle);
        Ok(subscription)
    }

    async fn beside(&self, name: String) -> Result<Line, FeedError> {
        self.page(name).await
    }

    async fn socket(&self, _: String, pending: PendingConnection) -> Result<(), FeedError> {
        // The client may have disconnected already.
        drop(pending.accept().await);
        Ok(())
    }

    async fn alone(&self, name: String, pending: PendingConnection) -> Result<(), FeedError> {
        self.socket(name, pending).await
    }
}

async fn start() -> (Running, Feed) {
    let topic = Topic::new(4, LagPolicy::Close).with_history(8);
    let feed = Feed(Arc::new(Shared { topic, handle: Mutex::default() }));
    let routes = FeedsApi::serve(feed.clone()).allow_origins(["https://app.example"]);
    (start_with(bind().await, Limits::default(), |_| Server::new(routes)), feed)
}

fn opening(path: &str, fields: &str) -> String {
    format!("{}{fields}\r\n", handshake("x").replace("/socket/x", &format!("/feeds/{path}")))
}

async fn open(running: &Running, path: &str, fields: &str) -> Wire {
    let mut wire = running.connect().await;
    wire.send(&opening(path, fields)).await;
    let answer = wire.until("\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    wire
}

/// Reads the next message as text.
async fn message(wire: &mut Wire) -> String {
    let (opcode, payload) = read_frame(&mut wire.0).await;
    assert_eq!(opcode, 1, "{payload:?}");
    let text = String::from_utf8(payload).expect("text");
    assert_eq!(text.trim_end().lines().count(), 1, "a message holds one object: {text:?}");
    text.trim_end().to_owned()
}

/// Expects a close frame with 1000, answers it, and expects the server to end the connection.
async fn check_closed(wire: &mut Wire) {
    assert_eq!(read_frame(&mut wire.0).await, (8, vec![3, 232]));
    wire.0.write_all(&frame(8, &[3, 232])).await.expect("sent");
    assert_eq!(wire.rest().await, "");
}

fn event(id: &str) -> Event<Line> {
    Event::with_id(id, Line { text: format!("text {id}") })
}

#[tokio::test]
async fn messages_are_a_heartbeat_then_events_then_the_end_and_a_close_with_1000() {
    let (running, feed) = start().await;
    let mut wire = open(&running, "news", "").await;
    assert_eq!(message(&mut wire).await, r#"{"heartbeat":true}"#);
    feed.0.topic.publish_now(event("1"));
    assert_eq!(message(&mut wire).await, r#"{"id":"1","data":{"text":"text 1"}}"#);
    feed.0.topic.publish_now(event("2"));
    assert_eq!(message(&mut wire).await, r#"{"id":"2","data":{"text":"text 2"}}"#);
    feed.0.topic.finish(&End::because(410, "no more news"));
    assert_eq!(message(&mut wire).await, r#"{"end":{"status":410,"body":{"error":"no more news"}}}"#);
    check_closed(&mut wire).await;
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn messages_of_the_subscriber_are_ignored_and_its_pings_are_answered() {
    let (running, feed) = start().await;
    let mut wire = open(&running, "news", "").await;
    message(&mut wire).await;
    let chatter = [frame(1, b"I like this"), frame(9, b"alive?"), frame(2, &[0; 9])].concat();
    wire.0.write_all(&chatter).await.expect("sent");
    assert_eq!(read_frame(&mut wire.0).await, (10, b"alive?".to_vec()));
    feed.0.topic.publish_now(event("1"));
    assert!(message(&mut wire).await.contains("text 1"));
    // Once the client closes, the topic has no subscribers.
    wire.0.write_all(&frame(8, &[3, 232])).await.expect("sent");
    assert_eq!(read_frame(&mut wire.0).await, (8, vec![3, 232]));
    assert_eq!(wire.rest().await, "");
    soon(async {
        while feed.0.topic.subscribers() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_leash_ends_the_subscription() {
    let (running, feed) = start().await;
    let mut wire = open(&running, "news", "").await;
    message(&mut wire).await;
    let handle = feed.0.handle.lock().unwrap_or_else(PoisonError::into_inner).take().expect("a handle");
    handle.finish(&End::because(403, "not any more"));
    assert!(message(&mut wire).await.starts_with(r#"{"end":{"status":403"#));
    check_closed(&mut wire).await;
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_slow_subscriber_is_sent_an_end_with_503() {
    let (running, feed) = start().await;
    let mut wire = open(&running, "news", "").await;
    message(&mut wire).await;
    // More than the topic's capacity, before the subscriber can receive one.
    for number in 0..20 {
        feed.0.topic.publish_now(event(&number.to_string()));
    }
    let end = message(&mut wire).await;
    assert!(end.starts_with(r#"{"end":{"status":503"#) && end.contains("slowly"), "{end}");
    check_closed(&mut wire).await;
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn shutdown_sends_an_end_message_or_closes_with_1001() {
    let (running, _feed) = start().await;
    let mut wire = open(&running, "news", "").await;
    message(&mut wire).await;
    running.shutdown.shut_down();
    let (opcode, payload) = read_frame(&mut wire.0).await;
    match opcode {
        1 => assert!(String::from_utf8_lossy(&payload).starts_with(r#"{"end":{"status":503"#)),
        other => assert_eq!((other, &payload[..]), (8, &[3, 233][..])),
    }
    drop(wire);
    soon(running.done).await.expect("no panic").expect("served");
}

#[tokio::test]
async fn a_subscription_resumes_after_the_last_event_id() {
    let (running, feed) = start().await;
    for id in ["1", "2", "3"] {
        feed.0.topic.publish_now(event(id));
    }
    let mut wire = open(&running, "news", "Last-Event-ID: 1\r\n").await;
    let mut got = Vec::new();
    while got.len() < 2 {
        let next = message(&mut wire).await;
        if !next.contains("heartbeat") {
            got.push(next);
        }
    }
    assert!(got[0].starts_with(r#"{"id":"2""#) && got[1].starts_with(r#"{"id":"3""#), "{got:?}");
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_refusal_is_a_plain_http_response() {
    let (running, _feed) = start().await;
    let mut wire = running.connect().await;
    wire.send(&opening("secret", "")).await;
    let answer = wire.until("\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert!(answer.contains("\r\ncontent-type: application/problem+json\r\n"), "{answer}");
    assert!(!answer.to_lowercase().contains("sec-websocket-accept"), "{answer}");
    wire.until("}").await;
    // The connection remains usable.
    wire.send(&opening("news", "")).await;
    assert!(wire.until("\r\n\r\n").await.starts_with("HTTP/1.1 101 "));
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_get_and_a_websocket_share_a_path() {
    let (running, _feed) = start().await;
    for path in ["news", "news/socket"] {
        let mut wire = running.connect().await;
        wire.send(&format!("GET /feeds/{path} HTTP/1.1\r\nHost: test\r\n\r\n")).await;
        assert!(wire.until("\r\n\r\n").await.starts_with("HTTP/1.1 200 "), "{path}");
        assert_eq!(wire.until("}").await, r#"{"text":"page of news"}"#);
        wire.send(&opening(path, "")).await;
        assert!(wire.until("\r\n\r\n").await.starts_with("HTTP/1.1 101 "), "{path}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_plain_get_of_a_websocket_is_answered_with_426() {
    let (running, _feed) = start().await;
    let mut wire = running.connect().await;
    wire.send("GET /feeds/news/alone HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").await;
    let answer = wire.rest().await.to_lowercase();
    assert!(answer.starts_with("http/1.1 426 "), "{answer}");
    for field in ["\r\nupgrade: websocket\r\n", "\r\nsec-websocket-version: 13\r\n"] {
        assert!(answer.contains(field), "{answer}");
    }
    let connection = answer.lines().filter(|line| line.starts_with("connection:")).collect::<Vec<_>>().join(",");
    assert!(connection.contains("upgrade"), "RFC 9110 §7.8 requires it beside `Upgrade`: {answer}");
    running.stop().await;
}

#[tokio::test]
async fn websockets_of_other_origins_are_refused() {
    let (running, _feed) = start().await;
    for path in ["news", "news/socket", "news/alone"] {
        for (origin, expected) in [
            ("", "101"),
            ("Origin: https://app.example\r\n", "101"),
            ("Origin: https://APP.example\r\n", "101"),
            ("Origin: https://evil.example\r\n", "403"),
            ("Origin: http://app.example\r\n", "403"),
            ("Origin: https://app.example:8443\r\n", "403"),
            ("Origin: null\r\n", "403"),
            ("Origin: https://app.example\r\nOrigin: https://evil.example\r\n", "403"),
            ("Origin: https://app.\u{fc}xample\r\n", "403"),
        ] {
            let mut wire = running.connect().await;
            wire.send(&opening(path, origin)).await;
            let answer = wire.until("\r\n\r\n").await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{path} {origin:?}\n{answer}");
        }
        // An origin that is not UTF-8 must not count as a missing one.
        let mut wire = running.connect().await;
        let request = opening(path, "Origin: https://evil.?\r\n").replace('?', "\u{1}").into_bytes();
        let request: Vec<u8> = request.into_iter().map(|byte| if byte == 1 { 0xfc } else { byte }).collect();
        wire.0.write_all(&request).await.expect("sent");
        let answer = wire.until("\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
        // An ordinary GET is not refused: there CORS protects the response.
        let mut wire = running.connect().await;
        wire.send(&format!("GET /feeds/{path} HTTP/1.1\r\nHost: test\r\nOrigin: https://evil.example\r\n\r\n")).await;
        let answer = wire.until("\r\n\r\n").await;
        assert!(!answer.starts_with("HTTP/1.1 403 "), "{answer}");
    }
    running.stop().await;
}

#[tokio::test]
async fn head_options_and_allow_follow_from_the_endpoints_of_a_path() {
    let (running, _feed) = start().await;
    let ask = async |method: &str, path: &str| {
        let mut wire = running.connect().await;
        wire.send(&format!("{method} /feeds/{path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")).await;
        let answer = wire.rest().await;
        let allow = answer.lines().find_map(|line| line.strip_prefix("allow: ")).map(str::to_owned);
        (answer.get(9..12).map(str::to_owned).expect("a status"), allow)
    };
    for path in ["news/alone", "news/socket"] {
        let (status, allow) = ask("OPTIONS", path).await;
        assert_eq!((&*status, allow.as_deref()), ("204", Some("GET, HEAD, OPTIONS")), "{path}");
        let (status, allow) = ask("POST", path).await;
        assert_eq!((&*status, allow.as_deref()), ("405", Some("GET, HEAD, OPTIONS")), "{path}");
    }
    assert_eq!(ask("HEAD", "news/alone").await.0, "426");
    assert_eq!(ask("HEAD", "news/socket").await.0, "200");
    assert_eq!(ask("HEAD", "news").await.0, "200");
    assert!(ask("OPTIONS", "news").await.1.is_some_and(|allow| allow.contains("GET")));
    running.stop().await;
}
