//! Options of a connection: the rows of this part of the table in README.md.
//!
//! Time-outs of the handshake are in streams.rs.

use std::sync::{Arc, Mutex};

use api_websocket::{
    AcceptOptions, CloseCode, CloseFrame, ConnectionError, ConnectionOptions, DataMessage, PermessageDeflate,
    SizeLimit, Utf8Mode,
};

use crate::answering::{ask, echo, opening, service};
use crate::peer::{close_body, masked, received_text, second, server, settle, text};

#[tokio::test]
async fn connection_on_pong_is_called_with_the_payload_of_each_pong() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let pongs = seen.clone();
    let action = move |payload: &[u8]| pongs.lock().expect("no panic").push(payload.to_vec());
    let (mut connection, peer) = server(ConnectionOptions::default().on_pong(action));
    peer.send(&[masked(0x8a, b"one"), text("between"), masked(0x8a, b"")].concat());
    assert_eq!(connection.receive::<String>().await.expect("a text"), "between");
    settle().await;
    assert_eq!(seen.lock().expect("no panic")[..], [b"one".to_vec(), Vec::new()], "the driver reads on");
    // The same while nothing receives.
    peer.send(&masked(0x8a, b"three"));
    settle().await;
    assert_eq!(seen.lock().expect("no panic").len(), 3);
}

#[tokio::test]
async fn connection_timeout_of_closing_idling_and_writing() {
    let options =
        || ConnectionOptions::default().close_timeout(second(3)).idle_timeout(second(60)).write_timeout(second(20));
    // A peer that does not answer a close frame.
    let (mut connection, peer) = server(options());
    connection.close("bye").await.expect("open");
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "bye")));
    peer.pass(second(2)).await;
    assert!(!peer.is_gone());
    peer.pass(second(1)).await;
    assert!(peer.is_gone(), "TCP is dropped");
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::ConnectionClosed(_))));
    // A peer that sends nothing.
    let (mut connection, peer) = server(options());
    peer.pass(second(59)).await;
    assert!(peer.take_received().await.is_empty());
    peer.pass(second(1)).await;
    let (first, body) = peer.frame().await;
    assert_eq!((first, &body[..2]), (0x88, &1001_u16.to_be_bytes()[..]));
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::IdleTimeout(_))));
    // A peer that reads nothing.
    let (connection, peer) = server(options());
    peer.room(10);
    connection.send_binary(vec![0; 100]).await.expect("buffered");
    peer.pass(second(19)).await;
    assert!(!peer.is_gone());
    peer.pass(second(1)).await;
    assert!(peer.is_gone());
    assert!(matches!(connection.send_text("x").await, Err(ConnectionError::WriteTimeout(_))));
}

#[tokio::test]
async fn connection_compression_options_are_off_by_default_and_negotiated_if_set() {
    let offer = || opening("/any/x").header("sec-websocket-extensions", "permessage-deflate");
    let accepting = |deflate: Option<PermessageDeflate>| {
        service(move |pending| async move {
            let options = ConnectionOptions::default();
            let options = deflate.map_or(options.clone(), |deflate| options.deflate(deflate.threshold(0)));
            let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await.expect("accepted");
            assert_eq!(accepted.is_compressed(), deflate.is_some());
            echo(accepted).await;
            Ok(())
        })
    };
    let answered = ask(accepting(None), offer()).await;
    assert_eq!(answered.header("sec-websocket-extensions"), None);
    answered.peer.send(&text("Hello"));
    assert_eq!(answered.peer.frame().await, received_text("Hello"));
    let answered = ask(accepting(Some(PermessageDeflate::new())), offer()).await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate"));
    answered.peer.send(&text("Hello"));
    assert_eq!(answered.peer.frame().await, (0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00".to_vec()));
}

#[tokio::test]
async fn connection_strict_unicode_is_on_by_default_and_has_two_other_modes() {
    let (mut connection, peer) = server(ConnectionOptions::default());
    peer.send(&masked(0x81, b"a\xff"));
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::InvalidUtf8)));
    let (first, body) = peer.frame().await;
    assert_eq!((first, &body[..2]), (0x88, &1007_u16.to_be_bytes()[..]));

    let (mut connection, peer) = server(ConnectionOptions::default().utf8(Utf8Mode::Lossy));
    peer.send(&masked(0x81, b"a\xff"));
    assert_eq!(connection.receive::<String>().await.expect("a text"), "a\u{fffd}");

    let (mut connection, peer) = server(ConnectionOptions::default().utf8(Utf8Mode::Unchecked));
    peer.send(&masked(0x81, b"a\xff"));
    let message = connection.receive_data_message().await.expect("bytes");
    assert_eq!(message, DataMessage::Binary((&b"a\xff"[..]).into()));
    assert!(peer.take_received().await.is_empty());
}

