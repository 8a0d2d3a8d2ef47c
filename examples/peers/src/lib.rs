//! Shared parts of tests against published SDKs, WebSocket implementations, a browser and Redis.
//!
//! A development dependency of the other examples. The folder of this crate contains the scripts and the lists of
//! the npm and Python packages they use. A trial whose peer is missing is ignored, or fails if `CI` is set.

#![forbid(unsafe_code)]

mod authority;
mod chromium;
mod nginx;
mod node;
mod openapi;
mod postgres;
mod progenitor;
mod program;
mod python;
mod redis;
mod script;
mod trial;

pub use authority::Authority;
pub use chromium::Chromium;
pub use nginx::{Nginx, Proxy};
pub use node::Node;
pub use openapi::{asyncapi_trials, openapi_trials, typescript_trial};
pub use postgres::{Postgres, PostgresServer};
pub use progenitor::Progenitor;
pub use program::Program;
pub use python::Python;
pub use redis::{Persistence, Redis, RedisServer};
pub use script::Script;
pub use trial::trial;

use std::process::Command;

/// Returns whether a program of this name is installed.
fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
