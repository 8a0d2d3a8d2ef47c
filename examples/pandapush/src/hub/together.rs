//! A node among others: its part of what `cluster` describes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use redis_topic::{Entry as LogEntry, Error, Follower, Item, Position};
use tokio::sync::MutexGuard;
use tokio::task::AbortHandle;

use super::{Hub, Unsettled};
use crate::broker::{ClientId, Frame};
use crate::channel::{Address, each_pattern};
use crate::cluster::{Entry, Hosts, Mail, Notice, Ownership, Positions, Record};

/// How many clients can settle at the same time without waiting for each other, roughly.
const LOCKS: usize = 64;

/// How many entries of a log are read at once.
const PAGE: usize = 256;

/// What a node among others has beside its own state.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) hosts: Hosts,
    pub(super) mail: Mail,
    pub(super) node: String,
    /// The tasks that follow the logs of applications.
    follows: tokio::sync::Mutex<HashMap<String, AbortHandle>>,
    /// Held while a session of one of these clients moves here, or changes.
    locks: [tokio::sync::Mutex<()>; LOCKS],
    /// Clients to whom events were sent since their record was written.
    dirty: Mutex<HashSet<ClientId>>,
}

impl Together {
    pub(super) fn new(hosts: Hosts, node: String) -> Self {
        let mail = Mail::new(hosts.clone(), &node);
        Self {
            hosts,
            mail,
            node,
            follows: tokio::sync::Mutex::default(),
            locks: [const { tokio::sync::Mutex::const_new(()) }; LOCKS],
            dirty: Mutex::default(),
        }
    }

    /// Notes that events were sent to a client.
    pub(super) fn mark(&self, client: &ClientId) {
        self.dirty.lock().unwrap_or_else(PoisonError::into_inner).insert(client.clone());
    }

    pub(super) fn take_marked(&self) -> HashSet<ClientId> {
        std::mem::take(&mut *self.dirty.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn lock(&self, client: &ClientId) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        client.hash(&mut hasher);
        #[expect(clippy::cast_possible_truncation, reason = "only the remainder is used")]
        let index = hasher.finish() as usize % LOCKS;
        self.locks[index].lock().await
    }
}

impl Hub {
    /// Makes this node the home of a session, because its client connects here by the message `connect`. What was
    /// published since it left its last home waits here afterwards.
    pub(super) async fn settle(
        &self,
        together: &Together,
        client: &ClientId,
        connect: Option<&str>,
    ) -> Result<(), Unsettled> {
        let _guard = together.lock(client).await;
        let times = self.0.settings.times();
        let is_here = self.is_known(client);
        if is_here {
            match together.hosts.touch(client, &together.node, times).await {
                // Without Redis the client keeps what it has.
                Ok(Ownership::Here) | Err(_) => return Ok(()),
                Ok(Ownership::Elsewhere) => self.drop_session(client),
                Ok(Ownership::Unknown) => {
                    self.drop_session(client);
                    return Err(Unsettled::Unknown);
                }
            }
        }
        let record = together.hosts.adopt(client, &together.node, connect, times).await?;
        let Record { home, patterns, mut delivered, is_repeated } = record.ok_or(Unsettled::Unknown)?;
        if home != together.node && !home.is_empty() {
            let client = client.as_str().to_owned();
            let release = |from, question| Notice::Release { client, from, question };
            let answer = together.mail.ask(&home, release).await?;
            if let Some(text) = answer.filter(|_| !is_repeated) {
                delivered = Positions::decode(&text);
            }
        }
        self.move_in(together, client, patterns, &delivered).await
    }

    /// Opens a session with the patterns of its record, and queues what it has missed.
    async fn move_in(
        &self,
        together: &Together,
        client: &ClientId,
        mut patterns: BTreeMap<String, Position>,
        delivered: &Positions,
    ) -> Result<(), Unsettled> {
        for (pattern, start) in &mut patterns {
            let application = application(pattern);
            self.follow(together, application).await?;
            if let Some(position) = delivered.0.get(application) {
                *start = (*start).max(*position);
            }
        }
        let until = {
            let now = self.now();
            let mut state = self.state();
            state.broker.open(client.clone(), now)?;
            for pattern in patterns.keys() {
                state.broker.subscribe(client, pattern)?;
            }
            state.followed.clone()
        };
        let Some(missed) = missed(&together.hosts, client, &patterns, &until).await? else {
            // Something is lost. A new session tells the client.
            self.end(together, client).await?;
            return Err(Unsettled::Unknown);
        };
        self.state().broker.restore(client, missed);
        Ok(())
    }

