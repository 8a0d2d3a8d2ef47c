//! Server-Sent Events as the WHATWG describes them, with headers and the end as events of their own names.
//!
//! An event without headers is plain `id` and `data`, so that a browser's `EventSource` needs nothing of ours. With
//! headers it is the event `message-with-headers`, whose data is `{"headers":{..},"body":..}`. The end is the event
//! `end`, whose data is `{"status":..,"headers":{..},"body":..}`. Comments are heartbeats.

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
            // An empty id would make a browser forget its place, so an event that is no place says none.
            if !id.is_empty() {
                out.extend_from_slice(b"id: ");
                // Line breaks would end the field and NUL would void it, so an id with those cannot be told.
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

/// The fields of an event until its blank line.
#[derive(Debug)]
pub(super) struct Block {
    limit: usize,
    data: String,
    event: String,
    /// This event's own id. What stays from one event to the next is the reader's place, and the reader's to keep.
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

    /// Takes one line; a blank one may complete an event.
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
