//! A subscription over a connection of its own.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The media type of server-sent events.
pub(super) const EVENTS: &str = "text/event-stream";

/// Opens a subscription, and waits for the head of its answer. An empty `accept` is the method `SUBSCRIBE`.
pub(super) async fn subscribe(port: u16, accept: &str) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let method = if accept.is_empty() { "SUBSCRIBE" } else { "GET" };
    let request = format!("{method} /ticks HTTP/1.1\r\nhost: localhost\r\naccept: {accept}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = [0; 1024];
    let read = stream.read(&mut answer).await?;
    match answer.get(..read) {
        Some(answer) if answer.starts_with(b"HTTP/1.1 200") => Ok(stream),
        _ => Err(io::Error::other("the subscription was refused")),
    }
}
