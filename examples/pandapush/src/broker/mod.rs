//! Sessions, their subscriptions and their queues: the state of one node, without I/O and without a clock.
//!
//! A client's *session* outlives its connections. What is published while no connection is attached waits in the
//! session's queue. A connection *attaches* to a session as an *outlet*, is woken when something waits, and then polls.
//!
//! ```text
//! client_id      the secret name of a session
//! frame          an event as it is sent, encoded once for all subscribers
//! due            sockets that are to be written
//! limits         the bounds of everything that a client can make grow
//! outlet         how a connection waits, and what it finds
//! session        one client: queue, outlet, times
//! subscribers    which sessions subscribe to which pattern
//! patterns       what one session subscribes to
//! presence       which users are on which channel
//! ```

mod client_id;
mod due;
mod frame;
mod limits;
#[cfg(test)]
mod model;
mod outlet;
mod patterns;
mod presence;
mod session;
mod subscribers;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use slab::Slab;

use session::{Outlet, Overflow, Session};
use subscribers::Subscribers;

pub use client_id::ClientId;
pub use due::Due;
pub use frame::Frame;
pub use limits::{Limits, Milliseconds, Times};
pub use outlet::{OutletKind, Polled, Waiter};
pub use presence::{Change, Presence};
pub use subscribers::Activity;

/// The sessions of one node.
#[derive(Debug)]
pub struct Broker<W> {
    limits: Limits,
    times: Times,
    sessions: Slab<Session<W>>,
    by_client: HashMap<ClientId, usize>,
    subscribers: Subscribers,
    /// The number of the last publication, by which a session matched by several patterns gets one copy.
    publication: u64,
    /// The number of the last attachment.
    attachment: u64,
    /// The number of subscriptions of all sessions.
    subscriptions: usize,
    /// Sessions whose queue overflowed, until the next sweep.
    overflowed: Vec<usize>,
    /// Sockets that are to be written, in the order in which events came for them.
    due: VecDeque<Attachment>,
}

/// A connection's place at a session. It is spent when another connection takes the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment {
    session: usize,
    number: u64,
}

/// A session that has ended, with the patterns it was subscribed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// The client.
    pub client: ClientId,
    /// Its patterns.
    pub patterns: Vec<Arc<str>>,
}

/// The session does not exist, or its client has been silent for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown client")]
pub struct UnknownClient;

/// A bound was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// There are as many sessions as the node may have.
    #[error("too many clients")]
    Sessions,
    /// The session has as many subscriptions as it may have.
    #[error("too many subscriptions")]
    Subscriptions,
}

/// What the admin page shows of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The client.
    pub client: ClientId,
    /// How it is connected, or was last.
    pub connection: Option<OutletKind>,
    /// When its session began.
    pub since: Milliseconds,
    /// Its patterns in the application.
    pub patterns: Vec<Arc<str>>,
}

impl<W: Waiter> Broker<W> {
    /// Makes a broker without sessions.
    pub fn new(limits: Limits, times: Times) -> Self {
        Self {
            limits,
            times,
            sessions: Slab::new(),
            by_client: HashMap::new(),
            subscribers: Subscribers::default(),
            publication: 0,
            attachment: 0,
            subscriptions: 0,
            overflowed: Vec::new(),
            due: VecDeque::new(),
        }
    }

    /// Begins a session.
    ///
    /// # Errors
    ///
    /// Returns [`Full::Sessions`] if the node has as many as it may.
    pub fn open(&mut self, client: ClientId, now: Milliseconds) -> Result<(), Full> {
        if self.sessions.len() >= self.limits.sessions {
            return Err(Full::Sessions);
        }
        let index = self.sessions.insert(Session::new(client.clone(), now));
        if let Some(previous) = self.by_client.insert(client, index) {
            self.remove(previous);
        }
        Ok(())
    }

    /// Notes the id of the message that began a session.
    pub fn note_handshake(&mut self, client: &ClientId, id: &str) {
        if let Some(session) = self.by_client.get(client).and_then(|&index| self.sessions.get_mut(index)) {
            session.handshake = Some(id.into());
        }
    }

