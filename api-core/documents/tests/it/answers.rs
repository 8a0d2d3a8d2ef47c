//! Every response of a server is in its document: for valid requests, for broken ones, and for random changes of them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use api_core::Body;
use api_core::description::{Endpoint, Verb};
use api_core::routing::{ServiceSettings, respond};
use api_documents::Outline;
use api_documents::openapi::Version;
use api_testing::everything::{Constant, EverythingApi};
use api_testing::generate::SmallRandom;
use api_testing::laws::{Sample, mutate};
use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::at;

/// A server, and its document.
struct Judged {
    document: Value,
    settings: ServiceSettings,
    /// The endpoint that the last request reached.
    reached: Arc<Mutex<Option<&'static Endpoint>>>,
    runtime: tokio::runtime::Runtime,
    /// The statuses and kinds of errors that were seen.
    seen: BTreeSet<(u16, String)>,
}

impl Judged {
    fn new() -> Self {
        let text =
            Outline::new("Everything", "1").api::<EverythingApi>().check().unwrap().openapi().write(Version::V3_1);
        let reached = Arc::new(Mutex::new(None));
        let last = reached.clone();
        let settings = ServiceSettings::default().on_response(move |context, _| {
            *last.lock().unwrap() = context.endpoint();
        });
        Self {
            document: serde_json::from_str(&text).unwrap(),
            settings,
            reached,
            runtime: tokio::runtime::Builder::new_current_thread().build().unwrap(),
            seen: BTreeSet::new(),
        }
    }

    /// Sends a request and looks for its response in the document. `own`: the endpoint that answers if none is reached.
    fn judge(&mut self, sample: &Sample, own: Option<&'static Endpoint>) {
        let Some(request) = sample.request() else { return };
        let (head, body) = request.into_parts();
        let routes = EverythingApi::serve(Constant);
        let response = self.runtime.block_on(respond(&routes, &self.settings, &head, body));
        // A request that lacks what selects an endpoint is none of its operation.
        let own = own.filter(|endpoint| is_selected(endpoint, sample));
        let endpoint = self.reached.lock().unwrap().take().or(own);
        if let Some(endpoint) = endpoint.filter(|_| head.method != "OPTIONS" && head.method != "HEAD") {
            self.find(endpoint, head.method.as_str(), response, sample);
        }
    }

    fn status(&self, sample: &Sample) -> u16 {
        let (head, body) = sample.request().unwrap().into_parts();
        self.runtime.block_on(respond(&EverythingApi::serve(Constant), &self.settings, &head, body)).status().as_u16()
    }

    fn find(&mut self, endpoint: &Endpoint, method: &str, response: http::Response<Body>, sample: &Sample) {
        let template = pointer_to(endpoint);
        let key = if method == Verb::Subscribe.as_str() { "x-subscribe".to_owned() } else { method.to_lowercase() };
        let operation = at(&self.document, &format!("/paths/{template}/{key}"));
        let status = response.status().as_u16();
        let mut found = &operation["responses"][status.to_string()];
        if found.is_null() && response.status().is_success() {
            found = &operation["responses"]["2XX"];
        }
        if let Some(reference) = found["$ref"].as_str() {
            found = at(&self.document, reference.trim_start_matches('#'));
        }
        assert!(found.is_object(), "{status} is not in the document of {}\n{sample}", endpoint.name);
        let Some(media_type) = response.headers().get(CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned())
        else {
            assert!(found.get("content").is_none() || status == 101, "{status} of {} has no body", endpoint.name);
            return;
        };
        let content = &found["content"][&media_type];
        assert!(content.is_object(), "{status} of {} is not {media_type} in the document\n{sample}", endpoint.name);
        if media_type == "application/problem+json" {
            let body = response.into_body();
            let body: Value = serde_json::from_slice(body.as_bytes().unwrap()).unwrap();
            let schema = at(&self.document, content["schema"]["$ref"].as_str().unwrap().trim_start_matches('#'));
            let kinds = schema["allOf"][1]["properties"]["type"]["enum"].as_array();
            let is_documented = kinds.is_some_and(|kinds| kinds.contains(&body["type"]));
            assert!(is_documented, "{status} {} of {} is not in the document\n{sample}", body["type"], endpoint.name);
            self.seen.insert((status, body["type"].as_str().unwrap().to_owned()));
        }
    }
}

fn is_selected(endpoint: &Endpoint, sample: &Sample) -> bool {
    endpoint.conditions.iter().all(|condition| {
        sample.query.iter().any(|pair| key(pair) == condition.name)
            || sample.headers.iter().any(|(name, _)| name == condition.name)
    })
}

fn samples(each: u64) -> impl Iterator<Item = (&'static Endpoint, Sample, SmallRandom)> {
    EverythingApi::DESCRIPTION.endpoints.iter().flat_map(move |endpoint| {
        (0..each).map(move |seed| {
            let mut random = SmallRandom::new(seed + 1);
            (*endpoint, Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut random).unwrap(), random)
        })
    })
}

#[test]
fn every_response_to_random_requests_is_in_the_document() {
    let mut judged = Judged::new();
    for (_, mut sample, mut random) in samples(60) {
        for _ in 0..4 {
            judged.judge(&sample, None);
            mutate(&mut sample, &mut random);
        }
    }
    assert!(judged.seen.len() > 5, "{:?}", judged.seen);
}

