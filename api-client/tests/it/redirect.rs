//! Redirects: which are followed, with which requests, and what another origin gets to see.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_client::{ClientBuilder, FixedCredentials, RedirectPolicy, RetryPolicy, TransportSettings};
use api_core::call::{Binary, HeaderFields, Reply, ReplyForm, WithHeaders, read_field, write_field};
use api_core::client::RequestMetadata;
use api_core::description::{HeaderField, Output};
use api_core::error::Failure;
use api_core::routing::InProcess;
use api_core::{Body, Error, Transport as _, api};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpListener;

use crate::support::{Numbers as _, NumbersApi, Serve, Stuck, Trouble, answers, loopback, response, serve};

const OFF: RedirectPolicy = RedirectPolicy::off();
const SAME: RedirectPolicy = RedirectPolicy::same_origin(3);
const ANY: RedirectPolicy = RedirectPolicy::any_origin(3);

/// A response of the service: its status and `Location`.
type Step = (u16, &'static str);

/// What the service received: method, URI, content type, body and the credentials, for each request.
type Log = Arc<Mutex<Vec<String>>>;

/// Returns a service that sends these responses and then 200, and its log.
fn service(steps: &'static [Step]) -> (Serve, Log) {
    let log = Log::default();
    let seen = log.clone();
    let service = serve(move |request: Request<Body>| {
        let seen = seen.clone();
        async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.expect("a body").to_bytes();
            let mut line = format!("{} {}", head.method, head.uri);
            for name in ["content-type", "content-length", "authorization", "cookie", "x-key", "x-trace"] {
                if let Some(value) = head.headers.get(name) {
                    write!(line, " {name}={}", value.to_str().expect("text")).expect("a string");
                }
            }
            write!(line, " {}", String::from_utf8_lossy(&body)).expect("a string");
            let mut seen = seen.lock().expect("the log");
            let step = steps.get(seen.len());
            seen.push(line.trim_end().to_owned());
            Ok(step.map_or_else(|| response(200, None, "1"), |(status, location)| redirect(*status, location)))
        }
    });
    (service, log)
}

fn redirect(status: u16, location: &'static str) -> Response<Body> {
    let mut response = response(status, None, "moved");
    if !location.is_empty() {
        response.headers_mut().insert("location", HeaderValue::from_static(location));
    }
    response
}

fn request(method: &str, uri: &str, body: &'static str) -> Request<Body> {
    let request = Request::builder().method(method).uri(uri);
    let request = if body.is_empty() { request } else { request.header("content-type", "text/plain") };
    request.body(Body::from(body)).expect("a request")
}

async fn sent(policy: RedirectPolicy, request: Request<Body>, steps: &'static [Step]) -> (String, Vec<String>) {
    let (service, log) = service(steps);
    let client = ClientBuilder::at("http://localhost").redirects(policy).retry(RetryPolicy::never()).around(service);
    let result = match client.send(request).await {
        Ok(response) => response.status().as_u16().to_string(),
        Err(failure) => failure.to_string(),
    };
    let log = log.lock().expect("the log").clone();
    (result, log)
}

