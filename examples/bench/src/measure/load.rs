//! Measures requests per second over loopback, and the server's processor time for each. The servers take turns: so
//! a slow phase of the machine affects all.

use std::io;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::connection::Connection;
use super::process::{Served, processor_time_of};
use super::table;
use crate::peers::Peer;
use crate::scenario::Scenario;
use crate::version::Version;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);
/// The threads of each server, as `#[tokio::main]` has them on this machine.
const THREADS: usize = 2;
/// The connections over HTTP/1.1, one request at a time on each.
const CONNECTIONS: usize = 32;
/// The connections over HTTP/2, and the requests at a time on each.
const SHARED_CONNECTIONS: usize = 4;
const STREAMS: usize = 32;

pub(crate) async fn run(peers: &[Peer]) -> io::Result<()> {
    for version in [Version::Http1, Version::Http2] {
        measure(peers, version).await?;
    }
    Ok(())
}

async fn measure(peers: &[Peer], version: Version) -> io::Result<()> {
    let can = |peer: &Peer| version == Version::Http1 || !peer.needs_tls_for_http2();
    let peers: Vec<Peer> = peers.iter().copied().filter(can).collect();
    let mut served = Vec::new();
    for peer in &peers {
        served.push(Served::start(&peer.command(version, THREADS), &[]).await?);
    }
    let mut rates: Vec<(&str, Vec<f64>)> = peers.iter().map(|peer| (peer.name(), Vec::new())).collect();
    let mut times = rates.clone();
    for scenario in Scenario::LOAD {
        let mut rounds = vec![(Vec::new(), Vec::new()); served.len()];
        for _ in 0..ROUNDS {
            for (server, (rates, times)) in served.iter().zip(&mut rounds) {
                let before = processor_time_of(server.process())?;
                let done = round(server.port, scenario, version).await?;
                rates.push(done / ROUND.as_secs_f64());
                times.push((processor_time_of(server.process())? - before) * 1e9 / done);
            }
        }
        for (((_, rates), (_, times)), round) in rates.iter_mut().zip(&mut times).zip(rounds) {
            rates.push(median(round.0));
            times.push(median(round.1));
        }
    }
    let name = if version == Version::Http1 { "HTTP/1.1" } else { "HTTP/2" };
    let columns = Scenario::LOAD.map(Scenario::name);
    table::print(&format!("requests per second over {name}, median of {ROUNDS} rounds (ratio)"), &columns, &rates);
    println!();
    table::print(&format!("nanoseconds of the server's processor time for one over {name} (ratio)"), &columns, &times);
    println!();
    Ok(())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Returns the number of requests that were answered in one round.
async fn round(port: u16, scenario: Scenario, version: Version) -> io::Result<f64> {
    let end = Instant::now() + ROUND;
    let mut workers = JoinSet::new();
    match version {
        Version::Http1 => (0..CONNECTIONS).for_each(|_| {
            workers.spawn(alone(port, scenario, end));
        }),
        Version::Http2 => (0..SHARED_CONNECTIONS).for_each(|_| {
            workers.spawn(shared(port, scenario, end));
        }),
    }
    let mut total = 0.0;
    while let Some(done) = workers.join_next().await {
        total += f64::from(done.map_err(io::Error::other)??);
    }
    Ok(total)
}

/// Sends one request after the other on a connection over HTTP/1.1.
async fn alone(port: u16, scenario: Scenario, end: Instant) -> io::Result<u32> {
    let request = scenario.bytes();
    let mut connection = Connection::open(port).await?;
    let mut done = 0;
    while Instant::now() < end {
        connection.exchange(&request).await?;
        done += 1;
    }
    Ok(done)
}

/// Sends several requests at a time on a connection over HTTP/2.
async fn shared(port: u16, scenario: Scenario, end: Instant) -> io::Result<u32> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (requests, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let connection = tokio::spawn(connection);
    let mut workers = JoinSet::new();
    for _ in 0..STREAMS {
        let mut requests = requests.clone();
        workers.spawn(async move {
            let mut done = 0_u32;
            while Instant::now() < end {
                let answer = requests.send_request(request(scenario)).await.map_err(io::Error::other)?;
                if answer.status() != scenario.status() {
                    return Err(io::Error::other(format!("answered {}", answer.status())));
                }
                answer.into_body().collect().await.map_err(io::Error::other)?;
                done += 1;
            }
            io::Result::Ok(done)
        });
    }
    let mut total = 0;
    while let Some(done) = workers.join_next().await {
        total += done.map_err(io::Error::other)??;
    }
    connection.abort();
    Ok(total)
}

fn request(scenario: Scenario) -> Request<Full<Bytes>> {
    let target = format!("http://localhost:8080{}", scenario.target());
    let request = Request::builder().method(scenario.method()).uri(target);
    let request = scenario.fields().fold(request, |request, (name, value)| request.header(name, value));
    request.body(Full::from(scenario.body())).unwrap_or_default()
}
