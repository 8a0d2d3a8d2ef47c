//! NDJSON, one object per line: `{"id":..,"headers":..,"data":..}`, `{"end":{..}}`, and as heartbeats
//! `{"heartbeat":true}` or an empty line.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::elements::{parse, push_body, push_json, raw};
use super::{DialectError, Frame, Headers};

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(default)]
    heartbeat: bool,
    #[serde(default)]
    padding: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    headers: Headers,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    end: Option<End<'a>>,
}

#[derive(Deserialize)]
struct End<'a> {
    status: u16,
    #[serde(default)]
    headers: Headers,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

pub(super) fn encode(frame: &Frame, out: &mut Vec<u8>) {
    match frame {
        Frame::Heartbeat { padding: 0 } => out.extend_from_slice(b"{\"heartbeat\":true}\n"),
        Frame::Heartbeat { padding } => {
            out.extend_from_slice(b"{\"heartbeat\":true,\"padding\":\"");
            out.resize(out.len() + padding, b' ');
            out.extend_from_slice(b"\"}\n");
        }
        Frame::Event { id, headers, body } => {
            out.extend_from_slice(b"{\"id\":");
            push_json(id, out);
            push_headers(headers, out);
            out.extend_from_slice(b",\"data\":");
            push_body(body, out);
            out.extend_from_slice(b"}\n");
        }
        Frame::End { status, headers, body } => {
            out.extend_from_slice(b"{\"end\":{\"status\":");
            push_json(status, out);
            push_headers(headers, out);
            out.extend_from_slice(b",\"body\":");
            push_body(body, out);
            out.extend_from_slice(b"}}\n");
        }
    }
}

pub(super) fn decode(line: &[u8]) -> Result<Frame, DialectError> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return Ok(Frame::heartbeat());
    }
    let message: Message<'_> = parse(line, "an object with `data`, `end` or `heartbeat`")?;
    // An object without `data` is an event with the body `null`. Serde does not distinguish the two.
    match message {
        Message { end: Some(end), .. } => {
            Ok(Frame::End { status: end.status, headers: end.headers, body: body(end.body) })
        }
        Message { heartbeat: true, padding, .. } => Ok(Frame::Heartbeat { padding: padding.len() }),
        Message { id, headers, data, .. } => Ok(Frame::Event { id, headers, body: body(data) }),
    }
}

fn body(json: Option<&RawValue>) -> bytes::Bytes {
    json.map_or_else(|| bytes::Bytes::from_static(b"null"), raw)
}

fn push_headers(headers: &Headers, out: &mut Vec<u8>) {
    if !headers.is_empty() {
        out.extend_from_slice(b",\"headers\":");
        push_json(headers, out);
    }
}
