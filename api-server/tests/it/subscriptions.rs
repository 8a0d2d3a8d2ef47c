//! Subscriptions on the wire: one message per frame, and an end at shutdown.

use crate::served::{Note, soon, start};
use api_core::Event;
use api_server::Limits;
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

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
    assert!(end.starts_with("[255,503,"), "{end}");
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
