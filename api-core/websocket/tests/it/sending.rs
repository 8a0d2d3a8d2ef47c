//! Sending, closing, pings: the rows of this part of the table in README.md.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api_websocket::{
    CloseCode, CloseError, CloseFrame, ConnectionError, ConnectionOptions, DataMessage, Json, PingPolicy,
    PreparedMessage, Role,
};
use bytes::Bytes;
use futures_util::{FutureExt as _, SinkExt as _};

use crate::peer::{close, close_body, connected, masked, received_text, second, server, settle, text};

fn plain() -> (api_websocket::Connection, crate::peer::Peer) {
    server(ConnectionOptions::default())
}

#[tokio::test]
async fn send_is_one_final_frame_for_each_message() {
    let (connection, peer) = plain();
    connection.send_text("é").await.expect("open");
    connection.send_text(String::from("b")).await.expect("open");
    connection.send_binary(&b"\xff"[..]).await.expect("open");
    connection.send_data_message(DataMessage::Text("d".into())).await.expect("open");
    let expected = [&b"\x81\x02\xc3\xa9"[..], b"\x81\x01b", b"\x82\x01\xff", b"\x81\x01d"].concat();
    assert_eq!(peer.take_received().await, expected);
    let (client, peer) = connected(Role::Client, ConnectionOptions::default());
    client.send_binary(vec![1; 70_000]).await.expect("open");
    let bytes = peer.take_received().await;
    assert_eq!((&bytes[..2], bytes.len()), (&[0x82, 0xff][..], 2 + 8 + 4 + 70_000), "a client masks");
}

#[tokio::test]
async fn send_data_messages_send_text_data_and_send_binary_data_write_once_for_many() {
    let (connection, peer) = plain();
    connection.send_texts(["a", "b", "c"]).await.expect("open");
    assert_eq!(peer.writes(), 1);
    connection.send_binaries([Bytes::from_static(b"d"), Bytes::from_static(b"e")]).await.expect("open");
    assert_eq!(peer.writes(), 2);
    let both = [DataMessage::Text("f".into()), DataMessage::Binary("g".into())];
    connection.send_data_messages(both).await.expect("open");
    assert_eq!(peer.writes(), 3);
    let expected = b"\x81\x01a\x81\x01b\x81\x01c\x82\x01d\x82\x01e\x81\x01f\x82\x01g";
    assert_eq!(peer.take_received().await, expected);
    // An empty list writes nothing.
    connection.send_texts(Vec::<String>::new()).await.expect("open");
    connection.send_binaries(Vec::<Bytes>::new()).await.expect("open");
    connection.send_data_messages([]).await.expect("open");
    assert_eq!((peer.writes(), peer.take_received().await), (3, Vec::new()));
}

#[tokio::test]
async fn send_into_a_sink_flushes_on_request() {
    let (connection, peer) = plain();
    let mut sender = connection.sender().clone();
    sender.feed(DataMessage::Text("a".into())).await.expect("open");
    sender.feed(DataMessage::Text("b".into())).await.expect("open");
    assert_eq!(peer.writes(), 0);
    sender.flush().await.expect("open");
    assert_eq!((peer.writes(), peer.take_received().await), (1, b"\x81\x01a\x81\x01b".to_vec()));
    futures_util::SinkExt::close(&mut sender).await.expect("open");
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "")));
}

#[tokio::test]
async fn send_in_fragments_of_the_configured_size() {
    let (connection, peer) = server(ConnectionOptions::default().fragment(4));
    connection.send_text("123456789").await.expect("open");
    connection.send_text("1234").await.expect("open");
    assert_eq!(peer.take_received().await, b"\x01\x041234\x00\x045678\x80\x019\x81\x041234");
}

