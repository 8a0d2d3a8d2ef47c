//! Silence of a client in each state of its connection: each ends the connection within its limit.
//!
//! The server accepts one connection at a time, so a second client is answered once the first connection has ended.
//! That also finds the end of a connection whose client does not read.

use std::sync::Arc;
use std::time::Duration;

use api_core::subscription::LagPolicy;
use api_core::websocket::{ConnectionOptions, PingPolicy};
use api_core::{Compose as _, Event, Topic};
use api_server::{Limits, Server};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

use crate::http2::{connect_tls, start_tls};
use crate::served::{Gate, Memory, Note, NotesApi, Running, STEP_TIMEOUT, Wire, bind, soon, start, start_with};
use crate::sockets::{Kinds, SocketsApi, handshake};

/// A short time-out in real time, because sockets do not follow tokio's paused clock.
const SHORT: Duration = Duration::from_millis(100);

const PREFACE: &str = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The beginning of a SETTINGS frame without its last bytes.
const HALF_FRAME: &str = "\0\0\u{6}\u{4}\0";
/// A whole, empty SETTINGS frame.
const SETTINGS: &str = "\0\0\0\u{4}\0\0\0\0\0";
const GET: &str = "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\n\r\n";
const HALF_BODY: &str =
    "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";

fn limits() -> Limits {
    Limits::default()
        .connections(1)
        .handshake_time(SHORT)
        .head_time(SHORT)
        .body_idle_time(SHORT)
        .write_time(SHORT)
        .ping_interval(SHORT)
        .ping_time(SHORT)
}

/// Sends a request on a new connection, which is answered once the earlier connection has ended.
async fn check_ended(running: &Running, state: &str) {
    let mut second = running.connect().await;
    second.send(GET).await;
    let answer = second.until("}").await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "after {state}: {answer}");
}

#[tokio::test]
async fn silence_ends_a_plain_connection_in_each_state() {
    let running = start(limits()).await;
    // The state, what the client sends, and the end of what it reads before it is silent.
    let table = [
        ("accepting", String::new(), ""),
        ("detecting the version", "PRI * HT".to_owned(), ""),
        ("the preface", PREFACE.to_owned(), ""),
        ("the first frame of HTTP/2", format!("{PREFACE}{HALF_FRAME}"), ""),
        ("idle HTTP/2", format!("{PREFACE}{SETTINGS}"), ""),
        ("the head", "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: te".to_owned(), ""),
        ("the body", HALF_BODY.to_owned(), ""),
        ("idle keep-alive", GET.to_owned(), "}"),
        ("closing", GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"), "}"),
    ];
    for (state, sent, read) in table {
        let mut silent = running.connect().await;
        silent.send(&sent).await;
        if !read.is_empty() {
            silent.until(read).await;
        }
        check_ended(&running, state).await;
    }
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_its_connection() {
    let running = start(limits()).await;
    let mut deaf = running.connect().await;
    // The server stops reading once its own writes stall.
    let requests = GET.repeat(1_000);
    while deaf.try_send(&requests).await {}
    check_ended(&running, "an unread response").await;

    let mut deaf = running.connect().await;
    deaf.send("GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n").await;
    deaf.until(":\n\r\n").await;
    for _ in 0..16 {
        running.gate.events.publish_now(Event::new(Note { text: "x".repeat(1 << 20) }));
    }
    check_ended(&running, "an unread event stream").await;
    drop(deaf);
    running.stop().await;
}

/// Performs a TLS handshake on a new connection, which succeeds once the earlier connection has ended.
async fn check_tls_ended(running: &Running, roots: &RootCertStore, state: &str) {
    let connected = timeout(STEP_TIMEOUT, connect_tls(running, roots, &["http/1.1"])).await;
    assert!(connected.is_ok(), "{state} is not ended by silence");
}

#[tokio::test]
async fn silence_ends_a_tls_connection_in_each_state() {
    let (running, roots) = start_tls(limits()).await;
    let silent = running.connect().await;
    check_tls_ended(&running, &roots, "the handshake").await;
    drop(silent);
    let table = [
        ("the preface", "h2", String::new()),
        ("half a preface", "h2", "PRI * HTTP/2.0".to_owned()),
        ("the first frame of HTTP/2", "h2", format!("{PREFACE}{HALF_FRAME}")),
        ("idle HTTP/2", "h2", format!("{PREFACE}{SETTINGS}")),
        ("the head of HTTP/1.1", "http/1.1", "GET / HT".to_owned()),
        ("HTTP/1.1 before its first byte", "http/1.1", String::new()),
        ("no negotiated protocol", "", String::new()),
    ];
    for (state, protocol, sent) in table {
        let protocols = [protocol];
        let mut silent = connect_tls(&running, &roots, if protocol.is_empty() { &[] } else { &protocols }).await;
        silent.write_all(sent.as_bytes()).await.unwrap();
        silent.flush().await.unwrap();
        check_tls_ended(&running, &roots, state).await;
    }
    running.stop().await;
}

#[tokio::test]
async fn a_connection_that_negotiated_http2_and_speaks_http1_is_closed() {
    let (running, roots) = start_tls(Limits::default()).await;
    let mut stream = connect_tls(&running, &roots, &["h2"]).await;
    stream.write_all(GET.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The server closes without the closing alert of TLS.
    let _ = soon(stream.read_to_end(&mut answer)).await;
    assert_eq!(answer, b"");
    running.stop().await;
}

#[tokio::test]
async fn a_preface_that_drips_does_not_extend_the_head_time() {
    let (running, roots) = start_tls(limits().connections(2)).await;
    let (mut reads, mut writes) = tokio::io::split(connect_tls(&running, &roots, &["h2"]).await);
    let dripping = tokio::spawn(async move {
        for byte in PREFACE.bytes() {
            tokio::time::sleep(SHORT / 3).await;
            if writes.write_all(&[byte]).await.is_err() || writes.flush().await.is_err() {
                return false;
            }
        }
        true
    });
    let _ = soon(reads.read_to_end(&mut Vec::new())).await;
    dripping.abort();
    assert!(!dripping.await.is_ok_and(|whole| whole), "the connection ends before the preface does");
    running.stop().await;
}

#[tokio::test]
async fn silence_ends_a_websocket_that_pings_and_one_that_closes() {
    let options = ConnectionOptions::default().ping(PingPolicy::every(SHORT).pong_timeout(SHORT)).close_timeout(SHORT);
    let (ends, _ended) = mpsc::unbounded_channel();
    let gate = Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(1, LagPolicy::Close) };
    let gate = Arc::new(gate);
    let sockets = SocketsApi::serve(Kinds(ends)).websocket_options(options);
    let running = start_with(bind().await, limits(), |_| Server::new(sockets.or_else(NotesApi::serve(Memory(gate)))));
    for kind in ["echo", "courteous"] {
        let mut silent: Wire = running.connect().await;
        silent.send(&format!("{}\r\n", handshake(kind))).await;
        silent.until("\r\n\r\n").await;
        check_ended(&running, kind).await;
    }
    running.stop().await;
}
