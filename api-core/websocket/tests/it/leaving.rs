//! A server that goes away, and handlers that want to be told before.

use tokio::sync::mpsc;

use crate::answering::{converse, service};
use crate::peer::{came, close, close_body, second, settle};

#[tokio::test]
async fn who_asked_has_the_close_time_for_a_farewell() {
    let (told, mut tells) = mpsc::unbounded_channel();
    let service = service(move |pending| {
        let told = told.clone();
        async move {
            let mut connection = pending.accept().await.expect("accepted");
            connection.going_away().await;
            connection.send_text("wait for it").await.expect("still open");
            told.send(connection.receive_data_message().await.expect_err("closed")).expect("the test waits");
            Ok(())
        }
    });
    let (peer, mut conversation) = converse(service).await;
    tokio::select! {
        biased;
        () = &mut conversation => panic!("nobody closed"),
        () = settle() => {}
    }
    conversation.shut_down();
    let running = tokio::spawn(conversation);
    assert_eq!(peer.frame().await, came("wait for it"));
    peer.pass(second(4)).await;
    assert_eq!(peer.took().await, b"", "the handler has 5 seconds");
    peer.pass(second(1)).await;
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")));
    peer.pass(second(5)).await;
    assert!(peer.is_gone());
    assert!(tells.recv().await.is_some_and(|error| error.is_closed()));
    running.await.expect("no panic");
}

#[tokio::test]
async fn a_shutdown_before_there_is_a_connection_is_told_too() {
    let service = service(|pending| async move {
        let connection = pending.accept().await.expect("accepted");
        connection.going_away().await;
        connection.send_text("bye").await.expect("still open");
        Ok(())
    });
    let (peer, mut conversation) = converse(service).await;
    conversation.shut_down();
    let running = tokio::spawn(conversation);
    assert_eq!(peer.frame().await, came("bye"));
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "")), "the handler returned");
    peer.pass(second(5)).await;
    running.await.expect("no panic");
}

#[tokio::test]
async fn who_waits_for_the_server_to_go_learns_that_the_peer_went() {
    let (told, mut tells) = mpsc::unbounded_channel();
    let service = service(move |pending| {
        let told = told.clone();
        async move {
            let connection = pending.accept().await.expect("accepted");
            connection.going_away().await;
            told.send(connection.send_text("too late").await.is_err()).expect("the test waits");
            Ok(())
        }
    });
    let (peer, conversation) = converse(service).await;
    let running = tokio::spawn(conversation);
    peer.send(&close(1000, ""));
    assert_eq!(tells.recv().await, Some(true));
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "")));
    peer.pass(second(5)).await;
    running.await.expect("no panic");
}
