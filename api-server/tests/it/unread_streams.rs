//! Streams of HTTP/2 whose client does not open the window: each is reset, and its connection goes on.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use api_core::routing::{Miss, Routes, from_fn};
use api_core::subscription::LagPolicy;
use api_core::websocket::ConnectionOptions;
use api_core::{Body, Compose as _, Event, Topic};
use api_server::{IncomingBody, Limits, Server};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt as _, Empty, StreamBody};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper::ext::Protocol;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Notify, mpsc};

use crate::served::{Gate, Memory, Note, NotesApi, Running, bind, soon, start_with};
use crate::sockets::{Kinds, SocketsApi, read_frame, text};

const SHORT: Duration = Duration::from_millis(100);

/// More than all windows and buffers of a connection.
const LARGE: usize = 4 << 20;

type Requests = http2::SendRequest<Empty<Bytes>>;

/// Allows one stream, so that a second request is answered once the first stream has ended.
fn limits() -> Limits {
    Limits::default().streams(1).write_time(SHORT)
}

/// Sizes of the chunks of the streamed content `/mixed`.
const MIXED: [usize; 6] = [1, 100_000, 16 * 1024, 16 * 1024 + 1, 70_000, 3];

/// Answers with a large content: at once, as one chunk of a stream, or in small chunks.
fn contents() -> impl Routes<IncomingBody> {
    from_fn(|context, _| {
        let body = match context.path() {
            "/whole" => Body::from(vec![b'x'; LARGE]),
            "/chunk" => streamed(vec![LARGE]),
            "/chunks" => streamed(vec![8 * 1024; LARGE / 8 / 1024]),
            "/mixed" => streamed(MIXED.to_vec()),
            _ => return Box::pin(async { Miss::NotFound.into() }),
        };
        Box::pin(async move { Response::new(body).into() })
    })
}

fn streamed(sizes: Vec<usize>) -> Body {
    let chunks = sizes.into_iter().map(|size| Ok::<_, Infallible>(Frame::data(Bytes::from(vec![b'x'; size]))));
    Body::stream(StreamBody::new(futures_util::stream::iter(chunks)))
}

async fn serve(limits: Limits) -> (Running, Arc<Gate>, UnboundedReceiver<String>) {
    let (ends, ended) = mpsc::unbounded_channel();
    let gate = Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(64, LagPolicy::Close) };
    let gate = Arc::new(gate);
    let options = ConnectionOptions::default().close_timeout(SHORT);
    let routes =
        (NotesApi::serve(Memory(gate.clone())), SocketsApi::serve(Kinds(ends)).websocket_options(options), contents());
    (start_with(bind().await, limits, |_| Server::new(routes)), gate, ended)
}

/// Connects with a window of the given size for each stream.
async fn connect(running: &Running, window: u32) -> Requests {
    let stream = TcpStream::connect(running.address).await.expect("connected");
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(window);
    let (mut requests, connection) = builder.handshake(TokioIo::new(stream)).await.expect("HTTP/2");
    tokio::spawn(connection);
    // The server's SETTINGS frame, with the limit of streams, arrives before the answer.
    check_answered(&mut requests, "connected").await;
    requests
}

async fn ask(requests: &mut Requests, method: &str, path: &str) -> Response<Incoming> {
    let request = Request::builder().method(method).uri(format!("http://test{path}"));
    let request = request.header("accept", "application/json, text/event-stream");
    soon(requests.send_request(request.body(Empty::new()).expect("a request"))).await.expect("an answer")
}

/// Sends a request whose answer has no content, which a shut window would hold back.
async fn check_answered(requests: &mut Requests, state: &str) {
    assert_eq!(ask(requests, "HEAD", "/v1/acme/notes/7").await.status(), StatusCode::OK, "{state}");
}