#[tokio::test]
async fn send_waits_while_the_write_buffer_is_full() {
    let (connection, peer) = server(ConnectionOptions::default().write_buffer(1000));
    peer.room(0);
    let mut pushed = 0;
    while connection.send_binary(vec![0; 98]).now_or_never().is_some() {
        pushed += 1;
        assert!(pushed < 100, "the buffer is bounded");
    }
    // As many as fit into 1000 bytes. The last one is in the buffer although its future was dropped while it waited.
    assert_eq!(pushed, 10);
    assert!(connection.send_text("dropped before there is room, so never sent").now_or_never().is_none());
    let waiting = tokio::spawn(async move {
        connection.send_text("last").await.expect("open");
        connection
    });
    settle().await;
    assert!(!waiting.is_finished());
    peer.room(usize::MAX);
    for _ in 0..=pushed {
        assert_eq!(peer.frame().await.1.len(), 98);
    }
    waiting.await.expect("no panic");
    assert_eq!(peer.frame().await, received_text("last"));
}

#[tokio::test]
async fn try_send_prepared_is_what_sending_the_text_is() {
    let (shared, both) = (PreparedMessage::text("é"), [PreparedMessage::text("1234"), PreparedMessage::text("12345")]);
    for options in [ConnectionOptions::default(), ConnectionOptions::default().fragment(4)] {
        let ((one, sent), (other, expected)) = (server(options.clone()), server(options));
        for texts in [vec![&shared], vec![&both[1]], vec![&both[0], &shared, &both[1]], Vec::new()] {
            assert_eq!(one.sender().try_send_prepared(texts.iter().copied()).ok(), Some(texts.len()));
            other.send_texts(texts.iter().map(|text| text.as_str())).await.expect("open");
            assert_eq!(sent.writes(), expected.writes());
        }
        assert_eq!(sent.take_received().await, expected.take_received().await);
    }
    let (client, peer) = connected(Role::Client, ConnectionOptions::default());
    assert_eq!(client.sender().try_send_prepared([&shared]).ok(), Some(1));
    assert_eq!(peer.take_received().await[..2], [0x81, 0x82], "a client masks");
}

#[tokio::test]
async fn try_send_prepared_sends_what_there_is_room_for_and_loses_nothing() {
    for room in 0..7 {
        let (connection, peer) = server(ConnectionOptions::default().write_buffer(10));
        peer.room(room);
        let (mut sent, mut number) = (Vec::new(), 0);
        loop {
            let texts = [number, number + 1].map(|number: i32| PreparedMessage::text(&format!("{number:04}")));
            // Alone, and several at once.
            let texts = texts.iter().take(1 + usize::from(number % 3 == 0));
            let count = connection.sender().try_send_prepared(texts.clone()).expect("open");
            sent.extend(texts.clone().take(count).map(|text| text.as_str().to_owned()));
            assert!(sent.len() < 10, "the buffer is bounded");
            if count < texts.count() {
                break;
            }
            number = i32::try_from(sent.len()).expect("few");
        }
        peer.room(usize::MAX);
        for text in sent {
            assert_eq!(peer.frame().await, received_text(&text));
        }
        settle().await;
        assert_eq!(connection.sender().try_send_prepared([&PreparedMessage::text("last")]).ok(), Some(1));
        assert_eq!(peer.frame().await, received_text("last"));
    }
}

#[tokio::test]
async fn try_send_prepared_fails_once_the_connection_closes_or_a_write_fails() {
    let text = PreparedMessage::text("x");
    let (connection, peer) = plain();
    connection.close("bye").await.expect("open");
    assert!(matches!(connection.sender().try_send_prepared([&text]), Err(ConnectionError::AlreadyClosing)));
    assert_eq!(peer.frame().await.0, 0x88);
    for count in [1, 2] {
        let (connection, peer) = plain();
        peer.break_writes();
        assert!(connection.sender().try_send_prepared([&text, &text].into_iter().take(count)).is_err());
    }
}

#[tokio::test]
async fn send_on_a_closed_stream_is_connection_closed() {
    let (mut connection, peer) = plain();
    peer.end();
    assert!(connection.receive_data_message().await.is_err());
    for refused in [connection.send_text("x").await, connection.send_binary("x").await, connection.send_ping("x").await]
    {
        assert!(refused.is_err_and(|error| error.is_closed()));
    }
}

