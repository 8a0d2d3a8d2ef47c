//! The program `websocket-chat`: serves the web page and the chat rooms.

use std::error::Error;
use std::io::{Write as _, stdout};
use std::time::Duration;

use api_core::Compose as _;
use api_core::websocket::{ConnectionOptions, PermessageDeflate, PingPolicy};
use api_server::{Listener, Server, serve};
use clap::Parser;
use websocket_chat::{ChatApi, Rooms};

/// Serves chat rooms for web browsers.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// The address to listen on; port 0 selects a free port.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
    /// A further origin that the page may have, for example `https://chat.example` behind a proxy; may be repeated.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let listener = Listener::bind(&options.listen).await?;
    let address = listener.local_addr();
    // Browsers let a page of any origin open a WebSocket. The server therefore answers 403 to all origins but that of
    // its own page: the address it listens on, which may also be called `localhost`.
    let own = [format!("http://{address}"), format!("http://localhost:{}", address.port())];
    let connection = ConnectionOptions::default()
        // A phone that leaves the network sends no close frame. Without pings its member would stay in the room.
        .ping(PingPolicy::every(Duration::from_secs(20)).pong_timeout(Duration::from_secs(40)))
        .deflate(PermessageDeflate::new());
    let routes = ChatApi::serve(Rooms::default())
        .websocket_options(connection)
        .allow_origins(own.into_iter().chain(options.origins));
    let listening = serve(listener, Server::new(routes));
    println!("listening on http://{address}");
    stdout().flush()?;
    listening.with_shutdown(interrupted()).await?;
    Ok(())
}

/// Waits for an interrupt signal or, on Unix, a termination signal.
async fn interrupted() {
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            return tokio::signal::ctrl_c().await.unwrap_or_default();
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.unwrap_or_default();
}
