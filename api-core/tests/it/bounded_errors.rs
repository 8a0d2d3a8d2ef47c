//! Bounds on what an error response repeats of a request.

use std::collections::BTreeMap;

use api_core::context::RoutingSettings;
use api_core::routing::{ServiceSettings, respond};
use api_core::{Body, Error, Model, api};
use http::Request;
use serde::{Deserialize, Serialize};

/// More than the texts of an error may have in all, with room for escapes and names.
const LARGEST_RESPONSE: usize = 40 * 1024;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Crate {
    #[model(min_length = 3)]
    label: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
enum Wood {
    Oak,
    Ash,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(deny_unknown_fields)]
struct Plank {
    wood: Wood,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Lengths {
    length: Vec<u8>,
}

#[api]
trait Yard {
    #[post("/crates")]
    async fn crates(&self, #[body] crates: BTreeMap<String, Vec<Crate>>) -> Result<(), Error>;
    #[post("/planks")]
    async fn planks(&self, #[body] plank: Plank) -> Result<(), Error>;
    #[post("/lengths")]
    async fn lengths(&self, #[body(form)] lengths: Lengths) -> Result<(), Error>;
    #[get("/woods/{wood}")]
    async fn wood(
        &self,
        wood: Wood,
        #[query] age: Option<u8>,
        #[header("x-wood")] other: Vec<Wood>,
    ) -> Result<(), Error>;
}

struct Closed;

impl Yard for Closed {
    async fn crates(&self, _: BTreeMap<String, Vec<Crate>>) -> Result<(), Error> {
        Ok(())
    }

    async fn planks(&self, _: Plank) -> Result<(), Error> {
        Ok(())
    }

    async fn lengths(&self, _: Lengths) -> Result<(), Error> {
        Ok(())
    }

    async fn wood(&self, _: Wood, _: Option<u8>, _: Vec<Wood>) -> Result<(), Error> {
        Ok(())
    }
}

async fn error(request: http::request::Builder, body: String) -> (u16, String) {
    let (head, body) = request.body(Body::from(body)).unwrap().into_parts();
    let settings = ServiceSettings::default().routing(RoutingSettings::default().strict_query(true));
    let response = respond(&YardApi::serve(Closed), &settings, &head, body).await;
    let status = response.status().as_u16();
    (status, String::from_utf8(response.body().as_bytes().unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn an_error_response_does_not_grow_with_the_request() {
    let json = |path: &str| Request::post(path).header("content-type", "application/json");
    let long = "ö".repeat(500_000);
    let words = "ö".repeat(4_000);
    let crates = vec![r#"{"label":""}"#; 100].join(",");
    let form = Request::post("/lengths").header("content-type", "application/x-www-form-urlencoded");
    let encoded = "%C3%B6".repeat(2_000);
    let mut fields = Request::get("/woods/oak");
    for _ in 0..50 {
        fields = fields.header("x-wood", "b".repeat(1_000));
    }
    let table = [
        ("a key of a map", json("/crates"), format!(r#"{{"{long}":[{crates}]}}"#), 422),
        ("many keys of a map", json("/crates"), format!(r#"{{"{long}":[{crates}],"{long}b":[{crates}]}}"#), 422),
        ("an unknown variant", json("/planks"), format!(r#"{{"wood":"{long}"}}"#), 422),
        ("an unknown field", json("/planks"), format!(r#"{{"wood":"oak","{long}":1}}"#), 422),
        ("a value of another type", json("/planks"), format!(r#"{{"wood":{{"{long}":1}}}}"#), 422),
        ("many values of a form", form, "length=xxxxxxxxxxxxxxxxxxxx&".repeat(20_000), 422),
        ("a capture", Request::get(format!("/woods/{encoded}")), String::new(), 400),
        ("a query value", Request::get(format!("/woods/oak?age={encoded}")), String::new(), 400),
        ("many unknown query keys", Request::get(format!("/woods/oak?{}", "k&".repeat(8_000))), String::new(), 400),
        ("an unknown query key", Request::get(format!("/woods/oak?{encoded}")), String::new(), 400),
        ("header fields", fields, String::new(), 400),
    ];
    for (case, request, body, expected) in table {
        let (status, text) = error(request, body).await;
        assert_eq!(status, expected, "{case}: {text:.300}");
        assert!(text.len() < LARGEST_RESPONSE, "{case}: {} bytes", text.len());
        assert!(!text.contains(&words), "{case}");
    }
}

#[tokio::test]
async fn a_cut_message_still_names_what_was_expected() {
    let body = format!(r#"{{"wood":"{}"}}"#, "x".repeat(10_000));
    let (_, text) = error(Request::post("/planks").header("content-type", "application/json"), body).await;
    assert!(text.contains("is `xxx") && text.contains("one of `oak`, `ash`") && text.len() < 1_500, "{text}");
}
