//! Receiving: the rows of this part of the table in README.md.

use std::future::pending;
use std::io;
use std::sync::Arc;

use api_websocket::{
    CloseCode, CloseFrame, Connection, ConnectionError, ConnectionOptions, DataMessage, Json, Message, Role, SizeLimit,
};
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::{Notify, mpsc};

use crate::answering::{ask, opening, service};
use crate::peer::{bare, close, close_body, connected, masked, received_text, second, server, settle, text, wire};

fn plain() -> (Connection, crate::peer::Peer) {
    server(ConnectionOptions::default())
}

#[tokio::test]
async fn receive_returns_messages_of_every_kind_and_then_the_end() {
    let (mut connection, peer) = plain();
    peer.send(&[masked(0x89, b"1"), text("2"), masked(0x8a, b"3")].concat());
    assert_eq!(connection.receive_message().await.expect("a ping"), Message::Ping("1".into()));
    assert_eq!(peer.frame().await, (0x8a, b"1".to_vec()), "answered before");
    assert_eq!(connection.receive_message().await.expect("a text"), Message::Text("2".into()));
    assert_eq!(connection.receive_message().await.expect("a pong"), Message::Pong("3".into()));
    peer.end();
    assert!(connection.receive_message().await.expect_err("the end of the stream").is_closed());
    assert!(connection.receive_message().await.expect_err("later calls return an error too").is_closed());
}

#[tokio::test]
async fn receive_data_message_answers_pings_skips_pongs_and_joins_fragments() {
    let (mut connection, peer) = plain();
    let bytes = [
        masked(0x89, b"are you there"),
        masked(0x01, b"a"),
        masked(0x8a, b"nobody asked"),
        masked(0x89, b"still"),
        masked(0x80, b"b"),
    ];
    peer.send(&bytes.concat());
    assert_eq!(connection.receive_data_message().await.expect("a text"), DataMessage::Text("ab".into()));
    assert_eq!(peer.frame().await, (0x8a, b"are you there".to_vec()));
    assert_eq!(peer.frame().await, (0x8a, b"still".to_vec()));
    assert!(peer.take_received().await.is_empty());
}

#[tokio::test]
async fn receive_data_message_answers_a_close_frame_with_its_code_and_reason() {
    let (mut connection, peer) = plain();
    peer.send(&close(4123, "so long"));
    let error = connection.receive_data_message().await.expect_err("closed");
    let frame = error.close_frame().expect("a close frame");
    assert_eq!((frame.code().as_u16(), frame.reason()), (4123, "so long"));
    assert_eq!(peer.frame().await, (0x88, close_body(4123, "so long")));
    assert!(connection.receive_data_message().await.expect_err("closed").is_closed());
    assert!(matches!(connection.end(), Some(ConnectionError::CloseRequest(_))));
}

#[tokio::test]
async fn receive_data_message_is_cancel_safe() {
    let (mut connection, peer) = plain();
    let frames = [masked(0x01, b"in "), masked(0x89, b"?"), masked(0x80, b"pieces")].concat();
    for byte in &frames {
        // Dropped after every byte.
        tokio::select! {
            biased;
            message = connection.receive_data_message() => panic!("too early: {message:?}"),
            () = settle() => {}
        }
        peer.send(&[*byte]);
    }
    assert_eq!(connection.receive::<String>().await.expect("a text"), "in pieces");
}

#[tokio::test]
async fn receive_data_message_as_a_stream_ends_with_none_after_a_close_and_with_an_error_otherwise() {
    let (mut connection, peer) = plain();
    peer.send(&[text("one"), masked(0x82, b"two"), close(1000, "")].concat());
    assert_eq!(connection.next().await.expect("open").expect("a text"), DataMessage::Text("one".into()));
    assert_eq!(connection.next().await.expect("open").expect("bytes"), DataMessage::Binary("two".into()));
    assert!(connection.next().await.is_none());
    assert!(connection.next().await.is_none());
    assert_eq!(connection.end().and_then(ConnectionError::close_frame).map(CloseFrame::code), Some(CloseCode::NORMAL));

    let (mut connection, peer) = plain();
    peer.end();
    assert!(connection.next().await.expect("an error").is_err_and(|error| error.is_closed()));
    assert!(connection.next().await.is_none());
}

