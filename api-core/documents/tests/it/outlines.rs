//! What a document cannot be made of.

use api_core::{Error, Model, api};
use api_documents::openapi::Version;
use api_documents::{Mistake, Mounted, Outline};
use api_testing::everything::{EverythingApi, WatchesApi};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[test]
fn all_mistakes_of_an_outline_are_reported_at_once() {
    let outline = Outline::new("", "")
        .server("rooms.example", "")
        .api::<EverythingApi>()
        .mounted(Mounted::of::<EverythingApi>().under("v1"))
        .mounted(Mounted::of::<EverythingApi>().under("/{tenant}"))
        .mounted(Mounted::of::<EverythingApi>().under("/v1/"))
        .api::<EverythingApi>();
    let mistakes = outline.check().unwrap_err();
    assert_eq!(
        mistakes.0,
        [
            Mistake::NoTitle,
            Mistake::NoVersion,
            Mistake::Server("rooms.example".to_owned()),
            Mistake::Prefix("v1".to_owned()),
            Mistake::Prefix("/{tenant}".to_owned()),
            Mistake::Prefix("/v1/".to_owned()),
            Mistake::Twice("Everything".to_owned()),
        ]
    );
    assert_eq!(mistakes.to_string().lines().count(), 7);
}

#[test]
fn one_api_may_be_under_two_prefixes() {
    let outline = Outline::new("Twice", "1").api::<EverythingApi>();
    let document = outline.mounted(Mounted::of::<EverythingApi>().under("/v1")).check().unwrap().openapi();
    let text = document.write(api_documents::openapi::Version::V3_1);
    assert!(text.contains("\"/everything/{tenant}/echo\": {") && text.contains("\"/v1/everything/{tenant}/echo\": {"));
    assert!(
        text.contains("\"operationId\": \"Everything_echo\"") && text.contains("\"operationId\": \"Everything2_echo\"")
    );
}

#[test]
fn webhooks_have_names_in_place_of_paths() {
    let outline = Outline::new("Hooks", "1").api::<EverythingApi>().webhooks::<WatchesApi>();
    let checked = outline.check().unwrap();
    for (version, key) in [(Version::V3_1, "webhooks"), (Version::V3_0, "x-webhooks")] {
        let document: Value = serde_json::from_str(&checked.openapi().write(version)).unwrap();
        let webhook = &document[key]["Watches_changed2"]["post"];
        assert_eq!(webhook["operationId"], "Watches_changed2", "{version}");
        assert_eq!(webhook["requestBody"]["required"], true);
        assert_eq!(webhook["parameters"][0]["name"], "colour");
        assert!(webhook["responses"].get("204").is_some() && webhook["responses"]["404"].get("content").is_none());
    }
}

/// A room.
///
/// # Examples
///
/// ```json
/// { "id": 7, "name": "lobby" }
/// ```
///
/// Without an id, in a request:
///
/// ```json
/// { "name": "attic" }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Room {
    #[serde(default)]
    #[model(read_only)]
    id: u32,
    #[model(max_length = 8)]
    name: String,
}

/// A hall.
///
/// # Example
///
/// ```json
/// { "seats": -1 }
/// ```
///
/// ```json
/// { seats: 1 }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Hall {
    seats: u32,
}

#[api]
trait Rooms {
    #[post("/rooms")]
    async fn add(&self, #[body] room: Room) -> Result<Room, Error>;
}

#[api]
trait Halls {
    #[get("/halls")]
    async fn halls(&self) -> Result<Vec<Hall>, Error>;
}

#[test]
fn examples_of_doc_comments_are_those_of_the_messages_that_they_fit() {
    let outline = Outline::new("Rooms", "1").api::<RoomsApi>().check().unwrap();
    let document: Value = serde_json::from_str(&outline.openapi().write(Version::V3_1)).unwrap();
    let (request, response) = (json!({ "name": "attic" }), json!({ "id": 7, "name": "lobby" }));
    assert_eq!(crate::at(&document, "/components/schemas/Room/examples"), &json!([response]));
    assert_eq!(crate::at(&document, "/components/schemas/RoomInput/examples"), &json!([request]));
    let document: Value = serde_json::from_str(&outline.openapi().write(Version::V3_0)).unwrap();
    assert_eq!(crate::at(&document, "/components/schemas/Room/example"), &response);
}

#[test]
fn an_example_that_is_no_value_of_its_type_is_a_mistake() {
    let mistakes = Outline::new("Halls", "1").api::<HallsApi>().check().unwrap_err();
    let shown = mistakes.to_string();
    let expected = "the example of `Hall` is none of its values: expected an integer from 0 to 4294967295 at `/seats`\nin: { \
                    \"seats\": -1 }\nthe example of `Hall` is none of its values: it is not JSON: ";
    assert!(shown.starts_with(expected), "{shown}");
    assert_eq!(mistakes.0.len(), 2);
}