    /// Returns whether a client has a session and was not silent for too long.
    pub fn is_known(&self, client: &ClientId, now: Milliseconds) -> bool {
        self.find(client, now).is_ok()
    }

    /// Notes that a client asked to connect, which keeps its session alive.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown client.
    pub fn touch(&mut self, client: &ClientId, now: Milliseconds) -> Result<(), UnknownClient> {
        let index = self.find(client, now)?;
        self.sessions.get_mut(index).ok_or(UnknownClient)?.last_connect = now;
        Ok(())
    }

    /// Subscribes a client to a name or pattern. Returns whether it was not subscribed yet.
    ///
    /// # Errors
    ///
    /// Returns [`Full::Subscriptions`] if the session has as many as it may. An unknown client is `Ok(false)`: it is
    /// checked before.
    pub fn subscribe(&mut self, client: &ClientId, pattern: &str) -> Result<bool, Full> {
        let Some(&index) = self.by_client.get(client) else { return Ok(false) };
        let Some(session) = self.sessions.get_mut(index) else { return Ok(false) };
        if session.patterns.contains(pattern) {
            return Ok(false);
        }
        if session.patterns.len() >= self.limits.subscriptions || self.subscriptions >= self.limits.all_subscriptions {
            return Err(Full::Subscriptions);
        }
        self.subscriptions += 1;
        let pattern = self.subscribers.shared(pattern);
        let is_first = session.patterns.insert(pattern.clone());
        self.subscribers.add(&pattern, index, is_first);
        Ok(true)
    }

    /// Ends a subscription. Returns whether there was one.
    pub fn unsubscribe(&mut self, client: &ClientId, pattern: &str) -> bool {
        let Some(&index) = self.by_client.get(client) else { return false };
        let Some(session) = self.sessions.get_mut(index) else { return false };
        let Some((pattern, is_last)) = session.patterns.remove(pattern) else { return false };
        self.subscribers.remove(&pattern, index, is_last);
        self.subscriptions -= 1;
        true
    }

    /// Puts an event into the queue of every session that subscribes to its channel, except one, and wakes their
    /// outlets. Sockets are not woken but due, see [`Broker::take_due`]. Returns how many sessions it was.
    pub fn publish(&mut self, channel: &str, frame: &Frame, except: Option<&ClientId>) -> usize {
        self.publication += 1;
        let publication = self.publication;
        let except = except.and_then(|client| self.by_client.get(client)).copied();
        let (sessions, limits, overflowed) = (&mut self.sessions, &self.limits, &mut self.overflowed);
        let due = &mut self.due;
        let mut receivers = 0;
        self.subscribers.each(channel, |index| {
            let Some(session) = sessions.get_mut(index).filter(|_| Some(index) != except) else { return };
            if session.last_publication == publication || session.is_overflowed {
                return;
            }
            session.last_publication = publication;
            receivers += 1;
            match session.enqueue(frame.clone(), limits) {
                Ok(None) => {}
                Ok(Some(number)) => due.push_back(Attachment { session: index, number }),
                Err(_) => overflowed.push(index),
            }
        });
        receivers
    }

    /// Counts a publication of an application, for its statistics.
    pub fn count_publication(&mut self, application: &str, channel: &str) {
        self.subscribers.count_publication(application, channel);
    }

    /// Attaches a connection to a session, instead of the one that was attached. `connect` is the id of the message
    /// that asks for it: if it repeats the one whose answer carried events last, that answer was lost and the events
    /// wait again. `same_socket` is the place that the same socket has had so far: what was taken for it and is not
    /// sent yet is sent before anything else.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown client.
    pub fn attach(
        &mut self,
        client: &ClientId,
        (kind, same_socket): (OutletKind, Option<Attachment>),
        connect: Option<&str>,
        waiter: W,
        now: Milliseconds,
    ) -> Result<Attachment, UnknownClient> {
        let index = self.find(client, now)?;
        self.attachment += 1;
        let number = self.attachment;
        let session = self.sessions.get_mut(index).ok_or(UnknownClient)?;
        session.last_connect = now;
        // The outlet that it may make due is about to be replaced.
        if session.settle_last_answer(connect, &self.limits).is_err() {
            self.overflowed.push(index);
            return Err(UnknownClient);
        }
        let same_socket = same_socket.map(|attachment| attachment.number);
        session.place(Outlet::new(kind, number, connect, waiter), same_socket);
        Ok(Attachment { session: index, number })
    }

