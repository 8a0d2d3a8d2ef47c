//! Measures requests per second over loopback. The servers take turns, so that a slow phase of the machine affects all.

use std::io;
use std::time::{Duration, Instant};

use super::connection::Connection;
use super::process::Served;
use super::table;
use crate::peers::Peer;
use crate::scenario::Scenario;

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);

pub(crate) async fn run(peers: &[Peer]) -> io::Result<()> {
    let mut served = Vec::new();
    for peer in peers {
        served.push((*peer, Served::start(&peer.command(), &[]).await?));
    }
    let mut rows: Vec<(&str, Vec<f64>)> = peers.iter().map(|peer| (peer.name(), Vec::new())).collect();
    for scenario in Scenario::ALL {
        let mut rounds = vec![Vec::new(); served.len()];
        for _ in 0..ROUNDS {
            for ((_, server), rounds) in served.iter().zip(&mut rounds) {
                rounds.push(round(server.port, scenario).await?);
            }
        }
        for ((_, figures), mut rounds) in rows.iter_mut().zip(rounds) {
            rounds.sort_by(f64::total_cmp);
            figures.push(rounds.get(ROUNDS / 2).copied().unwrap_or_default());
        }
    }
    table::print("requests per second, median of 5 rounds (ratio)", &Scenario::ALL.map(Scenario::name), &rows);
    Ok(())
}

async fn round(port: u16, scenario: Scenario) -> io::Result<f64> {
    let request = scenario.bytes();
    let end = Instant::now() + ROUND;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let request = request.clone();
        workers.spawn(async move {
            let mut connection = Connection::open(port).await?;
            let mut done = 0_u32;
            while Instant::now() < end {
                connection.exchange(&request).await?;
                done += 1;
            }
            io::Result::Ok(done)
        });
    }
    let mut total = 0.0;
    while let Some(done) = workers.join_next().await {
        total += f64::from(done.map_err(io::Error::other)??);
    }
    Ok(total / ROUND.as_secs_f64())
}
