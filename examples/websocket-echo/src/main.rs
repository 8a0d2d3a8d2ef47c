//! The program `websocket-echo`: serves HTTP/1.1 upgrades and HTTP/2 extended CONNECT on one port.

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
    // Sets the options of all WebSockets of these routes. An endpoint's limits can only be tighter.
    let routes = EchoApi::serve(Echoes::new(options.subprotocols)).websocket_options(connection);
    let listening = serve(Listener::bind(&options.listen).await?, Server::new(routes));
    println!("listening on ws://{}", listening.local_addr());
    // A program that waits for this line may read it through a pipe.
    stdout().flush()?;
    // On shutdown open WebSockets are closed with 1001, within the drain time.
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
