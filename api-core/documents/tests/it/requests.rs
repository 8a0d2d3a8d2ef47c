//! What a document says of requests is what a server accepts: keys, forms, parts, bodies, selected operations.

use api_core::{Error, Model, Multipart, api};
use api_documents::Outline;
use api_documents::openapi::Version;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::at;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Search {
    word: Option<String>,
    tags: Vec<String>,
    inner: Inner,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Inner {
    least: Option<u8>,
    most: u8,
}

#[derive(Debug, Clone, PartialEq, Multipart)]
struct Parts {
    rank: Option<u8>,
    inner: Inner,
}

#[api]
trait Requests {
    #[get("/search")]
    async fn search(&self, #[query(brackets)] inner: Inner, #[query] deep: bool) -> Result<(), Error>;

    #[post("/form")]
    async fn form(&self, #[body(form)] search: Search) -> Result<(), Error>;

    #[post("/json")]
    async fn json(&self, #[body] search: Search) -> Result<(), Error>;

    #[post("/parts")]
    async fn parts(&self, #[body(multipart)] parts: Parts) -> Result<(), Error>;

    #[put("/image")]
    async fn image(
        &self,
        #[header] content_type: String,
        #[body(bytes, media_type = "image/*")] image: Bytes,
    ) -> Result<(), Error>;

    #[put("/bytes")]
    async fn bytes(&self, #[body(bytes)] bytes: Bytes) -> Result<(), Error>;

    #[get("/search?view=full", when_header("x-version" = "2"))]
    async fn full(&self) -> Result<(), Error>;
}

fn document() -> Value {
    let outline = Outline::new("Requests", "1").api::<RequestsApi>();
    serde_json::from_str(&outline.check().unwrap().openapi().write(Version::V3_1)).unwrap()
}

#[test]
fn keys_of_queries_and_forms_have_no_null_and_empty_lists_have_no_key() {
    let document = document();
    let inner = at(&document, "/paths/~1search/get/parameters/0/schema");
    assert_eq!(inner["$ref"], "#/components/schemas/InnerForm");
    assert_eq!(at(&document, "/components/schemas/InnerForm/properties/least/type"), "integer");
    let form = at(&document, "/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/schema");
    assert_eq!(form["$ref"], "#/components/schemas/SearchForm");
    let form = at(&document, "/components/schemas/SearchForm");
    assert_eq!(form["properties"]["word"]["type"], "string");
    assert_eq!(form["properties"]["inner"]["$ref"], "#/components/schemas/InnerForm");
    assert_eq!(form["required"], json!(["inner"]));
    let json = at(&document, "/components/schemas/Search");
    assert_eq!(json["properties"]["word"]["type"], json!(["string", "null"]));
    assert_eq!(json["required"], json!(["tags", "inner"]));
}

#[test]
fn a_part_is_no_null_but_a_part_of_json_is_any_json_of_its_type() {
    let document = document();
    let body = at(&document, "/paths/~1parts/post/requestBody");
    let parts = at(body, "/content/multipart~1form-data/schema");
    assert_eq!(parts["properties"]["rank"]["type"], "integer");
    assert_eq!(parts["properties"]["inner"]["$ref"], "#/components/schemas/Inner");
    assert_eq!(at(&document, "/components/schemas/Inner/properties/least/type"), &json!(["integer", "null"]));
    // Without a body there is no boundary.
    assert_eq!(body["required"], true);
}

#[test]
fn an_argument_that_is_the_media_type_requires_a_body() {
    let document = document();
    assert_eq!(at(&document, "/paths/~1image/put/requestBody/required"), true);
    assert_eq!(at(&document, "/paths/~1bytes/put/requestBody/required"), false);
}

#[test]
fn a_key_that_may_stand_alone_may_not_have_an_empty_value() {
    let document = document();
    let deep = at(&document, "/paths/~1search/get/parameters/1");
    assert_eq!(deep["allowEmptyValue"], Value::Null);
    assert_eq!(deep["description"], "The key alone, without `=`, is `true`.");
}

#[test]
fn a_selected_operation_has_the_values_that_select_it_and_the_answers_without_them() {
    let document = document();
    let operation = at(&document, "/paths/~1search#view=full&x-version=2/get");
    assert_eq!(operation["parameters"][0]["schema"], json!({ "type": "string", "const": "full" }));
    assert_eq!(operation["parameters"][1]["schema"], json!({ "type": "string", "const": "2" }));
    for status in ["404", "405"] {
        assert!(operation["responses"][status].is_object(), "{status} in {operation:#}");
    }
    assert_eq!(at(&document, "/paths/~1search/get/responses")["405"], Value::Null);
}
