//! Server-sent events (WHATWG HTML, "Server-sent events"), with named events for header fields and the end.
//!
//! An event without header fields has the fields `id` and `data`, which a browser's `EventSource` understands. An event
//! with header fields is named `message-with-headers`, and its data is `{"headers":{..},"body":..}`. The end is named
//! `end`, and its data is `{"status":..,"headers":{..},"body":..}`. Heartbeats are comments. An endpoint can declare
//! another form, see [`EventForm`].

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::elements::{parse, push_body, push_json, raw};
use super::form::{Ending, EventForm};
use super::{DialectError, Frame, Headers};

const WITH_HEADERS: &str = "message-with-headers";
const END: &str = "end";
/// The name of an end with an error, in a form whose normal end is no event with a name.
const ERROR: &str = "error";
/// The name of an event without one (WHATWG HTML §9.2.6).
const MESSAGE: &str = "message";

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    headers: Headers,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

/// The data of `error`, of which other servers send a part.
#[derive(Deserialize)]
struct ErrorEnvelope<'a> {
    #[serde(borrow)]
    error: &'a RawValue,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    headers: Headers,
}

pub(super) fn encode(frame: &Frame, form: &EventForm, out: &mut Vec<u8>) {
    match frame {
        Frame::Heartbeat { padding: _ } if let Some(name) = form.heartbeat => push_named(name, b"{}", out),
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
            if let Some((name, data)) = form.names.and_then(|names| names.split(body)) {
                return push_named(&name, data, out);
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
        Frame::End { status, headers, body } if form.end != Ending::Event => match form.end {
            Ending::Marker(text) if is_normal(*status) => {
                out.extend_from_slice(b"data: ");
                out.extend_from_slice(text.as_bytes());
                out.extend_from_slice(b"\n\n");
            }
            _ if is_normal(*status) => {}
            _ => {
                out.extend_from_slice(b"event: error\ndata: {\"error\":");
                push_body(body, out);
                out.extend_from_slice(b",\"status\":");
                push_json(status, out);
                out.extend_from_slice(b",\"headers\":");
                push_json(headers, out);
                out.extend_from_slice(b"}\n\n");
            }
        },
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

/// Appends an event with a name. A line break would end the name, so it is removed.
fn push_named(name: &str, data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"event: ");
    out.extend(name.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')));
    out.extend_from_slice(b"\ndata: ");
    push_body(data, out);
    out.extend_from_slice(b"\n\n");
}

fn is_normal(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The fields of an event, up to the blank line that completes it.
#[derive(Debug)]
pub(super) struct Block {
    form: EventForm,
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
        Self { form: EventForm::DEFAULT, limit, data, event, id, retry: None, at_start: true }
    }

    pub(super) fn set_form(&mut self, form: EventForm) {
        self.form = form;
    }

    pub(super) fn ends_by_closing(&self) -> bool {
        self.form.end == Ending::Close
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
        if self.form.heartbeat.is_some_and(|name| name == event) {
            return Some(Ok(Frame::heartbeat()));
        }
        let (form, has_names) = (&self.form, self.form.names.is_some());
        Some(match event.as_str() {
            _ if matches!(form.end, Ending::Marker(text) if text == data) => Ok(Frame::end()),
            ERROR if form.end != Ending::Event => Ok(error(&data)),
            END if form.end == Ending::Event => {
                parse(data.as_bytes(), "an object as the data of `end`").map(|end: Envelope<'_>| Frame::End {
                    status: end.status.unwrap_or(204),
                    headers: end.headers,
                    body: body(end.body),
                })
            }
            WITH_HEADERS if !has_names => parse(data.as_bytes(), "an object with headers and body")
                .map(|message: Envelope<'_>| Frame::Event { id, headers: message.headers, body: body(message.body) }),
            name => {
                let name = if name.is_empty() { MESSAGE } else { name };
                let body = match form.names {
                    None => data.into(),
                    Some(names) => names.join(name, data),
                };
                Ok(Frame::Event { id, headers: Headers::new(), body })
            }
        })
    }
}

/// Returns the end that the data of `error` describes. Other servers send other data, which is the body then.
fn error(data: &str) -> Frame {
    if let Ok(ErrorEnvelope { error, status, headers }) = serde_json::from_str(data) {
        let status = status.filter(|status| (400..600).contains(status)).unwrap_or(500);
        return Frame::End { status, headers, body: raw(error) };
    }
    let is_json = serde_json::from_str::<&RawValue>(data).is_ok();
    let body = if is_json { data.to_owned() } else { serde_json::Value::from(data).to_string() };
    Frame::End { status: 500, headers: Headers::new(), body: body.into() }
}

fn body(json: Option<&RawValue>) -> bytes::Bytes {
    json.map_or_else(|| bytes::Bytes::from_static(b"null"), raw)
}
