//! Measures the memory of a subscriber that receives nothing, and the cost and delay of deliveries, of all servers.

use std::io;

use bytes::Bytes;
use clap::ValueEnum as _;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::connection::Connection;
use super::frame::{masked, upgrade};
use super::last_delivery;
use super::process::{Served, VALGRIND};
use super::subscription::{EVENTS, subscribe};
use crate::ticks::Ticker;

/// Subscribers that are open before memory is measured, so that buffers that all share are not counted.
const FIRST: usize = 200;

/// Subscribers that are measured over connections of their own. Each needs a file of the process.
const ALONE: usize = 10_000;

/// Subscribers that are measured over shared connections, and those on each.
const SHARED: usize = 100_000;
const STREAMS: usize = 1_000;

/// Subscribers that receive events, and the events of the two runs whose difference is counted.
const RECEIVERS: usize = 100;
const FEW: usize = 10;
const MANY: usize = 60;

pub(crate) async fn run() -> io::Result<()> {
    println!("| idle subscribers | bytes of resident server memory for each |");
    println!("|---|---:|");
    for ticker in Ticker::value_variants() {
        let (name, bytes) = (ticker.name(), alone(*ticker, EVENTS).await?);
        println!("| {name}: {ALONE}, server-sent events, HTTP/1.1, one connection each | {bytes:.0} |");
    }
    for (name, accept) in [("NDJSON", "application/x-ndjson"), ("elements (`SUBSCRIBE`)", "")] {
        let bytes = alone(Ticker::Framework, accept).await?;
        println!("| {ALONE}, {name}, HTTP/1.1, one connection each | {bytes:.0} |");
    }
    println!("| {ALONE}, own WebSocket (`#[duplex]`), one connection each | {:.0} |", sockets().await?);
    println!("| {SHARED}, server-sent events, HTTP/2, {STREAMS} on each connection | {:.0} |", shared().await?);
    println!();
    println!("| server-sent events over HTTP/1.1, {RECEIVERS} subscribers | instructions for each delivery |");
    println!("|---|---:|");
    for ticker in Ticker::value_variants() {
        let (few, many) = (delivered(*ticker, FEW).await?, delivered(*ticker, MANY).await?);
        let deliveries = u32::try_from(RECEIVERS * (MANY - FEW)).unwrap_or(u32::MAX);
        println!("| {} | {:.0} |", ticker.name(), (many - few) / f64::from(deliveries));
    }
    println!();
    last_delivery::run().await
}

async fn start(ticker: Ticker, tool: &[&str]) -> io::Result<Served> {
    Served::start(&ticker.command(), tool).await
}

async fn alone(ticker: Ticker, accept: &str) -> io::Result<f64> {
    let served = start(ticker, &[]).await?;
    let mut open = Vec::new();
    for _ in 0..FIRST {
        open.push(subscribe(served.port, accept).await?);
    }
    let before = served.memory()?;
    for _ in 0..ALONE {
        open.push(subscribe(served.port, accept).await?);
    }
    Ok(each(served.memory()?, before, ALONE))
}

/// Each WebSocket has returned one message, so that what it keeps between messages is measured too.
async fn sockets() -> io::Result<f64> {
    let served = start(Ticker::Framework, &[]).await?;
    let mut open = Vec::new();
    let mut before = 0;
    for number in 0..FIRST + ALONE {
        if number == FIRST {
            before = served.memory()?;
        }
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).await?;
        upgrade(&mut stream, "/socket").await?;
        let (frame, _) = masked(br#"{"number":1,"text":"The quick brown fox jumps."}"#);
        stream.write_all(&frame).await?;
        // The echo has no mask, which has four bytes.
        let mut echo = vec![0; frame.len() - 4];
        stream.read_exact(&mut echo).await?;
        open.push(stream);
    }
    Ok(each(served.memory()?, before, ALONE))
}

async fn shared() -> io::Result<f64> {
    let served = start(Ticker::Framework, &[]).await?;
    let mut open = Vec::new();
    let mut before = 0;
    for _ in 0..SHARED / STREAMS {
        let stream = TcpStream::connect(("127.0.0.1", served.port)).await?;
        let handshake = http2::Builder::new(TokioExecutor::new()).handshake(TokioIo::new(stream)).await;
        let (mut requests, connection) = handshake.map_err(io::Error::other)?;
        tokio::spawn(connection);
        // The first answer comes after the settings, which allow more streams.
        for _ in 0..STREAMS {
            open.push(subscribe_shared(&mut requests).await?);
        }
        if before == 0 {
            before = served.memory()?;
        }
    }
    Ok(each(served.memory()?, before, SHARED - STREAMS))
}

fn each(after: u64, before: u64, subscribers: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "both are far below 2^52")]
    let (bytes, count) = (after.saturating_sub(before) as f64, subscribers as f64);
    bytes / count
}

async fn subscribe_shared(requests: &mut http2::SendRequest<Empty<Bytes>>) -> io::Result<Incoming> {
    let request = Request::get("http://localhost/ticks").header("accept", "text/event-stream");
    let request = request.body(Empty::new()).map_err(io::Error::other)?;
    requests.ready().await.map_err(io::Error::other)?;
    let mut events = requests.send_request(request).await.map_err(io::Error::other)?.into_body();
    match events.frame().await {
        Some(Ok(_)) => Ok(events),
        _ => Err(io::Error::other("the subscription ended")),
    }
}

/// Returns the instructions of the server for some events to all receivers.
async fn delivered(ticker: Ticker, events: usize) -> io::Result<f64> {
    let served = start(ticker, &VALGRIND).await?;
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..RECEIVERS {
        let mut stream = subscribe(served.port, EVENTS).await?;
        readers.spawn(async move {
            let mut bytes = vec![0; 4096];
            while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
        });
    }
    let request = format!("POST /ticks/{events} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
    let mut publisher = Connection::open(served.port).await?;
    let (status, _) = publisher.exchange(request.as_bytes()).await?;
    if status != 200 {
        return Err(io::Error::other(format!("publishing was answered with {status}")));
    }
    readers.abort_all();
    served.instructions()
}
