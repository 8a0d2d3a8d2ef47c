//! Whether the result of a client in TypeScript is that of the client in Rust.

use api_core::dialect::{Decoder, Dialect, Frame};
use api_core::error::{ApiError as _, ErrorFormat};
use api_core::model::Style;
use api_testing::everything::EverythingError;
use api_testing::laws::{Manner, contains};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::Response;
use serde_json::{Map, Value, json};

use crate::cases::Case;

/// Compares an outcome with the answer that the client in Rust forwards.
pub(crate) fn judge(case: &Case, expected: &Response<Bytes>, outcome: &Value) -> Result<(), String> {
    let is_success = expected.status().is_success() || expected.status() == 304;
    if let Some(failure) = outcome.get("failure") {
        return ensure(is_hidden(expected, failure), || format!("a failure: {failure}"));
    }
    if !is_success {
        return error(case, expected, outcome);
    }
    let media_type = expected.headers().get("content-type").map(|value| String::from_utf8_lossy(value.as_bytes()));
    let media_type = media_type.as_deref();
    if case.endpoint.answers_with_events(media_type) {
        return events(case, expected, outcome);
    }
    let value = outcome.get("value").ok_or_else(|| format!("no value: {outcome}"))?;
    let value = value.get("one").unwrap_or(value);
    let is_whole = value.get("status").is_some_and(Value::is_u64);
    let content = if is_whole { value.get("content").unwrap_or(&Value::Null) } else { value };
    ensure(is_content(content, expected.body(), media_type), || format!("the content {content}"))?;
    if is_whole {
        ensure(value["status"] == expected.status().as_u16(), || format!("the status {}", value["status"]))?;
        let outputs = case.endpoint.outputs.iter().filter(|output| output.has_status(expected.status().as_u16()));
        let fields = outputs.flat_map(|output| output.headers).filter(|field| field.cookie.is_none());
        // The text of a structured field may be another one for the same value.
        for field in fields.filter(|field| field.style != Style::Structured) {
            let found = &value["headers"][camel_case(field.name)];
            ensure(is_header(found, expected, field.name), || format!("the field {}: {found}", field.name))?;
        }
    }
    Ok(())
}

/// Returns whether a browser shows programs nothing of the answer.
fn is_hidden(expected: &Response<Bytes>, failure: &Value) -> bool {
    expected.status().is_redirection() && failure["kind"] == "unexpected" && failure["browser"] == true
}

fn error(case: &Case, expected: &Response<Bytes>, outcome: &Value) -> Result<(), String> {
    let error = outcome.get("error").ok_or_else(|| format!("no error: {outcome}"))?;
    ensure(error["status"] == expected.status().as_u16(), || format!("the status of {error}"))?;
    let format: &dyn ErrorFormat = EverythingError::FORMAT;
    let document = format.decode(expected.status(), expected.headers(), expected.body());
    let is_declared = case.manner == Manner::Refuses && case.sample.method != "HEAD";
    let Some(document) = document.filter(|_| is_declared) else {
        return ensure(error["kind"].is_null(), || format!("the kind of {error}"));
    };
    ensure(error["kind"] == *document.kind, || format!("the kind of {error}, which is {}", document.kind))?;
    ensure(error["description"] == json!(document.description), || format!("the description of {error}"))?;
    let declared = EverythingError::CASES.iter().find(|known| known.kind == document.kind).expect("a declared error");
    for field in declared.header_fields().filter(|field| field.cookie.is_none()) {
        let found = &error["headers"][camel_case(field.name)];
        ensure(is_header(found, expected, field.name), || format!("the field {}: {found}", field.name))?;
    }
    Ok(())
}

/// Compares the events and the end of a stream.
fn events(case: &Case, expected: &Response<Bytes>, outcome: &Value) -> Result<(), String> {
    let mut decoder = Decoder::new(Dialect::ServerSentEvents).in_form(*case.endpoint.exchange.event_form());
    decoder.push(expected.body());
    let mut found = outcome["events"].as_array().ok_or_else(|| format!("no events: {outcome}"))?.iter();
    while let Some(frame) = decoder.next().or_else(|| decoder.close().map(Ok)) {
        match frame.map_err(|error| error.to_string())? {
            Frame::Heartbeat { .. } => {}
            Frame::Event { id, headers, body } => {
                let found = found.next().ok_or("an event is missing")?;
                let body: Value = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
                let id = if id.is_empty() { Value::Null } else { id.into() };
                ensure(found["id"] == id, || format!("the id of {found}, which is {id}"))?;
                ensure(found["headers"] == json!(headers), || format!("the fields of {found}"))?;
                ensure(contains(&body, &found["content"]), || format!("the content of {found}, which is {body}"))?;
            }
            Frame::End { status, .. } if status < 300 => {
                ensure(outcome["end"]["status"] == status, || format!("the end of {outcome}"))?;
            }
            Frame::End { status, .. } => {
                ensure(outcome["error"]["status"] == status, || format!("the error of {outcome}, {status}"))?;
            }
        }
    }
    ensure(found.next().is_none(), || "too many events".to_owned())
}

fn is_content(found: &Value, body: &[u8], media_type: Option<&str>) -> bool {
    match media_type {
        _ if found.is_null() => body.is_empty(),
        None => false,
        Some(media_type) if media_type.contains("json") => {
            serde_json::from_slice(body).is_ok_and(|body: Value| contains(&body, &plain(found)))
        }
        Some("application/x-www-form-urlencoded") => {
            let pairs: Vec<_> = form_urlencoded::parse(body).collect();
            let mut found = found["$form"].as_array().into_iter().flatten();
            found.all(|pair| pairs.iter().any(|(key, value)| pair[0] == **key && pair[1] == **value))
        }
        Some(_) => match found {
            Value::String(text) => text.as_bytes() == body,
            other => other["$bytes"] == BASE64_STANDARD.encode(body),
        },
    }
}

fn is_header(found: &Value, expected: &Response<Bytes>, name: &str) -> bool {
    let lines: Vec<String> = expected
        .headers()
        .get_all(name)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()).trim().to_owned())
        .collect();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match found {
        Value::Null => lines.is_empty(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>() == lines,
        value => lines == [text(value)],
    }
}

/// Returns a value with numbers in place of marked integers.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => match members.get("$bigint").and_then(Value::as_str) {
            Some(digits) => serde_json::from_str(digits).unwrap_or_default(),
            None => members.iter().map(|(key, value)| (key.clone(), plain(value))).collect::<Map<_, _>>().into(),
        },
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn ensure(condition: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if condition { Ok(()) } else { Err(what()) }
}
