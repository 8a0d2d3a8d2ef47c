//! The printing of a response, with indented JSON.

use std::io::{self, Write};

use api_core::Body;
use api_core::context::BodySlot;
use http::Response;
use serde_json::Value;

/// Maximum size of a printed response in bytes.
const LIMIT: usize = 64 * 1024 * 1024;

/// Prints a response. Returns whether its status is successful.
pub(in crate::command_line) async fn print(response: Response<Body>, out: &mut impl Write) -> io::Result<bool> {
    let status = response.status();
    let bytes = BodySlot::new(response.into_body()).bytes(LIMIT).await.map_err(io::Error::other)?;
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(value) => writeln!(out, "{value:#}")?,
        Err(_) if bytes.is_empty() => writeln!(out, "{status}")?,
        Err(_) => {
            out.write_all(&bytes)?;
            if !bytes.ends_with(b"\n") {
                writeln!(out)?;
            }
        }
    }
    Ok(status.is_success())
}