#[tokio::test]
async fn connection_frame_payload_size_limit_is_checked_before_the_payload_arrives() {
    let (mut connection, peer) = server(ConnectionOptions::default().max_frame(SizeLimit::at_most(1000)));
    // A header without payload.
    peer.send(&masked(0x82, &[0; 1001])[..8]);
    let error = connection.receive_data_message().await.expect_err("too big");
    let ConnectionError::FrameTooBig { size: 1001, limit } = error else { panic!("{error:?}") };
    assert_eq!(limit, SizeLimit::at_most(1000));
    let (first, body) = peer.frame().await;
    assert_eq!((first, &body[..2]), (0x88, &1009_u16.to_be_bytes()[..]));
    // The default.
    let (mut connection, peer) = server(ConnectionOptions::default());
    peer.send(&[&[0x82, 0xff][..], &(1_u64 << 40).to_be_bytes(), &[0; 4]].concat());
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::FrameTooBig { .. })));
}

#[tokio::test]
async fn connection_message_data_size_limit_counts_fragments_and_inflated_bytes() {
    let limited = || ConnectionOptions::default().max_message(SizeLimit::at_most(10));
    let (mut connection, peer) = server(limited());
    peer.send(&[masked(0x02, &[1; 6]), masked(0x80, &[1; 4]), masked(0x02, &[1; 6]), masked(0x80, &[1; 5])].concat());
    assert_eq!(connection.receive::<Vec<u8>>().await.expect("ten bytes").len(), 10);
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::MessageTooBig { .. })));
    let (first, body) = peer.frame().await;
    assert_eq!((first, &body[..2]), (0x88, &1009_u16.to_be_bytes()[..]));

    let (report, mut reports) = tokio::sync::mpsc::unbounded_channel();
    let service = service(move |pending| {
        let report = report.clone();
        async move {
            let options = limited().deflate(PermessageDeflate::new());
            let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
            let error = accepted.expect("accepted").receive_data_message().await.expect_err("too big");
            report.send(error).expect("the test waits");
            Ok(())
        }
    });
    let answered = ask(service, opening("/any/x").header("sec-websocket-extensions", "permessage-deflate")).await;
    // Eleven bytes, compressed to six.
    answered.peer.send(&masked(0xc1, b"\x4a\x4c\x84\x03\x00\x00"));
    let (first, body) = answered.peer.frame().await;
    assert_eq!((first, &body[..2]), (0x88, &1009_u16.to_be_bytes()[..]));
    assert!(matches!(reports.recv().await, Some(ConnectionError::MessageTooBig { .. })));
}

#[tokio::test]
async fn size_limit_is_inclusive_and_combines_by_minimum() {
    let (none, five, six) = (SizeLimit::unlimited(), SizeLimit::at_most(5), SizeLimit::at_most(6));
    assert!(five.allows(5) && !five.allows(6) && none.allows(u64::MAX) && SizeLimit::at_most(0).allows(0));
    assert_eq!(
        (five.min(six), six.min(five), none.min(six), six.min(none), none.min(none)),
        (five, five, six, six, none)
    );
    // Received: five bytes are allowed, six are not.
    let (mut connection, peer) = server(ConnectionOptions::default().max_message(five.min(six)));
    peer.send(&[text("12345"), text("123456")].concat());
    assert_eq!(connection.receive::<String>().await.expect("five"), "12345");
    assert!(
        matches!(connection.receive_data_message().await, Err(ConnectionError::MessageTooBig { limit }) if limit == five)
    );
}

#[tokio::test]
async fn connection_timeout_of_one_message() {
    let (mut connection, peer) = server(ConnectionOptions::default().message_timeout(second(10)));
    peer.send(&masked(0x01, b"be"));
    peer.pass(second(9)).await;
    peer.send(&masked(0x00, b"gi"));
    assert!(peer.take_received().await.is_empty());
    peer.pass(second(1)).await;
    let frame = peer.frame().await;
    assert_eq!((frame.0, &frame.1[..2]), (0x88, &1008_u16.to_be_bytes()[..]));
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::MessageTimeout(_))));
}

#[tokio::test]
async fn connection_timeout_of_closing_can_be_set_with_the_close() {
    let (connection, peer) = server(ConnectionOptions::default().close_timeout(second(100)));
    let frame = CloseFrame::code_only(CloseCode::SERVICE_RESTART);
    let closing = tokio::spawn(async move { connection.close_and_wait(&frame, second(2)).await });
    assert_eq!(peer.frame().await, (0x88, close_body(1012, "")));
    peer.pass(second(2)).await;
    assert!(matches!(closing.await.expect("no panic"), Err(ConnectionError::ConnectionClosed(_))));
}
