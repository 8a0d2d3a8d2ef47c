//! Running: the rows of this part of the table in README.md.
//!
//! streams.rs has the same on streams of tokio. Real sockets are tested in api-server/tests and api-client/tests.

use api_websocket::{CloseCode, ConnectionOptions, Role};
use tokio::sync::mpsc;

use crate::answering::{Broken, ask, converse, opening, service};
use crate::peer::{bare, close, close_body, connected, server, settle, text};

#[tokio::test]
async fn run_server_a_handler_that_returns_closes_with_1000_drains_and_ends_tcp_first() {
    let service = service(|pending| async {
        pending.accept().await.expect("accepted").send_text("last words").await.expect("open");
        Ok(())
    });
    let answered = ask(service, opening("/any/x")).await;
    let peer = &answered.peer;
    assert_eq!(peer.take_received().await, [bare(0x81, b"last words"), bare(0x88, &close_body(1000, ""))].concat());
    peer.send(&text("under way"));
    settle().await;
    assert!(!peer.is_ended(), "it waits for the answer");
    peer.send(&close(1000, ""));
    peer.ended().await;
    assert!(!peer.is_gone(), "it reads until the peer has ended too");
    peer.end();
    settle().await;
    assert!(peer.is_gone());
}

#[tokio::test]
async fn run_server_a_handler_that_has_closed_sends_no_second_close_frame() {
    let service = service(|pending| async {
        let connection = pending.accept().await.expect("accepted");
        let code = CloseCode::new(4001).expect("private");
        connection.close_with(code, "mine").await.expect("open");
        Ok(())
    });
    let answered = ask(service, opening("/any/x")).await;
    assert_eq!(answered.peer.take_received().await, bare(0x88, &close_body(4001, "mine")));
}

#[tokio::test]
async fn run_server_a_handler_that_panics_or_fails_closes_with_1011() {
    let panics = service(|pending| async {
        let _connection = pending.accept().await.expect("accepted");
        panic!("the secret is 44")
    });
    let errs = service(|pending| async {
        let _connection = pending.accept().await.expect("accepted");
        Err(Broken)
    });
    assert_eq!(ask(panics, opening("/any/x")).await.peer.take_received().await, bare(0x88, &close_body(1011, "")));
    assert_eq!(ask(errs, opening("/any/x")).await.peer.take_received().await, bare(0x88, &close_body(1011, "")));
}

#[tokio::test]
async fn run_server_shutdown_closes_with_1001_and_waits_for_the_close_timeout() {
    let (report, mut reports) = mpsc::unbounded_channel();
    let service = service(move |pending| {
        let report = report.clone();
        async move {
            let mut connection = pending.accept().await.expect("accepted");
            report.send(connection.receive_data_message().await.expect_err("closed")).expect("the test waits");
            Ok(())
        }
    });
    let (peer, mut conversation) = converse(service).await;
    // The handler runs for a while before the shutdown.
    tokio::select! {
        biased;
        () = &mut conversation => panic!("the conversation ended"),
        () = settle() => {}
    }
    conversation.shut_down();
    let running = tokio::spawn(conversation);
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")));
    peer.pass(std::time::Duration::from_secs(4)).await;
    assert!(!peer.is_gone() && !running.is_finished());
    peer.pass(std::time::Duration::from_secs(1)).await;
    assert!(peer.is_gone());
    assert!(reports.recv().await.is_some_and(|error| error.is_closed()));
    running.await.expect("no panic");
}

#[tokio::test]
async fn run_client_with_stream_needs_no_handshake() {
    let (mut connection, peer) = connected(Role::Client, ConnectionOptions::default());
    peer.send(&bare(0x81, b"hi"));
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hi");
    drop(connection);
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")), "a dropped client closes with 1001");
}

#[tokio::test]
async fn stream_the_end_is_sticky() {
    let (mut connection, peer) = server(ConnectionOptions::default());
    peer.end();
    for _ in 0..3 {
        assert!(connection.receive_data_message().await.is_err_and(|error| error.is_closed()));
        assert!(connection.send_text("x").await.is_err());
    }
    settle().await;
    assert!(peer.is_gone(), "the transport is dropped at the end");
}
