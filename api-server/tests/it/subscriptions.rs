//! Subscriptions on the wire: one message per frame, and an end at shutdown.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::served::{Gate, Memory, Note, NotesApi, bind, soon, start, start_with};
use api_core::routing::Layered;
use api_core::subscription::LagPolicy;
use api_core::{Body, Compose as _, Event, Topic};
use api_server::{Limits, Server};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::sync::Notify;

fn event(text: &str) -> Event<Note> {
    Event::with_id(text, Note { text: text.to_owned() })
}

#[tokio::test]
async fn each_message_is_one_http2_frame_and_shutdown_is_an_end_message() {
    let running = start(Limits::default()).await;
    let stream = TcpStream::connect(running.address).await.unwrap();
    let (mut requests, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::builder().method("SUBSCRIBE").uri("http://test/v1/acme/events");
    let response = soon(requests.send_request(request.body(Empty::<Bytes>::new()).unwrap())).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let mut body = response.into_body();
    let mut next = async || {
        let frame = soon(body.frame()).await?.unwrap().into_data().unwrap();
        Some(String::from_utf8(frame.to_vec()).unwrap())
    };
    assert!(next().await.unwrap().starts_with("[0,"), "a keep-alive is sent at once");
    running.gate.events.publish_now(event("one"));
    running.gate.events.publish_now(event("two"));
    for text in ["one", "two"] {
        let message = next().await.unwrap();
        assert!(message.starts_with("[1,") && message.contains(text) && message.ends_with("]\n"), "{message}");
    }
    running.shutdown.shut_down();
    let end = next().await.unwrap();
    assert!(end.starts_with("[255,503,{\"Retry-After\":\"1\","), "{end}");
    assert!(end.contains("\"type\":\"#shutting_down\""), "the end has the form of the API's errors: {end}");
    assert_eq!(next().await, None);
    soon(running.done).await.unwrap().unwrap();
}

#[tokio::test]
async fn over_http1_each_message_is_a_chunk_and_the_last_chunk_follows_the_end() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n").await;
    let head = wire.until("\r\n\r\n").await;
    assert!(head.contains("\r\ncontent-type: text/event-stream\r\n"), "{head}");
    // The keep-alive of server-sent events is a comment.
    wire.until(":\n\r\n").await;
    running.gate.events.publish_now(event("one"));
    let message = wire.until("\n\n\r\n").await;
    assert!(message.contains("\r\nid: one\n") || message.contains("\nid: one\n"), "{message}");
    running.shutdown.shut_down();
    let rest = wire.rest().await;
    assert!(rest.contains("503") && rest.ends_with("\r\n0\r\n\r\n"), "{rest}");
    soon(running.done).await.unwrap().unwrap();
}

#[tokio::test]
async fn over_http1_a_small_event_of_any_size_is_one_chunk() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n").await;
    wire.until(":\n\r\n").await;
    // Around the sizes of the buffers of small events.
    for size in (1..330).chain([1000, 8000]) {
        let text = "x".repeat(size);
        running.gate.events.publish_now(Event::with_id("id", Note { text: text.clone() }));
        let chunk = wire.until("\n\n\r\n").await;
        let (length, data) = chunk.trim_end_matches("\r\n").trim_start().split_once("\r\n").unwrap();
        assert_eq!(usize::from_str_radix(length, 16), Ok(data.len()), "{chunk}");
        assert!(data.contains(&format!("\"{text}\"")), "{chunk}");
    }
    running.shutdown.shut_down();
    soon(running.done).await.unwrap().unwrap();
}

