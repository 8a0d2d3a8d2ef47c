//! A relay between two connections: messages of one are sent on the other.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame};

use super::{Connection, Receiver, Sender};

/// Relays messages in both directions until both connections are closed.
pub(crate) async fn relay(front: Connection, back: Connection) {
    let (front_sender, front_receiver) = front.split();
    let (back_sender, back_receiver) = back.split();
    let mut there = pin!(forward(front_receiver, back_sender));
    let mut here = pin!(forward(back_receiver, front_sender));
    let (mut there_done, mut here_done) = (false, false);
    poll_fn(|task| {
        there_done = there_done || there.as_mut().poll(task).is_ready();
        here_done = here_done || here.as_mut().poll(task).is_ready();
        if there_done && here_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

async fn forward(mut from: Receiver, to: Sender) {
    loop {
        let message = match from.receive_data_message().await {
            Ok(message) => message,
            Err(error) => {
                let frame = match error {
                    ConnectionError::CloseRequest(frame) => frame,
                    _ => CloseFrame::code_only(CloseCode::BAD_GATEWAY),
                };
                // The other end may have closed before.
                let _ = to.close_frame(&frame).await;
                return;
            }
        };
        if to.send_data_message(message).await.is_err() {
            return;
        }
    }
}
