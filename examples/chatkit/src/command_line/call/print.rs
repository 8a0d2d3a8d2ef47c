//! The printing of a response, with indented JSON.

use std::io::{self, IsTerminal, Write};

use api_core::Body;
use api_core::context::BodySlot;
use http::Response;
use serde_json::Value;

use crate::command_line::terminal::printable;

/// Maximum size of a printed response in bytes.
const LIMIT: usize = 64 * 1024 * 1024;

/// Prints a response. Returns whether its status is successful.
pub(in crate::command_line) async fn print(
    response: Response<Body>,
    out: &mut (impl Write + IsTerminal),
) -> io::Result<bool> {
    let status = response.status();
    let bytes = BodySlot::new(response.into_body()).bytes(LIMIT).await.map_err(io::Error::other)?;
    if bytes.is_empty() {
        writeln!(out, "{status}")?;
    } else {
        let text = shown(&bytes, out.is_terminal());
        out.write_all(&text)?;
        if !text.ends_with(b"\n") {
            writeln!(out)?;
        }
    }
    Ok(status.is_success())
}

/// Returns content as it is printed. What is not JSON, for example a file, is only changed for a terminal.
fn shown(bytes: &[u8], terminal: bool) -> Vec<u8> {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => printable(&format!("{value:#}")).into_bytes(),
        Err(_) if terminal => printable(&String::from_utf8_lossy(bytes)).into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn json_is_always_escaped_and_a_file_only_for_a_terminal() {
        let json = "{\"name\":\"\u{9b}2J\u{202e}\"}".as_bytes();
        let file = b"\x1b[2J\xff";
        for terminal in [true, false] {
            assert_eq!(shown(json, terminal), b"{\n  \"name\": \"\\u009b2J\\u202e\"\n}");
        }
        assert_eq!(shown(file, true), "\\u001b[2J\u{fffd}".as_bytes());
        assert_eq!(shown(file, false), file);
    }
}
