//! Messages and their conversion: the rows of this part of the table in README.md.

use std::sync::Arc;

use api_websocket::{CloseCode, ConnectionOptions, DataMessage, Json, Message, Utf8Bytes, WebSocketData as _};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::peer::{close, masked, received_text, server, text};

#[tokio::test]
async fn message_is_text_bytes_ping_pong_or_close() {
    let (mut connection, peer) = server(ConnectionOptions::default());
    let sent = [text("t"), masked(0x82, b"\0b"), masked(0x89, b"p"), masked(0x8a, b"q"), close(3001, "why")];
    peer.send(&sent.concat());
    let mut got = Vec::new();
    for _ in 0..5 {
        got.push(connection.receive_message().await.expect("a message"));
    }
    let [
        Message::Text(text),
        Message::Binary(bytes),
        Message::Ping(ping),
        Message::Pong(answer),
        Message::Close(frame),
    ] = &got[..]
    else {
        panic!("{got:?}")
    };
    assert_eq!((text.as_str(), &bytes[..], &ping[..], &answer[..]), ("t", &b"\0b"[..], &b"p"[..], &b"q"[..]));
    assert_eq!((frame.code().as_u16(), frame.reason()), (3001, "why"));
}

#[tokio::test]
async fn control_message_payloads_arrive_unchanged() {
    let (mut connection, peer) = server(ConnectionOptions::default());
    let payload = vec![0xff; 125];
    peer.send(&[masked(0x89, &payload), masked(0x8a, b""), masked(0x88, b"")].concat());
    assert_eq!(connection.receive_message().await.expect("a ping"), Message::Ping(payload.into()));
    assert_eq!(connection.receive_message().await.expect("a pong"), Message::Pong(Bytes::new()));
    let Ok(Message::Close(frame)) = connection.receive_message().await else { panic!("a close") };
    assert_eq!((frame.code(), frame.reason()), (CloseCode::NO_STATUS, ""));
}

#[tokio::test]
async fn data_message_is_text_or_bytes_and_cheap_to_clone() {
    let (mut connection, peer) = server(ConnectionOptions::default());
    peer.send(&[masked(0x82, &vec![7; 100_000]), text("é")].concat());
    let message = connection.receive_data_message().await.expect("bytes");
    let copy = message.clone();
    assert_eq!(message.as_bytes().as_ptr(), copy.as_bytes().as_ptr(), "the bytes are shared");
    assert!(!message.is_text());
    let message = connection.receive_data_message().await.expect("a text");
    assert_eq!(message.clone().into_bytes().as_ptr(), message.as_bytes().as_ptr());
    assert_eq!(message, DataMessage::Text("é".into()));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Point {
    x: i32,
}

#[tokio::test]
async fn websockets_data_reads_text_and_binary_alike_and_a_failed_conversion_discards_one_message() {
    for first in [0x81, 0x82] {
        let (mut connection, peer) = server(ConnectionOptions::default());
        let json = masked(first, br#"{"x":7}"#);
        peer.send(&json.repeat(7));
        assert_eq!(connection.receive::<Bytes>().await.expect("bytes"), br#"{"x":7}"#[..]);
        assert_eq!(connection.receive::<Vec<u8>>().await.expect("bytes"), br#"{"x":7}"#);
        assert_eq!(connection.receive::<String>().await.expect("a text"), r#"{"x":7}"#);
        assert_eq!(&*connection.receive::<Arc<str>>().await.expect("a text"), r#"{"x":7}"#);
        assert_eq!(connection.receive::<Utf8Bytes>().await.expect("a text"), r#"{"x":7}"#);
        assert_eq!(connection.receive::<DataMessage>().await.expect("a message").is_text(), first == 0x81);
        assert_eq!(connection.receive::<Json<Point>>().await.expect("a point"), Json(Point { x: 7 }));
        peer.send(&[masked(0x82, b"\xff"), text("no point"), text("fine")].concat());
        let error = connection.receive::<String>().await.expect_err("no text");
        assert!(error.is_decode() && !error.is_end());
        assert!(connection.receive::<Json<Point>>().await.expect_err("no point").is_decode());
        assert_eq!(connection.receive::<String>().await.expect("a text"), "fine");
        assert!(peer.take_received().await.is_empty(), "nothing is sent");
    }
}

#[tokio::test]
async fn websockets_data_is_written_as_the_selected_kind() {
    let (connection, peer) = server(ConnectionOptions::default());
    connection.sender().send_as_text(Json(Point { x: 1 })).await.expect("open");
    connection.sender().send_as_binary(Json(Point { x: 1 })).await.expect("open");
    assert_eq!(peer.frame().await, received_text(r#"{"x":1}"#));
    assert_eq!(peer.frame().await, (0x82, br#"{"x":1}"#.to_vec()));
    assert!(connection.sender().send_as_text(vec![0xff]).await.is_err_and(|error| !error.is_end()));
    assert!(peer.take_received().await.is_empty());
    assert_eq!(DataMessage::Text("é".into()).into_payload().expect("bytes"), "é");
}
