//! Shutdown of a server, and handlers that wait for it.

use tokio::sync::mpsc;

use crate::answering::{converse, service};
use crate::peer::{close, close_body, received_text, second, settle};

#[tokio::test]
async fn a_handler_that_waits_for_the_shutdown_can_send_until_the_close_timeout() {
    let (report, mut reports) = mpsc::unbounded_channel();
    let service = service(move |pending| {
        let report = report.clone();
        async move {
            let mut connection = pending.accept().await.expect("accepted");
            connection.going_away().await;
            connection.send_text("wait for it").await.expect("still open");
            report.send(connection.receive_data_message().await.expect_err("closed")).expect("the test waits");
            Ok(())
        }
    });
    let (peer, mut conversation) = converse(service).await;
    tokio::select! {
        biased;
        () = &mut conversation => panic!("the conversation ended"),
        () = settle() => {}
    }
    conversation.shut_down();
    let running = tokio::spawn(conversation);
    assert_eq!(peer.frame().await, received_text("wait for it"));
    peer.pass(second(4)).await;
    assert_eq!(peer.take_received().await, b"", "the handler has 5 seconds");
    peer.pass(second(1)).await;
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")));
    peer.pass(second(5)).await;
    assert!(peer.is_gone());
    assert!(reports.recv().await.is_some_and(|error| error.is_closed()));
    running.await.expect("no panic");
}

#[tokio::test]
async fn a_shutdown_before_the_connection_exists_reaches_the_handler() {
    let service = service(|pending| async move {
        let connection = pending.accept().await.expect("accepted");
        connection.going_away().await;
        connection.send_text("bye").await.expect("still open");
        Ok(())
    });
    let (peer, mut conversation) = converse(service).await;
    conversation.shut_down();
    let running = tokio::spawn(conversation);
    assert_eq!(peer.frame().await, received_text("bye"));
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "")), "the handler returned");
    peer.pass(second(5)).await;
    running.await.expect("no panic");
}

#[tokio::test]
async fn waiting_for_a_shutdown_ends_when_the_peer_closes() {
    let (report, mut reports) = mpsc::unbounded_channel();
    let service = service(move |pending| {
        let report = report.clone();
        async move {
            let connection = pending.accept().await.expect("accepted");
            connection.going_away().await;
            report.send(connection.send_text("too late").await.is_err()).expect("the test waits");
            Ok(())
        }
    });
    let (peer, conversation) = converse(service).await;
    let running = tokio::spawn(conversation);
    peer.send(&close(1000, ""));
    assert_eq!(reports.recv().await, Some(true));
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "")));
    peer.pass(second(5)).await;
    running.await.expect("no panic");
}
