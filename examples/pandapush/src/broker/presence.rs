//! Which users are on which presence channel, each counted once however many connections it has.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::client_id::ClientId;
use super::frame::Frame;
use crate::access::PresenceClaim;

/// The users of every presence channel.
#[derive(Debug, Default)]
pub struct Presence {
    channels: HashMap<Box<str>, Channel>,
}

/// The first connection of a user came, or its last one went. It is published to the other subscribers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The user came.
    Joined(PresenceClaim),
    /// The user went.
    Left {
        /// The id of the user.
        id: String,
    },
}

#[derive(Debug, Default)]
struct Channel {
    members: BTreeMap<String, Member>,
    /// The user of each connection.
    users: HashMap<ClientId, String>,
}

#[derive(Debug, Default)]
struct Member {
    /// JSON text.
    data: String,
    clients: HashSet<ClientId>,
}

impl Presence {
    /// Notes that a client of a user subscribes to a channel. The newest data replaces the user's old data. Returns the
    /// changes to publish: the user came, and another one went if the client was that one before.
    pub fn join(&mut self, channel: &str, client: &ClientId, user: PresenceClaim) -> Vec<Change> {
        let members = self.channels.entry(channel.into()).or_default();
        let mut changes = Vec::new();
        if members.users.get(client).is_some_and(|known| *known != user.id) {
            changes.extend(members.leave(client));
        }
        members.users.insert(client.clone(), user.id.clone());
        let member = members.members.entry(user.id.clone()).or_default();
        member.data.clone_from(&user.data);
        let is_first = member.clients.is_empty();
        member.clients.insert(client.clone());
        if is_first {
            changes.push(Change::Joined(user));
        }
        changes
    }

    /// Notes that a client has left a channel. Returns a change if it was the last one of its user.
    pub fn leave(&mut self, channel: &str, client: &ClientId) -> Option<Change> {
        let members = self.channels.get_mut(channel)?;
        let change = members.leave(client);
        if members.members.is_empty() {
            self.channels.remove(channel);
        }
        change
    }

    /// Returns the users of a channel with their data as JSON text, in the order of their ids.
    pub fn list(&self, channel: &str) -> Vec<(String, String)> {
        let members = self.channels.get(channel).map(|members| &members.members);
        let listed = members.into_iter().flatten().map(|(id, member)| (id.clone(), member.data.clone()));
        listed.collect()
    }

    /// Returns the channels of an application that have members.
    pub fn channels(&self, application: &str) -> Vec<String> {
        let mut channels: Vec<String> = self
            .channels
            .keys()
            .filter(|channel| super::subscribers::is_of(channel, application))
            .map(ToString::to_string)
            .collect();
        channels.sort();
        channels
    }
}

impl Change {
    /// Encodes the event that announces the change on a channel.
    pub fn frame(&self, channel: &str) -> Frame {
        let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let data = match self {
            Self::Joined(user) => format!(r#"{{"subscribe":{{{}:{}}}}}"#, text(&user.id), user.data),
            Self::Left { id } => format!(r#"{{"unsubscribe":{{{}:null}}}}"#, text(id)),
        };
        Frame::from_encoded(&format!(r#"[{{"channel":{},"data":{data}}}]"#, text(channel)))
    }
}

impl Channel {
    fn leave(&mut self, client: &ClientId) -> Option<Change> {
        let id = self.users.remove(client)?;
        let member = self.members.get_mut(&id)?;
        member.clients.remove(client);
        if !member.clients.is_empty() {
            return None;
        }
        self.members.remove(&id);
        Some(Change::Left { id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: &str, data: &str) -> PresenceClaim {
        PresenceClaim { id: id.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn a_user_with_several_connections_comes_and_goes_once() {
        let mut presence = Presence::default();
        let (one, two) = (ClientId::from_text("1"), ClientId::from_text("2"));
        assert_eq!(presence.join("/a/presence/x", &one, user("u", "1")), [Change::Joined(user("u", "1"))]);
        assert_eq!(presence.join("/a/presence/x", &two, user("u", "2")), []);
        assert_eq!(presence.list("/a/presence/x"), [("u".to_owned(), "2".to_owned())], "the newest data");
        assert_eq!(presence.leave("/a/presence/x", &one), None);
        assert_eq!(presence.leave("/a/presence/x", &one), None, "twice");
        assert_eq!(presence.leave("/a/presence/x", &two), Some(Change::Left { id: "u".to_owned() }));
        assert_eq!(presence.list("/a/presence/x"), []);
        assert!(presence.channels.is_empty());
    }

    #[test]
    fn a_client_that_becomes_another_user_leaves_as_the_first() {
        let mut presence = Presence::default();
        let client = ClientId::from_text("1");
        presence.join("/a/presence/x", &client, user("u", "1"));
        let changes = presence.join("/a/presence/x", &client, user("v", "2"));
        assert_eq!(changes, [Change::Left { id: "u".to_owned() }, Change::Joined(user("v", "2"))]);
    }

    #[test]
    fn events_have_the_shape_of_the_reference() {
        let joined = Change::Joined(user("a\"b", r#"{"id":"a\"b"}"#)).frame("/a/presence/x");
        assert_eq!(
            joined.array().as_str(),
            r#"[{"channel":"/a/presence/x","data":{"subscribe":{"a\"b":{"id":"a\"b"}}}}]"#
        );
        let left = Change::Left { id: "u".to_owned() }.frame("/a/presence/x");
        assert_eq!(left.array().as_str(), r#"[{"channel":"/a/presence/x","data":{"unsubscribe":{"u":null}}}]"#);
    }
}
