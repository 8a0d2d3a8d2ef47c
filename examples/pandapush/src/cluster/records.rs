//! The records of sessions in Redis.
//!
//! ```text
//! session:<client>    a hash: `node`, `seen` (ms), `delivered`, and for the last answer to a poll `connect` and
//! `before` patterns:<client>   a hash: pattern -> position from which it is in force seen                a sorted set:
//! client -> ms of its last connect
//! ```

use std::collections::BTreeMap;
use std::sync::LazyLock;

use redis_topic::redis::{self, Script};
use redis_topic::{Error, Position};

use super::hosts::PREFIX;
use super::{Hosts, Positions};
use crate::broker::{ClientId, Milliseconds, Times};

/// The record of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The node that the session was at home on before.
    pub home: String,
    /// Its patterns, each with the position from which it is in force.
    pub patterns: BTreeMap<String, Position>,
    /// How far its events were delivered.
    pub delivered: Positions,
    /// The connect repeats the last one, whose answer was lost. Then `delivered` is how far it was before that answer.
    pub is_repeated: bool,
}

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// This node's.
    Here {
        /// How many subscriptions its record has.
        patterns: usize,
    },
    /// Another node's.
    Elsewhere,
    /// There is no such session, or its client was silent for too long.
    Unknown,
}

/// The scripts. All of them have the client's two keys and the sorted set as keys.
macro_rules! script {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!($file)));
    };
}

script!(ADOPT, "lua/adopt.lua");
script!(TOUCH, "lua/touch.lua");
script!(SUBSCRIBE, "lua/subscribe.lua");
script!(UNSUBSCRIBE, "lua/unsubscribe.lua");
script!(DELIVERED, "lua/delivered.lua");

