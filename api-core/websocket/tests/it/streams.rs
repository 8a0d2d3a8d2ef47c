//! Servers and clients on streams of tokio, without an HTTP library: running, time-outs, and handshake errors.

use std::future::{Future, pending};
use std::time::Duration;

use api_websocket::deflate::PermessageDeflate;
use api_websocket::handshake::Terms;
use api_websocket::server::{self, Acceptor};
use api_websocket::{
    AcceptOptions, CloseCode, CloseFrame, Connection, ConnectionError, ConnectionOptions, HandshakeError, OpenOptions,
    PendingConnection, client,
};
use http::header::{HeaderName, HeaderValue};
use http::{Response, Uri};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::sync::oneshot;

use crate::peer::{close, text};

const HEAD: &str = "GET /chat?x=1 HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

fn uri(text: &str) -> Uri {
    text.parse().expect("a URI")
}

/// Runs a handler on one end of a stream, and returns the other.
fn serving<F, R>(acceptor: Acceptor, handler: F) -> DuplexStream
where
    F: FnOnce(PendingConnection) -> R + Send + 'static,
    R: Future<Output = CloseFrame> + Send + 'static,
{
    let (near, far) = duplex(1 << 16);
    tokio::spawn(async move { acceptor.serve(near, pending(), handler).await });
    far
}

async fn echo(mut connection: Connection) {
    while let Ok(message) = connection.receive_data_message().await {
        if connection.send_data_message(message).await.is_err() {
            return;
        }
    }
}

/// Reads a stream to its end, as text.
async fn answer(mut stream: DuplexStream) -> String {
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.expect("the end");
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn run_client_talks_to_run_server_with_subprotocol_headers_and_compression() {
    let deflating = || ConnectionOptions::default().deflate(PermessageDeflate::new());
    let terms = Terms { subprotocols: vec!["v2".to_owned(), "v1".to_owned()], ..Terms::default() };
    let acceptor = Acceptor::default().terms(terms).connection(deflating());
    let far = serving(acceptor, |pending| async move {
        assert_eq!((pending.path(), pending.query()), ("/some/path", Some("q")));
        assert_eq!(pending.headers()["host"], "test:81");
        assert_eq!(pending.headers()["x-custom"], "yes");
        let field = (HeaderName::from_static("x-mine"), HeaderValue::from_static("7"));
        let options = AcceptOptions::default().header(field.0, field.1);
        echo(pending.accept_with(options).await.expect("accepted")).await;
        CloseFrame::normal()
    });
    let options = OpenOptions::default()
        .subprotocol("v1")
        .subprotocol("v2")
        .header(HeaderName::from_static("x-custom"), HeaderValue::from_static("yes"))
        .connection(deflating());
    let (mut connection, head) = client::connect(far, &uri("ws://test:81/some/path?q"), options).await.expect("opened");
    assert_eq!((connection.subprotocol(), connection.is_compressed()), (Some("v2"), true));
    assert_eq!((head.status.as_u16(), &head.headers["x-mine"]), (101, &HeaderValue::from_static("7")));
    let long = "a".repeat(100_000);
    for text in ["hello", &long] {
        connection.send_text(text).await.expect("open");
        assert_eq!(connection.receive::<String>().await.expect("a text"), text);
    }
    let answer = connection.close_and_wait(&CloseFrame::normal(), Duration::from_secs(5)).await.expect("answered");
    assert_eq!(answer.code(), CloseCode::NORMAL);
}

#[tokio::test]
async fn run_client_requests_the_root_without_a_path_and_needs_a_host() {
    for (address, target) in [("ws://test", "/"), ("ws://test?q", "/?q"), ("ws://test/a%20b", "/a%20b")] {
        let far = serving(Acceptor::default(), move |pending| async move {
            assert_eq!(pending.uri(), target);
            pending.reject("seen");
            CloseFrame::normal()
        });
        let error = client::connect(far, &uri(address), OpenOptions::default()).await.expect_err("rejected");
        assert_eq!(error.rejected().map(|rejected| &rejected.body[..]), Some(&b"seen"[..]), "{address}");
    }
    let error = client::connect(duplex(1).0, &uri("/chat"), OpenOptions::default()).await.expect_err("no host");
    assert!(matches!(error, HandshakeError::MalformedRequest(_)));
}

#[tokio::test]
async fn run_server_keeps_frames_that_follow_the_request_in_the_same_write() {
    let (near, mut far) = duplex(1 << 16);
    far.write_all(&[HEAD.as_bytes(), &text("early"), &close(1000, "")].concat()).await.expect("written");
    let mut connection = server::accept(near).await.expect("a request").accept().await.expect("accepted");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "early");
    assert!(connection.receive::<String>().await.is_err_and(|error| error.is_ordinary_close()));
    drop(far);
}

