//! Several nodes on real engines: Redis between them, and PostgreSQL or SQLite below them.
//!
//! ```text
//! world       nodes as processes, with their Redis and their database
//! client      a client that speaks Bayeux over a WebSocket or by polling
//! http        one request on a connection of its own
//! delivery    subscribed on one node, published on another
//! presence    one list of users over all nodes
//! death       a node is killed
//! lost        what a node could not send after the client has moved
//! rolling     nodes are told to end, one after the other
//! proxy       nodes behind nginx
//! redis       Redis is restarted, or emptied
//! database    keys on all nodes, and a database that is restarted
//! ```

mod client;
mod database;
mod death;
mod delivery;
mod http;
mod lost;
mod presence;
mod proxy;
mod redis;
mod rolling;
mod world;

use std::process::ExitCode;

use libtest_mimic::{Arguments, run};

fn main() -> ExitCode {
    let groups = [
        delivery::trials(),
        presence::trials(),
        death::trials(),
        lost::trials(),
        rolling::trials(),
        proxy::trials(),
        redis::trials(),
        database::trials(),
    ];
    let trials = groups.into_iter().flatten().collect();
    run(&Arguments::from_args(), trials).exit_code()
}
