//! Measures the cost of a 50-route API, compared with hand-written hyper and, with `--features peers`, axum,
//! actix-web, poem-openapi, dropshot and ntex. Without the feature `systems`, which is on, it leaves out Chatkit and
//! Pandapush.

mod caller;
#[cfg(feature = "systems")]
mod chat;
mod echo;
mod fan;
mod measure;
mod model;
mod peers;
#[cfg(feature = "systems")]
mod push;
mod routes;
mod scenario;
mod ticks;
mod version;

use std::io;

use caller::Caller;
use clap::{Parser, Subcommand, ValueEnum as _};
use echo::Echo;
use fan::Fan;
use measure::build::Program;
use peers::Peer;
use scenario::Scenario;
use ticks::Ticker;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use version::Version;

#[derive(Debug, Parser)]
#[command(name = "bench")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints the tables of all other commands, which takes about 50 minutes.
    All,
    /// Measures instructions per request over a socket (needs valgrind).
    Instructions {
        /// The servers; all of them if none is named.
        peers: Vec<Peer>,
    },
    /// Fails if a request costs over 3 % more instructions than before, compared with hyper by hand (needs valgrind).
    Check {
        /// Write the present figures instead.
        #[arg(long)]
        write: bool,
    },
    /// Measures allocations per request, in process.
    Allocations,
    /// Measures memory around load and instructions per request with different allocators (needs valgrind).
    Allocators,
    /// Measures processor time to build a server of the routes alone, and the size of its program.
    Build {
        /// The servers; all of them if none is named.
        programs: Vec<Program>,
    },
    /// Measures instructions and allocations per call of clients (needs valgrind).
    Client,
    /// Makes calls and prints the allocations of one, for the command `client`.
    #[command(hide = true)]
    Call { caller: Caller, scenario: Scenario, port: u16, calls: u32 },
    /// Measures how long and with how much memory contracts of hundreds of endpoints compile.
    Compile {
        /// Numbers of endpoints.
        #[arg(default_values_t = measure::compile::ENDPOINTS)]
        endpoints: Vec<usize>,
    },
    /// Measures requests per second and processor time over HTTP/1.1 and HTTP/2, all servers in turn.
    Load {
        /// The servers; all of them if none is named.
        peers: Vec<Peer>,
    },
    #[cfg(feature = "systems")]
    /// Measures bytes and time of the client in TypeScript beside others (needs node).
    Typescript,
    /// Measures messages per second and instructions per message of a WebSocket echo, and instructions per delivery to
    /// many connections, compared with the codec crate alone (needs valgrind).
    Websocket,
    #[cfg(feature = "systems")]
    /// Measures deliveries per second from one Chatkit room to its subscribers, and the memory of an idle subscriber.
    Chatkit,
    #[cfg(feature = "systems")]
    /// Runs the Chatkit backend, for the command `chatkit`.
    #[command(hide = true)]
    Chat {
        /// The port to which the server reports its own port.
        #[arg(long)]
        ready: u16,
    },
    #[cfg(feature = "systems")]
    /// Measures deliveries of Pandapush beside the Faye server on node, and the memory of an idle subscriber (needs
    /// node).
    Pandapush,
    #[cfg(feature = "systems")]
    /// Runs a node of Pandapush, for the command `pandapush`.
    #[command(hide = true)]
    Push {
        /// The port to which the server reports its own port.
        #[arg(long)]
        ready: u16,
    },
    /// Measures the memory of an idle subscriber, the instructions of a delivery (needs valgrind), and its delay.
    Subscribers,
    /// Runs the server of `subscribers`.
    #[command(hide = true)]
    Ticks {
        ticker: Ticker,
        /// The port to which the server reports its own port.
        #[arg(long)]
        ready: u16,
    },
    /// Runs one server, for the other commands.
    #[command(hide = true)]
    Serve {
        peer: Peer,
        version: Version,
        /// The number of threads of the runtime.
        #[arg(long, default_value_t = 1)]
        threads: usize,
        /// The port to which the server reports its own port.
        #[arg(long)]
        ready: u16,
    },
    /// Runs one echo server, for the command `websocket`.
    #[command(hide = true)]
    Echo {
        echo: Echo,
        /// The port to which the server reports its own port.
        #[arg(long)]
        ready: u16,
    },
    /// Runs one server that sends to all connections, for the command `websocket`.
    #[command(hide = true)]
    Fan {
        fan: Fan,
        /// The port to which the server reports its own port.
        #[arg(long)]
        ready: u16,
    },
}

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match CommandLine::parse().command {
        Command::All => measure::all::run(),
        Command::Instructions { peers } if peers.is_empty() => {
            runtime.block_on(measure::instructions::run(Peer::value_variants()))
        }
        Command::Instructions { peers } => runtime.block_on(measure::instructions::run(&peers)),
        Command::Subscribers => runtime.block_on(measure::subscribers::run()),
        Command::Ticks { ticker, ready } => runtime.block_on(serve(ready, |listener| ticker.serve(listener))),
        Command::Check { write } => runtime.block_on(measure::check::run(write)),
        Command::Load { peers } if peers.is_empty() => runtime.block_on(measure::load::run(Peer::value_variants())),
        Command::Load { peers } => runtime.block_on(measure::load::run(&peers)),
        Command::Allocations => {
            measure::allocations::run();
            Ok(())
        }
        Command::Allocators => runtime.block_on(measure::allocators::run()),
        Command::Build { programs } if programs.is_empty() => measure::build::run(Program::value_variants()),
        Command::Build { programs } => measure::build::run(&programs),
        Command::Client => runtime.block_on(measure::calls::run()),
        Command::Call { caller, scenario, port, calls } => {
            println!("{}", caller.run(&runtime, scenario, port, calls)?);
            Ok(())
        }
        Command::Compile { endpoints } => measure::compile::run(&endpoints),
        #[cfg(feature = "systems")]
        Command::Typescript => measure::clients::run(),
        Command::Websocket => runtime.block_on(measure::echoes::run()),
        #[cfg(feature = "systems")]
        Command::Pandapush => runtime.block_on(measure::push::run()),
        #[cfg(feature = "systems")]
        Command::Push { ready } => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(serve(ready, push::serve))
        }
        #[cfg(feature = "systems")]
        Command::Chatkit => runtime.block_on(measure::chat::run()),
        #[cfg(feature = "systems")]
        Command::Chat { ready } => {
            // On all cores, as in production.
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(serve(ready, chat::serve))
        }
        Command::Serve { peer, version, threads: 1, ready } => {
            runtime.block_on(serve(ready, |listener| peer.serve(listener, version)))
        }
        Command::Serve { peer, version, threads, ready } => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
            runtime.block_on(serve(ready, |listener| peer.serve(listener, version)))
        }
        Command::Echo { echo, ready } => runtime.block_on(serve(ready, |listener| echo.serve(listener))),
        Command::Fan { fan, ready } => runtime.block_on(serve(ready, |listener| fan.serve(listener))),
    }
}

/// Reports the port to the driver, and serves until the driver closes that connection.
async fn serve<F: Future<Output = io::Result<()>>>(
    ready: u16,
    contestant: impl FnOnce(TcpListener) -> F,
) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    // Before the driver learns the port, because one server binds a socket of its own.
    let serving = contestant(listener);
    let mut driver = TcpStream::connect(("127.0.0.1", ready)).await?;
    driver.write_u16(port).await?;
    tokio::select! {
        served = serving => served,
        _ = tokio::io::AsyncReadExt::read_u8(&mut driver) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{CommandLine, measure};

    #[test]
    fn all_measurements_are_the_commands_that_print_a_table() {
        let commands = CommandLine::command();
        let visible = commands.get_subcommands().filter(|command| !command.is_hide_set());
        let mut printing: Vec<&str> =
            visible.map(clap::Command::get_name).filter(|name| !["all", "check"].contains(name)).collect();
        let mut all = measure::all::MEASUREMENTS.to_vec();
        printing.sort_unstable();
        all.sort_unstable();
        assert_eq!(all, printing);
    }
}