#[tokio::test]
async fn each_status_and_method_leads_to_one_request() {
    for (method, status, next) in [
        ("GET", 301, "GET"),
        ("GET", 302, "GET"),
        ("GET", 303, "GET"),
        ("GET", 307, "GET"),
        ("GET", 308, "GET"),
        ("HEAD", 301, "HEAD"),
        ("HEAD", 303, "HEAD"),
        ("SUBSCRIBE", 302, "SUBSCRIBE"),
        ("SUBSCRIBE", 303, "SUBSCRIBE"),
        ("OPTIONS", 301, "OPTIONS"),
        ("OPTIONS", 303, "GET"),
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 301, ""),
        ("PUT", 302, ""),
        ("PUT", 303, "GET"),
        ("PUT", 307, "PUT"),
        ("PATCH", 301, ""),
        ("PATCH", 308, "PATCH"),
        ("DELETE", 302, ""),
        ("DELETE", 303, "GET"),
        ("DELETE", 308, "DELETE"),
        // No redirects, or none that is followed without asking.
        ("GET", 300, ""),
        ("GET", 304, ""),
        ("GET", 305, ""),
        ("GET", 201, ""),
        ("GET", 404, ""),
    ] {
        let body = if matches!(method, "POST" | "PUT" | "PATCH") { "text" } else { "" };
        let steps: &'static [Step] = Box::leak(Box::new([(status, "/new")]));
        let (result, log) = sent(SAME, request(method, "http://localhost/old", body), steps).await;
        let content = if body.is_empty() { "" } else { " content-type=text/plain text" };
        let mut expected = vec![format!("{method} http://localhost/old{content}")];
        if !next.is_empty() {
            let content = if next == method { content } else { "" };
            expected.push(format!("{next} http://localhost/new{content}"));
        }
        assert_eq!(log, expected, "{method} {status}");
        let last = if next.is_empty() { status } else { 200 };
        assert_eq!(result, last.to_string(), "{method} {status}");
    }
}

#[tokio::test]
async fn the_policy_and_the_origin_decide_what_is_followed() {
    const HTTP: &str = "http://localhost/a";
    const HTTPS: &str = "https://localhost/a";
    for (policy, from, location, expected) in [
        (OFF, HTTP, "/b", "302"),
        (SAME, HTTP, "/b", "200"),
        (SAME, HTTP, "b?c=1#d", "200"),
        (SAME, HTTP, "http://LOCALHOST:80/b", "200"),
        (SAME, HTTP, "http://localhost:81/b", "302"),
        (SAME, HTTP, "//other/b", "302"),
        (SAME, HTTP, "https://localhost/b", "302"),
        (ANY, HTTP, "http://localhost:81/b", "200"),
        (ANY, HTTP, "//other/b", "200"),
        (ANY, HTTP, "https://localhost/b", "200"),
        (ANY, HTTPS, "//other/b", "200"),
        (ANY, HTTPS, "http://localhost/b", "302"),
        (ANY, HTTPS, "http://other/b", "302"),
        (ANY, HTTPS, "ws://other/b", "302"),
        (ANY, HTTP, "", "302"),
    ] {
        let steps: &'static [Step] = Box::leak(Box::new([(302, location)]));
        let (result, log) = sent(policy, request("GET", from, ""), steps).await;
        assert_eq!(result, expected, "{policy:?} {from} {location:?}");
        assert_eq!(log.len(), if expected == "200" { 2 } else { 1 }, "{policy:?} {from} {location:?}");
    }
}

#[tokio::test]
async fn a_chain_without_an_end_is_a_failure_that_names_the_last_location() {
    let table: [(&[Step], usize, &str); 7] = [
        (&[(302, "/a"), (302, "/b"), (302, "/c")], 4, "200"),
        (&[(302, "/a"), (302, "/b"), (302, "/c"), (307, "/d")], 4, "307 to `/d`|more than 3 redirects"),
        (&[(302, "/a"), (301, "/old")], 2, "301 to `/old`|are a loop"),
        (&[(308, "?")], 2, "200"),
        (&[(302, "#fragment")], 1, "302 to `#fragment`|are a loop"),
        (&[(302, "ftp://localhost/a")], 1, "302 to `ftp://localhost/a`|begins with `https://` or `http://`"),
        (&[(302, "http://user:password@localhost/")], 1, "was not followed|begins with"),
    ];
    for (steps, requests, expected) in table {
        let (result, log) = sent(SAME, request("GET", "http://localhost/old", ""), steps).await;
        assert!(expected.split('|').all(|part| result.contains(part)), "{steps:?}: {result}");
        assert_eq!(log.len(), requests, "{steps:?}");
    }
}