/// Each way of breaking a request, one at a time, and all that the document says of the framework's refusals occurs.
#[test]
fn every_refusal_of_the_framework_is_in_the_document_and_occurs() {
    let mut judged = Judged::new();
    let breaks: [fn(&mut Sample); 10] = [
        |sample| set(sample, "accept", "image/png"),
        |sample| set(sample, "content-type", "image/png"),
        |sample| set(sample, "content-encoding", "made-up"),
        |sample| set(sample, "x-heartbeat-interval", "1"),
        |sample| sample.headers.clear(),
        |sample| sample.query = vec!["n=many&ids=x&first=x&reverse=7".to_owned()],
        |sample| sample.body = vec![b'{'; 3],
        |sample| sample.body = b"{\"name\":7}".to_vec(),
        |sample| sample.body = vec![b' '; 3 << 20],
        |sample| {
            set(sample, "upgrade", "websocket");
            set(sample, "connection", "upgrade");
        },
    ];
    for (endpoint, sample, _) in samples(4) {
        judged.judge(&sample, Some(endpoint));
        for change in breaks {
            let mut sample = sample.clone();
            change(&mut sample);
            judged.judge(&sample, Some(endpoint));
        }
    }
    let seen: Vec<(u16, &str)> = judged.seen.iter().map(|(status, kind)| (*status, kind.as_str())).collect();
    let expected = [
        (400, "#invalid_parameters"),
        (400, "#malformed_body"),
        (406, "#not_acceptable"),
        (413, "#body_too_large"),
        (415, "#unsupported_content_coding"),
        (415, "#unsupported_media_type"),
        (422, "#invalid_body"),
        (422, "#out_of_range"),
        (426, "#upgrade_required"),
    ];
    let missing: Vec<_> = expected.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?} did not occur, but {seen:?}");
}

/// What the document requires is refused if it is missing, and nothing else is.
#[test]
fn parameters_are_required_as_the_document_says() {
    let judged = Judged::new();
    let (mut kept, mut dropped) = (0, 0);
    for (endpoint, sample, _) in samples(8).filter(|(endpoint, ..)| endpoint.exchange.is_unary()) {
        let template = pointer_to(endpoint);
        let pointer = format!("/paths/{template}/{}/parameters", endpoint.verb.as_str().to_lowercase());
        let all = at(&judged.document, &pointer).as_array().unwrap();
        // `follow` is at the path of `things`, whose header field it does not have.
        let is_merged = endpoint.name == "things";
        let is_required = |name: &str| {
            all.iter()
                .any(|one| one["name"] == name && (one["required"] == true || is_merged && name == "x-request-id"))
        };
        let required: Vec<&str> =
            all.iter().filter_map(|one| one["name"].as_str()).filter(|name| is_required(name)).collect();
        let mut least = sample.clone();
        least.query.retain(|pair| is_required(&key(pair)));
        least.headers.retain(|(name, _)| matches!(&**name, "content-type" | "cookie") || is_required(name));
        if sample.headers.len() < endpoint.parameters_in(api_core::description::Location::Header).count() {
            continue;
        }
        assert_ne!(judged.status(&least), 400, "{} without what may be missing\n{least}", endpoint.name);
        kept += 1;
        for name in required {
            let mut without = least.clone();
            without.query.retain(|pair| key(pair) != name);
            without.headers.retain(|(known, _)| known != name);
            if without.query.len() + without.headers.len() < least.query.len() + least.headers.len() {
                // Without what selects it another method of the path is.
                let selects = endpoint.conditions.iter().any(|condition| condition.name == name);
                let has_other = EverythingApi::DESCRIPTION.endpoints.iter().any(|other| {
                    other.conditions.is_empty() && other.verb == endpoint.verb && other.path.0 == endpoint.path.0
                });
                let expected = match (selects, has_other) {
                    (true, true) => 200,
                    (true, false) => 405,
                    (false, _) => 400,
                };
                assert_eq!(judged.status(&without), expected, "{} without {name}\n{without}", endpoint.name);
                dropped += 1;
            }
        }
    }
    assert!(kept > 50 && dropped > 5, "{kept} and {dropped}");
}

/// Returns the name of the parameter that a pair of a query belongs to.
fn key(pair: &str) -> String {
    let name = pair.split(['=']).next().unwrap_or_default();
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
    name.split('[').next().unwrap_or_default().to_owned()
}

fn set(sample: &mut Sample, name: &str, value: &str) {
    sample.headers.retain(|(known, _)| known != name);
    sample.headers.push((name.to_owned(), value.as_bytes().to_vec()));
}

/// Returns the path of an endpoint in the document, as a part of a JSON pointer.
fn pointer_to(endpoint: &Endpoint) -> String {
    let base = EverythingApi::DESCRIPTION.base;
    let path = if endpoint.path.0.is_empty() { String::new() } else { endpoint.route() };
    // Conditions on header fields follow those on the query.
    let path = match path.split_once('?') {
        Some((path, conditions)) => format!("{path}#{}", conditions.replace('#', "&")),
        None => path,
    };
    format!("{base}{path}").replace("{*", "{").replace('/', "~1")
}

#[test]
fn an_operation_without_a_success_has_errors_alone() {
    #[api_core::api]
    trait Logs {
        #[get("/logs")]
        async fn logs(&self) -> Result<std::convert::Infallible, api_core::Error>;
    }
    let checked = api_documents::Outline::new("Logs", "1").api::<LogsApi>().check().unwrap();
    let text = checked.openapi().write(api_documents::openapi::Version::V3_1);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let responses = document["paths"]["/logs"]["get"]["responses"].as_object().unwrap();
    assert!(!responses.is_empty() && responses.keys().all(|status| status.starts_with(['4', '5'])), "{responses:?}");
    assert!(checked.typescript().write().contains("): Call<never, "));
}
