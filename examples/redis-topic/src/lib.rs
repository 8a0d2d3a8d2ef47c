//! Topics of the framework on Redis, shared by several processes.
//!
//! There are two layers. [`RedisTopic`] is a topic of events: published by any process, subscribed to in all. Below it,
//! [`RedisLog`] is a log of bytes: appended to by any process, followed and read by all. Both deliver what was
//! acknowledged in order and once, or report a gap, and recover after Redis was away.
//!
//! Each log is a stream of Redis and a channel. A script appends to the stream and publishes in one step. What is
//! published names the position of the entry *and of the one before it*, so whoever listens notices every loss at once,
//! and reads what is missing from the stream. If that was trimmed, it reports a gap.

#![forbid(unsafe_code)]

mod entry;
mod error;
mod follower;
mod health;
mod keys;
mod lane;
mod link;
mod log;
mod logs;
mod mailbox;
mod options;
mod page;
mod position;
mod record;
mod script;
mod server;
mod tails;
mod topic;

pub use entry::{Entry, Item};
pub use error::Error;
pub use follower::Follower;
pub use health::Health;
pub use lane::Appended;
pub use log::RedisLog;
pub use logs::RedisLogs;
pub use options::Options;
pub use page::Page;
pub use position::{InvalidPosition, Position};
pub use redis;
pub use script::{AppendScript, LOG_LUA};
pub use topic::RedisTopic;
