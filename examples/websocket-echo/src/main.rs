//! The program `websocket-echo`: serves over HTTP/1.1 upgrades and HTTP/2 extended CONNECT, on one port.

use std::error::Error;
use std::io::{Write as _, stdout};

use api_core::Compose as _;
use api_server::{Listener, Server, serve};
use clap::Parser as _;
use websocket_echo::{EchoApi, Echoes, Options};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let connection = options.connection();
    // One line makes all of these options of every WebSocket below it; an endpoint's own limits can only be tighter.
    let routes = EchoApi::serve(Echoes::new(options.subprotocols)).websocket_options(connection);
    let listening = serve(Listener::bind(&options.listen).await?, Server::new(routes));
    println!("listening on ws://{}", listening.local_addr());
    // Whoever waits for this line may read it through a pipe.
    stdout().flush()?;
    // Open conversations are closed with 1001, and have a few seconds to say goodbye.
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
