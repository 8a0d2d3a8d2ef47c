//! Measures deliveries of Pandapush and of the Faye server on node, with the same load: processor time and delay of
//! each, and the memory of an idle subscriber.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use peers::{Node, Program};
use serde::Deserialize;

use super::process::{Served, memory_of, processor_time_of};

/// Transport, subscribers, publications per second. The Faye server is busy with the last of each transport.
const LOADS: [(&str, u32, u32); 4] =
    [("websocket", 100, 100), ("websocket", 1000, 20), ("long-polling", 100, 20), ("long-polling", 500, 5)];

/// How long each load lasts, in seconds.
const SECONDS: u32 = 6;

/// How often each server has each load, in turns. Other programs of the machine disturb some of them.
const ROUNDS: usize = 3;

/// How many subscribers are idle.
const IDLE: u32 = 10_000;

const SERVERS: [&str; 2] = ["Faye on node", "Pandapush"];

/// One load on one server.
#[derive(Debug)]
struct Round {
    outcome: Outcome,
    /// The processor time of the server, from the first publication on, in seconds.
    time: f64,
}

impl Round {
    fn time_per_delivery(&self) -> f64 {
        self.time / f64::from(u32::try_from(self.outcome.deliveries.max(1)).unwrap_or(u32::MAX))
    }
}

/// What the load prints at its end.
#[derive(Debug, Deserialize)]
struct Outcome {
    deliveries: u64,
    lost: u64,
    misplaced: u64,
    refused: u64,
    deliveries_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

pub(crate) async fn run() -> io::Result<()> {
    let node = Node::find().ok_or_else(|| io::Error::other("node and its packages are needed"))?;
    println!(
        "| transport, subscribers, events per second | server | deliveries per second | processor time per delivery | \
         delay p50 | p99 | lost |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|");
    for load in LOADS {
        let mut rounds = SERVERS.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for (server, rounds) in SERVERS.into_iter().zip(&mut rounds) {
                let running = Running::start(server, node).await?;
                rounds.push(measure(&running, node, load)?);
            }
        }
        for (server, mut rounds) in SERVERS.into_iter().zip(rounds) {
            rounds.sort_by(|one: &Round, other: &Round| one.time_per_delivery().total_cmp(&other.time_per_delivery()));
            print_row(load, server, &rounds);
        }
    }
    println!();
    println!("| idle subscribers over WebSockets | server | memory for each |");
    println!("|---:|---|---:|");
    for server in SERVERS {
        let running = Running::start(server, node).await?;
        let bytes = idle(&running, node)?;
        println!("| {IDLE} | {server} | {:.1} kB |", bytes / 1000.0);
    }
    Ok(())
}

/// A server under load.
enum Running {
    Pandapush(Served),
    Faye(Program),
}

impl Running {
    async fn start(server: &str, node: Node) -> io::Result<Self> {
        if server == "Pandapush" {
            return Served::start(&["push".to_owned()], &[]).await.map(Self::Pandapush);
        }
        Program::start(&mut node.command("pandapush-load/faye-server.mjs")).map(Self::Faye)
    }

    fn address(&self) -> String {
        match self {
            Self::Pandapush(served) => format!("http://127.0.0.1:{}", served.port),
            Self::Faye(program) => program.address().to_owned(),
        }
    }

    fn process(&self) -> u32 {
        match self {
            Self::Pandapush(served) => served.process(),
            Self::Faye(program) => program.id(),
        }
    }
}

/// Runs a load.
fn measure(running: &Running, node: Node, load: (&str, u32, u32)) -> io::Result<Round> {
    let (transport, subscribers, rate) = load;
    let mut command = node.command("pandapush-load/load.mjs");
    command.arg(running.address()).args([subscribers, rate, SECONDS].map(|number| number.to_string()));
    let mut script = Script::start(command.arg(transport).arg("wait"))?;
    script.line()?;
    let before = processor_time_of(running.process())?;
    script.go_on()?;
    let outcome: Outcome = serde_json::from_str(&script.line()?)?;
    // A lost event is counted as misplaced too.
    if outcome.refused > 0 || outcome.misplaced > outcome.lost {
        return Err(io::Error::other(format!("events were refused, repeated or overtaken: {outcome:?}")));
    }
    Ok(Round { outcome, time: processor_time_of(running.process())? - before })
}

/// Returns the memory that the server takes for one of many subscribers, in bytes.
fn idle(running: &Running, node: Node) -> io::Result<f64> {
    let before = memory_of(running.process())?;
    let mut command = node.command("pandapush-load/idle.mjs");
    let mut script = Script::start(command.arg(running.address()).args([&IDLE.to_string(), "websocket"]))?;
    script.line()?;
    let grown = memory_of(running.process())?.saturating_sub(before);
    script.go_on()?;
    Ok(f64::from(u32::try_from(grown / 1000).unwrap_or(u32::MAX)) * 1000.0 / f64::from(IDLE))
}

/// Prints the round whose processor time is the median, and what all of them have lost.
fn print_row((transport, subscribers, rate): (&str, u32, u32), server: &str, rounds: &[Round]) {
    let Some(round) = rounds.get(rounds.len() / 2) else { return };
    let lost: u64 = rounds.iter().map(|round| round.outcome.lost).sum();
    println!(
        "| {transport}, {subscribers}, {rate} | {server} | {:.0} | {:.1} µs | {:.1} ms | {:.1} ms | {lost} |",
        round.outcome.deliveries_per_second,
        round.time_per_delivery() * 1_000_000.0,
        round.outcome.p50_ms,
        round.outcome.p99_ms,
    );
}

/// A script that prints lines and waits for some.
struct Script {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Script {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let missing = || io::Error::other("the script has no pipes");
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().map(BufReader::new).ok_or_else(missing)?;
        Ok(Self { child, input, output })
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.output.read_line(&mut line)? {
            0 => Err(io::Error::other("the load ended early")),
            _ => Ok(line),
        }
    }

    fn go_on(&mut self) -> io::Result<()> {
        self.input.write_all(b"\n")?;
        self.input.flush()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        // Fails if the script has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