#[tokio::test]
async fn receive_data_message_leaves_pings_and_close_frames_to_the_driver_while_the_handler_is_busy() {
    // The handler has taken a message and waits for something else in the same task. Nothing was read until then.
    for behind in [true, false] {
        let (report, mut reports) = mpsc::unbounded_channel();
        let service = service(move |pending| {
            let report = report.clone();
            async move {
                let mut connection = pending.accept().await.expect("accepted");
                report.send(connection.receive::<String>().await.expect("a text")).expect("the test waits");
                std::future::pending().await
            }
        });
        let answered = ask(service, opening("/any/x")).await;
        let ping = masked(0x89, b"alive?");
        answered.peer.send(&[text("work"), if behind { ping.clone() } else { Vec::new() }].concat());
        assert_eq!(reports.recv().await.as_deref(), Some("work"));
        settle().await;
        if !behind {
            answered.peer.send(&ping);
        }
        settle().await;
        assert_eq!(answered.peer.take_received().await, b"\x8a\x06alive?", "behind the message: {behind}");
        answered.peer.send(&close(1000, "tired"));
        settle().await;
        assert_eq!(answered.peer.take_received().await, bare(0x88, &close_body(1000, "tired")));
    }
}

#[tokio::test]
async fn receive_data_message_that_was_dropped_leaves_pings_and_close_frames_to_the_driver() {
    // The handler waits for a message or for the test, and after that for something else in the same task.
    let stop = Arc::new(Notify::new());
    let stopped = stop.clone();
    let service = service(move |pending| {
        let stopped = stopped.clone();
        async move {
            let mut connection = pending.accept().await.expect("accepted");
            loop {
                tokio::select! {
                    biased;
                    message = connection.receive_data_message() => {
                        connection.send_data_message(message.expect("a message")).await.expect("open");
                    }
                    () = stopped.notified() => break,
                }
            }
            std::future::pending().await
        }
    });
    let answered = ask(service, opening("/any/x")).await;
    for _ in 0..3 {
        answered.peer.send(&text("echo"));
        assert_eq!(answered.peer.frame().await, (0x81, b"echo".to_vec()));
    }
    stop.notify_one();
    settle().await;
    for number in [b"1", b"2"] {
        answered.peer.send(&masked(0x89, number));
        settle().await;
        assert_eq!(answered.peer.frame().await, (0x8a, number.to_vec()));
    }
    answered.peer.send(&close(1000, "tired"));
    settle().await;
    assert_eq!(answered.peer.take_received().await, bare(0x88, &close_body(1000, "tired")));
}

#[tokio::test]
async fn receive_data_converts_and_a_failed_conversion_is_not_the_end() {
    let (mut connection, peer) = plain();
    peer.send(&[text("[1]"), text("{"), text("[2]")].concat());
    assert_eq!(connection.receive::<Json<Vec<u8>>>().await.expect("a list"), Json(vec![1]));
    assert!(connection.receive::<Json<Vec<u8>>>().await.is_err_and(|error| error.is_decode()));
    assert_eq!(connection.receive::<Json<Vec<u8>>>().await.expect("a list"), Json(vec![2]));
}

#[tokio::test]
async fn close_request_has_code_and_reason_whichever_end_closes_first() {
    // This end closes first, while a message is in flight.
    let (mut connection, peer) = plain();
    connection.close("bye").await.expect("open");
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "bye")));
    peer.send(&[text("late"), masked(0x89, b"?"), close(1000, "bye too")].concat());
    assert_eq!(connection.receive::<String>().await.expect("a text"), "late");
    let error = connection.receive_data_message().await.expect_err("closed");
    assert_eq!(error.close_frame().map(CloseFrame::reason), Some("bye too"));
    // Nothing is sent after the close frame, and the server ends TCP first.
    peer.ended().await;
    assert!(!peer.is_gone(), "it waits for the peer's end");
    peer.end();
    settle().await;
    assert!(peer.is_gone());
}

