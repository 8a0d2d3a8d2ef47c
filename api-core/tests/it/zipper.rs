//! Routes written by hand: closures, conditions, rewritten paths and functions around routes, with what they read and
//! what they pass down.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll};

use crate::services::{Mirror, Stamp};
use crate::support::body_of;
use api_core::body::{BodyTimeout, BodyTooLarge};
use api_core::context::{AnyBody, BodySlot, Context, RoutingSettings, Slashes};
use api_core::description::{Verb, VerbSet};
use api_core::error::{ErrorDocument, ErrorFormat, Problem, ProblemDetails};
use api_core::routing::{
    InProcess, Layered, Miss, Mount, NotFound, Routed, Routes, ServiceSettings, from_fn, missed, open_websocket,
    problem_response, respond,
};
use api_core::websocket::{HandshakeError, OpenOptions, dial};
use api_core::{Body, BoxError, Compose as _, Error, Model, api};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::Frame;
use serde::{Deserialize, Serialize};
use tower_service::Service;

/// An API whose session is a text that routes above it found.
#[api]
trait Words {
    #[get("/words/{number}")]
    async fn word(&self, number: u32) -> Result<String, Error>;
    #[post("/words")]
    async fn add(&self, #[body(text)] word: String) -> Result<String, Error>;
    #[get("/files/{*rest}")]
    async fn file(&self, rest: String) -> Result<String, Error>;
}

struct Prefixed(String);

impl Words for Prefixed {
    async fn word(&self, number: u32) -> Result<String, Error> {
        Ok(format!("{}{number}", self.0))
    }

    async fn add(&self, word: String) -> Result<String, Error> {
        Ok(self.0.clone() + &word)
    }

    async fn file(&self, rest: String) -> Result<String, Error> {
        Ok(rest)
    }
}

fn words<B: api_core::body::RequestBody>() -> impl Routes<B> + Routes<Body> {
    WordsApi::serve(Prefixed(String::new()))
}

async fn sent(routes: &impl Routes<Body>, request: http::request::Builder, body: impl Into<Body>) -> Response<Body> {
    with(routes, &ServiceSettings::default(), request, body).await
}

async fn with(
    routes: &impl Routes<Body>,
    settings: &ServiceSettings,
    request: http::request::Builder,
    body: impl Into<Body>,
) -> Response<Body> {
    let (head, body) = request.body(body.into()).unwrap().into_parts();
    respond(routes, settings, &head, body).await
}

/// A route that reads the body and misses.
async fn peek(_: &mut Context<'_>, body: &mut dyn AnyBody) -> Routed {
    match body.bytes(64).await {
        Ok(_) | Err(_) => Miss::NotFound.into(),
    }
}

#[tokio::test]
async fn a_body_that_was_read_and_missed_is_there_for_whatever_comes_next() {
    let peek = || from_fn(|context, body| Box::pin(peek(context, body)));
    let mounted = sent(&peek().or_else(Mount::new("/", Mirror)), Request::post("/words"), "hello").await;
    assert_eq!(body_of(mounted).await, "hello");
    let layered = Layered::new(words::<Body>(), |group| group);
    assert_eq!(body_of(sent(&(peek(), layered), Request::post("/words"), "hello").await).await, "\"hello\"");
    let served = sent(&(peek(), words::<Body>()), Request::post("/words"), "hello").await;
    assert_eq!(body_of(served).await, "\"hello\"");
}

#[tokio::test]
async fn a_body_that_was_taken_is_a_500_and_never_an_empty_body() {
    let thief = || {
        from_fn(|_, body| {
            Box::pin(async move {
                drop(body.take_body());
                Miss::NotFound.into()
            })
        })
    };
    for routes in [
        thief().or_else(Mount::new("/", Mirror)).boxed::<Body>(),
        (thief(), Layered::new(words::<Body>(), |group| group)).boxed(),
        (thief(), words::<Body>()).boxed(),
    ] {
        assert_eq!(sent(&routes, Request::post("/words"), "hello").await.status(), 500);
    }
}

#[tokio::test]
async fn a_read_that_failed_has_the_same_problem_for_every_later_route() {
    let peek = || from_fn(|context, body| Box::pin(peek(context, body)));
    let long = "x".repeat(65);
    for routes in [peek().or_else(Mount::new("/", Mirror)).boxed::<Body>(), (peek(), words::<Body>()).boxed()] {
        assert_eq!(sent(&routes, Request::post("/words"), long.clone()).await.status(), 413);
    }
}

#[tokio::test]
async fn bytes_that_were_read_are_held_to_the_limit_of_each_reader() {
    let mut slot = BodySlot::new(Body::from("12345"));
    assert_eq!(slot.bytes(5).await.unwrap(), "12345");
    assert_eq!(slot.bytes(4).await.unwrap_err().status(), 413);
    assert_eq!(slot.bytes(5).await.unwrap(), "12345");
}

/// A body that fails with an error in an error of another library.
struct Failing(Option<BoxError>);

impl http_body::Body for Failing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.take().map(Err))
    }
}

