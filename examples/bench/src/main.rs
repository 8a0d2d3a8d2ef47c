//! How much a 50-route API costs: beside hand-written hyper, and with `--features peers` beside axum and poem-openapi.

mod chat;
mod echo;
mod measure;
mod model;
mod peers;
mod routes;
mod scenario;

use std::io;

use clap::{Parser, Subcommand, ValueEnum as _};
use echo::Echo;
use peers::Peer;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug, Parser)]
#[command(name = "bench")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Instructions a request over a socket (needs valgrind).
    Instructions,
    /// Allocations a request, in process.
    Allocations,
    /// Requests a second over loopback, all contestants in turn.
    Load,
    /// Messages a second and instructions a message that a WebSocket echoes, beside the codec crate alone (needs valgrind).
    Websocket,
    /// Deliveries a second from one room of Chatkit to all who follow it, and memory an idle follower costs.
    Chatkit,
    /// The Chatkit backend, for that command.
    #[command(hide = true)]
    Chat {
        /// Where to say which port it is.
        #[arg(long)]
        ready: u16,
    },
    /// One contestant, for the other commands.
    #[command(hide = true)]
    Serve {
        peer: Peer,
        /// Where to say which port it is.
        #[arg(long)]
        ready: u16,
    },
    /// One contestant that echoes, likewise.
    #[command(hide = true)]
    Echo {
        echo: Echo,
        /// Where to say which port it is.
        #[arg(long)]
        ready: u16,
    },
}

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match CommandLine::parse().command {
        Command::Instructions => runtime.block_on(measure::instructions::run(Peer::value_variants())),
        Command::Load => runtime.block_on(measure::load::run(Peer::value_variants())),
        Command::Allocations => {
            measure::allocations::run();
            Ok(())
        }
        Command::Websocket => runtime.block_on(measure::echoes::run()),
        Command::Chatkit => runtime.block_on(measure::chat::run()),
        Command::Chat { ready } => {
            // As it is deployed: on all cores.
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(serve(ready, chat::serve))
        }
        Command::Serve { peer, ready } => runtime.block_on(serve(ready, |listener| peer.serve(listener))),
        Command::Echo { echo, ready } => runtime.block_on(serve(ready, |listener| echo.serve(listener))),
    }
}

/// Serves until the driver closes the connection on which it was told the port.
async fn serve<F: Future<Output = io::Result<()>>>(
    ready: u16,
    contestant: impl FnOnce(TcpListener) -> F,
) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut driver = TcpStream::connect(("127.0.0.1", ready)).await?;
    driver.write_u16(listener.local_addr()?.port()).await?;
    tokio::select! {
        served = contestant(listener) => served,
        _ = tokio::io::AsyncReadExt::read_u8(&mut driver) => Ok(()),
    }
}