#[tokio::test]
async fn send_close_is_1000_and_then_only_receiving_goes_on() {
    let (mut connection, peer) = plain();
    connection.close("bye").await.expect("open");
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "bye")));
    for refused in [connection.send_text("x").await, connection.send_pong("x").await, connection.close("x").await] {
        assert!(matches!(refused, Err(ConnectionError::AlreadyClosing)), "{refused:?}");
    }
    peer.send(&text("under way"));
    assert_eq!(connection.receive::<String>().await.expect("a text"), "under way");
    assert!(peer.take_received().await.is_empty());
}

#[tokio::test]
async fn send_close_code_accepts_codes_that_may_be_sent_and_cuts_no_reason() {
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, u16::MAX] {
        assert_eq!(CloseCode::new(code), Err(CloseError::Code(code)));
    }
    for code in [CloseCode::NO_STATUS, CloseCode::ABNORMAL, CloseCode::TLS_HANDSHAKE] {
        let (connection, peer) = plain();
        assert!(matches!(connection.close_with(code, "").await, Err(ConnectionError::Close(CloseError::Code(_)))));
        assert!(peer.take_received().await.is_empty());
        connection.send_text("still open").await.expect("open");
    }
    let (connection, peer) = plain();
    let long = "é".repeat(62);
    let refused = connection.close_with(CloseCode::POLICY, &long).await;
    assert!(matches!(refused, Err(ConnectionError::Close(CloseError::Reason(124)))), "{refused:?}");
    assert!(peer.take_received().await.is_empty());
    let most = "x".repeat(CloseFrame::MAX_REASON);
    connection.close_with(CloseCode::new(4999).expect("private"), &most).await.expect("open");
    assert_eq!(peer.frame().await, (0x88, close_body(4999, &most)));
}

#[tokio::test]
async fn send_close_code_and_wait_drains_until_the_close_frame_of_the_peer() {
    let (connection, peer) = plain();
    let frame = CloseFrame::new(CloseCode::GOING_AWAY, "moving").expect("short");
    let closing = tokio::spawn(async move { connection.close_and_wait(&frame, second(10)).await });
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "moving")));
    peer.send(&[text("one"), masked(0x89, b"?"), masked(0x82, b"two"), close(1001, "ok")].concat());
    let answer = closing.await.expect("no panic").expect("answered");
    assert_eq!((answer.code(), answer.reason()), (CloseCode::GOING_AWAY, "ok"));
    assert!(peer.take_received().await.is_empty());
}

#[tokio::test]
async fn send_ping_and_send_pong_have_at_most_125_bytes() {
    let (connection, peer) = plain();
    connection.send_ping("p").await.expect("open");
    connection.send_pong([0xff; 125]).await.expect("open");
    assert_eq!(peer.frame().await, (0x89, b"p".to_vec()));
    assert_eq!(peer.frame().await, (0x8a, vec![0xff; 125]));
    assert!(matches!(connection.send_ping([0; 126]).await, Err(ConnectionError::ControlTooLong(126))));
    assert!(matches!(connection.send_pong([0; 126]).await, Err(ConnectionError::ControlTooLong(126))));
    assert!(peer.take_received().await.is_empty());
    connection.send_ping("").await.expect("open");
}

/// Returns the payloads of the pings that have arrived.
async fn pings(peer: &crate::peer::Peer) -> Vec<Vec<u8>> {
    let bytes = peer.take_received().await;
    let mut found = Vec::new();
    let mut rest = &bytes[..];
    while let [0x89, length, after @ ..] = rest {
        let (payload, after) = after.split_at(usize::from(*length));
        found.push(payload.to_vec());
        rest = after;
    }
    assert!(rest.is_empty(), "{rest:02x?}");
    found
}