/// A service that fails.
#[derive(Clone)]
struct Broken(fn() -> BoxError);

impl Service<Request<Body>> for Broken {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        std::future::ready(Err((self.0)()))
    }
}

#[tokio::test]
async fn an_error_keeps_its_status_in_errors_of_other_libraries() {
    type Row = (fn() -> BoxError, u16, u16);
    let table: [Row; 4] = [
        (|| io::Error::other(BodyTooLarge { limit: 7 }).into(), 413, 413),
        (|| io::Error::other(io::Error::other(BodyTimeout)).into(), 408, 408),
        (|| io::Error::other(Problem::unsupported_media_type("text/plain")).into(), 415, 415),
        (|| "lost".into(), 400, 500),
    ];
    for (error, of_body, of_service) in table {
        let body = Body::stream(Failing(Some(error())));
        assert_eq!(sent(&words::<Body>(), Request::post("/words"), body).await.status(), of_body);
        let layered = Layered::new(words::<Body>(), |_| Broken(error));
        assert_eq!(sent(&layered, Request::post("/words"), "x").await.status(), of_service);
        assert_eq!(sent(&Mount::new("/", Broken(error)), Request::post("/x"), "x").await.status(), of_service);
    }
}

#[tokio::test]
async fn every_route_has_the_combinators() {
    let list: Vec<_> = ["/a", "/b"].into_iter().map(|prefix| words::<Body>().nest(prefix)).collect();
    let routes =
        (Some(words::<Body>()).nest("/maybe"), list.nest("/list"), words::<Body>().boxed::<Body>().nest("/box"));
    for path in ["/maybe/words/1", "/list/a/words/1", "/list/b/words/1", "/box/words/1"] {
        assert_eq!(sent(&routes, Request::get(path), "").await.status(), 200, "{path}");
    }
    assert_eq!(sent(&routes, Request::get("/list/c/words/1"), "").await.status(), 404);
    let wrong = sent(&routes, Request::put("/list/b/words/1"), "").await;
    assert_eq!(
        (wrong.status().as_u16(), &wrong.headers()["allow"]),
        (405, &HeaderValue::from_static("GET, HEAD, OPTIONS"))
    );
}

#[tokio::test]
async fn a_function_around_routes_sees_misses_and_can_try_again() {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    let routes = words::<Body>().around(move |context, next| {
        let counted = counted.clone();
        Box::pin(async move {
            // Whatever it consumes, the routes begin where the function does.
            context.pop_all_segments();
            let first = next.route(context).await;
            if matches!(first, Routed::Miss(_)) {
                counted.fetch_add(1, Ordering::SeqCst);
                return next.route(context).await;
            }
            first
        })
    });
    assert_eq!(sent(&routes, Request::get("/words/1"), "").await.status(), 200);
    assert_eq!(seen.load(Ordering::SeqCst), 0);
    assert_eq!(sent(&routes, Request::put("/words/1"), "").await.status(), 405);
    assert_eq!(seen.load(Ordering::SeqCst), 1);

    let fallback = Mount::new("/", Mirror);
    let alternatives = (words::<Body>().around(|context, next| Box::pin(next_only(context, next))), fallback);
    let mirrored = sent(&alternatives, Request::get("/else"), "").await;
    assert_eq!(mirrored.headers()["x-request-line"], "GET /else", "a miss that it returns tries the next alternative");
}