#[tokio::test]
async fn over_http1_the_lag_policy_applies_to_a_client_that_does_not_read() {
    /// More than the sockets of both ends hold.
    const MOST: usize = 32 << 20;
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n").await;
    wire.until(":\n\r\n").await;
    // Each is written by itself, so that in the end one is not accepted at all.
    let text = "x".repeat(200);
    let mut published = 0;
    while running.gate.events.subscribers() > 0 {
        running.gate.events.publish_now(event(&text));
        published += text.len();
        assert!(published < MOST, "its queue of 16 events is full");
        tokio::task::yield_now().await;
    }
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn over_http1_no_request_is_answered_after_a_subscription_that_a_shutdown_has_ended() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    let request = "GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n";
    wire.send(&request.repeat(3)).await;
    wire.until(":\n\r\n").await;
    running.shutdown.shut_down();
    let rest = wire.rest().await;
    assert!(rest.ends_with("\r\n0\r\n\r\n") && !rest.contains("HTTP/1.1"), "{rest}");
    soon(running.done).await.unwrap().unwrap();
}

/// A layer that hides the type of the response body, as layers for tracing and compression do.
#[derive(Clone)]
struct Wrapping<S>(S);

/// Another type of body, which passes frames through.
struct Wrapped<B>(B);

impl<B: http_body::Body + Unpin> http_body::Body for Wrapped<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<B::Data>, B::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(task)
    }
}

impl<S, B> tower_service::Service<Request<Body>> for Wrapping<S>
where
    S: tower_service::Service<Request<Body>, Response = Response<B>, Future: Send + 'static>,
{
    type Response = Response<Wrapped<B>>;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, task: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
        self.0.poll_ready(task)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let answer = self.0.call(request);
        Box::pin(async move { Ok(answer.await?.map(Wrapped)) })
    }
}

/// A layer that wraps with [`Wrapping`].
struct WrappingLayer;

impl<S> tower_layer::Layer<S> for WrappingLayer {
    type Service = Wrapping<S>;

    fn layer(&self, service: S) -> Wrapping<S> {
        Wrapping(service)
    }
}

/// Reads a heartbeat after the first one, and the end at a shutdown, which does not wait for the drain time.
async fn check_driven(running: crate::served::Running) {
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n").await;
    wire.until("\r\n\r\n").await;
    for _ in 0..3 {
        wire.until(":\n\r\n").await;
    }
    running.shutdown.shut_down();
    let rest = wire.rest().await;
    assert!(rest.contains("503") && rest.ends_with("\r\n0\r\n\r\n"), "{rest}");
    soon(running.done).await.unwrap().unwrap();
}

/// Longer than a step of a test may take.
const ENDLESS: Duration = Duration::from_hours(1);

#[tokio::test]
async fn a_layer_around_the_server_hides_no_heartbeat_and_no_end() {
    let interval = Duration::from_millis(20);
    let limits = Limits::default().drain_time(ENDLESS);
    check_driven(start_with(bind().await, limits, |server| server.heartbeat(interval))).await;
    let layered = |server: Server<_>| server.heartbeat(interval).layer(WrappingLayer).layer(WrappingLayer);
    check_driven(start_with(bind().await, limits, layered)).await;
}

#[tokio::test]
async fn a_layer_around_a_group_hides_no_heartbeat_and_no_end() {
    let limits = Limits::default().drain_time(ENDLESS);
    let gate = Arc::new(Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(16, LagPolicy::Close) });
    let routes = Layered::new(NotesApi::serve(Memory(gate)), |group| Wrapping(Wrapping(group)));
    let routes = routes.heartbeat(Duration::from_millis(20));
    check_driven(start_with(bind().await, limits, |_| Server::new(routes).layer(WrappingLayer))).await;
}

#[tokio::test(start_paused = true)]
async fn under_another_server_a_subscription_has_heartbeats() {
    let gate = Arc::new(Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(16, LagPolicy::Close) });
    let mut service = Wrapping(Server::new(NotesApi::serve(Memory(gate))));
    let request = Request::get("/v1/acme/events").header("accept", "text/event-stream").body(Body::empty()).unwrap();
    let mut body = tower_service::Service::call(&mut service, request).await.unwrap().into_body();
    let began = tokio::time::Instant::now();
    for seconds in [0, 15, 30] {
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), ":\n");
        assert_eq!(began.elapsed(), Duration::from_secs(seconds));
    }
}
