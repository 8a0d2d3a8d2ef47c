//! The order in which a request is checked: 404, 405, 401, 406, 415, 400, then the body, then the handler.
//!
//! The phases P0 to P10 are those of DESIGN.md.

use crate::support::{Sent, body_of, request};
use api_core::context::Context;
use api_core::routing::ServiceSettings;
use api_testing::everything::{Constant, EverythingApi, EverythingError};
use http::StatusCode;

/// A row of the table: a request, the expected status and header fields, and whether the body is read.
struct Case {
    name: &'static str,
    request: http::request::Builder,
    body: &'static str,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    polled: bool,
}

fn case(name: &'static str, request: http::request::Builder, status: u16) -> Case {
    Case { name, request, body: "", status, headers: &[], polled: false }
}

impl Case {
    fn body(self, body: &'static str) -> Self {
        Self { body, ..self }
    }

    fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    fn polled(self) -> Self {
        Self { polled: true, ..self }
    }
}

const THING: &str = "/everything/acme/things/7";
const THINGS: &str = "/everything/acme/things";

fn signed(method: &str, path: &str) -> http::request::Builder {
    request(method, path).header("authorization", "Bearer known")
}

fn sessions(context: &mut Context<'_>) -> Result<Constant, EverythingError> {
    if context.header_text("authorization") == Some("Bearer known") {
        Ok(Constant)
    } else {
        Err(EverythingError::Anonymous)
    }
}