#[tokio::test]
async fn with_ping_thread_pings_with_a_counter_from_one_until_the_end() {
    let policy = PingPolicy::every(second(10)).pong_timeout(Duration::ZERO);
    let (mut connection, peer) = server(ConnectionOptions::default().ping(policy));
    peer.pass(second(9)).await;
    assert!(pings(&peer).await.is_empty(), "the first ping follows the interval");
    for count in 1..=12 {
        peer.pass(second(if count == 1 { 1 } else { 10 })).await;
        assert_eq!(pings(&peer).await, [count.to_string().into_bytes()]);
    }
    peer.send(&close(1000, ""));
    assert!(connection.receive_data_message().await.is_err());
    peer.frame().await;
    peer.pass(second(10)).await;
    assert!(pings(&peer).await.is_empty(), "pings stop with the connection");
    for off in [PingPolicy::every(Duration::ZERO)] {
        let (_connection, peer) = server(ConnectionOptions::default().ping(off));
        peer.pass(second(1000)).await;
        assert!(pings(&peer).await.is_empty());
    }
}

#[tokio::test]
async fn fork_ping_thread_starts_later_and_can_be_stopped() {
    let (connection, peer) = plain();
    peer.pass(second(100)).await;
    let handle = connection.spawn_pings(PingPolicy::every(second(10)).pong_timeout(Duration::ZERO));
    peer.pass(second(10)).await;
    peer.pass(second(10)).await;
    assert_eq!(pings(&peer).await, [b"1", b"2"]);
    handle.abort();
    peer.pass(second(100)).await;
    assert!(pings(&peer).await.is_empty());
    // An interval of zero sends no pings.
    connection.spawn_pings(PingPolicy::every(Duration::ZERO));
    peer.pass(second(100)).await;
    assert!(pings(&peer).await.is_empty());
}

#[tokio::test]
async fn ping_thread_is_the_driver_of_the_connection() {
    // Nothing receives or sends: both halves are idle in other tasks.
    let policy = PingPolicy::every(second(5)).pong_timeout(Duration::ZERO);
    let (connection, peer) = server(ConnectionOptions::default().ping(policy));
    let (sender, mut receiver) = connection.split();
    let receiving = tokio::spawn(async move { receiver.receive::<String>().await });
    peer.pass(second(5)).await;
    peer.pass(second(5)).await;
    assert_eq!(pings(&peer).await, [b"1", b"2"]);
    peer.send(&text("x"));
    assert_eq!(receiving.await.expect("no panic").expect("a text"), "x");
    drop(sender);
}

#[tokio::test]
async fn with_ping_pong_closes_a_connection_without_pongs() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let policy = PingPolicy::every(second(15)).pong_timeout(second(30)).on_ping(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let options = || ConnectionOptions::default().ping(policy.clone());
    let (mut connection, peer) = server(options());
    peer.pass(second(15)).await;
    assert_eq!((pings(&peer).await, count.load(Ordering::SeqCst)), (vec![b"1".to_vec()], 1));
    peer.send(&masked(0x8a, b"1"));
    peer.pass(second(15)).await;
    peer.pass(second(15)).await;
    assert_eq!(pings(&peer).await.len(), 2);
    peer.pass(second(15)).await;
    let error = connection.receive_data_message().await.expect_err("no pong for 30 seconds");
    assert!(matches!(error, ConnectionError::PongTimeout(time) if time == second(30)), "{error:?}");
    let (first, body) = loop {
        match peer.frame().await {
            (0x89, _) => {}
            other => break other,
        }
    };
    assert_eq!((first, &body[..2]), (0x88, &1011_u16.to_be_bytes()[..]));
}

#[tokio::test]
async fn with_ping_pong_the_close_code_and_the_sign_of_life_can_be_selected() {
    for (code, expected) in [(Some(CloseCode::GOING_AWAY), Some(1001)), (None, None)] {
        let policy = PingPolicy::every(second(10)).pong_timeout(second(15)).any_bytes(false).timeout_code(code);
        let (mut connection, peer) = server(ConnectionOptions::default().ping(policy));
        peer.pass(second(10)).await;
        peer.send(&text("data is no pong"));
        assert!(connection.receive::<String>().await.is_ok());
        peer.pass(second(10)).await;
        peer.take_received().await;
        peer.pass(second(5)).await;
        assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::PongTimeout(_))));
        match expected {
            Some(code) => assert_eq!(&peer.frame().await.1[..2], &u16::to_be_bytes(code)),
            None => assert!(peer.take_received().await.is_empty() && peer.is_gone(), "dropped without a close frame"),
        }
    }
    // By default any received bytes count as a pong.
    let (mut connection, peer) =
        server(ConnectionOptions::default().ping(PingPolicy::every(second(10)).pong_timeout(second(20))));
    for _ in 0..10 {
        peer.pass(second(10)).await;
        peer.send(&text("x"));
        assert!(connection.receive::<String>().await.is_ok());
    }
}

