//! Measures instructions per request over a socket with valgrind, in the server's process only.
//!
//! Each server handles `FEW` and then `MANY` requests on one connection. The difference, divided by the difference in
//! requests, excludes the start-up. The same binary gives the same count, whatever else the machine does.

use std::io;

use super::connection::Connection;
use super::process::{Served, VALGRIND};
use super::table;
use crate::peers::Peer;
use crate::scenario::Scenario;
use crate::version::Version;

const FEW: u32 = 100;
const MANY: u32 = 600;

pub(crate) async fn run(peers: &[Peer]) -> io::Result<()> {
    let mut rows = Vec::new();
    for peer in peers {
        let mut figures = Vec::new();
        for scenario in Scenario::ALL {
            figures.push(per_request(*peer, scenario, &VALGRIND).await?);
        }
        rows.push((peer.name(), figures));
    }
    table::print("instructions per request over HTTP/1.1 (ratio)", &Scenario::ALL.map(Scenario::name), &rows);
    Ok(())
}

/// Returns the instructions for one request. `tool`: the command that counts them.
pub(crate) async fn per_request(peer: Peer, scenario: Scenario, tool: &[&str]) -> io::Result<f64> {
    let few = count(peer, scenario, FEW, tool).await?;
    let many = count(peer, scenario, MANY, tool).await?;
    Ok((many - few) / f64::from(MANY - FEW))
}

async fn count(peer: Peer, scenario: Scenario, requests: u32, tool: &[&str]) -> io::Result<f64> {
    let served = Served::start(&peer.command(Version::Http1, 1), tool).await?;
    let request = scenario.bytes();
    let mut connection = Connection::open(served.port).await?;
    for _ in 0..requests {
        let (status, _) = connection.exchange(&request).await?;
        if status != scenario.status() {
            return Err(io::Error::other(format!("{} answered {status}", peer.name())));
        }
    }
    drop(connection);
    served.instructions()
}
