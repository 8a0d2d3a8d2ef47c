//! Limits on clients: time for heads and bodies, number of connections, time of a shutdown.

use std::time::Duration;

use crate::served::{Wire, soon, start};
use api_server::Limits;
use tokio::net::TcpStream;

/// A short time-out in real time, because sockets do not follow tokio's paused clock.
const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn an_incomplete_head_closes_the_connection_after_the_head_time() {
    let running = start(Limits::default().head_time(SHORT)).await;
    for beginning in ["", "P", "PRI * HT", "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: te"] {
        let mut wire = running.connect().await;
        wire.send(beginning).await;
        assert_eq!(wire.rest().await, "", "after {beginning:?}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_head_above_the_size_limit_is_answered_with_431() {
    let running = start(Limits::default().head_size(8 * 1024)).await;
    let mut wire = running.connect().await;
    wire.send(&format!("GET / HTTP/1.1\r\nHost: test\r\nX: {}", "x".repeat(9_000))).await;
    assert!(wire.rest().await.starts_with("HTTP/1.1 431 "));
    running.stop().await;
}

#[tokio::test]
async fn a_stalled_body_is_answered_with_408() {
    let running = start(Limits::default().body_idle_time(SHORT)).await;
    let mut wire = running.connect().await;
    let head =
        "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    wire.send(head).await;
    assert!(wire.until("\r\n\r\n").await.starts_with("HTTP/1.1 408 "));
    // Otherwise the server would wait for the rest of the body.
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_client_above_the_connection_limit_waits_until_another_closes() {
    let running = start(Limits::default().connections(1)).await;
    let request = "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\n\r\n";
    let mut first = running.connect().await;
    first.send(request).await;
    first.until("}").await;

    let mut second = running.connect().await;
    second.send(request).await;
    let early = tokio::time::timeout(SHORT, second.0.readable()).await;
    assert!(early.is_err(), "the second connection is not served yet");
    drop(first);
    assert!(second.until("}").await.starts_with("HTTP/1.1 200 "));
    running.stop().await;
}

#[tokio::test]
async fn a_connection_above_the_limit_of_its_address_is_closed_at_once() {
    let running = start(Limits::default().connections_per_address(Some(2))).await;
    let request = "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\n\r\n";
    let mut open = [running.connect().await, running.connect().await];
    for wire in &mut open {
        wire.send(request).await;
        wire.until("}").await;
    }
    assert_eq!(running.connect().await.rest().await, "");
    for wire in &mut open {
        wire.send(request).await;
        assert!(wire.until("}").await.starts_with("HTTP/1.1 200 "), "the open ones go on");
    }
    let [first, _second] = open;
    drop(first);
    // The server notices the end of the first connection at some time.
    soon(async {
        loop {
            let mut third = running.connect().await;
            if third.try_send(request).await && third.is_answered().await {
                break;
            }
        }
    })
    .await;
    running.stop().await;
}

#[tokio::test]
async fn shutdown_waits_for_a_running_request() {
    let running = start(Limits::default()).await;
    let mut idle = running.connect().await;
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/wait HTTP/1.1\r\nHost: test\r\n\r\n").await;
    soon(running.gate.entered.notified()).await;

    running.shutdown.shut_down();
    assert_eq!(idle.rest().await, "", "an idle connection is closed at once");
    // The listener is dropped before the drain begins. From then on connecting is refused.
    soon(async { while TcpStream::connect(running.address).await.is_ok() {} }).await;
    assert!(!running.done.is_finished());
    running.gate.open.notify_one();
    let answer = wire.rest().await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("connection: close"), "{answer}");
    soon(running.done).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_request_that_never_ends_is_aborted_after_the_drain_time() {
    let running = start(Limits::default().drain_time(SHORT)).await;
    let mut wire: Wire = running.connect().await;
    wire.send("GET /v1/acme/wait HTTP/1.1\r\nHost: test\r\n\r\n").await;
    soon(running.gate.entered.notified()).await;
    running.shutdown.shut_down();
    soon(running.done).await.unwrap().unwrap();
    assert_eq!(wire.rest().await, "");
}