#[tokio::test]
async fn close_request_after_it_nothing_can_be_sent() {
    let (mut connection, peer) = plain();
    peer.send(&close(1001, ""));
    assert!(connection.receive_data_message().await.is_err());
    assert_eq!(peer.frame().await.0, 0x88);
    for refused in [
        connection.send_text("x").await,
        connection.send_ping("x").await,
        connection.close("x").await,
        connection.send_texts(["x"]).await,
    ] {
        assert!(matches!(refused, Err(ConnectionError::CloseRequest(_))), "{refused:?}");
    }
    peer.ended().await;
}

#[tokio::test]
async fn close_request_without_a_body_is_1005_and_invalid_ones_are_protocol_errors() {
    let (mut connection, peer) = plain();
    peer.send(&masked(0x88, b""));
    let error = connection.receive_data_message().await.expect_err("closed");
    assert_eq!(error.close_frame().map(CloseFrame::code), Some(CloseCode::NO_STATUS));
    assert_eq!(peer.frame().await, (0x88, Vec::new()));
    for code in [999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        let (mut connection, peer) = plain();
        peer.send(&close(code, ""));
        assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::Protocol(_))), "{code}");
        let (first, body) = peer.frame().await;
        assert_eq!((first, &body[..2]), (0x88, &1002_u16.to_be_bytes()[..]), "{code}");
    }
    let (mut connection, peer) = plain();
    peer.send(&close(1014, "bad gateway"));
    let error = connection.receive_data_message().await.expect_err("closed");
    assert_eq!(error.close_frame().map(CloseFrame::code), Some(CloseCode::BAD_GATEWAY));
}

#[tokio::test]
async fn connection_closed_is_an_end_without_a_close_frame_and_keeps_the_io_error() {
    let (mut connection, peer) = plain();
    peer.send(&text("last"));
    peer.break_with(io::ErrorKind::ConnectionReset);
    assert_eq!(connection.receive::<String>().await.expect("received before"), "last");
    let error = connection.receive_data_message().await.expect_err("broken");
    assert!(error.is_closed() && !error.is_ordinary_close());
    let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<io::Error>());
    assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::ConnectionReset));
    assert!(connection.send_text("x").await.is_err_and(|error| error.is_closed()));

    let (mut connection, peer) = plain();
    peer.end();
    let error = connection.receive_data_message().await.expect_err("ended");
    assert!(matches!(error, ConnectionError::ConnectionClosed(None)), "{error:?}");
    assert!(peer.take_received().await.is_empty(), "the peer is gone");
}

#[tokio::test]
async fn parse_exception_is_a_protocol_error_with_1002_or_a_size_error_with_1009() {
    let table: [(Vec<u8>, u16); 6] = [
        (bare(0x81, b"unmasked"), 1002),
        (masked(0xf1, b"reserved bits"), 1002),
        (masked(0x83, b"an unknown opcode"), 1002),
        (masked(0x80, b"a continuation of nothing"), 1002),
        ([masked(0x01, b"one"), masked(0x81, b"inside")].concat(), 1002),
        (masked(0x82, &[0; 101]), 1009),
    ];
    for (bytes, code) in table {
        let (mut connection, peer) = server(ConnectionOptions::default().max_frame(SizeLimit::at_most(100)));
        peer.send(&bytes);
        let error = connection.receive_data_message().await.expect_err("broken");
        match error {
            ConnectionError::Protocol(_) => assert_eq!(code, 1002),
            ConnectionError::FrameTooBig { size: 101, .. } => assert_eq!(code, 1009),
            other => panic!("{other:?}"),
        }
        let (first, body) = peer.frame().await;
        assert_eq!((first, &body[..2]), (0x88, &code.to_be_bytes()[..]));
        // The connection is failed: TCP ends without an answer of the peer.
        peer.ended().await;
        assert!(connection.receive_data_message().await.is_err_and(|error| error.is_closed()));
    }
}

