//! What a server really sends, judged by the schemas of its document: JSON, errors, and streams in each media type.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use api_core::Body;
use api_core::description::Endpoint;
use api_core::routing::{ServiceSettings, respond};
use api_documents::Outline;
use api_documents::openapi::Version;
use api_testing::everything::{Constant, EverythingApi};
use api_testing::generate::SmallRandom;
use api_testing::laws::{Sample, mutate};
use http::header::CONTENT_TYPE;
use http_body_util::BodyExt as _;
use libtest_mimic::Failed;
use peers::Python;
use serde_json::{Map, Value, json};

/// How many requests there are for each endpoint.
const REQUESTS: u64 = 40;

/// Operation, status and media type, and the bodies that a server sent.
type Sent = BTreeMap<(String, String, String), Vec<Value>>;

pub(crate) fn judge(python: Python) -> Result<(), Failed> {
    let outline = Outline::new("Everything", "1").api::<EverythingApi>();
    let document: Value = serde_json::from_str(&outline.check()?.openapi().write(Version::V3_1))?;
    let mut file = tempfile::NamedTempFile::new()?;
    let sent = sent();
    let media_types: Vec<&str> = sent.keys().map(|(_, _, media_type)| media_type.as_str()).collect();
    for expected in [
        "application/json",
        "application/problem+json",
        "application/x-ndjson",
        "application/json-seq",
        "text/event-stream",
    ] {
        assert!(media_types.contains(&expected), "{expected} was not sent");
    }
    assert!(sent.keys().any(|(operation, ..)| operation.ends_with("/x-subscribe")), "no lines of elements were sent");
    for ((operation, status, media_type), values) in &sent {
        let at = |key: &str| document.pointer(&format!("{operation}/responses/{key}"));
        // A status without an answer of its own is one of its class, for example `2XX`.
        let class = format!("{}XX", status.chars().next().unwrap_or_default());
        let mut response = at(status).or_else(|| at(&class)).unwrap_or(&Value::Null);
        if let Some(reference) = response["$ref"].as_str() {
            response = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        let mut schema = response["content"][media_type]["schema"].clone();
        let members = schema.as_object_mut().ok_or_else(|| format!("{operation} {status} {media_type}: no schema"))?;
        // References lead into the document.
        members.insert("components".to_owned(), document["components"].clone());
        let name = format!("{operation} {status} {media_type}");
        writeln!(file, "{}", json!({ "name": name, "schema": schema, "values": values }))?;
    }
    python.script("openapi/values.py").arg(file.path()).run()
}

fn sent() -> Sent {
    let reached: Arc<Mutex<Option<&'static Endpoint>>> = Arc::default();
    let last = reached.clone();
    let settings = ServiceSettings::default().on_response(move |context, _| {
        *last.lock().unwrap() = context.endpoint();
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut sent = Sent::new();
    for endpoint in EverythingApi::DESCRIPTION.endpoints {
        for seed in 0..REQUESTS {
            let mut random = SmallRandom::new(seed);
            let mut sample = Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut random).unwrap();
            if seed % 2 == 1 {
                mutate(&mut sample, &mut random);
            }
            let Some(request) = sample.request() else { continue };
            let (head, body) = request.into_parts();
            let (status, media_type, bytes) = runtime
                .block_on(async { read(respond(&EverythingApi::serve(Constant), &settings, &head, body).await).await });
            let endpoint = reached.lock().unwrap().take();
            let method = head.method.as_str().to_lowercase();
            if let (Some(endpoint), Some(value)) = (endpoint, value(&media_type, &method, &bytes)) {
                let template = format!("{}{}", EverythingApi::DESCRIPTION.base, endpoint.route()).replace("{*", "{");
                // Conditions on header fields follow those on the query.
                let template = match template.split_once('?') {
                    Some((path, conditions)) => format!("{path}#{}", conditions.replace('#', "&")),
                    None => template,
                };
                // The root of an API is the base itself.
                let template = template.strip_suffix('/').filter(|_| endpoint.path.0.is_empty()).unwrap_or(&template);
                let template = template.replace('/', "~1");
                let method = if method == "subscribe" { "x-subscribe" } else { &method };
                let key = (format!("/paths/{template}/{method}"), status, media_type);
                sent.entry(key).or_default().push(value);
            }
        }
    }
    sent
}

async fn read(response: http::Response<Body>) -> (String, String, Vec<u8>) {
    let status = response.status().as_str().to_owned();
    let media_type = response.headers().get(CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned());
    let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    (status, media_type.unwrap_or_default(), bytes)
}

/// Returns a body as a value of its schema: streams are arrays of their items. `None` for bytes and texts.
fn value(media_type: &str, method: &str, bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines = || text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    match media_type {
        "application/json" if method == "subscribe" && text.starts_with('[') => Some(lines()),
        "application/json" | "application/problem+json" if !text.is_empty() => serde_json::from_str(text).ok(),
        "application/x-ndjson" => Some(lines()),
        "application/json-seq" => {
            Some(text.split_terminator('\n').map(|text| serde_json::from_str::<Value>(&text[1..]).unwrap()).collect())
        }
        "text/event-stream" => Some(text.split("\n\n").filter_map(event).collect()),
        _ => None,
    }
}

/// Returns the fields of a server-sent event.
fn event(block: &str) -> Option<Value> {
    let mut fields = Map::new();
    for line in block.lines() {
        // A line that begins with a colon is a comment.
        if let Some((name, value)) = line.split_once(':').filter(|(name, _)| !name.is_empty()) {
            fields.insert(name.to_owned(), Value::String(value.trim_start().to_owned()));
        }
    }
    (!fields.is_empty()).then_some(Value::Object(fields))
}
