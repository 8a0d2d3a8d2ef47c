//! Combinators of routes: prefixes, mounts, layers, response hooks and alternatives, and the `Allow`, `Vary` and CORS
//! fields of their responses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::services::{Mirror, Stamp};
use crate::support::{Sent, Watched, body_of, request};
use api_core::call::Text;
use api_core::context::Context;
use api_core::routing::{
    BoxRoutes, Cors, Described as _, InProcess, Layered, Mount, NotFound, Routes, ServiceSettings,
};
use api_core::{Body, Compose as _, api};
use api_testing::everything::{Constant, EverythingApi, EverythingError};
use http::{Request, Response, StatusCode};
use tower_service::Service as _;

/// A second API on the same paths, with text responses and an API key.
#[api(base = "/everything/{tenant}", errors = EverythingError, security = api_key("x-key"))]
trait Plain {
    /// Shares its path with a `GET` that returns JSON.
    #[get("/things/{id}")]
    async fn thing_as_text(&self, id: String) -> Result<Text, EverythingError>;

    /// Shares its path with a `POST`.
    #[put("/echo")]
    async fn shout(
        &self,
        #[header("x-loudness")] loudness: Option<u8>,
        #[body(text)] text: String,
    ) -> Result<Text, EverythingError>;
}

impl Plain for Constant {
    async fn thing_as_text(&self, id: String) -> Result<Text, EverythingError> {
        Ok(Text(format!("thing {id}")))
    }

    async fn shout(&self, loudness: Option<u8>, text: String) -> Result<Text, EverythingError> {
        Ok(Text(text + &"!".repeat(loudness.unwrap_or(1).into())))
    }
}

const THING: &str = "/everything/t/things/7";
const ECHO: &str = "/everything/t/echo";

async fn send<R: Routes<Watched>>(
    routes: R,
    request: http::request::Builder,
    settings: ServiceSettings,
) -> Response<Body> {
    Sent::new(request, "body").to(routes, settings).await.response
}