async fn next_only(context: &mut Context<'_>, next: &mut api_core::routing::Next<'_>) -> Routed {
    assert_eq!(next.body().bytes(64).await.unwrap(), "", "the body is readable before the routes run");
    next.route(context).await
}

#[tokio::test]
async fn a_function_around_all_routes_can_answer_every_miss_in_the_servers_format() {
    let routes = words::<Body>().around(|context, next| {
        Box::pin(async move {
            match next.route(context).await {
                Routed::Response(response) => response.into(),
                Routed::Miss(miss) => {
                    let mut response = missed(miss, context);
                    let best = context.evidence().best_rejection().map(|best| best.problem().slug());
                    response.headers_mut().insert("x-best", HeaderValue::from_static(best.unwrap_or("none")));
                    response.into()
                }
            }
        })
    });
    let settings = ServiceSettings::default().error_format(&Terse);
    for (request, status, best) in [
        (Request::get("/words/x"), 400, "invalid_capture"),
        (Request::get("/nothing"), 404, "none"),
        (Request::put("/words"), 405, "none"),
        (Request::options("/words"), 204, "none"),
    ] {
        let response = with(&routes, &settings, request, "").await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["x-best"]),
            (status, &HeaderValue::from_static(best))
        );
    }
}

#[tokio::test]
async fn a_hook_of_the_service_sees_every_response() {
    let settings = ServiceSettings::default().on_response(|context, response| {
        let method = context.method().as_str().parse().unwrap();
        response.headers_mut().insert("x-seen", method);
    });
    let routes = (words::<Body>(), Mount::new("/mount", Mirror));
    for (method, path, status) in [
        ("GET", "/words/1", 200),
        ("HEAD", "/words/1", 200),
        ("GET", "/words/x", 400),
        ("GET", "/nothing", 404),
        ("DELETE", "/words", 405),
        ("OPTIONS", "/words", 204),
        ("OPTIONS", "*", 204),
        ("GET", "/mount/x", 200),
    ] {
        let response = with(&routes, &settings, Request::builder().method(method).uri(path), "").await;
        let seen = response.headers().get("x-seen").map(HeaderValue::as_bytes);
        assert_eq!((response.status().as_u16(), seen), (status, Some(method.as_bytes())), "{method} {path}");
    }
}

#[tokio::test]
async fn a_miss_for_the_method_is_a_405_with_the_methods_of_all_routes() {
    let only = |verbs: VerbSet| from_fn(move |_, _| Box::pin(async move { Miss::MethodNotAllowed(verbs).into() }));
    let none = sent(&only(VerbSet::EMPTY), Request::get("/"), "").await;
    assert_eq!(none.status(), 405, "also if the route names no method");
    assert!(none.headers().contains_key("allow"));
    let routes = (only(VerbSet::EMPTY.with(Verb::Put)), only(VerbSet::EMPTY.with(Verb::Delete)), NotFound);
    let response = sent(&routes, Request::get("/"), "").await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"PUT, DELETE, OPTIONS".parse().unwrap())
    );
}

#[tokio::test]
async fn values_that_a_condition_found_reach_the_session_below_it() {
    #[derive(Clone)]
    struct Greeting(String);

    let served = WordsApi::serve_with(|context| {
        let greeting = context.extensions().get::<Greeting>().map(|greeting| greeting.0.clone()).unwrap_or_default();
        Ok(Prefixed(format!("{greeting} {}: ", context.capture::<String>("tenant")?)))
    });
    let routes = served.when(|context| context.pop_capture::<String>("tenant").is_some()).when(|context| {
        let greeting = context.header_text("x-greeting").unwrap_or("hello").to_owned();
        context.extensions_mut().insert(Greeting(greeting));
        context.pop_segment().is_some_and(|segment| segment.is("tenants"))
    });
    let request = || Request::get("/tenants/a%20b/words/7").header("x-greeting", "hi");
    assert_eq!(body_of(sent(&routes, request(), "").await).await, "\"hi a b: 7\"");
    let layered = Layered::new(routes, |inner| Stamp { inner, passed: Arc::default() });
    let stamped = sent(&layered, request(), "").await;
    assert!(stamped.headers().contains_key("x-stamp"));
    assert_eq!(body_of(stamped).await, "\"hi a b: 7\"", "also behind layers");
    assert!(!sent(&layered, Request::get("/tenants/a/none"), "").await.headers().contains_key("x-stamp"));
}

