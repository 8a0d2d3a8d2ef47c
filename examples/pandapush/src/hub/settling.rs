//! Sessions that move between nodes, and their subscriptions on all nodes.

use std::collections::BTreeMap;

use redis_topic::{Error, Position};

use super::following::{application, missed};
use super::together::Together;
use super::{Hub, Unsettled};
use crate::broker::{ClientId, Frame, Full};
use crate::channel::each_pattern;
use crate::cluster::{Notice, Ownership, Positions, Record};

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
            // What another node has delivered already is not delivered again here.
            self.caught_up(together, application, *start).await;
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

    /// Subscribes a client to all channels or to none, in force on all nodes when this returns, and from now on.
    pub(super) async fn subscribe_together(
        &self,
        together: &Together,
        client: &ClientId,
        channels: &[String],
    ) -> Result<(), Unsettled> {
        let mut patterns = Vec::with_capacity(channels.len());
        for channel in channels {
            let application = application(channel);
            let position = if self.0.keyring.has_application(application) {
                together.hosts.events(application).position().await?
            } else {
                Position::ZERO
            };
            patterns.push((channel.clone(), position));
        }
        let is_here = self.is_known(client);
        if is_here && self.state().broker.patterns(client).len() + channels.len() > self.0.settings.limits.subscriptions
        {
            return Err(Full::Subscriptions.into());
        }
        let recorded = together.hosts.subscribe(client, &patterns, self.0.settings.times()).await?;
        let home = recorded.ok_or(Unsettled::Unknown)?;
        if home == together.node {
            self.reconcile(together, client).await
        } else {
            self.drop_session(client);
            self.tell_home(together, client, &home).await
        }
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
    pub(super) async fn reconcile(&self, together: &Together, client: &ClientId) -> Result<(), Unsettled> {
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
        for (pattern, start) in &new {
            self.follow(together, application(pattern)).await?;
            self.caught_up(together, application(pattern), *start).await;
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
}

fn matches(pattern: &str, channel: Option<&str>) -> bool {
    let mut is_match = false;
    if let Some(channel) = channel {
        each_pattern(channel, |expanded| is_match |= expanded == pattern);
    }
    is_match
}