async fn get<R: Routes<Watched>>(routes: R, path: &str) -> Response<Body> {
    send(routes, request("GET", path), ServiceSettings::default()).await
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> Option<&'r str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

fn everything<B: api_core::body::RequestBody>() -> impl Routes<B> + Routes<Body> + api_core::Compose {
    EverythingApi::serve(Constant)
}

fn both() -> impl Routes<Watched> {
    EverythingApi::serve(Constant).overriding().or_else(PlainApi::serve(Constant))
}

#[tokio::test]
async fn nested_routes_match_only_below_their_prefix() {
    let nested = || everything::<Watched>().nest("/internal/v1");
    assert_eq!(get(nested(), &format!("/internal/v1{THING}")).await.status(), StatusCode::OK);
    assert_eq!(get(nested(), &format!("/%69nternal/v1{THING}")).await.status(), StatusCode::OK);
    for elsewhere in [THING, "/internal", "/internal/v1", "/internal/v2/everything/t"] {
        assert_eq!(get(nested(), elsewhere).await.status(), StatusCode::NOT_FOUND, "{elsewhere}");
    }
    let routes = nested().or_else(everything::<Watched>());
    assert_eq!(get(routes, THING).await.status(), StatusCode::OK, "a miss below the prefix restores the position");
}

#[test]
#[should_panic(expected = "a prefix has the form `/a/b`")]
fn a_prefix_with_a_trailing_slash_panics() {
    let _ = NotFound.nest("/a/");
}

#[tokio::test]
async fn a_mounted_service_sees_the_rest_of_the_path_and_the_whole_body() {
    let routes = || everything::<Body>().or_else(Mount::new("/assets/v1", Mirror));
    let table = [
        ("/assets/v1", "POST /", "/assets/v1"),
        ("/assets/v1/a%2Fb/c?x=1", "POST /a%2Fb/c?x=1", "/assets/v1"),
        ("/assets/v1/", "POST /", "/assets/v1"),
    ];
    for (path, line, at) in table {
        let sent = Request::post(path).body(Body::from("unchanged")).unwrap();
        let response = InProcess::new(routes()).call(sent).await.unwrap();
        assert_eq!(
            (header(&response, "x-request-line"), header(&response, "x-mounted-at")),
            (Some(line), Some(at)),
            "{path}"
        );
        assert_eq!(body_of(response).await, "unchanged");
    }
    let answer = Sent::new(request("POST", "/assets/v1"), "body")
        .to(Mount::new("/assets/v1", Mirror), ServiceSettings::default());
    assert!(!answer.await.polled, "routing to a mounted service does not read the body");
    assert_eq!(get(Mount::new("/assets", Mirror), "/assetsx").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(get(Mount::new("/", Mirror), "/anything").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_layer_runs_only_after_a_match_and_only_for_its_endpoints() {
    let passed = Arc::new(AtomicUsize::new(0));
    let layered = || {
        Layered::some(
            EverythingApi::serve(Constant),
            |endpoint| endpoint.name != "root",
            |inner| Stamp { inner, passed: passed.clone() },
        )
    };
    let stamped = get(layered(), THING).await;
    assert_eq!((stamped.status(), header(&stamped, "x-stamp")), (StatusCode::OK, Some("1")));
    assert_eq!(passed.load(Ordering::SeqCst), 1);

    let outside = get(layered(), "/everything/t").await;
    assert_eq!((outside.status(), header(&outside, "x-stamp")), (StatusCode::OK, None));
    let wrong_method = send(layered(), request("PATCH", THING), ServiceSettings::default()).await;
    assert_eq!(wrong_method.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&wrong_method, "allow"), Some("GET, HEAD, PUT, DELETE, OPTIONS"));
    assert_eq!(get(layered(), "/everything/t/nothing").await.status(), StatusCode::NOT_FOUND);
    let sibling = send(
        layered().overriding().or_else(PlainApi::serve(Constant)),
        request("PUT", ECHO),
        ServiceSettings::default(),
    )
    .await;
    assert_eq!(sibling.status(), StatusCode::OK, "after a miss behind a layer the next alternative answers");
    assert_eq!(passed.load(Ordering::SeqCst), 1, "no request reached an endpoint of the layer");

    let below = get(layered().nest("/v1"), &format!("/v1{THING}")).await;
    assert_eq!(
        (below.status(), header(&below, "x-stamp")),
        (StatusCode::OK, Some("1")),
        "the layer keeps the position below a prefix"
    );
}

#[tokio::test]
async fn vary_lists_a_field_once_although_two_routes_read_it() {
    let layered = Layered::new(EverythingApi::serve(Constant), |group| group);
    let response = send(
        layered,
        request("GET", "/everything/t/things").header("accept", "text/event-stream"),
        ServiceSettings::default(),
    );
    let response = response.await;
    let vary: Vec<_> = response.headers().get_all("vary").iter().collect();
    assert_eq!(vary.iter().filter(|value| value.to_str().unwrap().contains("accept")).count(), 1, "{vary:?}");
}

#[tokio::test]
async fn a_response_hook_runs_for_responses_and_not_for_misses() {
    let hooked = || {
        everything::<Watched>().on_response(|context: &Context<'_>, response| {
            let name = context.endpoint().map_or("none", |endpoint| endpoint.name);
            response.headers_mut().insert("x-endpoint", name.parse().unwrap());
        })
    };
    assert_eq!(header(&get(hooked(), THING).await, "x-endpoint"), Some("thing"));
    let refused = get(hooked(), "/everything/t/things/404").await;
    assert_eq!(header(&refused, "x-endpoint"), Some("thing"), "an error of the handler is a response");
    assert_eq!(header(&get(hooked(), "/nothing").await, "x-endpoint"), None);
}

#[tokio::test]
async fn allow_is_the_union_over_all_alternatives() {
    for method in ["GET", "DELETE", "BREW"] {
        let response = send(both(), request(method, ECHO), ServiceSettings::default()).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(header(&response, "allow"), Some("POST, PUT, OPTIONS"), "{method}");
    }
    assert_eq!(
        header(&send(both(), request("OPTIONS", ECHO), ServiceSettings::default()).await, "allow"),
        Some("POST, PUT, OPTIONS")
    );
    for (method, text) in [("POST", "body"), ("PUT", "body!")] {
        assert_eq!(body_of(send(both(), request(method, ECHO), ServiceSettings::default()).await).await, text);
    }
}

#[tokio::test]
async fn not_acceptable_lets_the_next_alternative_answer_and_adds_vary() {
    let response = send(both(), request("GET", THING).header("accept", "text/plain"), ServiceSettings::default()).await;
    assert_eq!((response.status(), header(&response, "vary")), (StatusCode::OK, Some("accept")));
    assert_eq!(body_of(response).await, "thing 7");
    let json = send(both(), request("GET", THING), ServiceSettings::default()).await;
    assert_eq!((header(&json, "content-type"), header(&json, "vary")), (Some("application/json"), None));
    let neither = send(both(), request("GET", THING).header("accept", "image/png"), ServiceSettings::default()).await;
    assert_eq!(neither.status(), StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn a_session_error_is_final() {
    let refuse = |_: &mut Context<'_>| Err::<Constant, _>(EverythingError::Anonymous);
    let routes = EverythingApi::serve_with(refuse).overriding().or_else(PlainApi::serve(Constant));
    let response = send(routes, request("GET", THING).header("accept", "text/plain"), ServiceSettings::default()).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "although the next alternative would answer");
    let routes = PlainApi::serve_with(refuse).overriding().or_else(everything::<Watched>());
    let response = get(routes, THING).await;
    assert_eq!(header(&response, "www-authenticate"), Some("ApiKey"));
}

/// A row of the CORS table.
struct Preflight {
    name: &'static str,
    cors: Cors,
    request: http::request::Builder,
    headers: &'static [(&'static str, Option<&'static str>)],
}

fn simple(origin: &str) -> http::request::Builder {
    request("GET", THING).header("origin", origin)
}

fn preflight(path: &str) -> http::request::Builder {
    request("OPTIONS", path).header("origin", "https://app.example").header("access-control-request-method", "PUT")
}

const ORIGIN: &str = "access-control-allow-origin";
const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";
const CREDENTIALS: &str = "access-control-allow-credentials";

#[tokio::test]
async fn cors_fields_follow_from_the_settings_and_the_endpoints() {
    let listed = || Cors::origins(["https://app.example", "https://other.example"]);
    let line = |name, cors, request, headers| Preflight { name, cors, request, headers };
    let table = [
        line("any origin", Cors::any_origin(), simple("https://x"), &[(ORIGIN, Some("*")), (METHODS, None)]),
        line(
            "any origin, never with cookies",
            Cors::any_origin().with_credentials(),
            simple("https://x"),
            &[(CREDENTIALS, None)],
        ),
        line(
            "listed",
            listed(),
            simple("https://app.example"),
            &[(ORIGIN, Some("https://app.example")), ("vary", Some("origin")), (CREDENTIALS, None)],
        ),
        line(
            "listed, with cookies",
            listed().with_credentials(),
            simple("https://other.example"),
            &[(CREDENTIALS, Some("true"))],
        ),
        line(
            "not listed",
            listed().with_credentials(),
            simple("https://evil.example"),
            &[(ORIGIN, None), (CREDENTIALS, None), ("vary", Some("origin"))],
        ),
        line(
            "an origin that begins with a listed one",
            listed(),
            simple("https://app.example.evil"),
            &[(ORIGIN, None)],
        ),
        line("no Origin field", listed(), request("GET", THING), &[(ORIGIN, None), ("vary", Some("origin"))]),
        line(
            "exposed fields",
            Cors::any_origin().expose_headers(["x-next"]),
            simple("https://x"),
            &[("access-control-expose-headers", Some("x-next"))],
        ),
        line(
            "a preflight lists methods, fields, and the credentials of both schemes",
            Cors::any_origin(),
            preflight(ECHO),
            &[
                (ORIGIN, Some("*")),
                (METHODS, Some("POST, PUT, OPTIONS")),
                (HEADERS, Some("authorization, content-type, x-key, x-loudness")),
            ],
        ),
        line(
            "a preflight with an allowed field and a maximum age",
            listed().allow_headers(["x-more"]).max_age(Duration::from_mins(1)),
            preflight("/everything/t/things"),
            &[
                (METHODS, Some("GET, HEAD, POST, SUBSCRIBE, OPTIONS")),
                (HEADERS, Some("authorization, content-type, last-event-id, x-more, x-request-id, x-trace")),
                ("access-control-max-age", Some("60")),
            ],
        ),
        line(
            "a preflight of an origin that is not listed",
            Cors::origins(["https://other.example"]),
            preflight(ECHO),
            &[(ORIGIN, None), (METHODS, None), (HEADERS, None)],
        ),
        line(
            "OPTIONS without Access-Control-Request-Method is not a preflight",
            Cors::any_origin(),
            request("OPTIONS", ECHO).header("origin", "https://x"),
            &[(ORIGIN, Some("*")), (METHODS, None)],
        ),
    ];
    for Preflight { name, cors, request, headers } in table {
        let response = send(both(), request, ServiceSettings::default().cors(cors)).await;
        for (field, expected) in headers {
            let found: Vec<&str> =
                response.headers().get_all(*field).iter().map(|value| value.to_str().unwrap()).collect();
            let found = if *field == "vary" {
                found.iter().find(|value| value.contains("origin")).map(|_| "origin")
            } else {
                found.first().copied()
            };
            assert_eq!(found, *expected, "{name}: {field}");
        }
    }
}

#[tokio::test]
async fn cors_exposes_the_fields_that_the_endpoint_declares() {
    const EXPOSED: &str = "access-control-expose-headers";
    let settings = |cors| ServiceSettings::default().cors(cors);
    let things = || request("GET", "/everything/t/things").header("origin", "https://x");
    let response = send(EverythingApi::serve(Constant), things(), settings(Cors::any_origin())).await;
    assert_eq!(header(&response, EXPOSED), Some("x-next"));
    let more = Cors::any_origin().expose_headers(["x-stamp", "x-next"]);
    let layered = Layered::new(EverythingApi::serve(Constant), |group| group);
    let response = send(layered, things(), settings(more)).await;
    assert_eq!(header(&response, EXPOSED), Some("x-next, x-stamp"));
    let delayed = EverythingApi::serve(Constant).on_response(|_: &Context<'_>, response| {
        response.headers_mut().insert("retry-after", 3.into());
    });
    let other = request("GET", "/everything/t/things/7").header("origin", "https://x");
    let response = send(delayed, other, settings(Cors::any_origin())).await;
    assert_eq!(header(&response, EXPOSED), Some("retry-after"));
}

#[tokio::test]
async fn a_preflight_of_an_api_with_keys_lists_the_field_of_the_key() {
    let settings = ServiceSettings::default().cors(Cors::any_origin());
    let response = send(PlainApi::serve(Constant), preflight(ECHO), settings).await;
    assert_eq!(header(&response, HEADERS), Some("content-type, x-key, x-loudness"));
}

#[test]
fn a_layout_has_a_line_for_each_endpoint() {
    let mut found = Vec::new();
    everything::<Body>().or_else(PlainApi::serve(Constant).nest("/v2")).describe("", &mut found);
    let places: Vec<_> = found.iter().map(|(prefix, description)| (prefix.as_str(), description.name)).collect();
    assert_eq!(places, [("", "Everything"), ("/v2", "Plain")]);
    let expected = "\
Plain at /everything/{tenant}
  GET       /things/{id}  thing_as_text -> 200
  PUT       /echo         shout @x-loudness <Text -> 200
";
    assert_eq!(PlainApi::DESCRIPTION.layout().to_string(), expected);
}

#[tokio::test]
async fn a_mounted_service_passes_through_the_layers_of_its_group() {
    let passed = Arc::new(AtomicUsize::new(0));
    let group = Layered::new(everything::<Watched>().or_else(Mount::new("/files", Mirror)), |inner| Stamp {
        inner,
        passed: passed.clone(),
    });
    assert_eq!(header(&get(group, "/files/a").await, "x-stamp"), Some("1"));
}

#[tokio::test]
async fn errors_have_the_format_of_the_longest_base_that_matched() {
    let routes = || EverythingApi::serve(Constant).or_else(RootApi::serve(Constant));
    let missed = get(routes(), "/everything/t/nothing").await;
    assert_eq!(header(&missed, "content-type"), Some("application/problem+json"));
    assert_eq!(header(&get(routes(), "/nothing").await, "content-type"), Some("text/plain"));
}

#[tokio::test]
async fn several_accept_lines_are_one_list() {
    let two = request("GET", THING).header("accept", "text/html").header("accept", "application/json");
    assert_eq!(send(EverythingApi::serve(Constant), two, ServiceSettings::default()).await.status(), StatusCode::OK);
}

/// An API at the root with errors in plain text.
#[api(errors = TextError)]
trait Root {
    #[get("/health")]
    async fn health(&self) -> Result<(), TextError>;
}

impl Root for Constant {
    async fn health(&self) -> Result<(), TextError> {
        Ok(())
    }
}

#[derive(Debug, api_core::ApiError)]
#[api_error(format = PlainText)]
enum TextError {
    #[error(unknown)]
    Unknown(api_core::error::Answer),
    #[error(failure)]
    Failed(api_core::Failure),
}

#[derive(Debug)]
struct PlainText;

impl api_core::error::ErrorFormat for PlainText {
    fn media_type(&self) -> &'static str {
        "text/plain"
    }

    fn encode(&self, document: &api_core::error::ErrorDocument) -> Vec<u8> {
        document.kind.as_bytes().to_vec()
    }

    fn decode(&self, _: StatusCode, _: &http::HeaderMap, _: &[u8]) -> Option<api_core::error::ErrorDocument> {
        None
    }
}

#[tokio::test]
async fn optional_and_boxed_routes_answer_like_plain_routes() {
    let things = || EverythingApi::serve(Constant);
    let listing = || request("GET", "/everything/acme/things");
    let settings = ServiceSettings::default;
    let expected = send(things(), listing(), settings()).await.status();
    assert_eq!(send(Some(things()), listing(), settings()).await.status(), expected);
    assert_eq!(send(BoxRoutes::new(things()), listing(), settings()).await.status(), expected);
    let absent = NotFound.or_else(Some(things()).filter(|_| false));
    assert_eq!(send(absent, listing(), settings()).await.status(), StatusCode::NOT_FOUND);
}