#[tokio::test]
async fn a_losing_branch_leaves_no_captures_and_no_values() {
    #[derive(Clone)]
    struct Found;

    let loser = || {
        from_fn(|context, _| {
            Box::pin(async move {
                context.pop_capture::<String>("lost");
                context.extensions_mut().insert(Found);
                Miss::NotFound.into()
            })
        })
    };
    let winner = from_fn(|context, _| {
        Box::pin(async move {
            assert_eq!(context.fork().depth(), 0);
            assert_eq!(context.capture::<String>("lost").unwrap_err().status(), 500);
            let found = context.extensions().get::<Found>().is_some();
            Response::new(Body::from(found.to_string())).into()
        })
    });
    let conditional = NotFound.when(|context| {
        context.extensions_mut().insert(Found);
        context.pop_capture::<String>("lost").is_some()
    });
    assert_eq!(body_of(sent(&(loser(), conditional, winner), Request::get("/x"), "").await).await, "false");
}

#[tokio::test]
async fn a_rewritten_path_keeps_query_body_evidence_and_named_captures() {
    let served = WordsApi::serve_with(|context| Ok(Prefixed(context.capture::<String>("tenant").unwrap_or_default())));
    let routes = served.rewrite(|context| {
        context.header_text("x-legacy");
        let tenant = context.pop_capture::<String>("tenant")?;
        (tenant == "old").then(|| "/words".parse().unwrap())
    });
    let response = sent(&routes, Request::post("/old/anything?x=1"), "hello").await;
    assert_eq!(response.headers()["vary"], "x-legacy");
    assert_eq!(body_of(response).await, "\"oldhello\"");
    let other = sent(&routes, Request::put("/old"), "").await;
    assert_eq!((other.status().as_u16(), &other.headers()["allow"]), (405, &"POST, OPTIONS".parse().unwrap()));
    assert_eq!(body_of(sent(&routes, Request::get("/words/1"), "").await).await, "\"1\"", "a path that is kept");
    let layered = Layered::new(routes, |inner| Stamp { inner, passed: Arc::default() });
    assert!(sent(&layered, Request::post("/old"), "x").await.headers().contains_key("x-stamp"), "a layer sees it too");
    let mirrored = Mount::new("/", Mirror).rewrite(|_| "/new".parse().ok());
    let mirrored = sent(&mirrored, Request::get("/old?x=1"), "").await;
    assert_eq!(mirrored.headers()["x-request-line"], "GET /new?x=1");
}

#[derive(Debug, Serialize, Deserialize, Model)]
struct Page {
    #[serde(alias = "from")]
    after: Option<u32>,
    #[serde(flatten)]
    size: Size,
}

#[derive(Debug, Serialize, Deserialize, Model)]
struct Size {
    limit: Option<u32>,
}

#[test]
fn evidence_has_every_key_and_each_field_once() {
    let (head, ()) = Request::get("/?limit=1").header("x-tenant", "a").body(()).unwrap().into_parts();
    let mut context = Context::new(&head, RoutingSettings::default());
    context.query::<Page>("page").unwrap();
    context.query::<Option<u32>>("other").unwrap();
    let mut keys = context.evidence().queries();
    keys.sort_unstable();
    assert_eq!(keys, ["after", "from", "limit", "other"]);

    assert_eq!(context.header_text("X-Tenant"), Some("a"));
    context.header::<String>("x-tenant").unwrap();
    assert!(!context.expect_header("X-TENANT", "b") && context.expect_header("x-tenant", "a"));
    context.header_text("Authorization");
    assert_eq!(context.evidence().headers().iter().collect::<Vec<_>>(), ["authorization", "x-tenant"]);
    let expected = context.evidence().expected_headers();
    let expected: Vec<_> = expected.iter().map(|expected| (&*expected.name, &*expected.value)).collect();
    assert_eq!(expected, [("x-tenant", "b"), ("x-tenant", "a")]);
}