    /// Takes what waits at an outlet. It returns [`Polled::Pending`] and leaves the waiter in place if nothing waits. A
    /// socket says with [`Broker::settle`] that it has sent what it took.
    pub fn poll(&mut self, attachment: Attachment) -> Polled {
        match self.sessions.get_mut(attachment.session).filter(|session| !session.is_overflowed) {
            Some(session) => session.poll(attachment.number),
            None => Polled::Gone,
        }
    }

    /// Detaches a connection, if it is still attached. What waits, waits for the next one.
    pub fn detach(&mut self, attachment: Attachment) {
        if let Some(session) = self.sessions.get_mut(attachment.session) {
            session.detach(attachment.number);
        }
    }

    /// Puts back what a connection took and could not deliver: it waits again, before what came later. If another
    /// connection has taken later events meanwhile, or if that is more than may wait, the session ends with the next
    /// sweep. Returns false if the session is not here any more: the events are lost.
    #[must_use]
    pub fn restore(&mut self, client: &ClientId, attachment: Attachment, frames: Vec<Frame>) -> bool {
        let Some(&index) = self.by_client.get(client) else { return frames.is_empty() };
        let restored = self.sessions.get_mut(index).map(|session| {
            if frames.is_empty() { Ok(None) } else { session.give_back(attachment.number, frames, &self.limits) }
        });
        self.note(index, restored.as_ref());
        true
    }

    /// Puts events in front of those that wait for a client. If that is more than may wait, the session ends with the
    /// next sweep.
    pub fn put_first(&mut self, client: &ClientId, frames: Vec<Frame>) {
        let Some(&index) = self.by_client.get(client) else { return };
        let restored = self.sessions.get_mut(index).map(|session| session.restore(frames, &self.limits));
        self.note(index, restored.as_ref());
    }

    /// Puts the events of an answer back that was not sent. They wait for the next connection, whatever its message.
    pub fn take_back_answer(&mut self, client: &ClientId, attachment: Attachment, frames: Vec<Frame>) {
        if let Some(session) = self.by_client.get(client).and_then(|&index| self.sessions.get_mut(index)) {
            session.forget_answer();
        }
        // Where the session has moved to, it is known that they were not sent.
        let _ = self.restore(client, attachment, frames);
    }

    /// Returns whether a connection of this kind is attached.
    pub fn is_attached(&self, client: &ClientId, kind: OutletKind) -> bool {
        let session = self.by_client.get(client).and_then(|&index| self.sessions.get(index));
        session.and_then(Session::attached).is_some_and(|attached| attached == kind)
    }

    /// Ends a session.
    pub fn close(&mut self, client: &ClientId) -> Option<Departure> {
        let index = self.by_client.remove(client)?;
        self.remove(index)
    }

    /// Ends the sessions whose client has been silent for too long, or whose queue overflowed.
    pub fn sweep(&mut self, now: Milliseconds) -> Vec<Departure> {
        let silent = self.sessions.iter().filter(|(_, session)| {
            now.saturating_sub(session.last_connect) > self.times.removal() || session.is_overflowed
        });
        let clients: Vec<ClientId> = silent.map(|(_, session)| session.client.clone()).collect();
        self.overflowed.clear();
        clients.iter().filter_map(|client| self.close(client)).collect()
    }

    /// Returns how many sessions have lost events since the last sweep, because they were too slow or by a gap.
    pub fn overflowed(&self) -> usize {
        self.overflowed.len()
    }

