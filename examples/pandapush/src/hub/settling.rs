//! Sessions that move between nodes, and their subscriptions on all nodes.
//!
//! Everything here runs in a task of its own: a handler whose client goes away is dropped in the middle, and a session
//! must not stay between two nodes.

use std::collections::{BTreeMap, HashSet};

use redis_topic::{Error, Position};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::following::{Missed, application};
use super::state::is_presence;
use super::together::Together;
use super::{Hub, Unsettled};
use crate::access::PresenceClaim;
use crate::broker::{ClientId, Frame, Full};
use crate::channel::each_pattern;
use crate::cluster::{Asked, Notice, Ownership, Positions, Record};

/// The users of a presence channel with their data as JSON text, if a subscription is for one.
pub(super) type Users = Option<Vec<(String, String)>>;

/// How often a session that moves reads what it has missed, while more is published. Each time is a round trip.
const ATTEMPTS: u32 = 100;

impl Hub {
    /// Makes this node the home of a session, because its client connects here by the message `connect`. What was
    /// published since it left its last home waits here afterwards.
    pub(super) async fn settle(&self, client: &ClientId, connect: Option<&str>) -> Result<(), Unsettled> {
        let Some(together) = &self.0.together else { return Ok(()) };
        if self.is_known(client) && !together.hosts.is_reachable(client) {
            // Without Redis the client keeps what it has.
            return Ok(());
        }
        // Waited for here and not in the task: a request that is given up meanwhile must not move the session later.
        let guard = together.lock(client).await;
        let (hub, client, connect) = (self.clone(), client.clone(), connect.map(str::to_owned));
        let task = async move {
            let _guard = guard;
            let Some(together) = &hub.0.together else { return Ok(()) };
            hub.settle_here(together, &client, connect.as_deref()).await
        };
        joined(tokio::spawn(task)).await
    }

    /// Subscribes a client to all channels or to none, in force on all nodes when this returns, and from now on. `user`
    /// is announced on the one that is a presence channel, whose users are returned.
    pub(super) async fn subscribe_together(
        &self,
        client: &ClientId,
        channels: &[String],
        user: Option<PresenceClaim>,
    ) -> Result<Users, Unsettled> {
        let (hub, client, channels) = (self.clone(), client.clone(), channels.to_vec());
        let task = async move {
            let Some(together) = &hub.0.together else { return Ok(None) };
            hub.record_subscriptions(together, &client, &channels).await?;
            match channels.iter().find(|channel| is_presence(channel)).zip(user) {
                Some((channel, user)) => hub.join(together, &client, channel, &user).await.map(Some),
                None => Ok(None),
            }
        };
        joined(tokio::spawn(task)).await
    }

    /// Ends subscriptions of a client.
    pub(super) async fn unsubscribe_together(&self, client: &ClientId, channels: &[String]) -> Result<(), Unsettled> {
        let (hub, client, channels) = (self.clone(), client.clone(), channels.to_vec());
        let task = async move {
            let Some(together) = &hub.0.together else { return Ok(()) };
            hub.remove_subscriptions(together, &client, &channels).await
        };
        joined(tokio::spawn(task)).await
    }

    /// Ends a session, wherever it is at home.
    pub(super) async fn end_together(&self, client: &ClientId) -> Result<(), Unsettled> {
        let (hub, client) = (self.clone(), client.clone());
        let task = async move {
            let Some(together) = &hub.0.together else { return Ok(()) };
            hub.end(together, &client).await.map_err(Unsettled::from)
        };
        joined(tokio::spawn(task)).await
    }