#[tokio::test]
async fn parse_exception_of_a_masked_frame_from_a_server() {
    let (mut connection, peer) = connected(Role::Client, ConnectionOptions::default());
    peer.send(&[bare(0x81, b"fine"), masked(0x81, b"not")].concat());
    assert_eq!(connection.receive::<String>().await.expect("a text"), "fine");
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::Protocol(_))));
    assert_eq!(&peer.frame().await.1[..2], &1002_u16.to_be_bytes());
}

#[tokio::test]
async fn unicode_exception_closes_with_1007_at_the_first_invalid_byte() {
    let (mut connection, peer) = plain();
    // The frame announces a hundred bytes.
    let frame = masked(0x81, &[&b"ok \xed\xa0"[..], &[b'x'; 95]].concat());
    peer.send(&frame[..6 + 4]);
    assert!(connection.receive_data_message().now_or_never().is_none());
    peer.send(&frame[6 + 4..6 + 5]);
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::InvalidUtf8)));
    assert_eq!(&peer.frame().await.1[..2], &1007_u16.to_be_bytes());
}

#[tokio::test]
async fn concurrency_halves_work_in_separate_tasks() {
    let (connection, peer) = plain();
    let (sender, mut receiver) = connection.split();
    let sending = (0..4).map(|number| {
        let sender = sender.clone();
        tokio::spawn(async move {
            for _ in 0..50 {
                sender.send_binary(vec![number; 300]).await.expect("open");
            }
        })
    });
    let sending: Vec<_> = sending.collect();
    let receiving = tokio::spawn(async move {
        let mut count = 0;
        while receiver.receive_data_message().await.is_ok() {
            count += 1;
        }
        count
    });
    for _ in 0..20 {
        peer.send(&[masked(0x89, b"between"), text("x")].concat());
        settle().await;
    }
    let (mut data, mut pongs) = (0, 0);
    while data < 200 || pongs < 20 {
        match peer.frame().await {
            (0x82, payload) => {
                assert!(payload.len() == 300 && payload.iter().all(|byte| *byte == payload[0]), "messages do not mix");
                data += 1;
            }
            (0x8a, payload) => {
                assert_eq!(payload, b"between");
                pongs += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    for task in sending {
        task.await.expect("no panic");
    }
    peer.send(&close(1000, ""));
    assert_eq!(receiving.await.expect("no panic"), 20);
}

#[tokio::test]
async fn concurrency_pongs_are_sent_between_the_frames_of_a_waiting_sender() {
    let (connection, peer) = server(ConnectionOptions::default().write_buffer(100));
    peer.room(120);
    let (sender, mut receiver) = connection.split();
    let sending = tokio::spawn(async move {
        for _ in 0..10 {
            sender.send_binary(vec![7; 90]).await.expect("open");
        }
        pending::<()>().await;
    });
    peer.send(&[masked(0x89, b"old"), masked(0x89, b"latest"), text("x")].concat());
    assert_eq!(receiver.receive::<String>().await.expect("a text"), "x");
    let mut pongs = Vec::new();
    for _ in 0..11 {
        match peer.frame().await {
            (0x82, payload) => assert_eq!(payload, [7; 90]),
            (0x8a, payload) => pongs.push(payload),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(pongs.last().map(Vec::as_slice), Some(&b"latest"[..]));
    sending.abort();
}

#[tokio::test]
async fn receive_without_a_driver_keeps_every_deadline_and_reports_pings() {
    // Only the first deadline was polled, and the action of the ping did not run.
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let pings = Arc::new(AtomicUsize::new(0));
    let counter = pings.clone();
    let policy = api_websocket::PingPolicy::every(second(10)).on_ping(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let (end, peer) = wire();
    let mut connection = Connection::over(Role::Server, end.alone(), ConnectionOptions::default().ping(policy));
    let receiving = tokio::spawn(async move { connection.receive::<String>().await });
    for expected in ["1", "2"] {
        peer.pass(second(10)).await;
        assert_eq!(peer.frame().await, (0x89, expected.as_bytes().to_vec()));
    }
    assert_eq!(pings.load(Ordering::SeqCst), 2);
    peer.send(&text("here"));
    assert_eq!(receiving.await.expect("no panic").expect("a text"), "here");
    assert_eq!(received_text("here").0, 0x81);
}