#[tokio::test]
async fn checks_are_made_in_the_documented_order() {
    const GOOD: &str = r#"{"name":"n","colour":"blue"}"#;
    const ALLOW: (&str, &str) = ("allow", "GET, HEAD, PUT, DELETE, OPTIONS");
    let json = |request: http::request::Builder| request.header("content-type", "application/json");
    let cases = [
        case("P0 no such path", signed("GET", "/everything/acme/nothing"), 404),
        case("P0 outside the base", signed("GET", "/elsewhere"), 404),
        case("P0 an empty segment is not captured", signed("GET", "/everything//things/7"), 404),
        case("P0 a trailing slash is another path", signed("GET", "/everything/acme/things/7/"), 404),
        case("P1 a capture of another type", signed("GET", "/everything/acme/things/seven"), 400),
        case("P1 before P4", request("GET", "/everything/acme/things/seven"), 400),
        case("P1 out of range", signed("GET", "/everything/acme/things/4294967296"), 400),
        case("P3 no such method", signed("POST", THING), 405).headers(&[ALLOW]).body("x"),
        case("P3 an unknown method", signed("BREW", THING), 405).headers(&[ALLOW]),
        case("P3 before P4", request("POST", THING), 405).headers(&[ALLOW]),
        case("P4 anonymous", request("GET", THING), 401).headers(&[("www-authenticate", "Bearer")]),
        case("P4 before P5", request("GET", THING).header("accept", "image/png"), 401),
        case("P4 before P6", request("PUT", THING).header("content-type", "image/png"), 401).body("x"),
        case("P4 before P7", request("GET", "/everything/acme/things?ids=x"), 401),
        case("P5 no acceptable media type", signed("GET", THING).header("accept", "image/png"), 406)
            .headers(&[("vary", "accept")]),
        case("P5 before P6", signed("PATCH", "/everything/acme/things/7/raw").header("accept", "image/png"), 406),
        case("P6 an unsupported media type", json(signed("PUT", THING)), 415)
            .headers(&[("accept", "application/x-www-form-urlencoded")])
            .body("{}"),
        case("P7 a query value of another type", signed("GET", "/everything/acme/things/newest?n=x"), 400),
        case("P7 a key given twice", signed("GET", "/everything/acme/things/newest?n=1&n=2"), 400),
        case("P8 a missing header field", signed("GET", THINGS), 400),
        case("P9 not JSON", json(signed("POST", THINGS)), 400).body("{").polled(),
        case("P9 no body", json(signed("POST", THINGS)), 400).polled(),
        case("P9 a value of another type", json(signed("POST", THINGS)), 422)
            .body(r#"{"name":1,"colour":"blue"}"#)
            .polled(),
        case("P9 a broken constraint", json(signed("POST", THINGS)), 422)
            .body(r#"{"name":"","colour":"blue"}"#)
            .polled(),
        case("P10 the declared status of success", json(signed("POST", THINGS)), 201).body(GOOD).polled(),
        case("P10 without Content-Type the declared one is assumed", signed("POST", THINGS), 201).body(GOOD).polled(),
        case("P10 an error of the handler", signed("GET", "/everything/acme/things/404"), 404),
        case("a literal takes precedence over a capture", signed("GET", "/everything/acme/things/newest"), 200),
        case(
            "a literal without the method, and a capture of another type",
            signed("DELETE", "/everything/acme/things/newest"),
            405,
        ),
        case("an encoded segment is decoded once", signed("GET", "/everything/acme/thing%73/7"), 200),
        case("OPTIONS needs no credentials", request("OPTIONS", THING), 204).headers(&[ALLOW]),
        case("OPTIONS of no such path", request("OPTIONS", "/everything/acme/nothing"), 404),
        case("OPTIONS of the whole server", request("OPTIONS", "*"), 204)
            .headers(&[("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, SUBSCRIBE, OPTIONS")]),
        case("HEAD is answered like GET", signed("HEAD", THING), 200).headers(&[("content-type", "application/json")]),
        case("HEAD of a path without GET", signed("HEAD", "/everything/acme/echo"), 405),
    ];
    for case in cases {
        let sent = Sent::new(case.request, case.body);
        let answer = sent.to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
        assert_eq!(answer.response.status().as_u16(), case.status, "{}: {:?}", case.name, answer.response);
        for (name, value) in case.headers {
            let found = answer.response.headers().get(*name).map(|found| found.to_str().unwrap_or("?"));
            assert_eq!(found, Some(*value), "{}: {name}", case.name);
        }
        assert_eq!(answer.polled, case.polled, "{}: whether the body was read", case.name);
    }
}

#[tokio::test]
async fn all_problems_of_query_and_header_are_in_one_response() {
    let sent = Sent::new(signed("GET", "/everything/acme/things?ids=x&reverse=maybe").header("x-trace", "green"), "");
    let answer = sent.to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
    assert_eq!(answer.response.status(), StatusCode::BAD_REQUEST);
    let problem: serde_json::Value = serde_json::from_slice(&body_of(answer.response).await).unwrap();
    let paths: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/query/ids", "/query/reverse", "/header/x-request-id", "/header/x-trace"]);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_its_length_or_while_it_is_read() {
    let large = "x".repeat(70_000);
    for claimed in [true, false] {
        let sent = Sent::sized(signed("POST", THINGS), &large, claimed);
        let answer = sent.to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
        assert_eq!(answer.response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.polled, !claimed, "a length over the limit is refused without reading");
    }
}

#[tokio::test]
async fn unknown_query_keys_are_refused_only_in_strict_mode() {
    let mut strict = ServiceSettings::default();
    strict.routing.strict_query = true;
    for (settings, status) in [(ServiceSettings::default(), 200), (strict, 400)] {
        let sent = Sent::new(signed("GET", "/everything/acme/things/newest?n=1&wat=1"), "");
        let answer = sent.to(EverythingApi::serve_with(sessions), settings).await;
        assert_eq!(answer.response.status().as_u16(), status);
    }
}

#[tokio::test]
async fn head_has_the_length_of_get_and_no_body() {
    let get =
        Sent::new(signed("GET", THING), "").to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
    let head =
        Sent::new(signed("HEAD", THING), "").to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
    assert_eq!(head.response.headers()["content-type"], get.response.headers()["content-type"]);
    let length = body_of(get.response).await.len();
    assert_eq!(head.response.headers()["content-length"], length.to_string());
    assert!(body_of(head.response).await.is_empty());
}

#[test]
fn a_response_with_header_fields_declares_them() {
    let things = EverythingApi::DESCRIPTION.endpoint("things").expect("an endpoint");
    let declared: Vec<_> = things.outputs.iter().flat_map(|output| output.headers).collect();
    let [field] = declared.as_slice() else { panic!("{declared:?}") };
    assert_eq!((field.name, field.docs), ("x-next", "The field `X-Next`, if the response has it."));
    assert_eq!(field.shape.to_string(), "option of text");
}