#[tokio::test]
async fn two_locations_are_a_failure() {
    let twice = serve(|_| {
        let mut response = redirect(302, "/a");
        response.headers_mut().append("location", HeaderValue::from_static("/b"));
        std::future::ready(Ok(response))
    });
    let client = ClientBuilder::at("http://localhost").redirects(SAME).around(twice);
    let failure = client.send(request("GET", "http://localhost/old", "")).await.expect_err("two addresses");
    assert!(failure.is_decode() && failure.to_string().contains("expected one address"), "{failure}");
}

#[tokio::test]
async fn a_streamed_body_is_not_sent_again() {
    let streamed = || request("POST", "http://localhost/old", "").map(|_| Body::stream(Stuck(None)));
    for (status, expected) in [(303, "200"), (307, "the body of the request is a stream"), (308, "to `/new`")] {
        let statuses = serve(move |request: Request<Body>| {
            let moved = request.uri().path() == "/old";
            std::future::ready(Ok(if moved { redirect(status, "/new") } else { response(200, None, "1") }))
        });
        let client = ClientBuilder::at("http://localhost").redirects(SAME).around(statuses);
        let result = match client.send(streamed()).await {
            Ok(response) => response.status().as_u16().to_string(),
            Err(failure) => failure.to_string(),
        };
        assert!(result.contains(expected), "{status}: {result}");
    }
}

#[tokio::test]
async fn another_origin_gets_no_credentials_and_neither_does_the_way_back() {
    let (service, log) = service(&[(307, "/b"), (307, "http://other/c"), (307, "http://localhost/d")]);
    let credentials =
        FixedCredentials::header("x-key".parse().expect("a name"), HeaderValue::from_static("credentials"));
    let client = ClientBuilder::at("http://localhost").redirects(ANY).credentials(credentials).around(service);
    let mut first = request("POST", "http://localhost/a", "text");
    let mut secret = HeaderValue::from_static("secret");
    for (name, value) in [("cookie", "c=1"), ("authorization", "Basic x"), ("proxy-authorization", "Basic y")] {
        first.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    secret.set_sensitive(true);
    first.headers_mut().insert("x-trace", secret);
    assert_eq!(client.send(first).await.expect("an answer").status(), 200);
    let with = "content-type=text/plain authorization=Basic x cookie=c=1 x-key=credentials x-trace=secret text";
    let without = "content-type=text/plain text";
    assert_eq!(
        *log.lock().expect("the log"),
        [
            format!("POST http://localhost/a {with}"),
            format!("POST http://localhost/b {with}"),
            format!("POST http://other/c {without}"),
            format!("POST http://localhost/d {without}"),
        ]
    );
}

#[tokio::test]
async fn credentials_of_the_call_itself_do_not_leave_the_origin() {
    // The layer of credentials leaves a field alone that the request has already.
    let (service, log) = service(&[(302, "http://other/c")]);
    let credentials = FixedCredentials::header("x-key".parse().expect("a name"), HeaderValue::from_static("layer"));
    let client = ClientBuilder::at("http://localhost").redirects(ANY).credentials(credentials).around(service);
    let mut first = request("GET", "http://localhost/a", "");
    first.headers_mut().insert("x-key", HeaderValue::from_static("call"));
    client.send(first).await.expect("an answer");
    assert_eq!(*log.lock().expect("the log"), ["GET http://localhost/a x-key=call", "GET http://other/c"]);
}

#[tokio::test]
async fn other_origins_are_asked_for_no_credentials() {
    struct Counted(Arc<AtomicUsize>);
    impl api_client::Credentials for Counted {
        fn value(&self) -> api_client::BoxFuture<'_, Result<HeaderValue, Failure>> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Box::pin(std::future::ready(Ok(HeaderValue::from_static("Bearer x"))))
        }

        fn renew(&self, _: &HeaderValue, _: &api_core::error::Answer) -> bool {
            panic!("another origin cannot refuse these credentials")
        }
    }
    let (service, _) = service(&[(302, "http://other/c"), (401, "")]);
    let fetches = Arc::new(AtomicUsize::new(0));
    let credentials = Counted(fetches.clone());
    let client = ClientBuilder::at("http://localhost").redirects(ANY).credentials(credentials).around(service);
    let refused = client.send(request("GET", "http://localhost/a", "")).await.expect("an answer");
    assert_eq!((refused.status().as_u16(), fetches.load(Ordering::SeqCst)), (401, 1));
}

