//! The documents have everything that the traits have, and the program prints them.

use std::process::Command;

use api_core::description::{Description, Endpoint, Exchange, Segment};
use chatkit::api::DESCRIPTIONS;
use serde_json::Value;

fn printed(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_chatkit")).arg("openapi").args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns a path without the names of its captures: OpenAPI has one name for each position.
fn outline(template: &str) -> String {
    let segment = |segment: &str| if segment.starts_with('{') { "{}".to_owned() } else { segment.to_owned() };
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn operations<'d>(document: &'d Value, description: &Description, endpoint: &Endpoint) -> Vec<&'d Value> {
    let segments = description.base.0.iter().chain(endpoint.path.0);
    let wanted: String = segments
        .map(|segment| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Capture(_) | Segment::Wildcard(_) => "/{}".to_owned(),
            Segment::Mixed(_) => unreachable!("no path of Chatkit has text beside a placeholder"),
        })
        .collect();
    let paths = document["paths"].as_object().unwrap();
    let (_, item) = paths.iter().find(|(path, _)| outline(path) == wanted).unwrap_or_else(|| panic!("no {wanted}"));
    let key = endpoint.verb.as_str().to_lowercase();
    if endpoint.exchange.is_subscription() { vec![&item["get"], &item["x-subscribe"]] } else { vec![&item[key]] }
}

#[test]
fn every_endpoint_of_every_service_is_in_the_document() {
    let document = printed(&[]);
    for description in DESCRIPTIONS {
        for endpoint in description.endpoints {
            for operation in operations(&document, description, endpoint) {
                let id = operation["operationId"].as_str().unwrap_or_default();
                let docs = operation["description"].as_str().unwrap_or_default();
                let is_named = id.trim_end_matches("_subscribe").ends_with(&format!("_{}", endpoint.name))
                    || docs.contains(&format!("**`{}`**", endpoint.name));
                assert!(is_named, "{} of {} is not in {operation:#}", endpoint.name, description.name);
                for status in endpoint.errors.iter().map(|error| error.status) {
                    assert!(operation["responses"][status.to_string()].is_object(), "{id} has no {status}");
                }
                for required in endpoint.requires {
                    assert!(operation["security"].to_string().contains(required), "{id} does not require {required}");
                }
            }
        }
    }
}

#[test]
fn the_program_prints_the_version_and_the_servers_that_its_options_name() {
    let document = printed(&["--spec", "3.0", "--server", "https://chat.example", "--server", "/v2"]);
    assert_eq!(document["openapi"], "3.0.4");
    assert_eq!(document["servers"], serde_json::json!([{ "url": "https://chat.example" }, { "url": "/v2" }]));
    let refused = Command::new(env!("CARGO_BIN_EXE_chatkit")).args(["openapi", "--spec", "2.0"]).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("3.0 and 3.1 are"), "{refused:?}");
    let refused = Command::new(env!("CARGO_BIN_EXE_chatkit")).args(["openapi", "--server", "chat.example"]).output();
    assert!(String::from_utf8_lossy(&refused.unwrap().stderr).contains("neither an absolute URL"));
}

#[test]
fn the_program_prints_the_channels_of_all_subscriptions() {
    let arguments = ["asyncapi", "--server", "https://chat.example"];
    let output = Command::new(env!("CARGO_BIN_EXE_chatkit")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["servers"]["server-https"]["host"], "chat.example");
    let channels = document["channels"].as_object().unwrap();
    let endpoints = DESCRIPTIONS.iter().flat_map(|api| api.endpoints);
    let streams = endpoints.filter(|endpoint| !matches!(endpoint.exchange, Exchange::Unary));
    assert_eq!(channels.len(), streams.count());
}
