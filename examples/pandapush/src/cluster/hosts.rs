//! The servers of Redis, and which of them has what.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use redis_topic::{Error, Health, Options, RedisLog, RedisLogs};

use crate::broker::ClientId;

/// The servers. Nodes that name the same ones, in any order, share one service.
#[derive(Debug, Clone)]
pub struct Hosts(Vec<Host>);

#[derive(Debug, Clone)]
struct Host {
    address: String,
    logs: RedisLogs,
}

/// The beginning of all keys.
pub(super) const PREFIX: &str = "pandapush:";

impl Hosts {
    /// Names the servers, by addresses as `redis://:password@host:port`, and begins to connect to them.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none, or if an address is not valid.
    ///
    /// # Panics
    ///
    /// Panics outside of a Tokio runtime.
    pub fn new(addresses: &[String], options: &Options) -> Result<Self, Error> {
        if addresses.is_empty() {
            return Err(Error::InvalidAddress("there is none".to_owned()));
        }
        let host = |address: &String| {
            let logs = RedisLogs::new(address, options.clone().prefix(PREFIX))?;
            Ok(Host { address: address.clone(), logs })
        };
        addresses.iter().map(host).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the log of an application's events.
    pub fn events(&self, application: &str) -> RedisLog {
        self.of(application).log(&format!("events:{application}"))
    }

    /// Returns the log of what other nodes tell a node.
    pub fn mail(&self, node: &str) -> RedisLog {
        self.of(node).log(&format!("mail:{node}"))
    }

    /// Returns the log of what concerns all nodes.
    pub fn notices(&self) -> RedisLog {
        self.of("notices").log("notices")
    }

    /// Returns the server that has an application's presence channels.
    pub fn of_application(&self, application: &str) -> &RedisLogs {
        self.of(application)
    }

    /// Returns the server that has a client's record.
    pub fn of_client(&self, client: &ClientId) -> &RedisLogs {
        self.of(client.as_str())
    }

    /// Returns all servers.
    pub fn all(&self) -> impl Iterator<Item = &RedisLogs> {
        self.0.iter().map(|host| &host.logs)
    }

    /// Returns why the servers that are not reached are not.
    pub fn problems(&self) -> Vec<String> {
        let reason = |host: &Host| match host.logs.health() {
            Health::Connected => None,
            Health::Disconnected { reason } => Some(reason),
        };
        self.0.iter().filter_map(reason).collect()
    }

    /// Selects by the highest score, so that another host moves only what it gets or had.
    fn of(&self, name: &str) -> &RedisLogs {
        let score = |host: &&Host| {
            // Its keys are fixed, so all nodes agree. A change of the standard library must reach all of them at once.
            let mut hasher = DefaultHasher::new();
            (without_password(&host.address), name).hash(&mut hasher);
            hasher.finish()
        };
        let chosen = self.0.iter().max_by_key(score);
        // There is at least one, see `new`.
        &chosen.unwrap_or(&self.0[0]).logs
    }
}

fn without_password(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, host)| host)
}