impl Hosts {
    /// Writes the record of a new session, which is at home on a node.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn open(&self, client: &ClientId, node: &str) -> Result<(), Error> {
        let keys = Keys::of(client);
        self.of_client(client)
            .run(|mut connection| {
                let keys = keys.clone();
                async move {
                    let now = now(&mut connection).await?;
                    redis::pipe()
                        .atomic()
                        .hset_multiple(&keys.session, &[("node", node), ("seen", &now.to_string())])
                        .ignore()
                        .zadd(&keys.seen, client.as_str(), now)
                        .ignore()
                        .query_async::<()>(&mut connection)
                        .await
                }
            })
            .await
    }

    /// Makes a node the home of a session, because its client connected there by the message `connect`. Returns what
    /// was recorded before, or `None` for an unknown client.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn adopt(
        &self,
        client: &ClientId,
        node: &str,
        connect: Option<&str>,
        times: Times,
    ) -> Result<Option<Record>, Error> {
        type Found = Option<(String, String, bool, Vec<(String, String)>)>;
        let keys = Keys::of(client);
        let found: Found = self
            .of_client(client)
            .run(|mut connection| {
                let mut invocation = keys.invocation(&ADOPT);
                invocation.arg(client.as_str()).arg(node).arg(connect.unwrap_or_default()).arg(times.unknown());
                async move { invocation.invoke_async(&mut connection).await }
            })
            .await?;
        let Some((home, delivered, is_repeated, patterns)) = found else { return Ok(None) };
        let (patterns, delivered) = (positioned(patterns)?, Positions::decode(&delivered));
        Ok(Some(Record { home, patterns, delivered, is_repeated }))
    }

    /// Notes a connect of a session that is at home on a node.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn touch(&self, client: &ClientId, node: &str, times: Times) -> Result<Ownership, Error> {
        let keys = Keys::of(client);
        let (owner, patterns): (i64, usize) = self
            .of_client(client)
            .run(|mut connection| {
                let mut invocation = keys.invocation(&TOUCH);
                invocation.arg(client.as_str()).arg(node).arg(times.unknown());
                async move { invocation.invoke_async(&mut connection).await }
            })
            .await?;
        Ok(match owner {
            1 => Ownership::Here { patterns },
            0 => Ownership::Elsewhere,
            _ => Ownership::Unknown,
        })
    }

    /// Notes a connect of a session that may be at home on any node. Returns whether the client is known.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not reachable.
    pub async fn keep_alive(&self, client: &ClientId, times: Times) -> Result<bool, Error> {
        self.touch(client, "", times).await.map(|owner| owner != Ownership::Unknown)
    }

    /// Notes that a session has moved to its home completely.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not reachable.
    pub async fn settled(&self, client: &ClientId) -> Result<(), Error> {
        let keys = Keys::of(client);
        self.of_client(client)
            .run(|mut connection| {
                let mut command = redis::cmd("HDEL");
                command.arg(&keys.session).arg("from");
                async move { command.query_async::<()>(&mut connection).await }
            })
            .await
    }

    /// Records subscriptions, each in force from a position. One that is recorded already keeps its position. Returns
    /// the node that the session is at home on, `Some(None)` if it would have more than `limit` and nothing is
    /// recorded, or `None` for an unknown client.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn subscribe(
        &self,
        client: &ClientId,
        patterns: &[(String, Position)],
        limit: usize,
        times: Times,
    ) -> Result<Option<Option<String>>, Error> {
        let keys = Keys::of(client);
        let home: Option<(bool, String)> = self
            .of_client(client)
            .run(|mut connection| {
                let mut invocation = keys.invocation(&SUBSCRIBE);
                invocation.arg(times.unknown()).arg(limit);
                for (pattern, position) in patterns {
                    invocation.arg(pattern).arg(position.to_string());
                }
                async move { invocation.invoke_async(&mut connection).await }
            })
            .await?;
        Ok(home.map(|(is_recorded, home)| is_recorded.then_some(home)))
    }

    /// Removes subscriptions. Returns the node that the session is at home on, or `None` for an unknown client.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn unsubscribe(
        &self,
        client: &ClientId,
        patterns: &[String],
        times: Times,
    ) -> Result<Option<String>, Error> {
        let keys = Keys::of(client);
        self.of_client(client)
            .run(|mut connection| {
                let mut invocation = keys.invocation(&UNSUBSCRIBE);
                invocation.arg(times.unknown()).arg(patterns);
                async move { invocation.invoke_async(&mut connection).await }
            })
            .await
    }

    /// Records how far events were delivered. `answer` is the connect that was answered, with the positions before: if
    /// it is repeated, the answer was lost. Returns whether the session is at home on the node; otherwise nothing is
    /// recorded.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn record_delivery(
        &self,
        client: &ClientId,
        node: &str,
        delivered: &Positions,
        answer: Option<(&str, &Positions)>,
    ) -> Result<bool, Error> {
        let keys = Keys::of(client);
        let (connect, before) = answer.map(|(connect, before)| (connect, before.encode())).unwrap_or_default();
        self.of_client(client)
            .run(|mut connection| {
                let mut invocation = keys.invocation(&DELIVERED);
                invocation.arg(node).arg(delivered.encode()).arg(connect).arg(&before);
                async move { invocation.invoke_async(&mut connection).await }
            })
            .await
    }

    /// Returns whether a client has a session and was not silent for too long.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn is_known(&self, client: &ClientId, times: Times) -> Result<bool, Error> {
        let keys = Keys::of(client);
        let seen: (Option<Milliseconds>, Milliseconds) = self
            .of_client(client)
            .run(|mut connection| {
                let session = keys.session.clone();
                async move {
                    let seen = redis::cmd("HGET").arg(session).arg("seen").query_async(&mut connection).await?;
                    Ok((seen, now(&mut connection).await?))
                }
            })
            .await?;
        Ok(matches!(seen, (Some(seen), now) if now.saturating_sub(seen) <= times.unknown()))
    }

    /// Returns the node that a session is at home on, and its patterns with the positions from which they are in force.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn patterns(&self, client: &ClientId) -> Result<(Option<String>, BTreeMap<String, Position>), Error> {
        let keys = Keys::of(client);
        let (home, patterns): (_, Vec<(String, String)>) = self
            .of_client(client)
            .run(|mut connection| {
                let mut pipe = redis::pipe();
                pipe.atomic().hget(&keys.session, "node").hgetall(&keys.patterns);
                async move { pipe.query_async(&mut connection).await }
            })
            .await?;
        Ok((home, positioned(patterns)?))
    }

    /// Removes a record. Its presence channels were left before, so that a node that dies in between leaves no ghost.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn remove(&self, client: &ClientId) -> Result<(), Error> {
        let keys = Keys::of(client);
        self.of_client(client)
            .run(|mut connection| {
                let mut pipe = redis::pipe();
                pipe.atomic().del(&keys.session).ignore().del(&keys.patterns).ignore();
                pipe.zrem(&keys.seen, client.as_str()).ignore();
                async move { pipe.query_async::<()>(&mut connection).await }
            })
            .await
    }

    /// Returns some clients that were silent for longer than their sessions are kept. One node at a time gets them.
    ///
    /// # Errors
    ///
    /// Returns an error if one of the servers is not there.
    pub async fn expired(&self, node: &str, times: Times) -> Result<Vec<ClientId>, Error> {
        let mut expired = Vec::new();
        let mut failed = None;
        for logs in self.all() {
            let clients: Result<Vec<String>, Error> = logs
                .run(|mut connection| async move {
                    let mut lock = redis::cmd("SET");
                    lock.arg(format!("{PREFIX}sweep")).arg(node).arg("NX").arg("PX").arg(SWEEP_LOCK);
                    let is_locked: Option<String> = lock.query_async(&mut connection).await?;
                    if is_locked.is_none() {
                        return Ok(Vec::new());
                    }
                    let silent = now(&mut connection).await?.saturating_sub(times.removal());
                    let mut range = redis::cmd("ZRANGEBYSCORE");
                    range
                        .arg(format!("{PREFIX}seen"))
                        .arg("-inf")
                        .arg(format!("({silent}"))
                        .arg("LIMIT")
                        .arg(0)
                        .arg(SWEPT);
                    range.query_async(&mut connection).await
                })
                .await;
            match clients {
                Ok(clients) => expired.extend(clients.iter().map(|client| ClientId::from_text(client))),
                Err(error) => failed = Some(error),
            }
        }
        // A server that is away keeps only its own sessions from being swept.
        match failed {
            Some(error) if expired.is_empty() => Err(error),
            _ => Ok(expired),
        }
    }
}

