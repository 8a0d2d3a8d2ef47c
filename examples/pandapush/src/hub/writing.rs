//! Events to WebSockets, written in batches by a task of their own.
//!
//! A connection's own task would be woken for each event and poll through all its layers, which costs more than the
//! write. Instead a publication marks the sockets that are due, and a writer sends to each what waits for it: as many
//! events as there are in one write. A socket that has no room is handed over to its task, which waits for the peer.

use std::ops::{Deref, DerefMut};
use std::sync::{MutexGuard, PoisonError};

use tokio::runtime::Handle;

use super::Hub;
use super::signal::Signal;
use super::state::State;
use crate::broker::{Attachment, ClientId, Due, Frame};

/// How many sockets are written between two looks at anything else.
const BATCH: usize = 64;

/// How many due sockets there are for each writer. Fewer are not worth another processor.
const PER_WRITER: usize = 1024;

/// The state of a node while it is locked. What makes sockets due need not think of writing them: unlocking does.
pub(super) struct Locked<'a> {
    hub: &'a Hub,
    state: MutexGuard<'a, State>,
}

impl Hub {
    /// Locks the state of the node.
    pub(super) fn state(&self) -> Locked<'_> {
        Locked { hub: self, state: self.0.state.lock().unwrap_or_else(PoisonError::into_inner) }
    }
}

impl Deref for Locked<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        let due = self.state.broker.due();
        let wanted = due.div_ceil(PER_WRITER).min(self.hub.0.writers);
        if self.state.writing < wanted
            // Without a runtime nothing is connected any more.
            && let Ok(runtime) = Handle::try_current()
        {
            self.state.writing += 1;
            runtime.spawn(write(self.hub.clone()));
        }
    }
}

/// What could not be written to a socket.
struct Unwritten {
    client: ClientId,
    attachment: Attachment,
    frames: Vec<Frame>,
}

/// Writes until nothing is due.
async fn write(hub: Hub) {
    let mut batch: Vec<Due<Signal>> = Vec::with_capacity(BATCH);
    let mut unwritten = Vec::new();
    loop {
        for Unwritten { client, attachment, frames } in unwritten.drain(..) {
            hub.restore(&client, attachment, frames);
            hub.state().broker.hand_over(attachment);
        }
        {
            let mut state = hub.state();
            for due in batch.drain(..) {
                state.broker.settle(due.attachment);
            }
            state.broker.take_due(BATCH, &mut batch);
            if batch.is_empty() {
                state.writing -= 1;
                return;
            }
        }
        let mut taken = 0;
        for due in &mut batch {
            taken += 1 + due.rest.len();
            if let Some(together) = &hub.0.together {
                together.mark(due.waiter.client());
            }
            unwritten.extend(write_one(due));
        }
        hub.0.metrics.delivered(taken);
        tokio::task::yield_now().await;
    }
}

/// Writes what waits for a socket. Returns what there was no room for.
fn write_one(due: &mut Due<Signal>) -> Option<Unwritten> {
    let texts = std::iter::once(&due.first).chain(&due.rest).map(Frame::array);
    // A connection that has failed is left to its task.
    let sent = due.waiter.socket().and_then(|socket| socket.try_send_encoded(texts).ok()).unwrap_or_default();
    if sent > due.rest.len() {
        return None;
    }
    let frames = std::iter::once(due.first.clone()).chain(due.rest.drain(..)).skip(sent).collect();
    Some(Unwritten { client: due.waiter.client().clone(), attachment: due.attachment, frames })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use api_core::websocket::wire::TokioWire;
    use api_core::websocket::{Connection, ConnectionOptions, Role};
    use serde_json::value::RawValue;
    use tokio::io::duplex;

    use crate::access::Keyring;
    use crate::broker::{ClientId, Frame};
    use crate::hub::{Hub, Released, Settings};
    use crate::metrics::Metrics;

    const EVENTS: u32 = 2000;

    /// Sends what its writer could not, as the task of a WebSocket does.
    async fn carry(hub: Hub, client: ClientId, connection: Connection) {
        let outlet = hub.attach_socket(&client, None, connection.sender()).await.unwrap();
        while let Released::Events(events) = outlet.released().await {
            connection.send_texts(events.iter().map(Frame::array)).await.unwrap();
            outlet.settle();
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn events_come_once_and_in_order_whatever_room_the_sockets_have() {
        let hub = Hub::new(Arc::new(Keyring::default()), Settings::default(), Metrics::new(), None);
        let mut readers = Vec::new();
        // From sockets that take all to those that never take a whole frame.
        for room in [1 << 20, 1000, 200, 20] {
            let client = ClientId::random();
            let now = hub.now();
            hub.state().broker.open(client.clone(), now).unwrap();
            hub.state().broker.subscribe(&client, "/a/public/x").unwrap();
            let (near, far) = duplex(room);
            let options = ConnectionOptions::default().write_buffer(100);
            let connection = Connection::over(Role::Server, TokioWire::new(near), options);
            let mut peer = Connection::over(Role::Client, TokioWire::new(far), ConnectionOptions::default());
            tokio::spawn(carry(hub.clone(), client, connection));
            readers.push(tokio::spawn(async move {
                for number in 0..EVENTS {
                    let text: String = peer.receive().await.unwrap();
                    assert_eq!(text, format!(r#"[{{"channel":"/a/public/x","data":{number}}}]"#));
                }
            }));
        }
        for number in 0..EVENTS {
            let data = RawValue::from_string(number.to_string()).unwrap();
            let frame = Frame::new("/a/public/x", &data);
            hub.state().broker.publish("/a/public/x", &frame, None);
            // Now and then a burst.
            if number % 7 != 0 {
                tokio::task::yield_now().await;
            }
        }
        for reader in readers {
            reader.await.unwrap();
        }
    }
}
