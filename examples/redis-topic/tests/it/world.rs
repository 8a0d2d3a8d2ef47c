//! What the tests share: a Redis, processes on it, and waiting with a limit.

use std::time::Duration;

use peers::{Persistence, Redis, RedisServer};
use redis_topic::{Follower, Item, Options, Position, RedisLogs};
use tokio::time::{sleep, timeout};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// An installed Redis.
pub(crate) struct World(Redis);

impl World {
    pub(crate) fn new(redis: Redis) -> Self {
        Self(redis)
    }

    /// Starts a Redis that keeps nothing.
    pub(crate) fn start(&self) -> RedisServer {
        self.start_with(Persistence::None)
    }

    pub(crate) fn start_with(&self, persistence: Persistence) -> RedisServer {
        self.0.start(persistence).expect("Redis starts")
    }
}

/// Options whose time limits suit a Redis on the same machine that is killed now and then.
pub(crate) fn options() -> Options {
    Options::default().max_backoff(Duration::from_millis(100)).time_limit(Duration::from_secs(20))
}

/// The logs as one more process would open them.
pub(crate) fn process(server: &RedisServer, options: Options) -> RedisLogs {
    RedisLogs::new(&server.url(), options).expect("a valid address")
}

/// Waits with a limit, so that a test that would hang fails.
pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.expect("it happens in time")
}

/// Waits until a condition holds, which nothing announces.
pub(crate) async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !condition().await {
            sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(timeout(PATIENCE, wait).await.is_ok(), "it does not happen: {what}");
}

/// Reads the payloads of the next items. `None` is a gap.
pub(crate) async fn payloads(follower: &mut Follower, count: usize) -> Vec<Option<String>> {
    let mut payloads = Vec::new();
    for _ in 0..count {
        payloads.push(match within(follower.next()).await {
            Item::Entry(entry) => Some(String::from_utf8(entry.payload.into()).expect("text")),
            Item::Gap => None,
        });
    }
    payloads
}

/// Appends texts, one after the other, and returns their positions.
pub(crate) async fn append(logs: &RedisLogs, name: &str, texts: &[&str]) -> Vec<Position> {
    let mut positions = Vec::new();
    for text in texts {
        let position = logs.log(name).append(text.as_bytes().to_vec()).await;
        positions.push(position.expect("it is appended"));
    }
    positions
}

/// Opens a follower of what is appended from now on, that is in force.
pub(crate) async fn follow(logs: &RedisLogs, name: &str) -> Follower {
    let log = logs.log(name);
    log.follow(within(log.position()).await.expect("a position"))
}

/// Items as they are expected.
pub(crate) fn entries(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}
