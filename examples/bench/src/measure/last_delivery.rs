//! Measures how long an event takes to reach the last of many subscribers.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::ValueEnum as _;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::connection::Connection;
use super::process::Served;
use super::subscription::{EVENTS, subscribe};
use crate::ticks::Ticker;

const SUBSCRIBERS: [usize; 2] = [1_000, 10_000];

/// Events, one after the other, each published when the last subscriber has the one before it.
const ROUNDS: usize = 100;

/// An event is lost if it takes longer.
const LOST: Duration = Duration::from_secs(20);

pub(crate) async fn run() -> io::Result<()> {
    println!("| one event to all subscribers over HTTP/1.1, milliseconds until the last has it | p50 | p99 |");
    println!("|---|---:|---:|");
    for count in SUBSCRIBERS {
        for ticker in Ticker::value_variants() {
            let delays = delays(*ticker, count).await?;
            let [half, most] = [50, 99].map(|percent| percentile(&delays, percent).as_secs_f64() * 1_000.0);
            println!("| {}, {count} | {half:.1} | {most:.1} |", ticker.name());
        }
    }
    Ok(())
}

/// Returns the delay of the last delivery of each event, from its request, in ascending order.
async fn delays(ticker: Ticker, count: usize) -> io::Result<Vec<Duration>> {
    let served = Served::start(&ticker.command(), &[]).await?;
    let deliveries = Arc::new(Deliveries { count: AtomicUsize::new(0), all: count, complete: Notify::new() });
    let mut readers = JoinSet::new();
    for _ in 0..count {
        let stream = subscribe(served.port, EVENTS).await?;
        readers.spawn(read(stream, deliveries.clone()));
    }
    let mut topic = Connection::open(served.port).await?;
    let mut delays = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let published = topic.exchange(b"POST /ticks/1 HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
        let complete =
            async { Ok(timeout(LOST, deliveries.complete.notified()).await.is_ok().then(|| started.elapsed())) };
        let ((status, _), delay) = tokio::try_join!(published, complete)?;
        if status != 200 {
            return Err(io::Error::other(format!("publishing was answered with {status}")));
        }
        delays.push(delay.ok_or_else(|| io::Error::other("an event was lost"))?);
    }
    readers.abort_all();
    delays.sort_unstable();
    Ok(delays)
}

/// What the subscribers have received.
struct Deliveries {
    count: AtomicUsize,
    all: usize,
    complete: Notify,
}

async fn read(mut stream: TcpStream, deliveries: Arc<Deliveries>) {
    let mut bytes = [0; 512];
    while let Ok(read @ 1..) = stream.read(&mut bytes).await {
        // A heartbeat has no data. An event comes in one read, as it was sent in one write.
        let received = bytes.get(..read).unwrap_or_default();
        let events = received.windows(5).filter(|window| window == b"data:").count();
        if events > 0 && (deliveries.count.fetch_add(events, Ordering::Relaxed) + events).is_multiple_of(deliveries.all)
        {
            deliveries.complete.notify_one();
        }
    }
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}
