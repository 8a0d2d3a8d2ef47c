//! The logs of one server.

use std::sync::Arc;

use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use tokio::sync::watch;

use crate::error::Error;
use crate::health::Health;
use crate::log::RedisLog;
use crate::options::Options;
use crate::server::Server;

/// The logs on one server of Redis, 7.0 or later. It is cheap to clone.
///
/// All of them share two connections, one for commands and one for what is pushed. They are opened in the background,
/// at once and whenever they are lost, and closed when the last handle, log and follower is dropped.
///
/// ```no_run
/// use redis_topic::{Item, Options, RedisLogs};
///
/// # async fn example() -> Result<(), redis_topic::Error> {
/// let logs = RedisLogs::new("redis://127.0.0.1:6379", Options::default())?;
/// let log = logs.log("lobby");
/// let mut follower = log.follow(log.position().await?);
/// log.append("hello").await?;
/// assert!(matches!(follower.next().await, Item::Entry(entry) if entry.payload == "hello"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RedisLogs(Arc<Server>);

impl RedisLogs {
    /// Names a server, and begins to connect to it.
    ///
    /// An address that begins with `rediss://` stands for TLS. Then, unless the process has a default provider of
    /// cryptography for rustls, it gets that of aws-lc-rs.
    ///
    /// # Errors
    /// Returns an error if the address is not a URL such as `redis://:password@127.0.0.1:6379`. A server that is not
    /// reached is no error: see [`RedisLogs::health`].
    ///
    /// # Panics
    /// Panics outside of a Tokio runtime.
    pub fn new(address: &str, options: Options) -> Result<Self, Error> {
        Server::new(address, options).map(|server| Self(Arc::new(server)))
    }

    /// Returns a log. Nothing is sent for it yet.
    pub fn log(&self, name: &str) -> RedisLog {
        RedisLog::new(self.0.clone(), name)
    }

    /// Returns whether the server is reached.
    pub fn health(&self) -> Health {
        self.0.link.health().borrow().clone()
    }

    /// Returns the health as a value that can be awaited.
    pub fn watch_health(&self) -> watch::Receiver<Health> {
        self.0.link.health()
    }

    /// Runs other commands on the connection that the logs share, for state that is kept beside them.
    ///
    /// The operation is repeated, as long as the time limit allows, if its outcome is unknown. So it must be safe to
    /// repeat.
    ///
    /// ```no_run
    /// # async fn example(logs: redis_topic::RedisLogs) -> Result<(), redis_topic::Error> {
    /// use redis_topic::redis;
    ///
    /// let members: Vec<String> = logs
    ///     .run(|mut connection| async move {
    ///         redis::cmd("SMEMBERS").arg("members").query_async(&mut connection).await
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Error::Unknown`] if the time is over and the operation may have had its effect. After any other error
    /// it had none.
    pub async fn run<T, F>(&self, operation: impl Fn(MultiplexedConnection) -> F) -> Result<T, Error>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let link = &self.0.link;
        link.run(link.deadline(), |live| operation(live.connection)).await
    }
}
