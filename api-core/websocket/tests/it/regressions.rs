//! Regressions that a review found. Each test is named after what was wrong.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_websocket::{CloseFrame, Connection, ConnectionOptions, Message, PingPolicy, Role};
use futures_util::FutureExt as _;

use crate::answering::{Broken, ask, opening, service};
use crate::peer::{close, close_body, connected, received_text, second, server, settle, text, wire};

#[tokio::test]
async fn a_sender_waited_forever_once_the_transport_was_dropped() {
    let (connection, peer) = server(ConnectionOptions::default().write_buffer(10).close_timeout(second(5)));
    peer.room(0);
    let (sender, _receiver) = connection.split();
    // There is room in the buffer, and none in the transport: the sender waits for a write.
    let waiting = tokio::spawn(async move { sender.send_binary(vec![0; 100]).await });
    settle().await;
    peer.send(&close(1000, "enough"));
    settle().await;
    assert!(!waiting.is_finished());
    peer.pass(second(5)).await;
    assert!(peer.is_gone());
    assert!(waiting.await.expect("no panic").is_err());
}

#[tokio::test]
async fn a_write_timeout_did_not_run_while_the_driver_slept() {
    let options = ConnectionOptions::default().write_buffer(10).write_timeout(second(7));
    let (connection, peer) = connected(Role::Client, options);
    settle().await;
    peer.room(0);
    let (sender, _receiver) = connection.split();
    let waiting = tokio::spawn(async move { sender.send_binary(vec![0; 100]).await });
    peer.pass(second(6)).await;
    assert!(!waiting.is_finished());
    peer.pass(second(1)).await;
    assert!(peer.is_gone());
    assert!(waiting.await.expect("no panic").is_err());
}

#[tokio::test]
async fn an_abandoned_connection_that_cannot_write_woke_itself_forever() {
    let (end, peer) = wire();
    let connection = Connection::over(Role::Server, end, ConnectionOptions::default());
    settle().await;
    peer.break_writes();
    assert!(connection.send_text("x").await.is_err());
    drop(connection);
    settle().await;
    let before = peer.polls();
    settle().await;
    assert_eq!(peer.polls(), before, "nothing happened, so nothing is to be done");
    peer.pass(second(5)).await;
    assert!(peer.is_gone());
}

#[tokio::test]
async fn a_close_frame_that_the_driver_read_was_not_returned_as_a_message() {
    let (mut connection, peer) = connected(Role::Client, ConnectionOptions::default());
    settle().await;
    peer.send(&crate::peer::bare(0x88, &close_body(4000, "bye")));
    settle().await;
    let message = connection.receive_message().await.expect("a message");
    assert!(matches!(message, Message::Close(frame) if frame.code().as_u16() == 4000));
    assert!(connection.receive_message().await.is_err_and(|error| error.close_frame().is_some()));
}

#[tokio::test]
async fn close_and_wait_waited_for_the_timeout_of_an_earlier_close() {
    let (connection, peer) = server(ConnectionOptions::default().close_timeout(second(60)));
    connection.close("bye").await.expect("open");
    let waiting = tokio::spawn(async move { connection.close_and_wait(&CloseFrame::normal(), second(2)).await });
    peer.pass(second(2)).await;
    assert!(waiting.await.expect("no panic").is_err());
}

#[tokio::test]
async fn each_ping_of_a_burst_was_answered_in_a_separate_write() {
    let (mut connection, peer) = server(ConnectionOptions::default());
    let pings: Vec<u8> = (0..50).flat_map(|_| crate::peer::masked(0x89, b"?")).collect();
    peer.send(&[pings, text("end")].concat());
    assert_eq!(connection.receive::<String>().await.expect("a text"), "end");
    connection.send_text("now").await.expect("open");
    assert!(peer.writes() <= 2, "{} writes", peer.writes());
    assert_eq!(peer.frame().await, (0x8a, b"?".to_vec()));
}

#[tokio::test]
async fn tasks_that_no_longer_wait_were_kept_until_the_end() {
    let (connection, peer) = server(ConnectionOptions::default().ping(PingPolicy::usual()));
    let woken = Arc::new(AtomicUsize::new(0));
    for _ in 0..1000 {
        let (sender, counted) = (connection.sender().clone(), woken.clone());
        tokio::spawn(async move {
            let mut polled = 0;
            std::future::poll_fn(|task| {
                let waiting = Box::pin(sender.ended()).poll_unpin(task);
                polled += 1;
                if polled > 1 || waiting.is_ready() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            counted.fetch_add(1, Ordering::Relaxed);
        });
        settle().await;
    }
    // Beyond the limit the others are woken.
    assert!(woken.load(Ordering::Relaxed) > 800);
    connection.send_text("still").await.expect("open");
    assert_eq!(peer.frame().await, received_text("still"));
}

#[tokio::test]
async fn a_write_that_failed_while_the_peer_was_silent_armed_no_close_timeout() {
    let echo = service(|pending| async {
        let (sender, mut receiver) = pending.accept().await.expect("accepted").split();
        while receiver.receive_data_message().await.is_ok() {
            // The next call that receives writes it.
            poll_fn(|task| sender.poll_feed(task, true, b"answer")).await.map_err(|_| Broken)?;
        }
        Ok(())
    });
    let peer = ask(echo, opening("/any/x")).await.peer;
    peer.send(&text("one"));
    settle().await;
    assert_eq!(peer.frame().await, (0x81, b"answer".to_vec()));
    peer.break_writes();
    peer.send(&text("two"));
    settle().await;
    assert!(!peer.is_gone());
    peer.pass(second(5)).await;
    settle().await;
    assert!(peer.is_gone());
}
