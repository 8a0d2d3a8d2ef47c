//! The Pusher platform's dialect: `[0,"pad"]`, `[1,id,{headers},body]`, `[255,status,{headers},body]`, one per line
//! (examples/pusher-platform/PROTOCOL.md, §5.1).

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{DialectError, Frame, Headers};

const HEARTBEAT: u64 = 0;
const EVENT: u64 = 1;
const END: u64 = 255;

pub(super) fn encode(frame: &Frame, out: &mut Vec<u8>) {
    match frame {
        Frame::Heartbeat { padding } => {
            out.extend_from_slice(b"[0,\"");
            out.resize(out.len() + padding, b' ');
            out.extend_from_slice(b"\"]\n");
        }
        Frame::Event { id, headers, body } => {
            out.extend_from_slice(b"[1,");
            push_json(id, out);
            push_rest(headers, body, out);
        }
        Frame::End { status, headers, body } => {
            out.extend_from_slice(b"[255,");
            push_json(status, out);
            push_rest(&in_both_cases(headers), body, out);
        }
    }
}

/// The spellings of `Retry-After`. Each client of the Pusher platform looks up only one of them, with this case.
const RETRY_AFTER: [&str; 2] = ["Retry-After", "retry-after"];

/// Returns the headers of an end as they are sent: with both spellings of `Retry-After` if one is present.
fn in_both_cases(headers: &Headers) -> Cow<'_, Headers> {
    let mut headers = Cow::Borrowed(headers);
    if let Some(after) = RETRY_AFTER.iter().find_map(|name| headers.get(*name)).cloned() {
        for name in RETRY_AFTER {
            if !headers.contains_key(name) {
                headers.to_mut().insert(name.to_owned(), after.clone());
            }
        }
    }
    headers
}

/// Returns the headers of an end as they are read: `retry-after` becomes `Retry-After`, unless the two differ.
fn in_one_case(mut headers: Headers) -> Headers {
    let [usual, other] = RETRY_AFTER;
    if headers.get(usual).is_none_or(|after| headers.get(other) == Some(after))
        && let Some(after) = headers.remove(other)
    {
        headers.insert(usual.to_owned(), after);
    }
    headers
}

pub(super) fn decode(line: &[u8]) -> Result<Frame, DialectError> {
    let message: Vec<&RawValue> = parse(line, "a JSON array on one line")?;
    let (number, rest) = message.split_first().ok_or_else(|| DialectError::malformed("an empty array"))?;
    match (parse(number.get().as_bytes(), "a number as the kind of the message")?, rest) {
        (HEARTBEAT, [padding]) => {
            let padding: String = parse(padding.get().as_bytes(), "a string of padding")?;
            Ok(Frame::Heartbeat { padding: padding.len() })
        }
        (EVENT, [id, headers, body]) => Ok(Frame::Event {
            id: parse(id.get().as_bytes(), "a string as the event's id")?,
            headers: parse(headers.get().as_bytes(), "an object of strings as headers")?,
            body: raw(body),
        }),
        (END, [status, headers, body]) => Ok(Frame::End {
            status: parse(status.get().as_bytes(), "a number as the status")?,
            headers: in_one_case(parse(headers.get().as_bytes(), "an object of strings as headers")?),
            body: raw(body),
        }),
        (kind @ (HEARTBEAT | EVENT | END), rest) => {
            Err(DialectError::malformed(format_args!("{} elements in a message of kind {kind}", rest.len() + 1)))
        }
        (kind, _) => Err(DialectError::malformed(format_args!("a message of unknown kind {kind}"))),
    }
}

/// Parses JSON. The error names what was expected.
pub(super) fn parse<'a, T: Deserialize<'a>>(json: &'a [u8], expected: &str) -> Result<T, DialectError> {
    serde_json::from_slice(json).map_err(|error| DialectError::malformed(format_args!("expected {expected} ({error})")))
}

pub(super) fn raw(json: &RawValue) -> Bytes {
    Bytes::copy_from_slice(json.get().as_bytes())
}

/// Appends a value as JSON: a string, a number or a map of strings, whose serialization does not fail.
pub(super) fn push_json(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(&mut *out, value);
    debug_assert!(written.is_ok(), "strings and numbers are always JSON");
}

/// Appends a body, which is JSON already. An empty body becomes `null`.
pub(super) fn push_body(body: &[u8], out: &mut Vec<u8>) {
    if body.is_empty() {
        out.extend_from_slice(b"null");
    }
    // A line break in JSON is white space, because strings escape it.
    out.extend(body.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }));
}

fn push_rest(headers: &Headers, body: &[u8], out: &mut Vec<u8>) {
    out.push(b',');
    push_json(headers, out);
    out.push(b',');
    push_body(body, out);
    out.extend_from_slice(b"]\n");
}
