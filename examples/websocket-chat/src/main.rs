//! The program `websocket-chat`: serves the page and the rooms.

use std::error::Error;
use std::io::{Write as _, stdout};
use std::time::Duration;

use api_core::websocket::{ConnectionOptions, PermessageDeflate, PingPolicy};
use api_core::{Api as _, Compose as _};
use api_server::{Listener, Server, serve};
use clap::Parser;
use websocket_chat::{ChatApi, Rooms};

/// Rooms to chat in, in a browser.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// The address; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
    /// Where else the page may come from, `https://chat.example` behind a proxy for instance; may be given several times.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let listener = Listener::bind(&options.listen).await?;
    let address = listener.local_addr();
    // Any page in the world may try to open a WebSocket here, and the browser does not stop it. So the server does, with 403, for all but
    // its own page: at the address it listens on, which a browser on the same machine may also call `localhost`.
    let own = [format!("http://{address}"), format!("http://localhost:{}", address.port())];
    let connection = ConnectionOptions::default()
        // A phone that left the network says no goodbye: without pings it would stay in the room for ever.
        .ping(PingPolicy::every(Duration::from_secs(20)).pong_timeout(Duration::from_secs(40)))
        .deflate(PermessageDeflate::new());
    let routes =
        ChatApi::serve(Rooms::default()).web_sockets(connection).allow_origins(own.into_iter().chain(options.origins));
    let listening = serve(listener, Server::new(routes));
    println!("listening on http://{address}");
    stdout().flush()?;
    listening.with_shutdown(interrupted()).await?;
    Ok(())
}

/// Waits for an interrupt or, where there is such a thing, a request to terminate.
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
