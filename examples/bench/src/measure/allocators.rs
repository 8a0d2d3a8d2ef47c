//! Measures the memory of the server before, under and after load, and instructions for a request, with different
//! allocators.
//!
//! An allocator is a static of a program, so each is a program of its own, in cargo's own profile `release`.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::build::Program;
use super::connection::Connection;
use super::package::{Kind, Package};
use super::process::{VALGRIND, collected, memory_of, processor_time_of};
use crate::scenario::Scenario;

/// The connections of the load, one request at a time on each.
const CONNECTIONS: usize = 500;
const LOAD: Duration = Duration::from_secs(10);
/// When memory is read after the load: immediately, and when an allocator that trims over time has done so.
const AFTER: [Duration; 2] = [Duration::from_secs(2), Duration::from_mins(1)];

/// Requests of the two runs whose difference is counted.
const FEW: u32 = 100;
const MANY: u32 = 600;

/// Name, static and dependency of each allocator.
const ALLOCATORS: [(&str, &str, &str); 3] = [
    ("the system's", "", ""),
    (
        "mimalloc",
        "#[global_allocator]\nstatic ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;\n",
        "mimalloc = \"0.1\"\n",
    ),
    (
        "jemalloc",
        "#[global_allocator]\nstatic ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;\n",
        "tikv-jemallocator = \"0.7\"\n",
    ),
];

pub(crate) async fn run() -> io::Result<()> {
    println!(
        "| allocator | MiB before load | under load | 2 s after | 60 s after | processor time per request | instructions of a GET | stripped program |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for (name, allocator, dependency) in ALLOCATORS {
        let package = package(allocator, dependency)?;
        let program = package.program();
        let Memory { before, under, after, time } = memory(&program).await?;
        let [soon, late] = after.map(mebibytes);
        let (few, many) = (instructions(&program, FEW).await?, instructions(&program, MANY).await?);
        println!(
            "| {name} | {:.1} | {:.1} | {soon:.1} | {late:.1} | {time:.1} µs | {:.0} | {:.2} MiB |",
            mebibytes(before),
            mebibytes(under),
            (many - few) / f64::from(MANY - FEW),
            mebibytes(package.size()?)
        );
    }
    Ok(())
}

/// Builds the server of this framework with an allocator. All are one package, so that the rest is built once.
fn package(allocator: &str, dependency: &str) -> io::Result<Package> {
    let mut files = Program::Framework.files();
    for (path, text) in &mut files {
        if *path == "main.rs" {
            text.push_str(allocator);
        }
    }
    let dependencies = Program::Framework.dependencies() + dependency;
    let package = Package::write("allocators", &files, &dependencies)?;
    package.seconds(Kind::Release)?;
    Ok(package)
}

/// Resident bytes, and microseconds of processor time for one request.
struct Memory {
    before: u64,
    under: u64,
    after: [u64; 2],
    time: f64,
}

async fn memory(program: &Path) -> io::Result<Memory> {
    let server = Running::start(&mut Command::new(program))?;
    let process = server.child.id();
    let before = memory_of(process)?;
    let used = processor_time_of(process)?;
    let mut load = JoinSet::new();
    let end = Instant::now() + LOAD;
    for number in 0..CONNECTIONS {
        let mut connection = Connection::open(server.port).await?;
        load.spawn(async move {
            let mut done = 0_u32;
            // Answers of several sizes at the same time: a large and a small one in turn.
            let large = Scenario::List.bytes();
            let small = Scenario::Send.bytes();
            while Instant::now() < end {
                let request = if (number + done as usize).is_multiple_of(2) { &large } else { &small };
                connection.exchange(request).await?;
                done += 1;
            }
            Ok::<_, io::Error>(done)
        });
    }
    let (mut under, mut requests) = (0, 0_u32);
    while let Some(done) = load.join_next().await {
        // While the connections are still open, and the first of them are done.
        under = under.max(memory_of(process)?);
        requests += done.map_err(io::Error::other)??;
    }
    let time = (processor_time_of(process)? - used) * 1e6 / f64::from(requests);
    let ended = Instant::now();
    let mut after = [0; 2];
    for (delay, memory) in AFTER.into_iter().zip(&mut after) {
        tokio::time::sleep(delay.saturating_sub(ended.elapsed())).await;
        *memory = memory_of(process)?;
    }
    Ok(Memory { before, under, after, time })
}

/// Returns the instructions of the program for some requests on one connection.
async fn instructions(program: &Path, requests: u32) -> io::Result<f64> {
    let [tool, options @ ..] = VALGRIND;
    let server = Running::start(Command::new(tool).args(options).arg(program))?;
    let request = Scenario::User.bytes();
    let mut connection = Connection::open(server.port).await?;
    for _ in 0..requests {
        connection.exchange(&request).await?;
    }
    server.instructions()
}

/// A running program.
struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let port = line.trim().parse().map_err(|_| io::Error::other("the program printed no port"))?;
        Ok(Self { child, port })
    }

    /// Asks the program to end, and returns the number of instructions that valgrind counted.
    fn instructions(mut self) -> io::Result<f64> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        let mut printed = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut printed)?;
        }
        collected(&printed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[expect(clippy::cast_precision_loss, reason = "both are far below 2^52")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
