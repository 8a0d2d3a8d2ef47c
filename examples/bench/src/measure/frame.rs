//! The opening and the frames of a minimal WebSocket client.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Opens a WebSocket on a connection.
pub(crate) async fn upgrade(stream: &mut TcpStream, path: &str) -> io::Result<()> {
    upgrade_with(stream, path, "").await
}

/// Opens a WebSocket on a connection, with more header lines.
pub(crate) async fn upgrade_with(stream: &mut TcpStream, path: &str, lines: &str) -> io::Result<()> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{lines}\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    if head.starts_with(b"HTTP/1.1 101") {
        Ok(())
    } else {
        Err(io::Error::other(format!("{path} answered {}", String::from_utf8_lossy(&head))))
    }
}

/// Returns a masked text frame, and the length of the header of the unmasked echo.
pub(crate) fn masked(message: &[u8]) -> (Vec<u8>, usize) {
    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
    let mut frame = vec![0x81];
    let length = u64::try_from(message.len()).unwrap_or(u64::MAX);
    let header = match length {
        0..126 => {
            frame.push(0x80 | length.to_be_bytes()[7]);
            2
        }
        126..0x1_0000 => {
            frame.push(0x80 | 0x7e);
            frame.extend_from_slice(&length.to_be_bytes()[6..]);
            4
        }
        _ => {
            frame.push(0x80 | 0x7f);
            frame.extend_from_slice(&length.to_be_bytes());
            10
        }
    };
    frame.extend_from_slice(&MASK);
    frame.extend(message.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    (frame, header)
}
