//! Measures a message that a WebSocket server sends to many connections: instructions for each delivery.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::frame::{masked, upgrade_with};
use super::process::{Served, VALGRIND};
use super::table;
use crate::fan::Fan;

const CONNECTIONS: usize = 100;
const FEW: u32 = 5;
const MANY: u32 = 25;

const SERVERS: [Fan; 3] = [Fan::Bare, Fan::Each, Fan::Prepared];
const COLUMNS: [&str; 2] = ["plain", "compressed"];

pub(crate) async fn run() -> io::Result<()> {
    let mut rows = Vec::new();
    for fan in SERVERS {
        rows.push((fan.name(), vec![per_delivery(fan, false).await?, per_delivery(fan, true).await?]));
    }
    table::print(&format!("instructions per delivery to {CONNECTIONS} connections (ratio)"), &COLUMNS, &rows);
    Ok(())
}

/// Returns the instructions for one delivery.
async fn per_delivery(fan: Fan, compressed: bool) -> io::Result<f64> {
    let few = count(fan, compressed, FEW).await?;
    let many = count(fan, compressed, MANY).await?;
    let connections = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
    Ok((many - few) / f64::from((MANY - FEW) * connections))
}

async fn count(fan: Fan, compressed: bool, messages: u32) -> io::Result<f64> {
    let served = Served::start(&fan.command(), &VALGRIND).await?;
    let mut members = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).await?;
        stream.set_nodelay(true)?;
        let extensions = if compressed { "sec-websocket-extensions: permessage-deflate\r\n" } else { "" };
        upgrade_with(&mut stream, "/room", extensions).await?;
        members.push(stream);
    }
    let (frame, _) = masked(message().as_bytes());
    for _ in 0..messages {
        if let Some(first) = members.first_mut() {
            first.write_all(&frame).await?;
        }
        for member in &mut members {
            read_frame(member, compressed).await?;
        }
    }
    drop(members);
    served.instructions()
}

/// About 300 bytes of JSON, as of a chat.
fn message() -> String {
    let text = "The quick brown fox jumps over the lazy dog, and the lazy dog looks after the quick brown fox.";
    format!(
        r#"{{"id":"0199c0de-7f4e-7c61-b5a4-3d1d6f2f8a10","room":"lobby","sender":{{"id":7,"name":"Ada"}},"text":"{text}","sent_at":"2026-11-30T12:00:00Z","edited":false,"reactions":[{{"emoji":"+1","count":3}},{{"emoji":"tada","count":1}}]}}"#
    )
}

/// Reads a text frame, and checks whether it is compressed.
async fn read_frame(stream: &mut TcpStream, compressed: bool) -> io::Result<()> {
    let (first, length) = (stream.read_u8().await?, stream.read_u8().await?);
    let length = if length == 126 { stream.read_u16().await? } else { u16::from(length) };
    let mut payload = vec![0; usize::from(length)];
    stream.read_exact(&mut payload).await?;
    match (first, compressed) {
        (0x81, false) | (0xc1, true) => Ok(()),
        _ => Err(io::Error::other(format!("a frame that begins with {first:#x}"))),
    }
}
