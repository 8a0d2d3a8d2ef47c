//! An answer for people: JSON with line breaks, one line an event.

use std::future::poll_fn;
use std::io::{self, Write};
use std::pin::Pin;

use api_core::Body;
use api_core::context::BodySlot;
use api_core::dialect::{Decoder, Dialect, Frame};
use http::Response;
use http_body::Body as _;
use serde_json::Value;

/// The largest answer that is printed, in bytes.
const LIMIT: usize = 64 * 1024 * 1024;

/// Prints an answer as it comes; whether it was a success.
pub(super) async fn print(response: Response<Body>, stream: bool, out: &mut impl Write) -> io::Result<bool> {
    let success = response.status().is_success();
    if stream && success {
        return events(response.into_body(), out).await;
    }
    let status = response.status();
    let bytes = BodySlot::new(response.into_body()).bytes(LIMIT).await.map_err(io::Error::other)?;
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(value) => writeln!(out, "{value:#}")?,
        Err(_) if bytes.is_empty() => writeln!(out, "{status}")?,
        Err(_) => writeln!(out, "{}", String::from_utf8_lossy(&bytes))?,
    }
    Ok(success)
}

async fn events(mut body: Body, out: &mut impl Write) -> io::Result<bool> {
    let mut decoder = Decoder::new(Dialect::Elements);
    loop {
        while let Some(frame) = decoder.next() {
            match frame.map_err(io::Error::other)? {
                Frame::Heartbeat { .. } => {}
                Frame::Event { id, body, .. } => writeln!(out, "{id}\t{}", String::from_utf8_lossy(&body))?,
                Frame::End { status, body, .. } => {
                    writeln!(out, "end {status}\t{}", String::from_utf8_lossy(&body))?;
                    return Ok((200..300).contains(&status));
                }
            }
            out.flush()?;
        }
        match poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
            Some(frame) => {
                if let Ok(bytes) = frame.map_err(io::Error::other)?.into_data() {
                    decoder.push(&bytes);
                }
            }
            None => return Err(io::Error::other("the stream of events broke off without an end")),
        }
    }
}