/// Writes the kind of an error as text.
#[derive(Debug)]
struct Terse;

impl ErrorFormat for Terse {
    fn media_type(&self) -> &'static str {
        "text/plain"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        document.kind.as_bytes().to_vec()
    }

    fn decode(&self, _: StatusCode, _: &HeaderMap, _: &[u8]) -> Option<ErrorDocument> {
        None
    }
}

#[tokio::test]
async fn the_servers_error_format_holds_wherever_no_api_matches() {
    let settings = ServiceSettings::default().error_format(&Terse);
    let failing = || Broken(|| "lost".into());
    let miss = || from_fn(|_, _| Box::pin(async { Miss::NotFound.into() }));
    let by_hand = from_fn(|context, _| Box::pin(async move { Routed::problem(&Problem::bad_request("no"), context) }));
    let table = [
        (Mount::new("/", failing()).boxed::<Body>(), "internal"),
        (Layered::new(miss(), |_| failing()).boxed(), "internal"),
        (Layered::new(miss(), |group| group).boxed(), "not_found"),
        (Layered::new(Layered::new(miss(), |group| group), |group| group).boxed(), "not_found"),
        (miss().rewrite(|_| "/else".parse().ok()).boxed(), "not_found"),
        (by_hand.boxed(), "bad_request"),
        (NotFound.boxed(), "not_found"),
    ];
    for (index, (routes, kind)) in table.into_iter().enumerate() {
        assert_eq!(body_of(with(&routes, &settings, Request::get("/x"), "").await).await, kind, "row {index}");
    }
    let api = with(&words::<Body>(), &settings, Request::get("/words/x"), "").await;
    assert_eq!(api.headers()["content-type"], ProblemDetails.media_type(), "below an API's base its own format holds");
}

#[tokio::test]
async fn a_mounted_service_gets_the_values_that_routes_passed_down() {
    #[derive(Clone)]
    struct Tenant(&'static str);

    #[derive(Clone)]
    struct Tell;

    impl Service<Request<Body>> for Tell {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = std::future::Ready<Result<Response<Body>, Infallible>>;

        fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<Body>) -> Self::Future {
            let tenant = request.extensions().get::<Tenant>().map_or("none", |tenant| tenant.0);
            std::future::ready(Ok(Response::new(Body::from(tenant))))
        }
    }

    let routes = Mount::new("/files", Tell).when(|context| {
        context.extensions_mut().insert(Tenant("acme"));
        true
    });
    assert_eq!(body_of(sent(&routes, Request::get("/files/a"), "").await).await, "acme");

    let inner = WordsApi::serve_with(|context| Ok(Prefixed(context.capture("tenant")?)));
    let mounted = Mount::new("/", InProcess::new(inner));
    let mounted = mounted.when(|context| context.pop_capture::<String>("tenant").is_some());
    assert_eq!(body_of(sent(&mounted, Request::get("/acme/words/1"), "").await).await, "\"acme1\"");
}

