//! Measures WebSocket echoes: messages per second over loopback, and instructions per message in the server's process.

use std::io;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::fan;
use super::frame::{masked, upgrade};
use super::process::{Served, VALGRIND};
use super::table;
use crate::echo::Echo;

/// Sizes of messages in bytes.
const SIZES: [usize; 3] = [64, 1024, 64 * 1024];
const COLUMNS: [&str; 3] = ["64 B", "1 KiB", "64 KiB"];

const CONNECTIONS: usize = 16;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(700);

const FEW: u32 = 50;
const MANY: u32 = 250;

/// Servers that do the same work: by hand, with this framework, and with others.
const GROUPS: [&[Echo]; 2] = [
    &[
        Echo::BareText,
        Echo::Connection,
        #[cfg(feature = "peers")]
        Echo::Axum,
    ],
    &[Echo::BareJson, Echo::Duplex],
];

pub(crate) async fn run() -> io::Result<()> {
    for group in GROUPS {
        load(group).await?;
        println!();
        instructions(group).await?;
        println!();
    }
    fan::run().await
}

async fn load(group: &[Echo]) -> io::Result<()> {
    let mut served = Vec::new();
    for echo in group {
        served.push((*echo, Served::start(&echo.command(), &[]).await?));
    }
    let mut rows: Vec<(&str, Vec<f64>)> = group.iter().map(|echo| (echo.name(), Vec::new())).collect();
    for size in SIZES {
        let mut rounds = vec![Vec::new(); served.len()];
        for _ in 0..ROUNDS {
            for ((echo, server), rounds) in served.iter().zip(&mut rounds) {
                rounds.push(round(server.port, *echo, size).await?);
            }
        }
        for ((_, figures), mut rounds) in rows.iter_mut().zip(rounds) {
            rounds.sort_by(f64::total_cmp);
            figures.push(rounds.get(ROUNDS / 2).copied().unwrap_or_default());
        }
    }
    table::print(&format!("messages per second, median of {ROUNDS} rounds (ratio)"), &COLUMNS, &rows);
    Ok(())
}

async fn round(port: u16, echo: Echo, size: usize) -> io::Result<f64> {
    let mut opened = Vec::new();
    for _ in 0..CONNECTIONS {
        opened.push(Socket::open(port, echo, size).await?);
    }
    let end = Instant::now() + ROUND;
    let mut workers = tokio::task::JoinSet::new();
    for mut socket in opened {
        workers.spawn(async move {
            let mut done = 0_u32;
            while Instant::now() < end {
                socket.exchange().await?;
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

async fn instructions(group: &[Echo]) -> io::Result<()> {
    let mut rows = Vec::new();
    for echo in group {
        let mut figures = Vec::new();
        for size in SIZES {
            figures.push(per_message(*echo, size).await?);
        }
        rows.push((echo.name(), figures));
    }
    table::print("instructions per message (ratio)", &COLUMNS, &rows);
    Ok(())
}

/// Returns the instructions for one message.
pub(crate) async fn per_message(echo: Echo, size: usize) -> io::Result<f64> {
    let few = count(echo, size, FEW).await?;
    let many = count(echo, size, MANY).await?;
    Ok((many - few) / f64::from(MANY - FEW))
}

async fn count(echo: Echo, size: usize, messages: u32) -> io::Result<f64> {
    let served = Served::start(&echo.command(), &VALGRIND).await?;
    let mut socket = Socket::open(served.port, echo, size).await?;
    for _ in 0..messages {
        socket.exchange().await?;
    }
    drop(socket);
    served.instructions()
}

/// A minimal WebSocket client: sends one masked frame and reads one frame of the same length.
struct Socket {
    stream: TcpStream,
    frame: Vec<u8>,
    answer: Vec<u8>,
}

impl Socket {
    async fn open(port: u16, echo: Echo, size: usize) -> io::Result<Self> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        upgrade(&mut stream, echo.path()).await?;
        // JSON of exactly that many bytes, which every server echoes unchanged.
        let message = format!(r#"{{"text":"{}"}}"#, "x".repeat(size.saturating_sub(11)));
        let (frame, header) = masked(message.as_bytes());
        Ok(Self { stream, frame, answer: vec![0; header + message.len()] })
    }

    async fn exchange(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.frame).await?;
        self.stream.read_exact(&mut self.answer).await?;
        Ok(())
    }
}
