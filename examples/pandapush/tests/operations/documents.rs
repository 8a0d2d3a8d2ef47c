//! The OpenAPI document has every endpoint.

use pandapush::locks::LOCKS;
use serde_json::Value;

use super::node::command;

#[test]
fn the_program_prints_a_document_with_every_endpoint() {
    let output = command().args(["openapi", "--server", "https://push.example"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["servers"][0]["url"], "https://push.example");
    let items = document["paths"].as_object().unwrap().values();
    let operations: Vec<&Value> = items.flat_map(|item| item.as_object().unwrap().values()).collect();
    for locked in LOCKS {
        let api = locked.description;
        for endpoint in api.endpoints {
            let is_it = |operation: &&&Value| {
                let is_alone = operation["operationId"] == format!("{}_{}", api.name, endpoint.name).as_str();
                let docs = operation["description"].as_str().unwrap_or_default();
                is_alone || docs.contains(&format!("**`{}`**", endpoint.name))
            };
            assert!(operations.iter().any(|operation| is_it(&operation)), "{} of {}", endpoint.name, api.name);
        }
    }
    // The mount tells three traits apart at one path.
    assert_eq!(document["paths"]["/push"]["get"]["tags"], serde_json::json!(["Push", "PushSocket"]));
}
