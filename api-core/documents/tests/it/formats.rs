//! The wire formats of errors.

use api_core::error::{Answer, Attributes, ErrorDocument, ErrorFormat, Failure};
use api_core::{ApiError, Model, api};
use api_documents::Outline;
use api_documents::openapi::Version;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::at;

/// A format with names of its own.
#[derive(Debug)]
struct Nested;

impl ErrorFormat for Nested {
    fn media_type(&self) -> &'static str {
        "application/vnd.rooms.error+json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let code = format!("rooms/{}", document.kind);
        let mut body = json!({ "ok": false, "code": code, "message": document.description });
        if let Some(attributes) = &document.attributes {
            body["info"] = attributes.clone();
        }
        body.to_string().into_bytes()
    }

    fn decode(&self, _: StatusCode, _: &HeaderMap, _: &[u8]) -> Option<ErrorDocument> {
        None
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Quota {
    left: u32,
}

#[derive(Debug, ApiError)]
#[api_error(format = Nested)]
enum RoomsError {
    /// There is no such room.
    #[error(status = 404)]
    NoSuchRoom,
    /// There is no such building.
    #[error(status = 404)]
    NoSuchBuilding,
    /// The quota is exhausted.
    #[error(status = 429)]
    Exhausted(Attributes<Quota>),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = RoomsError)]
trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<String, RoomsError>;
}

fn document() -> Value {
    let document = Outline::new("Rooms", "1").api::<RoomsApi>().check().unwrap().openapi();
    serde_json::from_str(&document.write(Version::V3_1)).unwrap()
}

const NOT_FOUND: &str = "/paths/~1rooms~1{id}/get/responses/404/content/application~1vnd.rooms.error+json/schema/$ref";

#[test]
fn the_schema_of_a_format_is_found_by_encoding_errors() {
    let document = document();
    let error = at(&document, "/components/schemas/Error");
    assert_eq!(error["required"], json!(["code", "message", "ok"]));
    assert_eq!(error["properties"]["ok"], json!({ "type": "boolean" }));
    assert_eq!(at(&document, NOT_FOUND), "#/components/schemas/NotFoundError");
    let parts = at(&document, "/components/schemas/NotFoundError/allOf").as_array().unwrap();
    assert_eq!(parts[0], json!({ "$ref": "#/components/schemas/Error" }));
    let kinds = json!({ "type": "string", "enum": ["rooms/no_such_room", "rooms/no_such_building"] });
    assert_eq!(parts[1]["properties"], json!({ "code": kinds }));
}

#[test]
fn details_are_where_the_format_has_them() {
    let document = document();
    let schema = at(&document, "/components/schemas/TooManyRequestsError/allOf/1");
    assert_eq!(schema["properties"]["info"], json!({ "$ref": "#/components/schemas/Quota" }));
    assert_eq!(schema["required"], json!(["code", "info"]));
}

#[test]
fn errors_of_the_server_have_its_own_format() {
    let document = document();
    let content = at(&document, "/paths/~1rooms~1{id}/get/responses/400/content").as_object().unwrap();
    let media_types: Vec<&str> = content.keys().map(String::as_str).collect();
    // A malformed request is refused before the API is known, an invalid capture by the API.
    assert_eq!(media_types, ["application/problem+json", "application/vnd.rooms.error+json"]);
}
