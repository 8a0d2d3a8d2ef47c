//! The order of checks, request by request: 404 > 405 > 401 > 406 > 415 > 400 > cut > body > handler.

use crate::support::{Sent, body_of, request};
use api_core::context::Context;
use api_core::routing::ServiceSettings;
use api_testing::everything::{Constant, EverythingApi, EverythingError};
use http::StatusCode;

/// One line of the table: what is sent, what comes back, and which headers must be there.
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
async fn every_check_answers_in_its_place() {
    const GOOD: &str = r#"{"name":"n","colour":"blue"}"#;
    const ALLOW: (&str, &str) = ("allow", "GET, HEAD, PUT, DELETE, OPTIONS");
    let json = |request: http::request::Builder| request.header("content-type", "application/json");
    let cases = [
        case("P0 nothing there", signed("GET", "/everything/acme/nothing"), 404),
        case("P0 outside the base", signed("GET", "/elsewhere"), 404),
        case("P0 an empty capture is none", signed("GET", "/everything//things/7"), 404),
        case("P0 a trailing slash is another path", signed("GET", "/everything/acme/things/7/"), 404),
        case("P1 a capture that is no such value", signed("GET", "/everything/acme/things/seven"), 400),
        case("P1 before P4", request("GET", "/everything/acme/things/seven"), 400),
        case("P1 out of range", signed("GET", "/everything/acme/things/4294967296"), 400),
        case("P3 no such method", signed("POST", THING), 405).headers(&[ALLOW]).body("x"),
        case("P3 an unknown method", signed("BREW", THING), 405).headers(&[ALLOW]),
        case("P3 before P4", request("POST", THING), 405).headers(&[ALLOW]),
        case("P4 anonymous", request("GET", THING), 401).headers(&[("www-authenticate", "Bearer")]),
        case("P4 before P5", request("GET", THING).header("accept", "image/png"), 401),
        case("P4 before P6", request("PUT", THING).header("content-type", "image/png"), 401).body("x"),
        case("P4 before P7", request("GET", "/everything/acme/things?ids=x"), 401),
        case("P5 nothing acceptable", signed("GET", THING).header("accept", "image/png"), 406)
            .headers(&[("vary", "accept")]),
        case("P5 before P6", signed("PATCH", "/everything/acme/things/7/raw").header("accept", "image/png"), 406),
        case("P6 another media type", json(signed("PUT", THING)), 415)
            .headers(&[("accept", "application/x-www-form-urlencoded")])
            .body("{}"),
        case("P7 an unreadable key", signed("GET", "/everything/acme/things/newest?n=x"), 400),
        case("P7 a key given twice", signed("GET", "/everything/acme/things/newest?n=1&n=2"), 400),
        case("P8 a missing field", signed("GET", THINGS), 400),
        case("P9 not JSON", json(signed("POST", THINGS)), 400).body("{").polled(),
        case("P9 no body", json(signed("POST", THINGS)), 400).polled(),
        case("P9 another type", json(signed("POST", THINGS)), 422).body(r#"{"name":1,"colour":"blue"}"#).polled(),
        case("P9 a broken constraint", json(signed("POST", THINGS)), 422)
            .body(r#"{"name":"","colour":"blue"}"#)
            .polled(),
        case("P10 the handler's own status", json(signed("POST", THINGS)), 201).body(GOOD).polled(),
        case("P10 no content type is the declared one", signed("POST", THINGS), 201).body(GOOD).polled(),
        case("P10 the handler's own error", signed("GET", "/everything/acme/things/404"), 404),
        case("the literal wins over the capture", signed("GET", "/everything/acme/things/newest"), 200),
        case("the literal is one for its methods only", signed("DELETE", "/everything/acme/things/newest"), 405),
        case("an encoded segment is decoded once", signed("GET", "/everything/acme/thing%73/7"), 200),
        case("OPTIONS asks nobody who they are", request("OPTIONS", THING), 204).headers(&[ALLOW]),
        case("OPTIONS where nothing is", request("OPTIONS", "/everything/acme/nothing"), 404),
        case("OPTIONS of the whole server", request("OPTIONS", "*"), 204)
            .headers(&[("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, SUBSCRIBE, OPTIONS")]),
        case("HEAD is GET", signed("HEAD", THING), 200).headers(&[("content-type", "application/json")]),
        case("HEAD of what only PUT answers", signed("HEAD", "/everything/acme/echo"), 405),
    ];
    for case in cases {
        let sent = Sent::new(case.request, case.body);
        let answer = sent.to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
        assert_eq!(answer.response.status().as_u16(), case.status, "{}: {:?}", case.name, answer.response);
        for (name, value) in case.headers {
            let found = answer.response.headers().get(*name).map(|found| found.to_str().unwrap_or("?"));
            assert_eq!(found, Some(*value), "{}: {name}", case.name);
        }
        assert_eq!(answer.polled, case.polled, "{}: whether the body was touched", case.name);
    }
}

#[tokio::test]
async fn everything_wrong_with_query_and_header_is_in_one_answer() {
    let sent = Sent::new(signed("GET", "/everything/acme/things?ids=x&reverse=maybe").header("x-trace", "green"), "");
    let answer = sent.to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
    assert_eq!(answer.response.status(), StatusCode::BAD_REQUEST);
    let problem: serde_json::Value = serde_json::from_slice(&body_of(answer.response).await).unwrap();
    let paths: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/query/ids", "/query/reverse", "/header/x-request-id", "/header/x-trace"]);
}

#[tokio::test]
async fn a_body_past_its_limit_is_refused_by_its_claim_or_by_its_bytes() {
    let large = "x".repeat(70_000);
    for claimed in [true, false] {
        let sent = Sent::sized(signed("POST", THINGS), &large, claimed);
        let answer = sent.to(EverythingApi::serve_with(sessions), ServiceSettings::default()).await;
        assert_eq!(answer.response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.polled, !claimed, "a claim of too much is believed without reading");
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
    let declared: Vec<_> = things.outputs.iter().map(|output| (output.status, output.headers)).collect();
    assert_eq!(declared, [(200, ["x-next"].as_slice())]);
}
