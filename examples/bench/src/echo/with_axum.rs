//! The echo in axum, on tokio-tungstenite.

use std::io;

use axum::Router;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

async fn echo(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |mut socket| {
        while let Some(Ok(message)) = socket.recv().await {
            // The answer to `Close` is that of the library, which answers pings too.
            let is_echoed = matches!(message, Message::Text(_) | Message::Binary(_));
            if is_echoed && socket.send(message).await.is_err() {
                break;
            }
        }
    })
}

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, Router::new().route("/echo", get(echo))).await
}