#[tokio::test(start_paused = true)]
async fn a_request_is_not_repeated_because_its_redirect_failed() {
    // A repeated POST would create a second thing. The GET that follows it is repeated alone.
    let (service, log) = service(&[(303, "/things/1"), (503, ""), (503, "")]);
    let client = ClientBuilder::at("http://localhost").redirects(SAME).around(service);
    let response = client.send(request("POST", "http://localhost/things", "text")).await.expect("an answer");
    assert_eq!(response.status(), 200);
    let get = "GET http://localhost/things/1";
    assert_eq!(
        *log.lock().expect("the log"),
        ["POST http://localhost/things content-type=text/plain text", get, get, get]
    );
}

#[tokio::test]
async fn a_redirect_that_is_not_followed_is_an_answer_with_its_location() {
    let (service, _) = service(&[(301, "https://new.example/v1/numbers/1")]);
    let client = ClientBuilder::at("http://localhost").connect_through::<NumbersApi, _>(service).expect("an address");
    let Err(Trouble::Unknown(answer)) = client.number(1).await else { panic!("expected an unknown answer") };
    let shown = answer.to_string();
    assert!(shown.starts_with("the API answered 301 Moved Permanently, `Location: https://new.example/v1/"), "{shown}");
}

/// The address of a thing.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct At(#[header("location")] String);

#[api]
trait Things {
    /// Creates a thing and returns its address.
    #[post("/things", status = 303)]
    async fn create(&self) -> Result<WithHeaders<(), At>, Error>;

    /// Returns a thing, unless the caller knows it.
    #[get("/things/{id}")]
    async fn thing(&self, id: u32, #[header("if-none-match")] known: Option<String>) -> Result<Thing, Error>;
}

/// A thing, or the statement that it has not changed.
#[derive(Debug, Clone, PartialEq)]
enum Thing {
    Changed(String),
    Unchanged(Tag),
}

/// The version of a thing.
#[derive(Debug, Clone, PartialEq)]
struct Tag(String);

impl Reply for Thing {
    const OUTPUTS: &'static [Output] =
        &[Output::new(200, "application/json", None), Output::empty(304).headers(&[HeaderField::text("etag")])];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let Tag(tag) = match self {
            Self::Changed(thing) => return thing.encode(form),
            Self::Unchanged(tag) => tag,
        };
        // The content must not arrive.
        let mut response = Response::new(Body::from("content"));
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        write_field(response.headers_mut(), "etag", &tag)?;
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        if response.status() == StatusCode::OK {
            return String::decode(response, form).await.map(Self::Changed);
        }
        let tag = read_field(response.headers(), "etag")?;
        let content = Binary::decode(response, form).await?;
        assert_eq!(content.0, "", "a 304 has no content");
        Ok(Self::Unchanged(Tag(tag)))
    }
}

struct Store;

impl Things for Store {
    async fn create(&self) -> Result<WithHeaders<(), At>, Error> {
        Ok(WithHeaders { value: (), headers: At("/things/1".to_owned()) })
    }

    async fn thing(&self, id: u32, known: Option<String>) -> Result<Thing, Error> {
        Ok(known.map_or_else(|| Thing::Changed(format!("thing {id}")), |tag| Thing::Unchanged(Tag(tag))))
    }
}