    /// Follows the log of an application, if it is not followed yet.
    async fn follow(&self, together: &Together, application: &str) -> Result<(), Error> {
        let mut follows = together.follows.lock().await;
        if follows.contains_key(application) {
            return Ok(());
        }
        let log = together.hosts.events(application);
        let position = log.position().await?;
        self.state().followed.insert(application.to_owned(), position);
        let task = tokio::spawn(deliver(self.clone(), application.to_owned(), log.follow(position)));
        follows.insert(application.to_owned(), task.abort_handle());
        Ok(())
    }

    /// Follows the log of an application that somebody watches here.
    pub(super) async fn follow_watched(&self, application: &str) {
        if let Some(together) = &self.0.together
            && let Err(error) = self.follow(together, application).await
        {
            tracing::warn!(%error, "an application cannot be watched");
        }
    }

    /// Stops following the logs of applications without subscribers here.
    pub(super) async fn unfollow(&self, together: &Together) {
        let mut follows = together.follows.lock().await;
        let mut state = self.state();
        follows.retain(|application, task| {
            let is_needed = state.broker.has_subscribers(application) || self.is_watched(application);
            if !is_needed {
                task.abort();
                state.followed.remove(application);
            }
            is_needed
        });
    }

    /// Subscribes a client to all channels or to none, in force on all nodes when this returns.
    pub(super) async fn subscribe_together(
        &self,
        together: &Together,
        client: &ClientId,
        channels: &[String],
    ) -> Result<(), Unsettled> {
        let guard = together.lock(client).await;
        let is_here = self.is_known(client);
        let mut added = Vec::new();
        if is_here {
            for channel in channels {
                self.follow(together, application(channel)).await?;
            }
            // In force here before the positions are read, so that nothing after them is missed.
            let mut state = self.state();
            for channel in channels {
                if state.broker.subscribe(client, channel)? {
                    added.push(channel);
                }
            }
        }
        let recorded = self.record_subscriptions(together, client, channels).await;
        let home = match recorded {
            Ok(home) => home,
            Err(error) => {
                for channel in added {
                    self.state().broker.unsubscribe(client, channel);
                }
                return Err(error);
            }
        };
        drop(guard);
        if home != together.node {
            self.drop_session(client);
            self.tell_home(together, client, &home).await?;
        } else if !is_here {
            // It has moved here meanwhile.
            self.reconcile(together, client).await?;
        }
        Ok(())
    }

    async fn record_subscriptions(
        &self,
        together: &Together,
        client: &ClientId,
        channels: &[String],
    ) -> Result<String, Unsettled> {
        let mut patterns = Vec::with_capacity(channels.len());
        for channel in channels {
            patterns.push((channel.clone(), together.hosts.events(application(channel)).position().await?));
        }
        let home = together.hosts.subscribe(client, &patterns, self.0.settings.times()).await?;
        home.ok_or(Unsettled::Unknown)
    }

    /// Ends subscriptions of a client.
    pub(super) async fn unsubscribe_together(
        &self,
        together: &Together,
        client: &ClientId,
        channels: &[String],
    ) -> Result<(), Unsettled> {
        let home = together.hosts.unsubscribe(client, channels, self.0.settings.times()).await?;
        let home = home.ok_or(Unsettled::Unknown)?;
        for channel in channels {
            self.state().broker.unsubscribe(client, channel);
            if super::state::is_presence(channel) {
                together.hosts.leave(application(channel), channel, client).await?;
            }
        }
        if home != together.node {
            self.tell_home(together, client, &home).await?;
        }
        Ok(())
    }

