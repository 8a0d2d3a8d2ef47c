//! The channels of Redis that this process listens to, each with the mailboxes of its followers.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use redis::{PushInfo, Value};
use tokio::sync::Notify;

use crate::entry::Linked;
use crate::keys::Keys;
use crate::mailbox::Mailbox;

/// The followed logs of one server, by the names of their channels.
#[derive(Debug, Default)]
pub(crate) struct Tails {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    tails: HashMap<Arc<str>, Tail>,
    /// The channels that may have to be subscribed to or left. Empty while there is no connection, so that it does not
    /// grow then.
    changed: HashSet<Arc<str>>,
    connected: bool,
}

#[derive(Debug)]
struct Tail {
    keys: Arc<Keys>,
    /// Shared, so that entries are delivered without the lock.
    mailboxes: Arc<[Arc<Mailbox>]>,
    /// Redis has confirmed the subscription.
    subscribed: bool,
}

/// Channels to subscribe to, and channels to leave.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) subscribe: Vec<Arc<str>>,
    pub(crate) leave: Vec<Arc<str>>,
}

impl Tails {
    /// Adds a follower of a log. Its mailbox reports a loss once Redis delivers the log's entries.
    pub(crate) fn follow(&self, keys: &Arc<Keys>, mailbox: &Arc<Mailbox>) {
        let mut guard = self.lock();
        let state = &mut *guard;
        let tail = state.tails.entry(keys.stream.clone()).or_insert_with(|| {
            if state.connected {
                state.changed.insert(keys.stream.clone());
            }
            Tail { keys: keys.clone(), mailboxes: Arc::default(), subscribed: false }
        });
        tail.mailboxes = tail.mailboxes.iter().chain([mailbox]).cloned().collect();
        let subscribed = tail.subscribed;
        drop(guard);
        if subscribed {
            mailbox.lose();
        } else {
            self.changed.notify_one();
        }
    }

    /// Removes a follower.
    pub(crate) fn leave(&self, keys: &Keys, mailbox: &Arc<Mailbox>) {
        let mut guard = self.lock();
        let state = &mut *guard;
        let Some(tail) = state.tails.get_mut(&keys.stream) else { return };
        tail.mailboxes = tail.mailboxes.iter().filter(|other| !Arc::ptr_eq(other, mailbox)).cloned().collect();
        if !tail.mailboxes.is_empty() {
            return;
        }
        state.tails.remove(&keys.stream);
        if state.connected {
            state.changed.insert(keys.stream.clone());
        }
        drop(guard);
        self.changed.notify_one();
    }

    /// Delivers a message that Redis has pushed. One that is not of this library is a loss, which a reader resolves.
    pub(crate) fn deliver(&self, push: PushInfo) {
        let Ok([Value::BulkString(channel), Value::BulkString(message)]) = <[Value; 2]>::try_from(push.data) else {
            return;
        };
        let Ok(channel) = std::str::from_utf8(&channel) else { return };
        let mailboxes = match self.lock().tails.get(channel) {
            Some(tail) => tail.mailboxes.clone(),
            None => return,
        };
        match Linked::from_message(&Bytes::from(message)) {
            Some(linked) => mailboxes.iter().for_each(|mailbox| mailbox.deliver(&linked)),
            None => mailboxes.iter().for_each(|mailbox| mailbox.lose()),
        }
    }

    /// Begins with a new connection, which listens to nothing yet.
    pub(crate) fn connected(&self) {
        let mut state = self.lock();
        state.connected = true;
        state.changed = state.tails.keys().cloned().collect();
        state.tails.values_mut().for_each(|tail| tail.subscribed = false);
    }

    /// Notes that there is no connection.
    pub(crate) fn disconnected(&self) {
        let mut state = self.lock();
        state.connected = false;
        state.changed = HashSet::new();
    }

    /// Waits until [`Tails::changes`] may return more. Cancel safe.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Returns what the connection has to change.
    pub(crate) fn changes(&self) -> Changes {
        let mut guard = self.lock();
        let state = &mut *guard;
        let mut changes = Changes::default();
        for channel in std::mem::take(&mut state.changed) {
            match state.tails.get(&channel) {
                Some(tail) if tail.subscribed => {}
                Some(_) => changes.subscribe.push(channel),
                None => changes.leave.push(channel),
            }
        }
        changes
    }

    /// Notes that Redis delivers the entries of these channels from now on. What came before has to be read.
    pub(crate) fn subscribed(&self, channels: &[Arc<str>]) {
        let mut state = self.lock();
        let mut mailboxes = Vec::new();
        for channel in channels {
            if let Some(tail) = state.tails.get_mut(channel) {
                tail.subscribed = true;
                mailboxes.push(tail.mailboxes.clone());
            }
        }
        drop(state);
        mailboxes.iter().flat_map(|mailboxes| mailboxes.iter()).for_each(|mailbox| mailbox.lose());
    }

    /// Returns the keys of all followed logs.
    pub(crate) fn keys(&self) -> Vec<Arc<Keys>> {
        self.lock().tails.values().map(|tail| tail.keys.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::{Context, Poll, Waker};

    use super::Tails;
    use crate::keys::Keys;
    use crate::mailbox::{Delivery, Mailbox};

    fn is_lost(mailbox: &Mailbox) -> bool {
        mailbox.poll(&Context::from_waker(Waker::noop())) == Poll::Ready(Delivery::Lost)
    }

    #[test]
    fn one_subscription_serves_all_followers_and_ends_with_the_last() {
        let (tails, keys) = (Tails::default(), Arc::new(Keys::new("p:", "log")));
        let [first, second] = [(); 2].map(|()| Arc::new(Mailbox::new(1, 1)));
        tails.connected();
        tails.follow(&keys, &first);
        let changes = tails.changes();
        assert_eq!((changes.subscribe.as_slice(), changes.leave.len()), (std::slice::from_ref(&keys.stream), 0));
        assert!(!is_lost(&first), "nothing is delivered yet");
        tails.subscribed(&changes.subscribe);
        assert!(is_lost(&first));

        tails.follow(&keys, &second);
        assert!(is_lost(&second) && tails.changes().subscribe.is_empty());
        tails.leave(&keys, &first);
        assert!(tails.changes().leave.is_empty());
        tails.leave(&keys, &second);
        assert_eq!(tails.changes().leave, std::slice::from_ref(&keys.stream));
    }

    #[test]
    fn a_log_that_is_left_and_followed_again_is_subscribed_to() {
        let (tails, keys) = (Tails::default(), Arc::new(Keys::new("p:", "log")));
        let mailbox = Arc::new(Mailbox::new(1, 1));
        tails.connected();
        tails.follow(&keys, &mailbox);
        tails.subscribed(&tails.changes().subscribe);
        tails.leave(&keys, &mailbox);
        tails.follow(&keys, &mailbox);
        let changes = tails.changes();
        assert_eq!((changes.subscribe.len(), changes.leave.len()), (1, 0));
    }

    #[test]
    fn without_a_connection_nothing_accumulates() {
        let tails = Tails::default();
        let mailbox = Arc::new(Mailbox::new(1, 1));
        for number in 0..100 {
            let keys = Arc::new(Keys::new("p:", &number.to_string()));
            tails.follow(&keys, &mailbox);
            tails.leave(&keys, &mailbox);
        }
        let keys = Arc::new(Keys::new("p:", "kept"));
        tails.follow(&keys, &mailbox);
        tails.connected();
        let changes = tails.changes();
        assert_eq!((changes.subscribe.len(), changes.leave.len()), (1, 0));
    }
}