    /// Returns the number of sessions.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Returns the names of all clients.
    pub fn clients(&self) -> Vec<ClientId> {
        self.by_client.keys().cloned().collect()
    }

    /// Returns the patterns of a client.
    pub fn patterns(&self, client: &ClientId) -> Vec<Arc<str>> {
        let session = self.by_client.get(client).and_then(|&index| self.sessions.get(index));
        session.map(|session| session.patterns.iter().cloned().collect()).unwrap_or_default()
    }

    /// Returns the events that wait for a client, oldest first.
    pub fn undelivered(&self, client: &ClientId) -> Vec<Frame> {
        let session = self.by_client.get(client).and_then(|&index| self.sessions.get(index));
        session.map(|session| session.undelivered().cloned().collect()).unwrap_or_default()
    }

    /// Returns whether a client has a session that has lost no events, also if it was silent for too long.
    pub fn is_sound(&self, client: &ClientId) -> bool {
        let session = self.by_client.get(client).and_then(|&index| self.sessions.get(index));
        session.is_some_and(|session| !session.is_overflowed)
    }

    /// Ends, with the next sweep, the sessions that subscribe to channels of an application: events were lost.
    pub fn lose(&mut self, application: &str) {
        for (index, session) in &mut self.sessions {
            if session.patterns.has_application(application) && session.lose() {
                self.overflowed.push(index);
            }
        }
    }

    /// Returns how many sessions subscribe to channels of an application, and to how many.
    pub fn counts(&self, application: &str) -> (usize, usize) {
        self.subscribers.counts(application)
    }

    /// Returns the applications that have subscribers.
    pub fn applications(&self) -> Vec<String> {
        self.subscribers.applications().map(str::to_owned).collect()
    }

    /// Returns whether a session subscribes to a channel of an application.
    pub fn has_subscribers(&self, application: &str) -> bool {
        self.subscribers.has_clients(application)
    }

    /// Returns the sessions that subscribe to channels of an application, at most `maximum`.
    pub fn overview(&self, application: &str, maximum: usize) -> Vec<Overview> {
        let mut overviews = Vec::new();
        for (_, session) in &self.sessions {
            if session.patterns.has_application(application) && overviews.len() < maximum {
                let of_application = |pattern: &&Arc<str>| subscribers::is_of(pattern, application);
                let patterns: Vec<Arc<str>> = session.patterns.iter().filter(of_application).cloned().collect();
                let (client, since) = (session.client.clone(), session.since);
                overviews.push(Overview { client, connection: session.last_kind(), since, patterns });
            }
        }
        overviews
    }

    /// Takes what happened in each application since the last call.
    pub fn take_activity(&mut self) -> Vec<Activity> {
        self.subscribers.take_activity()
    }

    /// Notes what putting something into a queue has led to.
    fn note(&mut self, index: usize, queued: Option<&Result<Option<u64>, Overflow>>) {
        match queued {
            None | Some(Ok(None)) => {}
            Some(Ok(Some(number))) => self.due.push_back(Attachment { session: index, number: *number }),
            Some(Err(_)) => self.overflowed.push(index),
        }
    }

    fn find(&self, client: &ClientId, now: Milliseconds) -> Result<usize, UnknownClient> {
        let index = self.by_client.get(client).copied().ok_or(UnknownClient)?;
        let session = self.sessions.get(index).ok_or(UnknownClient)?;
        let is_silent = now.saturating_sub(session.last_connect) > self.times.unknown();
        if is_silent || session.is_overflowed { Err(UnknownClient) } else { Ok(index) }
    }

    fn remove(&mut self, index: usize) -> Option<Departure> {
        let mut session = self.sessions.try_remove(index)?;
        session.end();
        let patterns: Vec<Arc<str>> = session.patterns.iter().cloned().collect();
        self.subscriptions -= patterns.len();
        for pattern in &patterns {
            let is_last = session.patterns.remove(pattern).is_some_and(|(_, is_last)| is_last);
            self.subscribers.remove(pattern, index, is_last);
        }
        Some(Departure { client: session.client, patterns })
    }
}
