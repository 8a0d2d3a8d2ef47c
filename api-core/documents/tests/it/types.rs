//! Names of types, recursion, and types that differ between requests and responses.

use api_core::{Error, Model, api};
use api_documents::Outline;
use api_documents::openapi::Version;
use api_documents::{Flow, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::at;

mod other {
    use super::{Deserialize, Model, Serialize};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    pub(super) struct Room {
        pub(super) number: u32,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Room {
    name: String,
    /// The rooms inside.
    parts: Vec<Room>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Room2 {
    taken: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Page<T> {
    items: Vec<T>,
    #[serde(default)]
    more: bool,
}

/// A user's own type of the name that a document gives to errors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Problem {
    weight: f64,
}

#[api]
trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Page<Room>, Error>;
    #[get("/others")]
    async fn others(&self) -> Result<Page<other::Room>, Error>;
    #[put("/others")]
    async fn put_others(&self, #[body] page: Page<other::Room>) -> Result<Room2, Error>;
    #[get("/problem")]
    async fn problem(&self) -> Result<Problem, Error>;
}

fn document() -> Value {
    let document = Outline::new("Rooms", "1").api::<RoomsApi>().check().unwrap().openapi();
    serde_json::from_str(&document.write(Version::V3_1)).unwrap()
}

fn names(document: &Value) -> Vec<&str> {
    at(document, "/components/schemas").as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn two_types_of_one_name_get_two_names() {
    let document = document();
    let expected = ["PageOfRoom", "PageOfRoom2", "PageOfRoom2Input", "Problem", "Problem2", "Room", "Room2", "Room3"];
    let mut names = names(&document);
    names.sort_unstable();
    // The bodies of errors have names of their own.
    names.retain(|name| !name.contains("Problem") || name.starts_with("Problem"));
    assert_eq!(names, expected);
    assert_eq!(at(&document, "/components/schemas/Room3/required"), &json!(["number"]));
    // The number of another type's own name is not given away.
    assert_eq!(at(&document, "/components/schemas/Room2/required"), &json!(["taken"]));
    let items = "/components/schemas/PageOfRoom2/properties/items/items/$ref";
    assert_eq!(at(&document, items), "#/components/schemas/Room3");
}

#[test]
fn types_of_the_api_have_the_first_choice_of_names() {
    let document = document();
    assert_eq!(at(&document, "/components/schemas/Problem/required"), &json!(["weight"]));
    assert_eq!(at(&document, "/components/schemas/Problem2/required"), &json!(["status", "title", "type"]));
}

#[test]
fn a_type_inside_of_itself_is_a_reference() {
    let document = document();
    let parts = at(&document, "/components/schemas/Room/properties/parts");
    assert_eq!(parts["items"]["$ref"], "#/components/schemas/Room");
    let schema: Value = serde_json::from_str(&json_schema::of::<Room>(Flow::Response)).unwrap();
    assert_eq!(schema["$ref"], "#/$defs/Room");
    assert_eq!(at(&schema, "/$defs/Room/properties/parts/items/$ref"), "#/$defs/Room");
}

#[test]
fn a_type_has_two_names_if_requests_and_responses_differ() {
    let document = document();
    assert_eq!(at(&document, "/components/schemas/PageOfRoom2Input/required"), &json!(["items"]));
    assert_eq!(at(&document, "/components/schemas/PageOfRoom2/required"), &json!(["items", "more"]));
    let body = at(&document, "/paths/~1others/put/requestBody/content/application~1json/schema/$ref");
    assert_eq!(body, "#/components/schemas/PageOfRoom2Input");
    // In one direction alone, one name is enough.
    assert_eq!(at(&document, "/components/schemas/PageOfRoom/required"), &json!(["items", "more"]));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(deny_unknown_fields)]
struct Shapes {
    tuple: (u8, String),
    nothing: Option<Colour>,
    code: char,
    table: std::collections::BTreeMap<u16, Event>,
    #[serde(alias = "old")]
    new: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
enum Colour {
    Red,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type")]
enum Event {
    Opened(Colours),
    Closed { at: String },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Colours {
    first: Colour,
}

#[test]
fn each_shape_has_its_schema() {
    let schema: Value = serde_json::from_str(&json_schema::of::<Shapes>(Flow::Request)).unwrap();
    let shapes = at(&schema, "/$defs/Shapes");
    assert_eq!(shapes["additionalProperties"], json!(false));
    assert_eq!(shapes["required"], json!(["tuple", "code", "table"]));
    let byte = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 });
    let tuple = json!({ "type": "array", "prefixItems": [byte, { "type": "string" }], "minItems": 2, "maxItems": 2 });
    assert_eq!(shapes["properties"]["tuple"], tuple);
    assert_eq!(shapes["properties"]["nothing"], json!({ "anyOf": [{ "$ref": "#/$defs/Colour" }, { "type": "null" }] }));
    assert_eq!(shapes["properties"]["code"], json!({ "type": "string", "minLength": 1, "maxLength": 1 }));
    assert_eq!(
        shapes["properties"]["table"],
        json!({
            "type": "object",
            "propertyNames": { "type": "string", "pattern": "^-?[0-9]+$" },
            "additionalProperties": { "$ref": "#/$defs/Event" },
        })
    );
    assert_eq!(shapes["properties"]["new"]["description"], "Readers also accept the key `old`.");
    let colour = json!({ "anyOf": [{ "type": "string", "enum": ["Red", "Unknown"] }, { "type": "string" }] });
    assert_eq!(at(&schema, "/$defs/Colour"), &colour);
    let opened = at(&schema, "/$defs/Event/oneOf/0");
    assert_eq!(opened["required"], json!(["type", "first"]));
    assert_eq!(opened["properties"]["type"], json!({ "type": "string", "const": "Opened" }));
}

#[test]
fn openapi_3_0_gets_what_it_can_express() {
    #[api]
    trait All {
        #[put("/shapes")]
        async fn put(&self, #[body] shapes: Shapes) -> Result<(), Error>;
    }
    let document = Outline::new("All", "1").api::<AllApi>().check().unwrap().openapi();
    let document: Value = serde_json::from_str(&document.write(Version::V3_0)).unwrap();
    let shapes = at(&document, "/components/schemas/Shapes/properties");
    let byte = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 });
    let items = json!({ "anyOf": [byte, { "type": "string" }] });
    assert_eq!(shapes["tuple"], json!({ "type": "array", "items": items, "minItems": 2, "maxItems": 2 }));
    let nothing = json!({ "type": "object", "nullable": true, "enum": [null] });
    assert_eq!(shapes["nothing"], json!({ "anyOf": [{ "$ref": "#/components/schemas/Colour" }, nothing] }));
    assert_eq!(shapes["new"]["nullable"], json!(true));
    let tag = at(&document, "/components/schemas/Event/oneOf/0/properties/type");
    assert_eq!(tag, &json!({ "type": "string", "enum": ["Opened"] }));
}

/// How urgent a job is.
#[derive(Debug, Clone, Copy, PartialEq, serde_repr::Serialize_repr, serde_repr::Deserialize_repr, Model)]
#[repr(i8)]
#[model(repr)]
enum Priority {
    /// When nothing else waits.
    Idle = -1,
    Normal,
}

#[test]
fn an_enum_that_is_sent_as_numbers_lists_them_and_their_names() {
    let schema: Value = serde_json::from_str(&json_schema::of::<Priority>(Flow::Request)).unwrap();
    let priority = at(&schema, "/$defs/Priority");
    assert_eq!(priority["type"], json!("integer"));
    assert_eq!(priority["enum"], json!([-1, 0]));
    let docs = "How urgent a job is.\n\n- `-1`: Idle. When nothing else waits.\n- `0`: Normal";
    assert_eq!(priority["description"], json!(docs));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename = "order")]
struct Order {
    #[serde(rename = "@id")]
    id: u32,
    #[serde(rename = "@state")]
    state: OrderState,
    #[serde(rename = "$text", default)]
    note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
enum OrderState {
    Open,
    Sent,
}

#[test]
fn xml_has_the_name_of_its_root_element_and_its_attributes() {
    #[api]
    trait Orders {
        #[put("/orders", media_type = ["application/xml", "application/json"])]
        async fn put(
            &self,
            #[body(media_type = ["application/json", "text/xml"])] order: Order,
        ) -> Result<Order, Error>;
    }
    let described = Outline::new("Orders", "1").api::<OrdersApi>().check().unwrap().openapi();
    let integer = json!({ "type": "integer", "format": "uint32", "minimum": 0, "maximum": 4_294_967_295_u32 });
    let versions = [
        (Version::V3_1, json!({ "$ref": "#/components/schemas/OrderInput", "xml": { "name": "order" } })),
        (
            Version::V3_0,
            json!({ "allOf": [{ "$ref": "#/components/schemas/OrderInput" }], "xml": { "name": "order" } }),
        ),
    ];
    for (version, expected) in versions {
        let document: Value = serde_json::from_str(&described.write(version)).unwrap();
        let body = at(&document, "/paths/~1orders/put/requestBody/content");
        assert_eq!(body["text/xml"]["schema"], expected);
        assert!(body["application/json"]["schema"].get("xml").is_none());
        let answer = at(&document, "/paths/~1orders/put/responses/200/content");
        assert_eq!(answer["application/xml"]["schema"]["xml"], json!({ "name": "order" }));
        let properties = at(&document, "/components/schemas/Order/properties");
        let mut id = integer.clone();
        id["xml"] = json!({ "name": "id", "attribute": true });
        assert_eq!(properties["@id"], id);
        let state = json!({
            "allOf": [{ "$ref": "#/components/schemas/OrderState" }], "xml": { "name": "state", "attribute": true }
        });
        assert_eq!(properties["@state"], state);
    }
    let schema: Value = serde_json::from_str(&json_schema::of::<Order>(Flow::Request)).unwrap();
    assert_eq!(at(&schema, "/$defs/Order/properties")["@id"], integer);
}

/// Variants of one title each, if titles were the names of the type and the variant.
mod titles {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(tag = "kind")]
    enum Shape {
        Circle {
            radius: u8,
        },
        #[serde(rename = "not_good")]
        Bad {
            reason: String,
        },
        #[serde(rename = "not-good")]
        Worse {
            reasons: Vec<String>,
        },
        #[serde(rename = "+")]
        Plus {
            one: u8,
        },
        #[serde(rename = "-")]
        Minus {
            other: u8,
        },
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    struct ShapeCircle {
        area: f64,
    }

    #[api]
    trait Shapes {
        #[get("/shape")]
        async fn shape(&self) -> Result<Shape, Error>;
        #[get("/circle")]
        async fn circle(&self) -> Result<ShapeCircle, Error>;
    }

    #[test]
    fn titles_are_different_from_each_other_and_from_names_of_types() {
        let document = Outline::new("Shapes", "1").api::<ShapesApi>().check().unwrap().openapi();
        let document: Value = serde_json::from_str(&document.write(Version::V3_1)).unwrap();
        let variants = at(&document, "/components/schemas/Shape/oneOf").as_array().unwrap();
        let titles: Vec<_> = variants.iter().map(|variant| variant.get("title").and_then(Value::as_str)).collect();
        let expected = [Some("ShapeCircle2"), Some("ShapeNotGood"), Some("ShapeNotGood2"), None, None];
        assert_eq!(titles, expected, "{document:#}");
    }
}
