//! WebSockets over HTTP/1.1: the response, invalid handshakes, shutdown, limits, and other hyper servers.

use std::sync::Arc;
use std::time::Duration;

use crate::served::{Wire, bind, soon};
use crate::sockets::{
    GOING_AWAY, INTERNAL_ERROR, Kinds, SocketsApi, frame, handshake, read_frame, start_sockets, start_sockets_on, text,
};
use api_server::{Limits, Server, Tls};
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tower_service::Service;

/// A short time-out in real time, because sockets do not follow tokio's paused clock.
const SHORT: Duration = Duration::from_millis(100);

/// Sends an opening request and returns the head of the response.
async fn upgraded(wire: &mut Wire, kind: &str) -> String {
    wire.send(&format!("{}\r\n", handshake(kind))).await;
    wire.until("\r\n\r\n").await
}

async fn send(wire: &mut Wire, frame: &[u8]) {
    wire.0.write_all(frame).await.expect("sent");
}

async fn check_echo(wire: &mut Wire, message: &str) {
    send(wire, &text(message)).await;
    assert_eq!(read_frame(&mut wire.0).await, (1, message.as_bytes().to_vec()));
}

/// Expects a close frame, answers it, and expects the server to close the connection.
async fn check_close(wire: &mut Wire, (opcode, body): (u8, &[u8])) {
    assert_eq!(read_frame(&mut wire.0).await, (opcode, body.to_vec()));
    send(wire, &frame(opcode, body)).await;
    assert_eq!(wire.rest().await, "");
}

#[tokio::test]
async fn an_upgrade_is_answered_with_101_and_the_fields_of_rfc_6455() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    let answer = upgraded(&mut wire, "echo").await;
    let lines: Vec<_> = answer.lines().filter(|line| !line.starts_with("date: ")).collect();
    let expected = [
        "HTTP/1.1 101 Switching Protocols",
        "connection: Upgrade",
        "upgrade: websocket",
        "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        "",
    ];
    assert_eq!(lines, expected, "{answer}");
    check_echo(&mut wire, "over and out").await;
    send(&mut wire, &frame(8, b"")).await;
    assert_eq!(read_frame(&mut wire.0).await, (8, Vec::new()));
    assert_eq!(wire.rest().await, "");
    assert!(soon(ends.recv()).await.is_some());
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn frames_sent_in_the_same_write_as_the_request_are_received() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    let mut bytes = format!("{}\r\n", handshake("echo")).into_bytes();
    bytes.extend(text("early bird"));
    send(&mut wire, &bytes).await;
    wire.until("\r\n\r\n").await;
    assert_eq!(read_frame(&mut wire.0).await, (1, b"early bird".to_vec()));
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn an_invalid_handshake_is_answered_and_the_connection_remains_usable() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let good = handshake("echo");
    let table = [
        (good.replace("Q==", "Q"), "400 "),
        (good.replace("Version: 13", "Version: 12"), "426 "),
        (good.replace("Sec-WebSocket-Version: 13\r\n", ""), "426 "),
        (good.replace("Sec-WebSocket-Key", "X-Key"), "400 "),
        (good.replace("Connection: Upgrade", "Connection: keep-alive"), "400 "),
        (good.replace("Upgrade: websocket", "Upgrade: h2c"), "426 "),
        (good.replace("GET", "POST"), "405 "),
        (good.replace("/socket/echo", "/v1/acme/notes/7"), "200 "),
    ];
    let mut wire = running.connect().await;
    for (head, expected) in table {
        wire.send(&format!("{head}\r\n")).await;
        let answer = wire.until("\r\n\r\n").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected}")), "{head}\n{answer}");
        assert!(expected != "426 " || answer.contains("sec-websocket-version: 13"), "{head}\n{answer}");
        wire.until("}").await;
    }
    assert!(upgraded(&mut wire, "echo").await.starts_with("HTTP/1.1 101 "));
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_handshake_without_http_1_1_or_a_host_is_answered_with_400() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    for head in [handshake("echo").replace("HTTP/1.1", "HTTP/1.0"), handshake("echo").replace("Host: test\r\n", "")] {
        let mut wire = running.connect().await;
        wire.send(&format!("{head}Connection: close\r\n\r\n")).await;
        let answer = wire.until("\r\n\r\n").await;
        assert!(answer.contains(" 400 "), "{head}\n{answer}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_plain_connect_is_refused() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    for target in ["test:80", "http://test/v1/acme/notes/7"] {
        let mut wire = running.connect().await;
        wire.send(&format!("CONNECT {target} HTTP/1.1\r\nHost: test\r\n\r\n")).await;
        let answer = wire.until("\r\n\r\n").await;
        assert!(
            ["404", "405", "501"].iter().any(|status| answer.starts_with(&format!("HTTP/1.1 {status}"))),
            "{answer}"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn an_open_websocket_counts_towards_the_connection_limit() {
    let (running, _ends) = start_sockets(Limits::default().connections(1)).await;
    let mut first = running.connect().await;
    upgraded(&mut first, "echo").await;
    check_echo(&mut first, "x").await;

    let mut second = running.connect().await;
    second.send(&format!("{}\r\n", handshake("echo"))).await;
    let early = tokio::time::timeout(SHORT, second.0.readable()).await;
    assert!(early.is_err(), "the second connection is not served yet");
    drop(first);
    assert!(second.until("\r\n\r\n").await.starts_with("HTTP/1.1 101 "));
    drop(second);
    running.stop().await;
}

#[tokio::test]
async fn shutdown_closes_a_websocket_with_1001() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "echo").await;
    running.shutdown.shut_down();
    check_close(&mut wire, GOING_AWAY).await;
    drop(wire);
    soon(running.done).await.expect("no panic").expect("served");
    assert!(ends.recv().await.is_some());
}

#[tokio::test]
async fn a_handler_that_waits_for_shutdown_can_send_and_close_itself() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "courteous").await;
    assert_eq!(read_frame(&mut wire.0).await, (1, b"hello".to_vec()));
    running.shutdown.shut_down();
    assert_eq!(read_frame(&mut wire.0).await, (1, b"farewell".to_vec()));
    check_close(&mut wire, (8, b"\x03\xf4back soon")).await;
    drop(wire);
    soon(running.done).await.expect("no panic").expect("served");
    assert!(ends.recv().await.is_some());
}