fn positioned(patterns: Vec<(String, String)>) -> Result<BTreeMap<String, Position>, Error> {
    patterns.into_iter().map(|(pattern, position)| Ok((pattern, position.parse()?))).collect()
}

/// How long a node that sweeps keeps the others from it, in milliseconds.
const SWEEP_LOCK: u32 = 400;

/// How many sessions are swept at once.
const SWEPT: usize = 1000;

#[derive(Debug, Clone)]
struct Keys {
    session: String,
    patterns: String,
    seen: String,
}

impl Keys {
    fn of(client: &ClientId) -> Self {
        let client = client.as_str();
        Self {
            session: format!("{PREFIX}session:{client}"),
            patterns: format!("{PREFIX}patterns:{client}"),
            seen: format!("{PREFIX}seen"),
        }
    }

    fn invocation<'a>(&self, script: &'a Script) -> redis::ScriptInvocation<'a> {
        let mut invocation = script.prepare_invoke();
        invocation.key(&self.session).key(&self.patterns).key(&self.seen);
        invocation
    }
}

/// Returns the time of the server in milliseconds, which all nodes agree on.
async fn now(connection: &mut redis::aio::MultiplexedConnection) -> redis::RedisResult<Milliseconds> {
    let (seconds, microseconds): (u64, u64) = redis::cmd("TIME").query_async(connection).await?;
    Ok(seconds * 1000 + microseconds / 1000)
}
