//! Telling other nodes something, and waiting for their answers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redis_topic::redis;
use redis_topic::{Error, Follower, Item, Position};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::hosts::PREFIX;
use super::{Hosts, Notice};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a node counts as alive after it said so, in milliseconds.
const ALIVE: u64 = 3000;

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The answer.
    Answer(String),
    /// The node is dead.
    Dead,
    /// The node is alive and does not answer in time.
    Silent,
}

/// The mail of one node. Clones share it.
#[derive(Debug, Clone)]
pub struct Mail {
    hosts: Hosts,
    node: Arc<str>,
    next_question: Arc<AtomicU64>,
    questions: Arc<Mutex<HashMap<u64, oneshot::Sender<String>>>>,
}

impl Mail {
    /// Makes the mail of a node, whose name no other node has or had.
    pub fn new(hosts: Hosts, node: &str) -> Self {
        Self { hosts, node: node.into(), next_question: Arc::default(), questions: Arc::default() }
    }

    /// Follows what other nodes send to this one.
    pub fn follow(&self) -> Follower {
        self.hosts.mail(&self.node).follow(Position::ZERO)
    }

    /// Reads a notice. Answers are given to who waits for them, and `None` is returned.
    pub fn read(&self, item: Item) -> Option<Notice> {
        let Item::Entry(entry) = item else { return None };
        match serde_json::from_slice(&entry.payload) {
            Ok(Notice::Answer { question, text }) => {
                let asked = self.questions.lock().unwrap_or_else(PoisonError::into_inner).remove(&question);
                // Who asked may have stopped waiting.
                let _ = asked.map(|answer| answer.send(text));
                None
            }
            Ok(notice) => Some(notice),
            Err(error) => {
                tracing::warn!(%error, "another node sent something that this version does not know");
                None
            }
        }
    }

    /// Sends a notice to a node.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn send(&self, node: &str, notice: &Notice) -> Result<(), Error> {
        self.hosts.mail(node).append(encoded(notice)?).await.map(drop)
    }

    /// Sends a notice to all nodes, this one included.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn broadcast(&self, notice: &Notice) -> Result<(), Error> {
        self.hosts.notices().append(encoded(notice)?).await.map(drop)
    }

    /// Asks a node, and waits for its answer.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn ask(&self, node: &str, notice: impl FnOnce(String, u64) -> Notice) -> Result<Asked, Error> {
        if !self.is_alive(node).await? {
            return Ok(Asked::Dead);
        }
        let question = self.next_question.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        self.questions.lock().unwrap_or_else(PoisonError::into_inner).insert(question, sender);
        let sent = self.send(node, &notice(self.node.to_string(), question)).await;
        let answered = match sent {
            Ok(()) => Ok(timeout(PATIENCE, answer).await.ok().and_then(Result::ok)),
            Err(error) => Err(error),
        };
        let answered = match answered {
            Ok(Some(text)) => Ok(Asked::Answer(text)),
            // It may have died meanwhile.
            Ok(None) if self.is_alive(node).await? => {
                tracing::warn!(node, "another node does not answer");
                Ok(Asked::Silent)
            }
            Ok(None) => Ok(Asked::Dead),
            Err(error) => Err(error),
        };
        self.questions.lock().unwrap_or_else(PoisonError::into_inner).remove(&question);
        answered
    }

    /// Says that this node is alive.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn say_alive(&self) -> Result<(), Error> {
        let key = alive(&self.node);
        self.hosts
            .of_application(&self.node)
            .run(|mut connection| {
                let mut command = redis::pipe();
                command.cmd("SET").arg(&key).arg(1).arg("PX").arg(ALIVE).ignore();
                command.cmd("ZADD").arg(nodes()).arg("0").arg(&*self.node).ignore();
                async move { command.query_async::<()>(&mut connection).await }
            })
            .await
    }

    /// Says that this node is gone, so that nobody waits for its answers.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn leave(&self) -> Result<(), Error> {
        let key = alive(&self.node);
        self.hosts
            .of_application(&self.node)
            .run(|mut connection| {
                let mut command = redis::pipe();
                command.del(&key).ignore();
                command.zrem(nodes(), &*self.node).ignore();
                async move { command.query_async::<()>(&mut connection).await }
            })
            .await
    }

    /// Returns the nodes that are alive.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn nodes(&self) -> Result<Vec<String>, Error> {
        let mut alive = Vec::new();
        for logs in self.hosts.all() {
            let known: Vec<String> = logs
                .run(|mut connection| async move {
                    redis::cmd("ZRANGE").arg(nodes()).arg(0).arg(-1).query_async(&mut connection).await
                })
                .await?;
            for node in known {
                if self.is_alive(&node).await? {
                    alive.push(node);
                } else {
                    // It would stay for ever otherwise.
                    logs.run(|mut connection| {
                        let mut command = redis::cmd("ZREM");
                        command.arg(nodes()).arg(&node);
                        async move { command.query_async::<()>(&mut connection).await }
                    })
                    .await?;
                }
            }
        }
        Ok(alive)
    }

    async fn is_alive(&self, node: &str) -> Result<bool, Error> {
        let key = alive(node);
        self.hosts
            .of_application(node)
            .run(|mut connection| {
                let mut command = redis::cmd("EXISTS");
                command.arg(&key);
                async move { command.query_async(&mut connection).await }
            })
            .await
    }
}

fn encoded(notice: &Notice) -> Result<String, Error> {
    serde_json::to_string(notice).map_err(|error| Error::Encode(error.to_string()))
}

fn alive(node: &str) -> String {
    format!("{PREFIX}alive:{node}")
}

fn nodes() -> String {
    format!("{PREFIX}nodes")
}
