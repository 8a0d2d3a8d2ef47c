//! The users of presence channels, common to all nodes.
//!
//! ```text
//! presence:<channel>         a hash: user -> data
//! presence:<channel>:counts  a hash: user -> number of clients
//! presence:<channel>:users   a hash: client -> user
//! presence-of:<application>  a set of the channels that have members
//! ```
//!
//! Users are written as JSON texts, so that the scripts can put them into events.

use std::sync::LazyLock;

use redis_topic::redis;
use redis_topic::{AppendScript, Error};

use super::hosts::PREFIX;
use super::{Entry, Hosts};
use crate::access::PresenceClaim;
use crate::broker::{Change, ClientId};

static JOIN: LazyLock<AppendScript> = LazyLock::new(|| AppendScript::new(include_str!("lua/join.lua")));
static LEAVE: LazyLock<AppendScript> = LazyLock::new(|| AppendScript::new(include_str!("lua/leave.lua")));

impl Hosts {
    /// Notes that a client of a user subscribes to a channel, and announces the user if it is its first. Returns the
    /// users of the channel with their data as JSON text.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn join(
        &self,
        application: &str,
        channel: &str,
        client: &ClientId,
        user: &PresenceClaim,
    ) -> Result<Vec<(String, String)>, Error> {
        let joined = Entry {
            channel: channel.to_owned(),
            except: Some(client.clone()),
            frame: Change::Joined(user.clone()).frame(channel),
        };
        let id = quoted(&user.id);
        let args = [channel, client.as_str(), &id, &user.data, &leave_head(channel)].map(|text| text.to_owned().into());
        let args = args.into_iter().chain([joined.encode()]).collect();
        self.events(application).append_with(&JOIN, keys(application, channel), args).await?;
        self.users(application, channel).await
    }

    /// Notes that a client has left a channel, and announces that its user has gone if it was the last one.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn leave(&self, application: &str, channel: &str, client: &ClientId) -> Result<(), Error> {
        let args = [channel, client.as_str(), &leave_head(channel)].map(|text| text.to_owned().into()).to_vec();
        self.events(application).append_with(&LEAVE, keys(application, channel), args).await.map(drop)
    }

    /// Returns the users of a channel with their data as JSON text, in the order of their ids.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn users(&self, application: &str, channel: &str) -> Result<Vec<(String, String)>, Error> {
        let key = format!("{PREFIX}presence:{channel}");
        let mut users: Vec<(String, String)> = self
            .of_application(application)
            .run(|mut connection| {
                let mut command = redis::cmd("HGETALL");
                command.arg(&key);
                async move { command.query_async(&mut connection).await }
            })
            .await?;
        users.sort();
        let unquoted = |(id, data): (String, String)| Some((serde_json::from_str(&id).ok()?, data));
        Ok(users.into_iter().filter_map(unquoted).collect())
    }

    /// Returns the channels of an application that have members.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn presence_channels(&self, application: &str) -> Result<Vec<String>, Error> {
        let key = format!("{PREFIX}presence-of:{application}");
        let mut channels: Vec<String> = self
            .of_application(application)
            .run(|mut connection| {
                let mut command = redis::cmd("SMEMBERS");
                command.arg(&key);
                async move { command.query_async(&mut connection).await }
            })
            .await?;
        channels.sort();
        Ok(channels)
    }
}

fn keys(application: &str, channel: &str) -> Vec<String> {
    let of_channel = format!("{PREFIX}presence:{channel}");
    vec![
        of_channel.clone(),
        format!("{of_channel}:counts"),
        format!("{of_channel}:users"),
        format!("{PREFIX}presence-of:{application}"),
    ]
}

/// Returns the entry that announces a leave, up to the user.
fn leave_head(channel: &str) -> String {
    let left = Change::Left { id: String::new() }.frame(channel);
    let head = left.array().as_str().split(r#""":null"#).next().unwrap_or_default().to_owned();
    format!("{channel}\n\n{head}")
}

fn quoted(id: &str) -> String {
    serde_json::to_string(id).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_completes_the_entry_of_a_leave() {
        let channel = "/a/presence/x";
        let entry = Entry {
            channel: channel.to_owned(),
            except: None,
            frame: Change::Left { id: "a\"b".to_owned() }.frame(channel),
        };
        let completed = format!("{}{}{}", leave_head(channel), quoted("a\"b"), ":null}}}]");
        assert_eq!(completed.as_bytes(), entry.encode().as_ref());
        assert_eq!(Entry::decode(&completed.into()), Ok(entry));
    }
}
