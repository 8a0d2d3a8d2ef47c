//! Several endpoints of one path and method, which are one operation.

use api_core::{Error, PendingConnection, Subscription, api};
use api_documents::Outline;
use api_documents::openapi::Version;
use serde_json::{Value, json};

use crate::at;

#[api]
trait Plain {
    /// Returns the news.
    #[get("/news/{topic}")]
    async fn news(&self, topic: String, #[query] page: u32, #[header("x-a")] a: String) -> Result<String, Error>;
}

#[api(security = bearer)]
trait Streams {
    /// Follows the news.
    #[subscribe("/news/{name}")]
    async fn follow(&self, name: u32, #[header("x-a")] a: String) -> Result<Subscription<String>, Error>;
}

#[api]
trait Sockets {
    /// Talks about the news.
    #[deprecated(note = "nobody listens")]
    #[websocket("/news/{*rest}", max_message = 64)]
    async fn talk(&self, rest: String, pending: PendingConnection) -> Result<(), Error>;
}

fn document() -> Value {
    let outline = Outline::new("News", "1").api::<PlainApi>().api::<StreamsApi>().api::<SocketsApi>();
    serde_json::from_str(&outline.check().unwrap().openapi().write(Version::V3_1)).unwrap()
}

#[test]
fn paths_that_differ_in_names_alone_are_one_path() {
    let document = document();
    let paths: Vec<&str> = at(&document, "/paths").as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(paths, ["/news/{topic}"]);
    let operation = at(&document, "/paths/~1news~1{topic}/get");
    let names: Vec<&str> =
        operation["parameters"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["topic", "page", "x-a", "x-heartbeat-interval"]);
    assert_eq!(operation["tags"], json!(["Plain", "Streams", "Sockets"]));
    assert_eq!(operation["operationId"], "Plain_news");
}

#[test]
fn a_parameter_is_required_if_all_endpoints_require_it() {
    let document = document();
    let parameters = at(&document, "/paths/~1news~1{topic}/get/parameters").as_array().unwrap();
    let required: Vec<bool> = parameters.iter().map(|one| one["required"].as_bool().unwrap()).collect();
    // The WebSocket has no `x-a`.
    assert_eq!(required, [true, false, false, false]);
    let any = parameters[0]["schema"]["anyOf"].as_array().unwrap();
    assert_eq!(any.len(), 2, "a text and a number");
}

#[test]
fn the_responses_of_all_endpoints_are_there() {
    let document = document();
    let operation = at(&document, "/paths/~1news~1{topic}/get");
    let content = operation["responses"]["200"]["content"].as_object().unwrap();
    let media_types: Vec<&str> = content.keys().map(String::as_str).collect();
    assert_eq!(media_types, ["application/json", "application/json-seq", "application/x-ndjson", "text/event-stream"]);
    assert!(operation["responses"]["101"].is_object());
    assert_eq!(operation["x-websocket"], json!({ "subprotocols": [], "maxMessageBytes": 64 }));
    // Everyone may call some of them.
    assert_eq!(operation["security"], json!([{}, { "bearer": [] }]));
    assert!(operation.get("deprecated").is_none(), "the others are not");
    assert!(operation["description"].as_str().unwrap().contains("Deprecated: nobody listens"));
}

#[test]
fn a_subscription_is_also_there_by_its_own_method() {
    let document = document();
    let operation = at(&document, "/paths/~1news~1{topic}/x-subscribe");
    assert_eq!(operation["operationId"], "Streams_follow_subscribe");
    let stream = at(operation, "/responses/200/content/application~1json/schema");
    assert_eq!(at(stream, "/items/anyOf/0/prefixItems/3"), &json!({ "type": "string" }));
}
