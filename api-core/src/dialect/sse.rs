//! Server-sent events (WHATWG HTML, "Server-sent events"), with named events for header fields and the end.
//!
//! An event without header fields has the fields `id` and `data`, which a browser's `EventSource` understands. An event
//! with header fields is named `message-with-headers`, and its data is `{"headers":{..},"body":..}`. The end is named
//! `end`, and its data is `{"status":..,"headers":{..},"body":..}`. Heartbeats are comments.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::elements::{parse, push_body, push_json, raw};
use super::{DialectError, Frame, Headers};

const WITH_HEADERS: &str = "message-with-headers";
const END: &str = "end";

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    headers: Headers,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

pub(super) fn encode(frame: &Frame, out: &mut Vec<u8>) {
    match frame {
        Frame::Heartbeat { padding } => {
            out.push(b':');
            out.resize(out.len() + padding, b' ');
            out.push(b'\n');
        }
        Frame::Event { id, headers, body } => {
            // An empty `id` would reset a browser's last event id, so an event without an id has no such field.
            if !id.is_empty() {
                out.extend_from_slice(b"id: ");
                // A line break would end the field, and a reader ignores an id with NUL, so both are removed.
                out.extend(id.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r' | 0)));
                out.push(b'\n');
            }
            if headers.is_empty() {
                out.extend_from_slice(b"data: ");
                push_body(body, out);
            } else {
                out.extend_from_slice(b"event: message-with-headers\ndata: {\"headers\":");
                push_json(headers, out);
                out.extend_from_slice(b",\"body\":");
                push_body(body, out);
                out.push(b'}');
            }
            out.extend_from_slice(b"\n\n");
        }
        Frame::End { status, headers, body } => {
            out.extend_from_slice(b"event: end\ndata: {\"status\":");
            push_json(status, out);
            out.extend_from_slice(b",\"headers\":");
            push_json(headers, out);
            out.extend_from_slice(b",\"body\":");
            push_body(body, out);
            out.extend_from_slice(b"}\n\n");
        }
    }
}

/// The fields of an event, up to the blank line that completes it.
#[derive(Debug)]
pub(super) struct Block {
    limit: usize,
    data: String,
    event: String,
    /// The id of this event. The reader keeps the last event id, which persists between events.
    id: String,
    retry: Option<Duration>,
    at_start: bool,
}

impl Block {
    pub(super) fn new(limit: usize) -> Self {
        let (data, event, id) = (String::new(), String::new(), String::new());
        Self { limit, data, event, id, retry: None, at_start: true }
    }

    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Processes one line. A blank line completes an event, and a comment is a heartbeat.
    pub(super) fn line(&mut self, line: &[u8]) -> Option<Result<Frame, DialectError>> {
        let line = String::from_utf8_lossy(line);
        let mut line = line.as_ref();
        if std::mem::take(&mut self.at_start) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        if let Some(comment) = line.strip_prefix(':') {
            return Some(Ok(Frame::Heartbeat { padding: comment.len() }));
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" if self.data.len() + value.len() >= self.limit => {
                return Some(Err(DialectError::TooLong { limit: self.limit }));
            }
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Result<Frame, DialectError>> {
        let (mut data, event) = (std::mem::take(&mut self.data), std::mem::take(&mut self.event));
        let id = std::mem::take(&mut self.id);
        data.pop()?;
        Some(match event.as_str() {
            END => parse(data.as_bytes(), "an object as the data of `end`").map(|end: Envelope<'_>| Frame::End {
                status: end.status.unwrap_or(204),
                headers: end.headers,
                body: body(end.body),
            }),
            WITH_HEADERS => parse(data.as_bytes(), "an object with headers and body")
                .map(|message: Envelope<'_>| Frame::Event { id, headers: message.headers, body: body(message.body) }),
            _ => Ok(Frame::Event { id, headers: Headers::new(), body: data.into() }),
        })
    }
}

fn body(json: Option<&RawValue>) -> bytes::Bytes {
    json.map_or_else(|| bytes::Bytes::from_static(b"null"), raw)
}
