//! WebSockets on streams of HTTP/2, by extended CONNECT (RFC 8441).

use std::task::{Context, Poll};

use crate::served::{Gate, Memory, NotesApi, Running, bind, soon, start_with};
use crate::sockets::{GOING_AWAY, INTERNAL_ERROR, Kinds, SocketsApi, frame, read_frame, start_sockets, text};
use api_core::routing::{InProcess, Mount};
use api_core::subscription::LagPolicy;
use api_core::{Body, Topic};
use api_server::{Limits, Server};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper::ext::Protocol;
use hyper::upgrade::Upgraded;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use tower_service::Service;

type Requests = http2::SendRequest<Empty<Bytes>>;

/// Connects, and waits for the server's SETTINGS frame by sending one request.
async fn connect(running: &Running) -> Requests {
    let stream = TcpStream::connect(running.address).await.expect("connected");
    let (mut requests, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    tokio::spawn(connection);
    let first = Request::get("http://test/v1/acme/notes/7").body(Empty::new()).expect("a request");
    assert_eq!(soon(requests.send_request(first)).await.expect("an answer").status(), StatusCode::OK);
    requests
}

fn opening(kind: &str) -> Request<Empty<Bytes>> {
    let request = Request::builder().method(Method::CONNECT).uri(format!("http://test/socket/{kind}"));
    let request = request.extension(Protocol::from_static("websocket")).header("sec-websocket-version", "13");
    request.body(Empty::new()).expect("a request")
}

async fn answer(requests: &mut Requests, request: Request<Empty<Bytes>>) -> Response<Incoming> {
    soon(requests.send_request(request)).await.expect("an answer")
}

async fn open(requests: &mut Requests, kind: &str) -> TokioIo<Upgraded> {
    let response = answer(requests, opening(kind)).await;
    assert_eq!(response.status(), StatusCode::OK);
    for name in ["connection", "upgrade", "sec-websocket-accept", "content-length"] {
        assert!(!response.headers().contains_key(name), "{name}");
    }
    TokioIo::new(soon(hyper::upgrade::on(response)).await.expect("a stream"))
}

async fn send(stream: &mut TokioIo<Upgraded>, frame: &[u8]) {
    soon(stream.write_all(frame)).await.expect("sent");
}

async fn check_echo(stream: &mut TokioIo<Upgraded>, message: &str) {
    send(stream, &text(message)).await;
    assert_eq!(read_frame(stream).await, (1, message.as_bytes().to_vec()));
}

/// Expects a close frame, answers it, and expects the stream to end.
async fn check_close(stream: &mut TokioIo<Upgraded>, (opcode, body): (u8, &[u8])) {
    assert_eq!(read_frame(stream).await, (opcode, body.to_vec()));
    send(stream, &frame(opcode, body)).await;
    assert_eq!(rest(stream).await, "");
}

async fn rest(stream: &mut TokioIo<Upgraded>) -> String {
    let mut got = String::new();
    soon(stream.read_to_string(&mut got)).await.expect("an end");
    got
}

#[tokio::test]
async fn an_extended_connect_is_accepted_and_data_flows_both_ways() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut one = open(&mut requests, "echo").await;
    let mut two = open(&mut requests, "echo").await;
    check_echo(&mut two, "second").await;
    check_echo(&mut one, "first").await;

    // More than the flow-control windows, so that both directions have to make progress.
    let (mut reader, mut writer) = tokio::io::split(one);
    let sent: Vec<u8> = (0..1_000_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let message = frame(2, &sent);
    let writing = tokio::spawn(async move {
        writer.write_all(&message).await.expect("written");
        writer.write_all(&frame(8, b"")).await.expect("written");
        writer.flush().await.expect("flushed");
        writer
    });
    assert!(read_frame(&mut reader).await == (2, sent));
    assert_eq!(read_frame(&mut reader).await, (8, Vec::new()));
    // The server sends END_STREAM after the closing handshake.
    assert_eq!(soon(reader.read_to_end(&mut Vec::new())).await.expect("an end"), 0);
    drop((soon(writing).await.expect("written"), reader));
    assert!(soon(ends.recv()).await.is_some());

    check_echo(&mut two, "still open").await;
    // Dropping the stream resets it, which ends its conversation.
    drop(two);
    assert!(soon(ends.recv()).await.is_some());
    drop(requests);
    running.stop().await;
}

#[tokio::test]
async fn other_protocols_versions_and_targets_are_refused() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut unknown = opening("echo");
    unknown.extensions_mut().insert(Protocol::from_static("connect-udp"));
    assert_eq!(answer(&mut requests, unknown).await.status(), StatusCode::NOT_IMPLEMENTED);

    let mut old = opening("echo");
    old.headers_mut().insert("sec-websocket-version", "8".parse().expect("a value"));
    let refused = answer(&mut requests, old).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(refused.headers()["sec-websocket-version"], "13");

    // An ordinary endpoint opens no WebSocket. The client would take a 2xx response for an open one.
    for (path, expected) in [("v1/acme/notes/7", StatusCode::NOT_IMPLEMENTED), ("nowhere", StatusCode::NOT_FOUND)] {
        let mut page = opening("echo");
        *page.uri_mut() = format!("http://test/{path}").parse().expect("an address");
        assert_eq!(answer(&mut requests, page).await.status(), expected);
    }

    let plain = Request::builder().method(Method::CONNECT).uri("test:80").body(Empty::new()).expect("a request");
    let refused = answer(&mut requests, plain).await.status();
    assert!(matches!(refused.as_u16(), 404 | 405 | 501), "{refused}");
    drop(requests);
    running.stop().await;
}