#[tokio::test]
async fn a_websocket_that_does_not_close_is_aborted_after_the_drain_time() {
    let (running, mut ends) = start_sockets(Limits::default().drain_time(SHORT)).await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "deaf").await;
    running.shutdown.shut_down();
    soon(running.done).await.expect("no panic").expect("served");
    assert_eq!(read_frame(&mut wire.0).await, (8, GOING_AWAY.1.to_vec()));
    assert_eq!(wire.rest().await, "");
    assert_eq!(soon(ends.recv()).await, None, "the handler's future was dropped");
}

#[tokio::test]
async fn a_handler_runs_to_its_end_after_it_rejected() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    assert!(upgraded(&mut wire, "refused").await.starts_with("HTTP/1.1 400 "));
    wire.until("go away").await;
    assert_eq!(soon(ends.recv()).await.as_deref(), Some("done after the refusal"));
    assert!(upgraded(&mut wire, "echo").await.starts_with("HTTP/1.1 101 "));
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn dropping_the_server_aborts_its_websockets() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "echo").await;
    check_echo(&mut wire, "x").await;
    running.done.abort();
    assert_eq!(wire.rest().await, "");
    assert_eq!(soon(ends.recv()).await, None);
}

#[tokio::test]
async fn a_panic_closes_one_websocket_with_1011() {
    let (running, mut ends) = start_sockets(Limits::default()).await;
    let mut other = running.connect().await;
    upgraded(&mut other, "echo").await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "panic").await;
    check_close(&mut wire, INTERNAL_ERROR).await;
    check_echo(&mut other, "still here").await;
    drop((wire, other));
    assert!(soon(ends.recv()).await.is_some());
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_is_disconnected_after_the_write_time() {
    let (running, mut ends) = start_sockets(Limits::default().write_time(SHORT)).await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "flood").await;
    assert!(soon(ends.recv()).await.is_some(), "the handler ended");
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_handler_sees_whether_its_connection_uses_tls() {
    let (running, _ends) = start_sockets(Limits::default()).await;
    let mut wire = running.connect().await;
    upgraded(&mut wire, "secure").await;
    assert_eq!(read_frame(&mut wire.0).await, (1, b"plain".to_vec()));
    drop(wire);
    running.stop().await;

    let made = rcgen::generate_simple_self_signed(["test".to_owned()]).expect("a certificate");
    let tls = Tls::from_pem(made.cert.pem().as_bytes(), made.signing_key.serialize_pem().as_bytes()).expect("usable");
    let (running, _ends) = start_sockets_on(bind().await.with_tls(tls), Limits::default());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("a root");
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    let config = config.with_safe_default_protocol_versions().expect("versions").with_root_certificates(roots);
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config.with_no_client_auth()));
    let stream = TcpStream::connect(running.address).await.expect("a connection");
    let mut stream = connector.connect("test".try_into().expect("a name"), stream).await.expect("TLS");
    let request = format!("{}\r\n", handshake("secure"));
    stream.write_all(request.as_bytes()).await.expect("written");
    let mut got = Vec::new();
    while !got.ends_with(b"secure") {
        got.push(soon(stream.read_u8()).await.expect("more"));
    }
    drop(stream);
    running.stop().await;
}

#[tokio::test]
async fn a_server_upgrades_under_another_hyper_server() {
    let (ends, mut ended) = mpsc::unbounded_channel();
    let server = Server::new(SocketsApi::serve(Kinds(ends)));
    let socket = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let address = socket.local_addr().expect("an address");
    tokio::spawn(async move {
        let (stream, _) = socket.accept().await.expect("a connection");
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut server = server.clone();
            async move { server.call(request).await }
        });
        let builder = auto::Builder::new(TokioExecutor::new());
        // The client may drop the connection.
        let _ = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).await;
    });
    let mut wire = Wire(TcpStream::connect(address).await.expect("connected"));
    assert!(upgraded(&mut wire, "echo").await.starts_with("HTTP/1.1 101 "));
    check_echo(&mut wire, "hello").await;
    drop(wire);
    assert!(soon(ended.recv()).await.is_some());
}
