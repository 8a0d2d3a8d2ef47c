//! Sends back every message, compressed if the client wants that.

use api_websocket::server::Acceptor;
use api_websocket::{CloseFrame, ConnectionOptions, PendingConnection, PermessageDeflate, PingPolicy};
use tokio::net::TcpListener;

async fn echo(pending: PendingConnection) -> CloseFrame {
    let Ok(mut connection) = pending.accept().await else { return CloseFrame::normal() };
    while let Ok(message) = connection.receive_data_message().await {
        if connection.send_data_message(message).await.is_err() {
            break;
        }
    }
    CloseFrame::normal()
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = ConnectionOptions::default().deflate(PermessageDeflate::new()).ping(PingPolicy::usual());
    let acceptor = Acceptor::default().connection(options);
    let listener = TcpListener::bind("127.0.0.1:9001").await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let acceptor = acceptor.clone();
        tokio::spawn(async move { acceptor.serve(stream, std::future::pending(), echo).await });
    }
}
