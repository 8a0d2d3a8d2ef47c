//! Nodes as processes, with their Redis and their database.

use std::process::Command;
use std::time::Duration;

use peers::{Persistence, Program, Redis, RedisServer};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep};

use super::http::{Answer, request};

/// `Authorization` of the key that exists at the start, of application `app`.
pub(crate) const KEY: &str = "authorization: Basic ZGV2a2V5OmRldnNlY3JldA==\r\n";

/// `Authorization` of the administrator.
pub(crate) const ADMIN: &str = "authorization: Basic YWRtaW46c2VjcmV0\r\n";

/// How long anything may take that a test waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Some nodes with one Redis and one database.
pub(crate) struct World {
    pub(crate) redis: RedisServer,
    pub(crate) nodes: Vec<Program>,
    folder: TempDir,
    database: Option<String>,
    hold: u32,
}

impl World {
    /// Starts nodes with a Redis that keeps nothing, and a shared file of SQLite.
    pub(crate) fn new(redis: Redis, nodes: usize) -> Self {
        Self::with(redis, nodes, None, 30)
    }

    /// Starts nodes with the URL of a database and with how many seconds they hold a connect.
    pub(crate) fn with(redis: Redis, nodes: usize, database: Option<String>, hold: u32) -> Self {
        let redis = redis.start(Persistence::None).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut world = Self { redis, nodes: Vec::new(), folder, database, hold };
        for _ in 0..nodes {
            world.start_node();
        }
        world
    }

    /// Starts another node.
    pub(crate) fn start_node(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pandapush"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--hold", &self.hold.to_string()]);
        match &self.database {
            Some(url) => command.args(["--database", url]),
            None => command.arg("--data").arg(self.folder.path()),
        };
        // Variables of the developer could name another database.
        command.env_clear();
        command
            .env("REDIS_HOSTS", self.redis.address().to_string())
            .env("PANDAPUSH_LOG", std::env::var("PANDAPUSH_LOG").unwrap_or_else(|_| "error".to_owned()))
            .envs([("AUTH_METHOD", "basic"), ("ADMIN_USERNAME", "admin"), ("ADMIN_PASSWORD", "secret")])
            .envs([("DEV_APPLICATION_ID", "app"), ("DEV_KEY_ID", "devkey"), ("DEV_KEY_SECRET", "devsecret")]);
        self.nodes.push(Program::start(&mut command).unwrap());
    }

    /// Returns the address of a node.
    pub(crate) fn node(&self, index: usize) -> &str {
        self.nodes[index].address()
    }

    /// Publishes through a node with the key of application `app`.
    pub(crate) async fn publish(&self, node: usize, channel: &str, data: &str) -> Answer {
        request(self.node(node), "POST", &format!("/channel{channel}"), KEY, data).await.unwrap()
    }

    /// Calls the admin API of a node.
    pub(crate) async fn admin(&self, node: usize, method: &str, path: &str, body: &str) -> Answer {
        request(self.node(node), method, &format!("/admin/api{path}"), ADMIN, body).await.unwrap()
    }

    /// Waits until a node reports its health with this status.
    pub(crate) async fn until_health(&self, node: usize, status: u16) {
        until(async || {
            request(self.node(node), "GET", "/health", "", "").await.is_ok_and(|answer| answer.status == status)
        })
        .await;
    }
}

/// Waits until a condition holds. It polls, because the condition is seen from outside only.
pub(crate) async fn until(mut condition: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition().await {
        assert!(Instant::now() < end, "the condition did not hold in time");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Runs a test.
pub(crate) fn block_on<F: Future>(test: F) -> F::Output {
    Runtime::new().unwrap().block_on(test)
}