    /// Makes the subscriptions of a session here those of its record.
    async fn reconcile(&self, together: &Together, client: &ClientId) -> Result<(), Unsettled> {
        let _guard = together.lock(client).await;
        if !self.is_known(client) {
            return Ok(());
        }
        let (home, recorded) = together.hosts.patterns(client).await?;
        if home.as_deref() != Some(&together.node) {
            self.drop_session(client);
            return Ok(());
        }
        let present = self.state().broker.patterns(client);
        for pattern in present.iter().filter(|pattern| !recorded.contains_key(pattern.as_ref())) {
            self.state().broker.unsubscribe(client, pattern);
        }
        let new: BTreeMap<String, Position> =
            recorded.into_iter().filter(|(pattern, _)| !present.iter().any(|known| **known == **pattern)).collect();
        for pattern in new.keys() {
            self.follow(together, application(pattern)).await?;
        }
        let until = {
            let mut state = self.state();
            for pattern in new.keys() {
                state.broker.subscribe(client, pattern)?;
            }
            state.followed.clone()
        };
        match missed(&together.hosts, client, &new, &until).await? {
            // What the other patterns match was delivered already.
            Some(frames) => {
                let is_new =
                    |frame: &Frame| !present.iter().any(|pattern| matches(pattern, frame.channel().as_deref()));
                let frames = frames.into_iter().filter(is_new).collect();
                self.state().broker.restore(client, frames);
            }
            None => self.end(together, client).await?,
        }
        Ok(())
    }

    async fn tell_home(&self, together: &Together, client: &ClientId, home: &str) -> Result<(), Unsettled> {
        let client = client.as_str().to_owned();
        let changed = |from, question| Notice::PatternsChanged { client, from, question };
        // A home that is dead reads the record no more, and the next one will.
        together.mail.ask(home, changed).await.map(drop).map_err(Unsettled::from)
    }

    /// Ends a session, wherever it is at home. Its users leave their channels first: if this node dies in between, another
    /// one does all of it again.
    pub(super) async fn end(&self, together: &Together, client: &ClientId) -> Result<(), Error> {
        let (home, patterns) = together.hosts.patterns(client).await?;
        for channel in patterns.keys().filter(|pattern| super::state::is_presence(pattern)) {
            together.hosts.leave(application(channel), channel, client).await?;
        }
        together.hosts.remove(client).await?;
        self.drop_session(client);
        if let Some(home) = home.filter(|home| *home != together.node) {
            together.mail.send(&home, &Notice::Gone { client: client.as_str().to_owned() }).await?;
        }
        Ok(())
    }

    /// Ends a session here whose events were lost, unless it is at home elsewhere.
    pub(super) async fn end_if_here(&self, together: &Together, client: &ClientId) -> Result<(), Error> {
        match together.hosts.patterns(client).await?.0 {
            Some(home) if home == together.node => self.end(together, client).await,
            _ => Ok(()),
        }
    }

    /// Forgets a session that is at home elsewhere, or nowhere.
    pub(super) fn drop_session(&self, client: &ClientId) {
        self.state().broker.close(client);
    }

    /// Reads the mail of this node and the notices for all, until the node shuts down.
    pub(super) async fn read_mail(&self) {
        let Some(together) = &self.0.together else { return std::future::pending().await };
        let mut mail = together.mail.follow();
        let log = together.hosts.notices();
        let mut notices = None;
        loop {
            if notices.is_none() {
                notices = log.position().await.ok().map(|position| log.follow(position));
            }
            let item = tokio::select! {
                item = mail.next() => item,
                item = next(notices.as_mut()) => item,
            };
            if let Some(notice) = together.mail.read(item) {
                self.handle(notice).await;
            }
        }
    }

    async fn handle(&self, notice: Notice) {
        let Some(together) = &self.0.together else { return };
        match notice {
            Notice::Release { client, from, question } => {
                let client = ClientId::from_text(&client);
                let delivered = {
                    let mut state = self.state();
                    let delivered = state.unrecorded.remove(&client).unwrap_or_else(|| state.delivered(&client));
                    state.broker.close(&client);
                    delivered
                };
                answer(together, &from, question, delivered.encode()).await;
            }
            Notice::PatternsChanged { client, from, question } => {
                // It may wait for a move, which must not keep the other mail.
                let hub = self.clone();
                tokio::spawn(async move {
                    let Some(together) = &hub.0.together else { return };
                    if hub.reconcile(together, &ClientId::from_text(&client)).await.is_ok() {
                        answer(together, &from, question, String::new()).await;
                    }
                });
            }
            Notice::Gone { client } => self.drop_session(&ClientId::from_text(&client)),
            Notice::Overview { application, from, question } => {
                let text = serde_json::to_string(&self.own_overview(&application)).unwrap_or_default();
                answer(together, &from, question, text).await;
            }
            Notice::KeysChanged => self.0.keys_changed.notify_one(),
            Notice::Answer { .. } => {}
        }
    }

