//! A measured server in a separate process, so that the driver is not counted.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// The time in which a server starts, also under valgrind.
const START: Duration = Duration::from_mins(1);

/// The command that counts instructions.
pub(crate) const VALGRIND: [&str; 3] = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"];

/// As [`VALGRIND`], with an allocator of the C library that keeps all that is freed for the next use. Otherwise what
/// an allocation costs depends on where memory happens to lie, and a list of many texts by several percent.
pub(crate) const VALGRIND_STEADY: [&str; 5] = [
    "env",
    "GLIBC_TUNABLES=glibc.malloc.tcache_count=65535",
    "valgrind",
    "--tool=callgrind",
    "--callgrind-out-file=/dev/null",
];

/// A running server process.
pub(crate) struct Served {
    child: Child,
    pub(crate) port: u16,
    /// The connection to the server; closing it ends the server.
    line: Option<TcpStream>,
}

impl Served {
    /// Starts a server by its arguments, under `tool` if it is not empty, and waits until it listens.
    pub(crate) async fn start(contestant: &[String], tool: &[&str]) -> io::Result<Self> {
        let ready = TcpListener::bind("127.0.0.1:0").await?;
        let program = std::env::current_exe()?;
        let mut command = match tool.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(contestant).args(["--ready", &ready.local_addr()?.port().to_string()]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let (mut stream, _) = timeout(START, ready.accept()).await??;
        let port = tokio::io::AsyncReadExt::read_u16(&mut stream).await?;
        Ok(Self { child, port, line: Some(stream) })
    }

    /// Returns the resident memory of the process in bytes.
    pub(crate) fn memory(&self) -> io::Result<u64> {
        memory_of(self.child.id())
    }

    /// Returns the id of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process; returns the number of instructions that valgrind counted.
    pub(crate) fn instructions(self) -> io::Result<f64> {
        let (_, printed) = self.finish()?;
        collected(&printed)
    }

    /// Ends the process; returns its status and its standard error.
    fn finish(mut self) -> io::Result<(ExitStatus, String)> {
        self.line = None;
        let mut printed = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            io::Read::read_to_string(&mut stderr, &mut printed)?;
        }
        Ok((self.child.wait()?, printed))
    }
}

/// Returns the number of instructions in what valgrind printed.
pub(crate) fn collected(printed: &str) -> io::Result<f64> {
    let collected = printed.lines().find_map(|line| line.split("Collected :").nth(1)?.trim().parse().ok());
    collected.ok_or_else(|| io::Error::other(format!("valgrind gave no count: {printed}")))
}

/// Returns the resident memory of a process in bytes.
pub(crate) fn memory_of(process: u32) -> io::Result<u64> {
    memory(process, "VmRSS:")
}

/// Returns the peak of the resident memory of a process in bytes.
pub(crate) fn peak_memory_of(process: u32) -> io::Result<u64> {
    memory(process, "VmHWM:")
}

fn memory(process: u32, field: &str) -> io::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let resident =
        status.lines().find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    resident.map(|kibibytes| kibibytes * 1024).ok_or_else(|| io::Error::other("the kernel reports no resident memory"))
}

/// Returns the processes that the threads of a process have started.
pub(crate) fn children_of(process: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    children.flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Returns the processor time of a process with all its threads, in seconds.
pub(crate) fn processor_time_of(process: u32) -> io::Result<f64> {
    // User and system time are the 14th and 15th field.
    processor_time(&process.to_string(), 11)
}

/// Returns the processor time of all processes that this one started and that have ended, in seconds.
pub(crate) fn processor_time_of_children() -> io::Result<f64> {
    processor_time("self", 13)
}

fn processor_time(process: &str, first: usize) -> io::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in brackets, may have spaces. Times are in hundredths.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let time = |index: usize| fields.get(index).and_then(|ticks| ticks.parse::<f64>().ok());
    time(first)
        .zip(time(first + 1))
        .map(|(user, system)| (user + system) / 100.0)
        .ok_or_else(|| io::Error::other("no times"))
}

impl Drop for Served {
    fn drop(&mut self) {
        // Fails if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