#[tokio::test]
async fn send_that_waits_ends_when_the_peer_closes_or_disconnects() {
    for goes in ["closes", "ends", "breaks"] {
        let (connection, peer) = server(ConnectionOptions::default().write_buffer(10));
        peer.room(0);
        connection.send_binary(vec![0; 11]).now_or_never();
        let (sender, mut receiver) = connection.split();
        let waiting = tokio::spawn(async move { sender.send_text("x").await });
        settle().await;
        assert!(!waiting.is_finished());
        match goes {
            "closes" => peer.send(&close(1000, "enough")),
            "ends" => peer.end(),
            _ => peer.break_with(std::io::ErrorKind::BrokenPipe),
        }
        let error = waiting.await.expect("no panic").expect_err(goes);
        assert_eq!(error.close_frame().is_some(), goes == "closes", "{error:?}");
        let error = receiver.receive_data_message().await.expect_err(goes);
        assert_eq!(error.close_frame().is_some(), goes == "closes", "{error:?}");
    }
}

#[tokio::test]
async fn send_close_after_output_that_the_peer_does_not_read_is_bounded_by_the_close_timeout() {
    let (connection, peer) = server(ConnectionOptions::default().close_timeout(second(3)));
    peer.room(5);
    connection.send_binary(vec![0; 100]).await.expect("buffered");
    connection.close("bye").now_or_never();
    peer.pass(second(2)).await;
    assert!(!peer.is_gone());
    peer.pass(second(1)).await;
    assert!(peer.is_gone());
    assert!(connection.sender().ended().await.is_closed());
}

#[tokio::test]
async fn send_close_of_dropped_handles_is_1000_on_a_server_and_1001_on_a_client() {
    let service = crate::answering::service(|pending| async {
        drop(pending.accept().await.expect("accepted"));
        std::future::pending().await
    });
    let answered = crate::answering::ask(service, crate::answering::opening("/any/x")).await;
    assert_eq!(answered.peer.frame().await, (0x88, close_body(1000, "")));
    let (client, peer) = connected(Role::Client, ConnectionOptions::default());
    let (sender, receiver) = client.split();
    drop(receiver);
    sender.send_text("still").await.expect("open");
    assert_eq!(peer.frame().await, received_text("still"));
    drop(sender);
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")));
}

#[tokio::test]
async fn send_without_a_receiver_goes_on_and_received_messages_are_discarded() {
    let (connection, peer) = plain();
    let (sender, receiver) = connection.split();
    drop(receiver);
    for _ in 0..100 {
        peer.send(&masked(0x82, &[0; 10_000]));
        settle().await;
    }
    assert_eq!(peer.untaken(), 0);
    peer.send(&masked(0x89, b"?"));
    assert_eq!(peer.frame().await, (0x8a, b"?".to_vec()));
    sender.send_text("x").await.expect("open");
    assert_eq!(peer.frame().await, received_text("x"));
    peer.send(&close(1001, ""));
    assert_eq!(sender.ended().await.close_frame().map(CloseFrame::code), Some(CloseCode::GOING_AWAY));
}

#[tokio::test]
async fn send_on_a_transport_that_fails_to_write_leaves_received_messages_readable() {
    let (mut connection, peer) = plain();
    peer.send(&[text("one"), text("two")].concat());
    assert_eq!(connection.receive::<String>().await.expect("a text"), "one");
    peer.break_with(std::io::ErrorKind::BrokenPipe);
    assert!(connection.send_text("x").await.is_err_and(|error| error.is_closed()));
    assert_eq!(connection.receive::<String>().await.expect("received before"), "two");
    assert!(connection.receive_data_message().await.is_err_and(|error| error.is_closed()));
}

