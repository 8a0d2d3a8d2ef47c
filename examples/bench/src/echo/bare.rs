//! An echo server of a WebSocket codec crate in the shortest possible loop: no pongs, no closing handshake, no
//! time-outs.

use std::io;

use bytes::{Bytes, BytesMut};
use sockudo_ws::handshake::generate_accept_key;
use sockudo_ws::protocol::{Message, Protocol, Role};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::framework::EchoMessage;

const LIMIT: usize = 16 << 20;

pub(super) async fn serve(listener: TcpListener, json: bool) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(echo(stream, json));
    }
}

async fn echo(mut stream: TcpStream, json: bool) -> io::Result<()> {
    let mut input = BytesMut::with_capacity(8192);
    open(&mut stream, &mut input).await?;
    let mut protocol = Protocol::new(Role::Server, LIMIT, LIMIT);
    let (mut messages, mut output) = (Vec::new(), BytesMut::new());
    loop {
        protocol.process_into(&mut input, &mut messages).map_err(io::Error::other)?;
        for message in messages.drain(..) {
            let message = match message {
                Message::Text(text) if json => Message::Text(again(&text)?),
                Message::Close(_) => return Ok(()),
                message => message,
            };
            protocol.encode_message(&message, &mut output).map_err(io::Error::other)?;
        }
        if !output.is_empty() {
            stream.write_all(&output).await?;
            output.clear();
        }
        input.reserve(8192);
        if stream.read_buf(&mut input).await? == 0 {
            return Ok(());
        }
    }
}

fn again(text: &[u8]) -> io::Result<Bytes> {
    let message: EchoMessage = serde_json::from_slice(text)?;
    Ok(serde_json::to_vec(&message)?.into())
}

/// Reads the request and accepts it without checks. Returns whether each message is to be compressed on its own.
pub(crate) async fn open(stream: &mut TcpStream, input: &mut BytesMut) -> io::Result<bool> {
    let end = loop {
        if let Some(end) = input.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(input).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    };
    let head = String::from_utf8_lossy(&input.split_to(end)).into_owned();
    let key = head.lines().find_map(|line| line.strip_prefix("sec-websocket-key: ")).unwrap_or_default();
    let deflate = head.contains("permessage-deflate");
    let extensions = "sec-websocket-extensions: permessage-deflate; server_no_context_takeover\r\n";
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: {}\r\n{}\r\n",
        generate_accept_key(key),
        if deflate { extensions } else { "" }
    );
    stream.write_all(answer.as_bytes()).await?;
    Ok(deflate)
}
