//! The logs of applications: followed as long as there are subscribers here, and read where a session has missed some.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use redis_topic::{Entry as LogEntry, Error, Follower, Item, Position, RedisLog};
use tokio::time::timeout;

use super::Hub;
use super::together::Together;
use crate::broker::{ClientId, Frame, Limits};
use crate::channel::{Address, each_pattern};
use crate::cluster::{Entry, Hosts};

/// How long a subscription waits until everything before it was read. The log of an emptied Redis is behind for longer.
const CATCH_UP: Duration = Duration::from_millis(500);

/// How many entries of a log are read at once.
const PAGE: usize = 64;

impl Hub {
    /// Follows the log of an application, if it is not followed yet. That of an application without keys is not:
    /// clients may subscribe to channels of any name, and each would cost something in Redis.
    pub(super) async fn follow(&self, together: &Together, application: &str) -> Result<(), Error> {
        if together.follows.lock().await.contains_key(application) || !self.0.keyring.has_application(application) {
            return Ok(());
        }
        // Not under the lock: a slow host would keep subscriptions to all others.
        let position = together.hosts.events(application).position().await?;
        self.follow_after(together, application, position).await;
        Ok(())
    }

    async fn follow_after(&self, together: &Together, application: &str, position: Position) {
        let mut follows = together.follows.lock().await;
        if !follows.contains_key(application) {
            self.state().followed.insert(application.to_owned(), position);
            let follower = together.hosts.events(application).follow(position);
            let task = tokio::spawn(deliver(self.clone(), application.to_owned(), follower));
            follows.insert(application.to_owned(), task.abort_handle());
        }
    }

    /// Returns how far the logs of applications were read here.
    pub(super) fn followed<'a>(&self, applications: impl Iterator<Item = &'a String>) -> HashMap<String, Position> {
        let state = self.state();
        let position = |application: &String| Some((application.clone(), *state.followed.get(application)?));
        applications.filter_map(position).collect()
    }

    /// Follows the log of an application that somebody watches here.
    pub(super) async fn follow_watched(&self, application: &str) {
        if let Some(together) = &self.0.together
            && let Err(error) = self.follow(together, application).await
        {
            tracing::warn!(%error, "an application cannot be watched");
        }
    }

    /// Waits until the log of an application was read up to a position, so that nothing up to it is delivered later.
    pub(super) async fn caught_up(&self, together: &Together, application: &str, position: Position) {
        let caught_up = async {
            loop {
                let read = together.read.notified();
                if self.state().followed.get(application).is_none_or(|followed| *followed >= position) {
                    return;
                }
                read.await;
            }
        };
        // It may be behind for ever if Redis was emptied.
        let _ = timeout(CATCH_UP, caught_up).await;
    }

    /// Follows the logs of applications that have subscribers here and got their first key since.
    pub(super) async fn follow_new(&self, together: &Together) {
        let unfollowed: Vec<String> = {
            let state = self.state();
            let subscribed = state.broker.applications();
            subscribed.into_iter().filter(|application| !state.followed.contains_key(application)).collect()
        };
        for application in unfollowed.iter().filter(|application| self.0.keyring.has_application(application)) {
            // From the beginning: the subscriptions are older than all that was published.
            self.follow_after(together, application, Position::ZERO).await;
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

    fn read_further(&self) {
        if let Some(together) = &self.0.together {
            together.read.notify_waiters();
        }
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
                hub.read_further();
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

/// What was appended for a client and not delivered to it, as far as it may wait in its queue.
#[derive(Debug)]
pub(super) struct Missed<'a> {
    client: &'a ClientId,
    limits: Limits,
    frames: Vec<Frame>,
    bytes: usize,
}

impl<'a> Missed<'a> {
    pub(super) fn new(client: &'a ClientId, limits: Limits) -> Self {
        Self { client, limits, frames: Vec::new(), bytes: 0 }
    }

    /// Returns what was read.
    pub(super) fn take(&mut self) -> Vec<Frame> {
        std::mem::take(&mut self.frames)
    }

    /// Reads what was appended after the positions of patterns, up to where the logs are followed. Returns false if
    /// something is missing, or if it is more than may wait.
    pub(super) async fn read(
        &mut self,
        hosts: &Hosts,
        patterns: &BTreeMap<String, Position>,
        until: &HashMap<String, Position>,
    ) -> Result<bool, Error> {
        let mut starts: BTreeMap<&str, Position> = BTreeMap::new();
        for (pattern, start) in patterns {
            let earliest = starts.entry(application(pattern)).or_insert(*start);
            *earliest = (*earliest).min(*start);
        }
        for (application, start) in starts {
            let Some(until) = until.get(application) else { continue };
            if !self.read_log(&hosts.events(application), patterns, start, *until).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn read_log(
        &mut self,
        log: &RedisLog,
        patterns: &BTreeMap<String, Position>,
        start: Position,
        until: Position,
    ) -> Result<bool, Error> {
        let mut position = start;
        while position < until {
            let page = log.read(position, PAGE).await?;
            let mut previous = position;
            for item in &page.items {
                let Item::Entry(entry) = item else { return Ok(false) };
                if entry.position > until {
                    break;
                }
                let decoded = decoded(entry).map(|decoded| after(decoded, previous));
                previous = entry.position;
                let Some(Entry { channel, except, frame }) = decoded else { continue };
                let mut is_wanted = false;
                each_pattern(&channel, |pattern| {
                    is_wanted |= patterns.get(pattern).is_some_and(|start| entry.position > *start);
                });
                if is_wanted && except.as_ref() != Some(self.client) && !self.keep(frame) {
                    return Ok(false);
                }
            }
            if page.position <= position {
                break;
            }
            position = page.position;
        }
        Ok(true)
    }

    fn keep(&mut self, frame: Frame) -> bool {
        self.bytes += frame.size();
        self.frames.push(frame);
        self.frames.len() <= self.limits.queued_events && self.bytes <= self.limits.queued_bytes
    }
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

/// Returns the application of a channel or pattern.
pub(super) fn application(channel: &str) -> &str {
    Address::parse(channel).map_or("", |address| address.application)
}
