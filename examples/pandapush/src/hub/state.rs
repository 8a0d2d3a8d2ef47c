//! Broker and presence, which change together under one lock.

use std::collections::{BTreeMap, HashMap};

use redis_topic::Position;

use super::Settings;
use super::signal::Signal;
use crate::access::PresenceClaim;
use crate::broker::{Broker, Change, ClientId, Departure, Full, Presence};
use crate::channel::{Address, Kind};
use crate::cluster::Positions;

/// The sessions of a node and the users on its presence channels.
#[derive(Debug)]
pub(super) struct State {
    pub(super) broker: Broker<Signal>,
    pub(super) presence: Presence,
    /// How far the log of each application that this node follows was read. Empty for a node that is alone.
    pub(super) followed: HashMap<String, Position>,
    /// What was taken for an answer to a poll, and is not recorded as delivered yet: how far it was before.
    pub(super) unrecorded: HashMap<ClientId, Positions>,
    /// How many tasks write to sockets now.
    pub(super) writing: usize,
}

impl State {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            broker: Broker::new(settings.limits, settings.times()),
            presence: Presence::default(),
            followed: HashMap::new(),
            unrecorded: HashMap::new(),
            writing: 0,
        }
    }

    /// Returns how far the events of a client were delivered, for each application it subscribes to. `None` if its
    /// session is not here, or has lost events.
    pub(super) fn delivered(&self, client: &ClientId) -> Option<Positions> {
        if !self.broker.is_sound(client) {
            return None;
        }
        let mut positions = BTreeMap::new();
        for pattern in self.broker.patterns(client) {
            if let Ok(address) = Address::parse(&pattern)
                && let Some(position) = self.followed.get(address.application)
            {
                positions.insert(address.application.to_owned(), *position);
            }
        }
        // The oldest that waits comes last here.
        for frame in self.broker.undelivered(client).iter().rev() {
            if let Some(position) = positions.get_mut(frame.application()) {
                *position = frame.previous();
            }
        }
        Some(Positions(positions))
    }

    /// Subscribes a client to all channels or to none. `user` is set if one of them is a presence channel: it is
    /// announced to the others, and the users of the channel are returned.
    pub(super) fn subscribe(
        &mut self,
        client: &ClientId,
        channels: &[String],
        user: Option<&PresenceClaim>,
    ) -> Result<Option<Vec<(String, String)>>, Full> {
        let mut added = Vec::new();
        for channel in channels {
            match self.broker.subscribe(client, channel) {
                Ok(true) => added.push(channel),
                Ok(false) => {}
                Err(full) => {
                    for channel in added {
                        self.broker.unsubscribe(client, channel);
                    }
                    return Err(full);
                }
            }
        }
        let Some((channel, user)) = channels.iter().find(|channel| is_presence(channel)).zip(user) else {
            return Ok(None);
        };
        for change in self.presence.join(channel, client, user.clone()) {
            // The joiner has the list in its reply.
            self.announce(channel, &change, Some(client));
        }
        Ok(Some(self.presence.list(channel)))
    }

    /// Ends a subscription. Returns whether there was one.
    pub(super) fn unsubscribe(&mut self, client: &ClientId, channel: &str) -> bool {
        let was_subscribed = self.broker.unsubscribe(client, channel);
        self.leave(client, channel);
        was_subscribed
    }

    /// Announces that a client has left its presence channels.
    pub(super) fn depart(&mut self, departure: &Departure) {
        for pattern in &departure.patterns {
            self.leave(&departure.client, pattern);
        }
    }

    fn leave(&mut self, client: &ClientId, channel: &str) {
        if is_presence(channel)
            && let Some(change) = self.presence.leave(channel, client)
        {
            self.announce(channel, &change, None);
        }
    }

    fn announce(&mut self, channel: &str, change: &Change, except: Option<&ClientId>) {
        // The users of a pattern are listed under its own name, which no publication has.
        self.broker.publish(channel, &change.frame(channel), except);
    }
}

pub(super) fn is_presence(channel: &str) -> bool {
    Address::parse(channel).is_ok_and(|address| address.kind == Kind::Presence)
}