#[tokio::test]
async fn a_response_that_is_not_read_is_reset() {
    let (running, _, _) = serve(limits()).await;
    for window in [0, 1_000] {
        let mut requests = connect(&running, window).await;
        for path in ["/whole", "/chunk", "/chunks"] {
            let response = ask(&mut requests, "GET", path).await;
            assert_eq!(response.status(), StatusCode::OK);
            check_answered(&mut requests, path).await;
            let rest = soon(response.into_body().collect()).await;
            assert!(rest.is_err(), "{path} breaks off");
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn large_responses_that_are_not_read_are_bounded_over_all_connections() {
    let limits = Limits::default().waiting_bytes(2 * LARGE + LARGE / 2);
    let (running, _, _) = serve(limits).await;
    let mut first = connect(&running, 0).await;
    let mut second = connect(&running, 0).await;
    let unread = ask(&mut first, "GET", "/whole").await;
    let other = ask(&mut second, "GET", "/whole").await;
    assert_eq!((unread.status(), other.status()), (StatusCode::OK, StatusCode::OK));
    for requests in [&mut first, &mut second] {
        let refused = ask(requests, "GET", "/whole").await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(refused.headers()["content-type"], "application/problem+json");
        let small = ask(requests, "GET", "/v1/acme/notes/7").await;
        assert_eq!(small.status(), StatusCode::OK, "small responses do not count");
        let done = ask(requests, "POST", "/whole").await;
        assert_eq!(done.status(), StatusCode::OK, "a client would repeat what was carried out");
        let stream = Request::get("http://test/chunk").body(Empty::new()).expect("a request");
        // It breaks off before or after its head was sent.
        let broken = match soon(requests.send_request(stream)).await {
            Ok(response) => soon(response.into_body().collect()).await.is_err(),
            Err(_) => true,
        };
        assert!(broken, "a large chunk of a stream counts too");
    }
    // A stream that is given up makes room once the server has read its reset, and so do bytes that were read.
    drop(unread);
    soon(async { while ask(&mut second, "GET", "/whole").await.status() != StatusCode::OK {} }).await;
    drop(other);
    let mut reader = connect(&running, 1 << 20).await;
    let read = soon(async {
        loop {
            let response = ask(&mut reader, "GET", "/whole").await;
            if response.status() == StatusCode::OK {
                break response;
            }
        }
    });
    let body = soon(read.await.into_body().collect()).await.expect("complete").to_bytes();
    assert_eq!(body.len(), LARGE);
    running.stop().await;
}

#[tokio::test]
async fn a_small_response_to_a_shut_window_is_reset() {
    let (running, _, _) = serve(limits()).await;
    let mut requests = connect(&running, 0).await;
    let unread = ask(&mut requests, "GET", "/v1/acme/notes/7").await;
    check_answered(&mut requests, "a small response").await;
    drop(unread);
    running.stop().await;
}

#[tokio::test]
async fn a_response_that_is_read_is_complete() {
    // Enough for the round trips of one piece on a busy machine.
    let (running, _, _) = serve(limits().write_time(SHORT * 20)).await;
    // The window is far below one piece.
    let mut requests = connect(&running, 1_000).await;
    for (path, length) in [("/whole", LARGE), ("/chunk", LARGE), ("/chunks", LARGE), ("/mixed", MIXED.iter().sum())] {
        let response = ask(&mut requests, "GET", path).await;
        let body = soon(response.into_body().collect()).await.expect("complete").to_bytes();
        assert!(body.len() == length && body.iter().all(|byte| *byte == b'x'), "{path}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_stream_of_events_that_is_not_read_is_reset_and_an_idle_one_is_not() {
    let (running, gate, _) = serve(limits()).await;
    let mut requests = connect(&running, 1_000).await;
    let mut response = ask(&mut requests, "GET", "/v1/acme/events").await;
    assert!(soon(response.frame()).await.is_some(), "a heartbeat");
    let second = check_answered(&mut requests, "an idle stream");
    assert!(tokio::time::timeout(SHORT * 3, second).await.is_err(), "an idle stream goes on");
    for _ in 0..3 {
        gate.events.publish_now(Event::new(Note { text: "x".repeat(20_000) }));
    }
    check_answered(&mut requests, "an unread stream of events").await;
    drop(response);
    running.stop().await;
}

fn opening(kind: &str) -> Request<Empty<Bytes>> {
    let request = Request::builder().method(Method::CONNECT).uri(format!("http://test/socket/{kind}"));
    let request = request.extension(Protocol::from_static("websocket")).header("sec-websocket-version", "13");
    request.body(Empty::new()).expect("a request")
}

#[tokio::test]
async fn a_websocket_that_is_not_read_is_reset() {
    for window in [0, 1_000] {
        let (running, _, mut ended) = serve(limits()).await;
        let mut requests = connect(&running, window).await;
        let response = soon(requests.send_request(opening("flood"))).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        let stream = soon(hyper::upgrade::on(response)).await.expect("a stream");
        check_answered(&mut requests, "a WebSocket that is not read").await;
        assert!(soon(ended.recv()).await.is_some(), "its handler got an error");
        drop((stream, requests));
        running.stop().await;
    }
}

#[tokio::test]
async fn a_websocket_that_ended_with_unread_messages_is_reset() {
    let (running, _, mut ended) = serve(limits()).await;
    let mut requests = connect(&running, 0).await;
    let response = soon(requests.send_request(opening("panic"))).await.expect("an answer");
    let stream = soon(hyper::upgrade::on(response)).await.expect("a stream");
    check_answered(&mut requests, "an unread close frame").await;
    assert!(ended.try_recv().is_err());
    drop((stream, requests));
    running.stop().await;
}

#[tokio::test]
async fn a_websocket_that_is_read_outlives_the_write_time() {
    let (running, _, _) = serve(limits()).await;
    let mut requests = connect(&running, 1_000).await;
    let response = soon(requests.send_request(opening("echo"))).await.expect("an answer");
    let mut stream = TokioIo::new(soon(hyper::upgrade::on(response)).await.expect("a stream"));
    for round in 0..3 {
        let message = round.to_string().repeat(5_000);
        soon(tokio::io::AsyncWriteExt::write_all(&mut stream, &text(&message))).await.expect("sent");
        assert!(read_frame(&mut stream).await == (1, message.into_bytes()));
        let second = check_answered(&mut requests, "an idle WebSocket");
        assert!(tokio::time::timeout(SHORT * 2, second).await.is_err(), "an idle WebSocket goes on");
    }
    drop((stream, requests));
    running.stop().await;
}