    async fn settle_here(
        &self,
        together: &Together,
        client: &ClientId,
        connect: Option<&str>,
    ) -> Result<(), Unsettled> {
        let times = self.0.settings.times();
        if self.is_known(client) {
            match together.hosts.touch(client, &together.node, times).await {
                Ok(Ownership::Here { patterns }) => {
                    // A subscription that was made elsewhere, and of which this node was not told.
                    if patterns != self.state().broker.patterns(client).len() {
                        self.reconcile_locked(together, client).await?;
                    }
                    return Ok(());
                }
                Err(_) => return Ok(()),
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
            // An empty answer is of a node that does not know. What is recorded may be older, never newer.
            if let (Asked::Answer(text), false) = (answer, is_repeated) {
                delivered.0.extend(Positions::decode(&text).0);
            }
        }
        let starts = starting_after(patterns, &delivered);
        if self.install(together, client, starts, true).await?.is_none() {
            tracing::warn!("a session has lost events between two nodes, and ends so that its client learns of it");
            self.end(together, client).await?;
            return Err(Unsettled::Unknown);
        }
        together.hosts.settled(client).await?;
        Ok(())
    }

    /// Subscribes a session to patterns, each from a position on, and queues what it has missed of them, in one step:
    /// nothing that is published meanwhile comes before. `opens` begins the session with it. `None` if something is
    /// lost.
    async fn install(
        &self,
        together: &Together,
        client: &ClientId,
        mut starts: BTreeMap<String, Position>,
        opens: bool,
    ) -> Result<Option<()>, Unsettled> {
        let patterns: Vec<String> = starts.keys().cloned().collect();
        let mut latest: BTreeMap<&str, Position> = BTreeMap::new();
        for (pattern, start) in &starts {
            let position = latest.entry(application(pattern)).or_insert(*start);
            *position = (*position).max(*start);
        }
        let latest: Vec<(String, Position)> =
            latest.into_iter().map(|(application, position)| (application.to_owned(), position)).collect();
        let mut missed = Missed::new(client, self.0.settings.limits);
        for _ in 0..ATTEMPTS {
            for (application, position) in &latest {
                self.follow(together, application).await?;
                // What another node has delivered already, and what is older than a subscription, does not come later.
                self.caught_up(together, application, *position).await;
            }
            let until = self.followed(latest.iter().map(|(application, _)| application));
            if !missed.read(&together.hosts, &starts, &until).await? {
                return Ok(None);
            }
            for (pattern, start) in &mut starts {
                if let Some(position) = until.get(application(pattern)) {
                    *start = (*start).max(*position);
                }
            }
            let mut state = self.state();
            let is_current = latest.iter().all(|(application, _)| {
                let followed = state.followed.get(application);
                followed == until.get(application)
                    && (followed.is_some() || !self.0.keyring.has_application(application))
            });
            if !is_current {
                continue;
            }
            if opens {
                state.broker.open(client.clone(), self.now())?;
            }
            let present = state.broker.patterns(client);
            for pattern in &patterns {
                if let Err(full) = state.broker.subscribe(client, pattern) {
                    if opens {
                        state.broker.close(client);
                    }
                    return Err(full.into());
                }
            }
            // What the other patterns match was delivered already.
            let present: HashSet<&str> = present.iter().map(|pattern| &**pattern).collect();
            let is_new = |frame: &Frame| !matches(&present, frame.channel().as_deref());
            let frames = missed.take().into_iter().filter(is_new).collect();
            state.broker.put_first(client, frames);
            return Ok(Some(()));
        }
        Ok(None)
    }

    async fn record_subscriptions(
        &self,
        together: &Together,
        client: &ClientId,
        channels: &[String],
    ) -> Result<(), Unsettled> {
        let mut positions: BTreeMap<&str, Position> = BTreeMap::new();
        for channel in channels {
            let application = application(channel);
            if !positions.contains_key(application) {
                let is_known = self.0.keyring.has_application(application);
                let log = together.hosts.events(application);
                positions.insert(application, if is_known { log.position().await? } else { Position::ZERO });
            }
        }
        let position = |channel: &String| positions.get(application(channel)).copied().unwrap_or(Position::ZERO);
        let patterns: Vec<(String, Position)> =
            channels.iter().map(|channel| (channel.clone(), position(channel))).collect();
        let (times, limit) = (self.0.settings.times(), self.0.settings.limits.subscriptions);
        let home = together.hosts.subscribe(client, &patterns, limit, times).await?.ok_or(Unsettled::Unknown)?;
        let home = home.ok_or(Full::Subscriptions)?;
        let installed = if home == together.node {
            self.reconcile(together, client).await
        } else {
            self.drop_session(client);
            self.tell_home(together, client, &home).await
        };
        if let Err(Unsettled::Full(_)) = &installed {
            together.hosts.unsubscribe(client, channels, times).await?;
        }
        installed
    }

    async fn remove_subscriptions(
        &self,
        together: &Together,
        client: &ClientId,
        channels: &[String],
    ) -> Result<(), Unsettled> {
        // First, so that a node that dies in between leaves no ghost.
        for channel in channels.iter().filter(|channel| self.has_presence(channel)) {
            together.hosts.leave(application(channel), channel, client).await?;
        }
        let home = together.hosts.unsubscribe(client, channels, self.0.settings.times()).await?;
        let home = home.ok_or(Unsettled::Unknown)?;
        for channel in channels {
            self.state().broker.unsubscribe(client, channel);
        }
        if home != together.node {
            self.tell_home(together, client, &home).await?;
        }
        Ok(())
    }

    async fn join(
        &self,
        together: &Together,
        client: &ClientId,
        channel: &str,
        user: &PresenceClaim,
    ) -> Result<Vec<(String, String)>, Unsettled> {
        let users = together.hosts.join(application(channel), channel, client, user).await?;
        if !together.hosts.is_known(client, self.0.settings.times()).await? {
            // It has ended meanwhile, and nobody would leave for it.
            together.hosts.leave(application(channel), channel, client).await?;
            return Err(Unsettled::Unknown);
        }
        Ok(users)
    }

    /// Makes the subscriptions of a session here those of its record.
    pub(super) async fn reconcile(&self, together: &Together, client: &ClientId) -> Result<(), Unsettled> {
        let _guard = together.lock(client).await;
        self.reconcile_locked(together, client).await
    }

    async fn reconcile_locked(&self, together: &Together, client: &ClientId) -> Result<(), Unsettled> {
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
        if !new.is_empty() && self.install(together, client, new, false).await?.is_none() {
            self.end(together, client).await?;
        }
        Ok(())
    }

    /// Tells the home of a session that its record has changed, and waits until it has seen it.
    async fn tell_home(&self, together: &Together, client: &ClientId, home: &str) -> Result<(), Unsettled> {
        let client = client.as_str();
        let changed = |from, question| Notice::PatternsChanged { client: client.to_owned(), from, question };
        match together.mail.ask(home, changed).await? {
            // The next home reads the record.
            Asked::Answer(_) | Asked::Dead => Ok(()),
            Asked::Silent => Err(Unsettled::Unavailable),
        }
    }

    /// Ends a session, wherever it is at home. Its users leave their channels first: if this node dies in between,
    /// another one does all of it again.
    pub(super) async fn end(&self, together: &Together, client: &ClientId) -> Result<(), Error> {
        let (home, patterns) = together.hosts.patterns(client).await?;
        let channels: Vec<&String> = patterns.keys().filter(|channel| self.has_presence(channel)).collect();
        for channel in &channels {
            together.hosts.leave(application(channel), channel, client).await?;
        }
        together.hosts.remove(client).await?;
        self.drop_session(client);
        // Again, for a subscription that was in the middle.
        for channel in &channels {
            together.hosts.leave(application(channel), channel, client).await?;
        }
        if let Some(home) = home.filter(|home| *home != together.node) {
            together.mail.send(&home, &Notice::Gone { client: client.as_str().to_owned() }).await?;
        }
        Ok(())
    }

    /// Ends a session that has moved to another node, because events that were sent from here are lost. One that has
    /// ended already has no record, and nothing happens.
    pub(super) fn end_elsewhere(&self, client: &ClientId) {
        if self.0.together.is_none() {
            return;
        }
        let (hub, client) = (self.clone(), client.clone());
        let task = async move {
            let Some(together) = &hub.0.together else { return };
            if let Err(error) = hub.end(together, &client).await {
                tracing::warn!(%error, "a client does not learn that it has lost events");
            }
        };
        // Without a runtime the node has ended.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(task);
        }
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
        let mut state = self.state();
        state.broker.close(client);
        state.unrecorded.remove(client);
    }

    /// Returns whether a channel can have users: it is a presence channel of an application with keys.
    fn has_presence(&self, channel: &str) -> bool {
        is_presence(channel) && self.0.keyring.has_application(application(channel))
    }
}

/// Returns the positions after which events of the patterns were not delivered.
fn starting_after(mut patterns: BTreeMap<String, Position>, delivered: &Positions) -> BTreeMap<String, Position> {
    for (pattern, start) in &mut patterns {
        if let Some(position) = delivered.0.get(application(pattern)) {
            *start = (*start).max(*position);
        }
    }
    patterns
}

async fn joined<T>(task: JoinHandle<Result<T, Unsettled>>) -> Result<T, Unsettled> {
    task.await.unwrap_or(Err(Unsettled::Unavailable))
}

/// Returns whether one of some patterns matches a channel.
fn matches(patterns: &HashSet<&str>, channel: Option<&str>) -> bool {
    let mut is_match = false;
    if let Some(channel) = channel {
        each_pattern(channel, |expanded| is_match |= patterns.contains(expanded));
    }
    is_match
}
