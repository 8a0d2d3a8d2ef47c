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
    /// `None` only while it is dropped.
    state: Option<MutexGuard<'a, State>>,
}

impl Hub {
    /// Locks the state of the node.
    pub(super) fn state(&self) -> Locked<'_> {
        Locked { hub: self, state: Some(self.lock()) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Locked<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        self.state.as_ref().expect("it is locked until it is dropped")
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        self.state.as_mut().expect("it is locked until it is dropped")
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        let Some(mut state) = self.state.take() else { return };
        let wanted = state.broker.due().div_ceil(PER_WRITER).min(self.hub.0.writers);
        if state.writing >= wanted {
            return;
        }
        state.writing += 1;
        drop(state);
        // Not under the lock: a runtime that ends drops what is spawned at once.
        let writer = Writer { hub: self.hub.clone(), is_counted: true };
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(write(writer));
        }
    }
}

/// What could not be written to a socket.
struct Unwritten {
    client: ClientId,
    attachment: Attachment,
    frames: Vec<Frame>,
}

/// One of the tasks that write. It counts as one until it ends, however it ends.
struct Writer {
    hub: Hub,
    is_counted: bool,
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.is_counted {
            self.hub.lock().writing -= 1;
        }
    }
}

/// Writes until nothing is due.
async fn write(mut writer: Writer) {
    let hub = writer.hub.clone();
    let mut batch: Vec<Due<Signal>> = Vec::with_capacity(BATCH);
    let (mut written, mut unwritten) = (Vec::with_capacity(BATCH), Vec::new());
    loop {
        let mut lost = Vec::new();
        {
            let mut state = hub.state();
            // Together: once a connection is woken, it may take the events again.
            for Unwritten { client, attachment, frames } in unwritten.drain(..) {
                if !state.broker.restore(&client, attachment, frames) {
                    lost.push(client);
                }
                state.broker.hand_over(attachment);
            }
            for attachment in written.drain(..) {
                state.broker.settle(attachment);
            }
            state.broker.take_due(BATCH, &mut batch);
            if batch.is_empty() {
                // Under the same lock: what becomes due from now on starts another writer.
                state.writing -= 1;
                writer.is_counted = false;
            }
        }
        for client in &lost {
            hub.end_elsewhere(client);
        }
        if batch.is_empty() {
            return;
        }
        let mut taken = 0;
        for mut due in batch.drain(..) {
            taken += 1 + due.rest.len();
            if let Some(together) = &hub.0.together {
                together.mark(due.waiter.client());
            }
            match write_one(&mut due) {
                None => written.push(due.attachment),
                Some(rest) => unwritten.push(rest),
            }
        }
        hub.0.metrics.delivered(taken);
        tokio::task::yield_now().await;
    }
}

/// Writes what waits for a socket. Returns what there was no room for.
fn write_one(due: &mut Due<Signal>) -> Option<Unwritten> {
    let texts = std::iter::once(&due.first).chain(&due.rest).map(Frame::array);
    // A connection that has failed is left to its task.
    let sent = due.waiter.socket().and_then(|socket| socket.try_send_prepared(texts).ok()).unwrap_or_default();
    if sent > due.rest.len() {
        return None;
    }
    let frames = std::iter::once(due.first.clone()).chain(due.rest.drain(..)).skip(sent).collect();
    Some(Unwritten { client: due.waiter.client().clone(), attachment: due.attachment, frames })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use api_core::websocket::wire::TokioWire;
    use api_core::websocket::{Connection, ConnectionOptions, Role};
    use serde_json::value::RawValue;
    use tokio::io::duplex;
    use tokio::time::interval;

    use crate::access::Keyring;
    use crate::broker::{ClientId, Frame};
    use crate::hub::{Hub, Released, Settings};
    use crate::metrics::Metrics;

    const EVENTS: u32 = 2000;

    /// Sends what its writer could not, as the task of a WebSocket does.
    async fn carry(hub: Hub, client: ClientId, connection: Connection) {
        let mut outlet = hub.attach_socket(&client, None, connection.sender(), None).await.unwrap();
        let mut connects = interval(Duration::from_micros(300));
        loop {
            let released = tokio::select! {
                released = outlet.released() => Some(released),
                // The client's next connect on the same socket.
                _ = connects.tick() => {
                    let socket = connection.sender();
                    outlet = hub.attach_socket(&client, None, socket, Some(&outlet)).await.unwrap();
                    outlet.take()
                }
            };
            match released {
                Some(Released::Events(events)) => {
                    connection.send_all_prepared(events.iter().map(Frame::array)).await.unwrap();
                    outlet.settle();
                }
                Some(_) => return,
                None => {}
            }
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn events_come_once_and_in_order_whatever_room_the_sockets_have() {
        let hub = Hub::new(Arc::new(Keyring::default()), Settings::default(), Metrics::new(), None);
        let mut readers = Vec::new();
        // From sockets that take all to those that never take a whole frame.
        for room in [1 << 20, 1 << 20, 1 << 20, 1000, 1000, 200, 200, 20] {
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
