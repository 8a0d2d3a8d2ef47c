//! What an operator relies on: how the program ends, what it logs, what its options and its container files say.
//!
//! ```text
//! node        one node as a process, with its log
//! wire        requests written by hand
//! closing     what clients see of a node that is told to end
//! secure      HTTPS without a proxy, and the command that asks for the health
//! log         no secret is in any line
//! metrics     counters that Prometheus reads
//! help        every option is explained
//! documents   the OpenAPI document has every endpoint
//! container   Dockerfile, compose file and nginx configuration agree with the program
//! ```

#![cfg(unix)]

mod closing;
mod container;
mod documents;
mod help;
mod log;
mod metrics;
mod node;
mod secure;
mod wire;