/// Serves the store over HTTP/1.1 and HTTP/2.
#[cfg(feature = "http2")]
async fn store() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = hyper::service::service_fn(|request: Request<Incoming>| async {
                InProcess::new(ThingsApi::serve(Store)).send(request.map(Body::stream)).await
            });
            let connection = Builder::new(TokioExecutor::new());
            tokio::spawn(async move {
                // The client may drop the connection.
                let _ = connection.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    address
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn over_sockets_values_with_a_status_of_redirection_are_the_same() {
    let address = store().await;
    for settings in [TransportSettings::default(), TransportSettings::default().http2_only()] {
        let builder = ClientBuilder::at(format!("http://{address}")).transport(settings).redirects(ANY);
        let client = api_client::connect::<ThingsApi>(builder).expect("a client");
        for _ in 0..2 {
            assert_eq!(client.create().await.expect("created").headers, At("/things/1".to_owned()));
            assert_eq!(client.thing(1, None).await.expect("a thing"), Thing::Changed("thing 1".to_owned()));
            let unchanged = client.thing(1, Some("\"7\"".to_owned())).await.expect("a thing");
            assert_eq!(unchanged, Thing::Unchanged(Tag("\"7\"".to_owned())));
        }
    }
}

#[tokio::test]
async fn a_declared_redirect_is_a_value() {
    let (service, log) = service(&[(303, "/things/1")]);
    let builder = ClientBuilder::at("http://localhost").redirects(ANY);
    let client = builder.connect_through::<ThingsApi, _>(service).expect("an address");
    let created = client.create().await.expect("a value");
    assert_eq!(created.headers, At("/things/1".to_owned()));
    assert_eq!(log.lock().expect("the log").len(), 1);
}

#[tokio::test]
async fn a_subscription_is_followed_as_one() {
    let service = serve(|request: Request<Body>| {
        assert!(request.extensions().get::<RequestMetadata>().is_some());
        let mut answer = match request.uri().path() {
            "/v1/passing" => redirect(307, "/v2/passing"),
            "/v2/passing" => response(200, None, "data: 7\n\nevent: end\ndata: {\"status\":204}\n\n"),
            path => panic!("{path}"),
        };
        answer.headers_mut().insert("content-type", HeaderValue::from_static("text/event-stream"));
        std::future::ready(Ok(answer))
    });
    let builder = ClientBuilder::at("http://localhost").redirects(SAME);
    let client = builder.connect_through::<NumbersApi, _>(service).expect("an address");
    let mut events = client.passing().await.expect("a subscription");
    let api_core::Next::Event(event) = events.next().await.expect("an event") else { panic!("an end") };
    assert_eq!(event.body, 7);
}

#[tokio::test]
async fn over_sockets_another_port_is_another_origin() {
    let target = loopback(|stream| std::future::ready(Some(stream))).await;
    let answer = format!("HTTP/1.1 302 Found\r\nlocation: http://{}/7\r\ncontent-length: 0\r\n\r\n", target.address);
    let first = crate::network::raw(Box::leak(answer.into_boxed_str())).await;
    for (policy, expected) in [(SAME, None), (ANY, Some(7))] {
        let builder = ClientBuilder::at(format!("http://{first}")).redirects(policy);
        let number = api_client::connect::<NumbersApi>(builder).expect("a client").number(1).await;
        assert_eq!(number.ok(), expected, "{policy:?}");
    }
    assert_eq!(target.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn without_a_policy_a_streamed_body_is_passed_on() {
    let (service, calls) = answers(vec![(200, None)]);
    let client = ClientBuilder::at("http://localhost").around(service);
    let streamed = request("PUT", "http://localhost/a", "").map(|_| Body::stream(Stuck(None)));
    let response = client.send(streamed).await.expect("an answer");
    assert_eq!((response.status().as_u16(), calls.load(Ordering::SeqCst)), (200, 1));
}