    /// Records how far events were delivered to the clients that got some.
    pub(super) async fn record_deliveries(&self, together: &Together) {
        for client in together.take_marked() {
            let delivered = {
                let state = self.state();
                // What is being answered is recorded with the answer.
                if !state.broker.has(&client) || state.unrecorded.contains_key(&client) {
                    continue;
                }
                state.delivered(&client)
            };
            if together.hosts.record_delivery(&client, &together.node, &delivered, None).await.is_err() {
                together.mark(&client);
                return;
            }
        }
    }
}

async fn answer(together: &Together, from: &str, question: u64, text: String) {
    if let Err(error) = together.mail.send(from, &Notice::Answer { question, text }).await {
        tracing::warn!(%error, "another node gets no answer");
    }
}

/// Puts what is appended to an application's log into the queues of its subscribers here.
async fn deliver(hub: Hub, application: String, mut follower: Follower) {
    loop {
        match follower.next().await {
            Item::Entry(entry) => {
                let decoded = decoded(&entry);
                let mut state = hub.state();
                let previous = state.followed.insert(application.clone(), entry.position).unwrap_or(Position::ZERO);
                let decoded = decoded.map(|decoded| after(decoded, previous));
                let receivers = decoded
                    .as_ref()
                    .map(|entry| state.broker.publish(&entry.channel, &entry.frame, entry.except.as_ref()));
                drop(state);
                if let Some((Entry { channel, frame, .. }, receivers)) = decoded.zip(receivers) {
                    hub.show(&application, &channel, &frame, receivers);
                }
            }
            Item::Gap => {
                tracing::warn!(application, "events were lost: the sessions of their subscribers end");
                hub.state().broker.lose(&application);
            }
        }
    }
}

/// Returns what was appended for a client after the positions of its patterns, up to where the logs are followed. `None`
/// if something is missing.
async fn missed(
    hosts: &Hosts,
    client: &ClientId,
    patterns: &BTreeMap<String, Position>,
    until: &HashMap<String, Position>,
) -> Result<Option<Vec<Frame>>, Error> {
    let mut starts: BTreeMap<&str, Position> = BTreeMap::new();
    for (pattern, start) in patterns {
        let earliest = starts.entry(application(pattern)).or_insert(*start);
        *earliest = (*earliest).min(*start);
    }
    let mut frames = Vec::new();
    for (application, start) in starts {
        let Some(until) = until.get(application) else { continue };
        let log = hosts.events(application);
        let mut position = start;
        while position < *until {
            let page = log.read(position, PAGE).await?;
            let mut previous = position;
            for item in &page.items {
                let Item::Entry(entry) = item else { return Ok(None) };
                if entry.position > *until {
                    break;
                }
                let decoded = decoded(entry).map(|decoded| after(decoded, previous));
                previous = entry.position;
                let Some(Entry { channel, except, frame }) = decoded else { continue };
                let mut is_wanted = false;
                each_pattern(&channel, |pattern| {
                    is_wanted |= patterns.get(pattern).is_some_and(|start| entry.position > *start);
                });
                if is_wanted && except.as_ref() != Some(client) {
                    frames.push(frame);
                }
            }
            if page.position <= position {
                break;
            }
            position = page.position;
        }
    }
    Ok(Some(frames))
}

fn decoded(entry: &LogEntry) -> Option<Entry> {
    match Entry::decode(&entry.payload) {
        Ok(decoded) => Some(decoded),
        Err(error) => {
            tracing::warn!(%error, "an entry is left out");
            None
        }
    }
}

fn after(entry: Entry, previous: Position) -> Entry {
    Entry { frame: entry.frame.after(previous), ..entry }
}

async fn next(follower: Option<&mut Follower>) -> Item {
    match follower {
        Some(follower) => follower.next().await,
        None => std::future::pending().await,
    }
}

fn application(channel: &str) -> &str {
    Address::parse(channel).map_or("", |address| address.application)
}

fn matches(pattern: &str, channel: Option<&str>) -> bool {
    let mut is_match = false;
    if let Some(channel) = channel {
        each_pattern(channel, |expanded| is_match |= expanded == pattern);
    }
    is_match
}