/// A foreign service that accepts every CONNECT itself, and echoes the bytes of the tunnel.
#[derive(Clone)]
struct Tunnel;

impl Service<Request<Body>> for Tunnel {
    type Response = Response<Body>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Response<Body>, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let mut response = Response::new(Body::empty());
        if *request.method() == Method::CONNECT {
            tokio::spawn(async move {
                let stream = hyper::upgrade::on(request).await.expect("the carrier sent the response");
                let (mut reader, mut writer) = tokio::io::split(TokioIo::new(stream));
                // The client ends the tunnel.
                let _ = tokio::io::copy(&mut reader, &mut writer).await;
            });
        } else {
            *response.status_mut() = StatusCode::IM_A_TEAPOT;
        }
        std::future::ready(Ok(response))
    }
}

#[tokio::test]
async fn a_mounted_service_may_accept_an_extended_connect_itself() {
    let (ends, _ended) = mpsc::unbounded_channel();
    let gate = Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(16, LagPolicy::Close) };
    let gate = std::sync::Arc::new(gate);
    let sockets = move || SocketsApi::serve(Kinds(ends.clone()));
    let routes = (
        Mount::new("/tunnel", Tunnel),
        Mount::new("/inner", Server::new(sockets())),
        Mount::new("/process", InProcess::new(sockets())),
    );
    let routes = (NotesApi::serve(Memory(gate)), routes);
    let running = start_with(bind().await, Limits::default(), |_| Server::new(routes));
    let mut requests = connect(&running).await;
    let to = |path: &str| {
        let mut request = opening("echo");
        *request.uri_mut() = format!("http://test/{path}").parse().expect("an address");
        request
    };
    let response = answer(&mut requests, to("tunnel")).await;
    assert_eq!(response.status(), StatusCode::OK);
    let mut stream = TokioIo::new(soon(hyper::upgrade::on(response)).await.expect("a stream"));
    send(&mut stream, b"through the tunnel").await;
    let mut echoed = [0; 18];
    soon(stream.read_exact(&mut echoed)).await.expect("echoed");
    assert_eq!(&echoed, b"through the tunnel");
    drop(stream);

    for mount in ["inner", "process"] {
        let response = answer(&mut requests, to(&format!("{mount}/socket/echo"))).await;
        assert_eq!(response.status(), StatusCode::OK, "{mount}");
        let mut stream = TokioIo::new(soon(hyper::upgrade::on(response)).await.expect("a stream"));
        check_echo(&mut stream, mount).await;
        drop(stream);
        let nowhere = answer(&mut requests, to(&format!("{mount}/nowhere"))).await;
        assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    }
    drop(requests);
    running.stop().await;
}

#[tokio::test]
async fn a_panic_closes_one_websocket_and_keeps_its_connection() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut other = open(&mut requests, "echo").await;
    let mut stream = open(&mut requests, "panic").await;
    check_close(&mut stream, INTERNAL_ERROR).await;
    check_echo(&mut other, "here").await;
    drop((other, stream, requests));
    running.stop().await;
}

#[tokio::test]
async fn shutdown_closes_every_websocket_with_1001() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut one = open(&mut requests, "echo").await;
    let mut two = open(&mut requests, "echo").await;
    running.shutdown.shut_down();
    check_close(&mut one, GOING_AWAY).await;
    check_close(&mut two, GOING_AWAY).await;
    drop((one, two));
    // The client still holds its connection, so it is the server that closes it.
    soon(running.done).await.expect("no panic").expect("served");
    assert!(ends.recv().await.is_some() && ends.recv().await.is_some());
    drop(requests);
}

#[tokio::test]
async fn a_websocket_that_does_not_close_is_aborted_after_the_drain_time() {
    let limits = Limits::default().drain_time(std::time::Duration::from_millis(100));
    let (running, mut ends) = start_sockets(limits).await;
    let mut requests = connect(&running).await;
    let mut stream = open(&mut requests, "deaf").await;
    running.shutdown.shut_down();
    soon(running.done).await.expect("no panic").expect("served");
    assert_eq!(soon(ends.recv()).await, None, "the handler's future was dropped");
    let _ = soon(stream.read_to_end(&mut Vec::new())).await;
}
