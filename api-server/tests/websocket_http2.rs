//! Streams of HTTP/2 that become a WebSocket, by extended CONNECT (RFC 8441).

mod served;
mod sockets;

use api_server::Limits;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper::ext::Protocol;
use hyper::upgrade::Upgraded;
use hyper_util::rt::{TokioExecutor, TokioIo};
use served::{Running, soon};
use sockets::start_sockets;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Requests = http2::SendRequest<Empty<Bytes>>;

/// A connection whose server's settings have come.
async fn connect(running: &Running) -> Requests {
    let stream = TcpStream::connect(running.address).await.expect("connected");
    let (mut requests, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    tokio::spawn(connection);
    let first = Request::get("http://test/v1/acme/notes/7").body(Empty::new()).expect("a request");
    assert_eq!(soon(requests.send_request(first)).await.expect("an answer").status(), StatusCode::OK);
    requests
}

fn opening(path: &str) -> Request<Empty<Bytes>> {
    let request = Request::builder().method(Method::CONNECT).uri(format!("http://test{path}"));
    let request = request.extension(Protocol::from_static("websocket")).header("sec-websocket-version", "13");
    request.body(Empty::new()).expect("a request")
}

async fn answer(requests: &mut Requests, request: Request<Empty<Bytes>>) -> Response<Incoming> {
    soon(requests.send_request(request)).await.expect("an answer")
}

async fn open(requests: &mut Requests, path: &str) -> TokioIo<Upgraded> {
    let response = answer(requests, opening(path)).await;
    assert_eq!(response.status(), StatusCode::OK);
    for name in ["connection", "upgrade", "sec-websocket-accept", "content-length"] {
        assert!(!response.headers().contains_key(name), "{name}");
    }
    TokioIo::new(soon(hyper::upgrade::on(response)).await.expect("a stream"))
}

async fn read(stream: &mut TokioIo<Upgraded>, length: usize) -> Vec<u8> {
    let mut got = vec![0; length];
    soon(stream.read_exact(&mut got)).await.expect("bytes");
    got
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
    let mut one = open(&mut requests, "/socket").await;
    let mut two = open(&mut requests, "/socket").await;
    two.write_all(b"second").await.expect("written");
    one.write_all(b"first").await.expect("written");
    assert_eq!(read(&mut one, 5).await, b"first");
    assert_eq!(read(&mut two, 6).await, b"second");

    // More than the windows hold, so that both directions must go on.
    let (mut reader, mut writer) = tokio::io::split(one);
    let sent: Vec<u8> = (0..1_000_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let copy = sent.clone();
    let writing = tokio::spawn(async move {
        writer.write_all(&copy).await.expect("written");
        // END_STREAM of ours is the end of reading there, and its END_STREAM ours.
        writer.shutdown().await.expect("ended");
    });
    let mut got = Vec::new();
    soon(reader.read_to_end(&mut got)).await.expect("an end");
    assert!(got == sent);
    soon(writing).await.expect("written");
    assert_eq!(soon(ends.recv()).await, Some(Ok(())));

    two.write_all(b"still open").await.expect("written");
    assert_eq!(read(&mut two, 10).await, b"still open");
    // A stream that is reset ends its conversation, whichever way that finds out.
    drop(two);
    assert!(soon(ends.recv()).await.is_some());
    drop(requests);
    running.stop().await;
}

#[tokio::test]
async fn what_is_no_websocket_is_refused() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut unknown = opening("/socket");
    unknown.extensions_mut().insert(Protocol::from_static("connect-udp"));
    assert_eq!(answer(&mut requests, unknown).await.status(), StatusCode::NOT_IMPLEMENTED);

    let mut old = opening("/socket");
    old.headers_mut().insert("sec-websocket-version", "8".parse().expect("a value"));
    let refused = answer(&mut requests, old).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(refused.headers()["sec-websocket-version"], "13");

    // A page is no WebSocket, and a 2xx would say that it is.
    assert_eq!(answer(&mut requests, opening("/v1/acme/notes/7")).await.status(), StatusCode::NOT_IMPLEMENTED);
    assert_eq!(answer(&mut requests, opening("/nowhere")).await.status(), StatusCode::NOT_FOUND);

    let plain = Request::builder().method(Method::CONNECT).uri("test:80").body(Empty::new()).expect("a request");
    let refused = answer(&mut requests, plain).await.status();
    assert!(matches!(refused.as_u16(), 404 | 405 | 501), "{refused}");
    drop(requests);
    running.stop().await;
}

#[tokio::test]
async fn a_panic_costs_one_conversation_and_not_its_connection() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut other = open(&mut requests, "/socket").await;
    let mut stream = open(&mut requests, "/socket/panic").await;
    assert_eq!(rest(&mut stream).await, "");
    other.write_all(b"here").await.expect("written");
    assert_eq!(read(&mut other, 4).await, b"here");
    drop((other, stream, requests));
    running.stop().await;
}

#[tokio::test]
async fn at_shutdown_every_conversation_says_farewell() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut requests = connect(&running).await;
    let mut one = open(&mut requests, "/socket").await;
    let mut two = open(&mut requests, "/socket").await;
    running.shutdown.shut_down();
    assert_eq!((rest(&mut one).await, rest(&mut two).await), ("bye".to_owned(), "bye".to_owned()));
    drop((one, two));
    // The client would have kept its connection.
    soon(running.done).await.expect("no panic").expect("served");
    assert_eq!((ends.recv().await, ends.recv().await), (Some(Ok(())), Some(Ok(()))));
    drop(requests);
}

#[tokio::test]
async fn a_conversation_that_does_not_end_is_cut_at_the_drain_time() {
    let limits = Limits { drain_time: std::time::Duration::from_millis(100), ..Limits::default() };
    let (running, mut ends) = start_sockets(limits).await;
    let mut requests = connect(&running).await;
    let mut stream = open(&mut requests, "/socket/deaf").await;
    running.shutdown.shut_down();
    soon(running.done).await.expect("no panic").expect("served");
    assert_eq!(soon(ends.recv()).await, None, "its future was dropped");
    let _ = soon(stream.read_to_end(&mut Vec::new())).await;
}
