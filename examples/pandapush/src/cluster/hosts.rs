//! The servers of Redis, and which of them has what.

use redis_topic::{Error, Health, Options, RedisLog, RedisLogs};
use sha2::{Digest as _, Sha256};

use crate::broker::ClientId;

/// The servers. Nodes that name the same ones, in any order, share one service.
#[derive(Debug, Clone)]
pub struct Hosts(Vec<Host>);

#[derive(Debug, Clone)]
struct Host {
    /// Without user and password.
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
            Ok(Host { address: without_password(address).to_owned(), logs })
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

    /// Returns whether the server that has a client's record is reached.
    pub fn is_reachable(&self, client: &ClientId) -> bool {
        self.of_client(client).health().is_connected()
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

    /// Selects by the highest digest, on which all nodes agree, and so that another host moves only what it gets or
    /// had.
    fn of(&self, name: &str) -> &RedisLogs {
        let score = |host: &&Host| {
            let digest = Sha256::new().chain_update(&host.address).chain_update("\n").chain_update(name).finalize();
            <[u8; 32]>::from(digest)
        };
        let chosen = self.0.iter().max_by_key(score);
        // There is at least one, see `new`.
        &chosen.unwrap_or(&self.0[0]).logs
    }
}

fn without_password(address: &str) -> &str {
    let host = address.rsplit_once('@').map_or(address, |(_, host)| host);
    host.split_once("://").map_or(host, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(addresses: &[&str]) -> Hosts {
        let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
        Hosts::new(&addresses, &Options::default()).unwrap()
    }

    fn chosen(hosts: &Hosts, name: &str) -> usize {
        hosts.0.iter().position(|host| std::ptr::eq(&raw const host.logs, hosts.of(name))).unwrap()
    }

    #[tokio::test]
    async fn every_node_and_version_selects_the_same_host() {
        let both = hosts(&["redis://127.0.0.1:1", "redis://:very-secret@127.0.0.1:2"]);
        let selected: Vec<usize> = ["a", "b", "c", "d", "e", "f"].iter().map(|name| chosen(&both, name)).collect();
        assert_eq!(selected, SELECTED);
        let turned = hosts(&["redis://127.0.0.1:2", "redis://127.0.0.1:1"]);
        assert!(["a", "b", "c", "d", "e", "f"].iter().all(|name| chosen(&both, name) + chosen(&turned, name) == 1));
        assert!(!format!("{both:?}").contains("very-secret"));
    }

    /// Another digest would lose the sessions of running nodes.
    const SELECTED: [usize; 6] = [1, 0, 0, 1, 0, 1];
}