/// Fails to compile unless the future can be spawned.
fn spawn<F: std::future::Future<Output = Result<(), ConnectionError>> + Send + 'static>(
    future: F,
) -> tokio::task::JoinHandle<Result<(), ConnectionError>> {
    tokio::spawn(future)
}

#[tokio::test]
async fn send_texts_and_send_binaries_of_static_slices_were_not_send() {
    let (connection, peer) = plain();
    let sending = spawn(async move {
        connection.send_texts(["a", "b"]).await?;
        connection.send_binaries([&b"c"[..]]).await?;
        connection.sender().send_texts(["d"]).await?;
        connection.sender().send_binaries([&b"e"[..], b"f"]).await?;
        connection.send_binary(b"g").await
    });
    sending.await.expect("no panic").expect("open");
    let expected = b"\x81\x01a\x81\x01b\x82\x01c\x81\x01d\x82\x01e\x82\x01f\x82\x01g\x88\x02\x03\xe9";
    assert_eq!(peer.take_received().await, expected);
}

#[tokio::test]
async fn send_binaries_of_borrowed_slices_did_not_compile() {
    async fn borrowed(
        connection: &api_websocket::Connection,
        texts: &[String],
        bytes: &[u8],
    ) -> Result<(), ConnectionError> {
        connection.send_texts(texts.iter().map(String::as_str)).await?;
        connection.send_texts(texts).await?;
        connection.send_binaries(bytes.chunks(1)).await?;
        connection.send_binary(bytes).await
    }
    let (connection, peer) = plain();
    let sending = spawn(async move { borrowed(&connection, &["a".to_owned()], &[1, 2]).await });
    sending.await.expect("no panic").expect("open");
    assert_eq!(&peer.take_received().await[..16], b"\x81\x01a\x81\x01a\x82\x01\x01\x82\x01\x02\x82\x02\x01\x02");
}

#[tokio::test]
async fn send_as_text_was_missing_on_a_connection_and_values_in_plural_on_both() {
    let (connection, peer) = plain();
    connection.send_as_text(Json(1)).await.expect("open");
    connection.send_as_binary(Json(2)).await.expect("open");
    assert_eq!(peer.writes(), 2);
    connection.send_all_as_text([Json(3), Json(4)]).await.expect("open");
    connection.send_all_as_binary(vec![Json(5), Json(6)]).await.expect("open");
    assert_eq!(peer.writes(), 4);
    connection.sender().send_all_as_text(["7".to_owned()]).await.expect("open");
    connection.sender().send_all_as_binary([Bytes::from_static(b"8")]).await.expect("open");
    let expected = b"\x81\x011\x82\x012\x81\x013\x81\x014\x82\x015\x82\x016\x81\x017\x82\x018";
    assert_eq!(peer.take_received().await, expected);
    // A value that cannot be written: none of the list is sent.
    let error = connection.send_all_as_text([Bytes::from_static(b"ok"), Bytes::from_static(b"\xff")]).await;
    assert!(matches!(error, Err(ConnectionError::Encode(_))));
    assert!(peer.take_received().await.is_empty());
    connection.send_text("open").await.expect("open");
}

#[tokio::test]
async fn fork_ping_thread_without_a_pong_timeout_does_not_close() {
    let (connection, peer) = plain();
    let _pings = connection.spawn_pings(PingPolicy::every(second(10)));
    for count in 1..10 {
        peer.pass(second(10)).await;
        assert_eq!(peer.frame().await, (0x89, count.to_string().into_bytes()));
    }
    connection.send_text("open").await.expect("open");
    // With a time-out, the connection is closed.
    let _pings = connection.spawn_pings(PingPolicy::every(second(10)).pong_timeout(second(20)));
    assert_eq!(peer.frame().await, received_text("open"));
    for _ in 0..3 {
        peer.pass(second(10)).await;
    }
    assert!(matches!(connection.sender().ended().await, ConnectionError::PongTimeout(_)));
}