#[tokio::test]
async fn run_server_closes_with_1000_when_every_handle_is_dropped() {
    let (near, far) = duplex(1 << 16);
    tokio::spawn(async move {
        let connection = server::accept(near).await.expect("a request").accept().await.expect("accepted");
        connection.send_text("last").await.expect("open");
    });
    let (mut connection, _) = client::connect(far, &uri("ws://test/"), OpenOptions::default()).await.expect("opened");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "last");
    let end = connection.receive::<String>().await.expect_err("closed");
    assert_eq!(end.close_frame().map(CloseFrame::code), Some(CloseCode::NORMAL));
}

#[tokio::test]
async fn run_server_closes_with_the_output_of_the_handler_and_1011_after_its_panic() {
    for (code, panics) in [(4001, false), (1011, true)] {
        let (near, far) = duplex(1 << 16);
        let serving = tokio::spawn(async move {
            let handler = move |pending: PendingConnection| async move {
                let _connection = pending.accept().await.expect("accepted");
                assert!(!panics, "the handler panics");
                CloseFrame::code_only(CloseCode::new(4001).expect("private"))
            };
            Acceptor::default().serve(near, pending(), handler).await
        });
        let (mut connection, _) =
            client::connect(far, &uri("ws://test/"), OpenOptions::default()).await.expect("opened");
        let end = connection.receive::<String>().await.expect_err("closed");
        assert_eq!(end.close_frame().map(|frame| frame.code().as_u16()), Some(code));
        assert_eq!(serving.await.is_err(), panics, "the panic reaches the task");
    }
}

#[tokio::test]
async fn run_server_shutdown_closes_with_1001() {
    let (near, far) = duplex(1 << 16);
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        let handler = |pending: PendingConnection| async move {
            echo(pending.accept().await.expect("accepted")).await;
            CloseFrame::normal()
        };
        let shutdown = async move { drop(stopped.await) };
        Acceptor::default().serve(near, shutdown, handler).await
    });
    let (mut connection, _) = client::connect(far, &uri("ws://test/"), OpenOptions::default()).await.expect("opened");
    connection.send_text("a").await.expect("open");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "a");
    stop.send(()).expect("it waits");
    let end = connection.receive::<String>().await.expect_err("closed");
    assert_eq!(end.close_frame().map(CloseFrame::code), Some(CloseCode::GOING_AWAY));
    drop(connection);
    serving.await.expect("no panic").expect("served");
}

#[tokio::test]
async fn order_of_accept_every_failure_has_an_answer() {
    let without = |field: &str| {
        let lines = HEAD.split_inclusive("\r\n").filter(|line| !line.to_lowercase().starts_with(field));
        lines.collect::<String>()
    };
    let table = [
        ("another version", HEAD.replace("Version: 13", "Version: 8"), 426),
        ("no version", without("sec-websocket-version"), 426),
        ("no key", without("sec-websocket-key"), 400),
        ("no Connection", without("connection"), 400),
        ("no Host", without("host"), 400),
        ("no upgrade", without("upgrade"), 426),
        ("another upgrade", HEAD.replace("websocket\r", "h2c\r"), 426),
        ("another method", HEAD.replace("GET", "POST"), 400),
        ("HTTP/1.0", HEAD.replace("HTTP/1.1", "HTTP/1.0"), 400),
        ("garbage", "\x16\x03\x01\r\n\r\n".to_owned(), 400),
        ("a long head", format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(20_000)), 431),
    ];
    for (what, head, status) in table {
        let (near, mut far) = duplex(1 << 16);
        far.write_all(head.as_bytes()).await.expect("written");
        let answered = tokio::spawn(answer(far));
        let error = server::accept(near).await.expect_err(what);
        assert!(matches!(error, HandshakeError::MalformedRequest(_)), "{what}: {error:?}");
        let answer = answered.await.expect("no panic");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{what}: {answer}");
        if status == 426 {
            assert!(answer.contains("sec-websocket-version: 13") && answer.contains("upgrade: websocket"), "{answer}");
        }
        assert!(answer.contains("content-length: ") && answer.contains("connection: close"), "{what}: {answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn connection_timeout_of_a_head_that_never_ends() {
    let (near, mut far) = duplex(1 << 16);
    far.write_all(b"GET / HTTP/1.1\r\n").await.expect("written");
    let answered = tokio::spawn(answer(far));
    assert!(server::accept(near).await.expect_err("late").is_timeout());
    assert!(answered.await.expect("no panic").starts_with("HTTP/1.1 408 "));
}

#[tokio::test(start_paused = true)]
async fn connection_timeout_covers_the_handshake_of_a_client() {
    let (near, _far) = duplex(1 << 16);
    let options = OpenOptions::default().timeout(Duration::from_secs(3));
    let began = tokio::time::Instant::now();
    assert!(client::connect(near, &uri("ws://test/"), options).await.expect_err("late").is_timeout());
    assert_eq!(began.elapsed(), Duration::from_secs(3));
}

#[tokio::test]
async fn reject_request_answers_with_status_headers_and_body() {
    let far = serving(Acceptor::default(), |pending| async move {
        let response = Response::builder().status(503).header("retry-after", "7").body("full".into());
        pending.reject_with(response.expect("a response"));
        CloseFrame::normal()
    });
    let error = client::connect(far, &uri("ws://test/"), OpenOptions::default()).await.expect_err("rejected");
    let rejected = error.rejected().expect("a response");
    assert_eq!((rejected.status.as_u16(), &rejected.body[..]), (503, &b"full"[..]));
    assert_eq!(rejected.headers["retry-after"], "7");
}

#[tokio::test]
async fn pending_connection_that_is_dropped_answers_500_on_a_stream() {
    let (near, far) = duplex(1 << 16);
    let answered = tokio::spawn(client_error(far));
    drop(server::accept(near).await.expect("a request"));
    assert_eq!(answered.await.expect("no panic").rejected().map(|rejected| rejected.status.as_u16()), Some(500));
}

async fn client_error(stream: DuplexStream) -> HandshakeError {
    client::connect(stream, &uri("ws://test/"), OpenOptions::default()).await.expect_err("no WebSocket")
}

/// Answers the request of a client with these bytes, once it has arrived.
async fn connect_to(answer: &[u8], close: bool, options: OpenOptions) -> HandshakeError {
    let (near, mut far) = duplex(1 << 16);
    let answer = answer.to_vec();
    let server = tokio::spawn(async move {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(far.read_u8().await.expect("a request"));
        }
        far.write_all(&answer).await.expect("written");
        if !close {
            pending::<()>().await;
        }
    });
    let error = client::connect(near, &uri("ws://test/"), options).await.expect_err("no WebSocket");
    server.abort();
    error
}