/// Opens a WebSocket from a page, and returns the status of the response.
async fn opened(routes: impl Routes<Body>, path: &str, origin: Option<&str>) -> u16 {
    let mut request = Request::get(path);
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let request = request.body(Body::empty()).unwrap();
    match dial(&InProcess::new(routes), request, OpenOptions::default()).await {
        Ok((_, head)) => head.status.as_u16(),
        Err(HandshakeError::Rejected(rejected)) => rejected.status.as_u16(),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn origins_are_decided_where_a_websocket_is_opened() {
    let by_hand = || {
        from_fn(|context, _| {
            Box::pin(async move {
                let opening = open_websocket(context, |pending| async move {
                    drop(pending.accept().await);
                    Ok::<(), Error>(())
                });
                opening.await.into()
            })
        })
    };
    let app = || ["https://app.example"];
    let rows = || {
        [
            by_hand().allow_origins(app()).boxed::<Body>(),
            by_hand().allow_origins(app()).allow_origins(["https://app.example", "https://other.example"]).boxed(),
            by_hand().allow_origins(["https://app.example", "https://other.example"]).allow_origins(app()).boxed(),
            Layered::new(by_hand(), |group| group).allow_origins(app()).boxed(),
            // What `reaches` says of these routes does not matter.
            by_hand().when(|context| context.header_text("x-never").is_none()).allow_origins(app()).boxed(),
            Mount::new("/", InProcess::new(by_hand())).allow_origins(app()).boxed(),
        ]
    };
    for index in 0..rows().len() {
        for (origin, status) in [
            (Some("https://app.example"), 101),
            (Some("HTTPS://APP.example"), 101),
            (Some("https://other.example"), 403),
            (Some("null"), 403),
            (None, 101),
        ] {
            let routes = rows().into_iter().nth(index).unwrap();
            assert_eq!(opened(routes, "/", origin).await, status, "row {index}, {origin:?}");
        }
    }
    let other = by_hand().allow_origins(app()).or_else(by_hand());
    assert_eq!(opened(other, "/", Some("https://other.example")).await, 403, "the refusal is final");
    let misses = NotFound.allow_origins(app()).or_else(by_hand());
    assert_eq!(opened(misses, "/", Some("https://other.example")).await, 101, "routes that miss refuse nothing");

    // A mounted service that performs upgrades itself is not even called.
    let request = || Request::get("/").header("upgrade", "websocket").header("origin", "https://other.example");
    let foreign = || Mount::new("/", Mirror);
    assert_eq!(sent(&foreign().allow_origins(app()), request(), "").await.status(), 403);
    assert_eq!(sent(&foreign(), request(), "").await.status(), 200);
}

#[tokio::test]
async fn a_websocket_by_hand_answers_errors_in_the_servers_format() {
    let routes = from_fn(|context, _| {
        Box::pin(async move { open_websocket(context, |_| async { Err(Error::conflict("full")) }).await.into() })
    });
    let settings = ServiceSettings::default().error_format(&Terse);
    let plain = with(&routes, &settings, Request::get("/"), "").await;
    assert_eq!((plain.status().as_u16(), body_of(plain).await.as_ref()), (426, &b"upgrade_required"[..]));
    let service = InProcess::with(routes, settings);
    let request = Request::get("/").body(Body::empty()).unwrap();
    let Err(HandshakeError::Rejected(rejected)) = dial(&service, request, OpenOptions::default()).await else {
        panic!("the error is the response");
    };
    assert_eq!((rejected.status.as_u16(), rejected.body.as_ref()), (409, &b"full"[..]));
}

#[tokio::test]
async fn merged_slashes_are_merged_inside_wildcards_and_mounts() {
    let settings = ServiceSettings::default().routing(RoutingSettings::default().slashes(Slashes::Merge));
    let routes = (words::<Body>(), Mount::new("/mount", Mirror));
    let file = with(&routes, &settings, Request::get("//files///a//b/"), "").await;
    assert_eq!(body_of(file).await, "\"a/b\"");
    let mounted = with(&routes, &settings, Request::get("/mount//a///b?x=//"), "").await;
    assert_eq!(mounted.headers()["x-request-line"], "GET /a/b?x=//");
}

#[tokio::test]
async fn a_problem_is_a_complete_response() {
    let (head, ()) = Request::post("/").body(()).unwrap().into_parts();
    let context = Context::new(&head, RoutingSettings::default());
    let accept = problem_response(&Problem::unsupported_media_type("text/plain"), &context);
    assert_eq!((accept.status().as_u16(), &accept.headers()["accept"]), (415, &"text/plain".parse().unwrap()));
    let upgrade = problem_response(&Problem::upgrade_required(), &context);
    assert_eq!((upgrade.status().as_u16(), &upgrade.headers()["upgrade"]), (426, &"websocket".parse().unwrap()));
}

#[tokio::test]
async fn a_closure_as_a_route_also_serves_a_tower_service() {
    let routes = from_fn(|context, _| {
        Box::pin(async move {
            if context.verb() == Some(Verb::Get) {
                Response::new(Body::from("seen")).into()
            } else {
                Miss::NotFound.into()
            }
        })
    });
    let mut service = InProcess::new(routes);
    let head = service.call(Request::head("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!((head.headers()["content-length"].as_bytes(), head.body().as_bytes()), (&b"4"[..], Some(&b""[..])));
}