#[tokio::test]
async fn handshake_errors_of_responses_that_reject() {
    let table: [(&[u8], bool, &str); 5] = [
        (b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 3\r\n\r\nwho is cut", false, "who"),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\nto the end", true, "to the end"),
        (
            b"HTTP/1.1 401 Unauthorized\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            false,
            "abc",
        ),
        (b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 99\r\n\r\nbroken off", true, "broken off"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n", false, ""),
    ];
    for (answer, close, body) in table {
        let error = connect_to(answer, close, OpenOptions::default()).await;
        let rejected = error.rejected().unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!((rejected.status.as_u16(), &rejected.body[..]), (401, body.as_bytes()));
    }
    let long = [&b"HTTP/1.1 500 Oh\r\n\r\n"[..], &"x".repeat(100_000).into_bytes()].concat();
    let error = connect_to(&long, true, OpenOptions::default()).await;
    assert_eq!(error.rejected().map(|rejected| rejected.body.len()), Some(64 * 1024), "the body is bounded");
}

#[tokio::test]
async fn handshake_errors_of_responses_that_violate_the_protocol() {
    let table = [
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", "Upgrade: websocket"),
        (
            "HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n\r\n",
            "does not match the key",
        ),
        ("SSH-2.0-OpenSSH\r\n\r\n", "token"),
    ];
    for (answer, expected) in table {
        let error = connect_to(answer.as_bytes(), true, OpenOptions::default()).await;
        let HandshakeError::MalformedResponse(why) = &error else { panic!("{error:?}") };
        assert!(why.to_string().contains(expected) || expected == "token", "{why}");
    }
    let error = connect_to(b"", true, OpenOptions::default()).await;
    assert!(error.is_transport(), "{error:?}");
    let error = connect_to(&"x".repeat(70_000).into_bytes(), false, OpenOptions::default()).await;
    assert!(matches!(error, HandshakeError::MalformedResponse(_)), "{error:?}");
}

#[tokio::test]
async fn run_client_ends_the_connection_of_a_server_that_is_gone() {
    let far = serving(Acceptor::default(), |pending| async move {
        drop(pending.accept().await.expect("accepted").receive_data_message().await);
        CloseFrame::normal()
    });
    let (mut connection, _) = client::connect(far, &uri("ws://test/"), OpenOptions::default()).await.expect("opened");
    connection.send_ping("").await.expect("open");
    connection.send_text("x").await.expect("open");
    let end = connection.receive::<String>().await.expect_err("closed");
    assert!(matches!(end, ConnectionError::CloseRequest(_)), "{end:?}");
    assert!(connection.send_text("late").await.is_err());
}
