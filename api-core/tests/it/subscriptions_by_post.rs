//! Subscriptions by `POST`: a request with a body, answered as a stream of events.

use api_core::body::Body;
use api_core::context::BodySlot;
use api_core::dialect::Dialect;
use api_core::routing::{Cors, InProcess, ServiceSettings, respond};
use api_core::{Error, Event, Model, Next, Subscription, Transport as _, api};
use http::{Request, Response};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Pair {
    first: String,
    second: String,
}

#[api]
trait Words {
    #[subscribe("/words", method = post, body_limit = 16)]
    async fn words(&self, #[body] text: String) -> Result<Subscription<String>, Error>;

    #[subscribe("/letters", method = post)]
    async fn letters(&self, #[body(form)] pair: Pair) -> Result<Subscription<String>, Error>;

    #[subscribe("/everything", method = post)]
    async fn everything(&self) -> Result<Subscription<String>, Error>;

    #[get("/words")]
    async fn all(&self) -> Result<String, Error>;
}

struct Splitter;

impl Words for Splitter {
    async fn words(&self, text: String) -> Result<Subscription<String>, Error> {
        if text.is_empty() {
            return Err(Error::bad_request("no_words"));
        }
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        Ok(Subscription::new(futures_util::stream::iter(words.into_iter().map(Event::new))))
    }

    async fn letters(&self, pair: Pair) -> Result<Subscription<String>, Error> {
        Ok(Subscription::new(futures_util::stream::iter([pair.first, pair.second].map(Event::new))))
    }

    async fn everything(&self) -> Result<Subscription<String>, Error> {
        Ok(Subscription::none())
    }

    async fn all(&self) -> Result<String, Error> {
        Ok("all".to_owned())
    }
}

async fn send(request: http::request::Builder, body: &'static str) -> Response<Body> {
    let (head, body) = request.body(Body::from(body)).expect("a request").into_parts();
    let settings = ServiceSettings::default().cors(Cors::any_origin());
    respond(&WordsApi::serve(Splitter), &settings, &head, body).await
}

async fn text(response: Response<Body>) -> String {
    let bytes = BodySlot::new(response.into_body()).bytes(4096).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[tokio::test]
async fn accept_selects_the_dialect_and_server_sent_events_are_the_usual_one() {
    const SSE: &str = "text/event-stream";
    let table = [
        (None, SSE),
        (Some("*/*"), SSE),
        // What the clients of language models send, also for a stream.
        (Some("application/json"), SSE),
        (Some("text/event-stream"), SSE),
        (Some("application/x-ndjson"), "application/x-ndjson"),
        (Some("application/json-seq"), "application/json-seq"),
        (Some("application/x-ndjson;q=0.5, text/event-stream"), SSE),
    ];
    for (accept, expected) in table {
        let request = Request::post("/words").header("content-type", "application/json");
        let request = accept.into_iter().fold(request, |request, accept| request.header("accept", accept));
        let response = send(request, "\"a b\"").await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &expected.parse().unwrap())
        );
        assert_eq!(response.headers()["vary"], "accept, origin", "{accept:?}");
        let text = text(response).await;
        if expected == SSE {
            let end = r#"event: end
data: {"status":204,"headers":{},"body":null}"#;
            assert_eq!(text, format!(":\ndata: \"a\"\n\ndata: \"b\"\n\n{end}\n\n"), "{accept:?}");
        }
    }
}

#[tokio::test]
async fn only_post_reaches_it() {
    let allowed = "GET, HEAD, POST, OPTIONS";
    for method in ["SUBSCRIBE", "PUT", "DELETE"] {
        let response = send(Request::builder().method(method).uri("/words"), "").await;
        assert_eq!((response.status().as_u16(), &response.headers()["allow"]), (405, &allowed.parse().unwrap()));
    }
    let get = Request::get("/words").header("accept", "text/event-stream, */*;q=0.1");
    assert_eq!(text(send(get, "").await).await, "\"all\"", "the `GET` of the path");
    for method in ["GET", "HEAD"] {
        let response = send(Request::builder().method(method).uri("/letters"), "").await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &"POST, OPTIONS".parse().unwrap())
        );
    }
    let options = send(Request::options("/letters"), "").await;
    assert_eq!((options.status().as_u16(), &options.headers()["allow"]), (204, &"POST, OPTIONS".parse().unwrap()));
    let everywhere = send(Request::options("*"), "").await;
    assert_eq!(everywhere.headers()["allow"], "GET, HEAD, POST, OPTIONS");
}

#[tokio::test]
async fn a_page_of_another_origin_may_send_the_body() {
    let preflight = Request::options("/words")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let response = send(preflight, "").await;
    assert_eq!(response.headers()["access-control-allow-methods"], "GET, HEAD, POST, OPTIONS");
    assert_eq!(response.headers()["access-control-allow-headers"], "content-type");
}

#[tokio::test]
async fn a_body_is_checked_like_that_of_any_other_post() {
    let table = [("text/plain", "\"a\"", 415), ("application/json", "4", 422), ("application/json", "\"a", 400)];
    for (content_type, body, expected) in table {
        let response = send(Request::post("/words").header("content-type", content_type), body).await;
        assert_eq!(response.status(), expected, "{content_type} {body}");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
    let long = send(Request::post("/words").header("content-type", "application/json"), "\"a text that is too long\"");
    assert_eq!(long.await.status(), 413);
}

#[tokio::test]
async fn a_client_reads_the_events_whatever_dialect_it_prefers() {
    for (dialect, expected) in [
        (Dialect::Elements, "text/event-stream"),
        (Dialect::ServerSentEvents, "text/event-stream"),
        (Dialect::Ndjson, "application/x-ndjson"),
        (Dialect::WebSocket, "text/event-stream"),
    ] {
        let client = WordsApi::connect(InProcess::new(WordsApi::serve(Splitter))).dialect(dialect);
        let request = client.request(&WordsWordsCall { text: "a b".to_owned() }).expect("a request");
        assert_eq!((request.method().as_str(), &request.headers()["accept"]), ("POST", &expected.parse().unwrap()));
        assert_eq!(client.transport().send(request).await.expect("a response").headers()["content-type"], expected);
        let pair = Pair { first: "x".to_owned(), second: "y".to_owned() };
        for (mut words, expected) in [
            (client.words("a b".to_owned()).await.expect("words"), &["a", "b"][..]),
            (client.letters(pair).await.expect("letters"), &["x", "y"]),
            (client.everything().await.expect("nothing"), &[]),
        ] {
            for word in expected {
                assert_eq!(words.next().await.expect("a word"), Next::Event(Event::new((*word).to_owned())));
            }
            assert!(matches!(words.next().await.expect("the end"), Next::End(end) if end.is_normal()));
        }
        let refused = client.words(String::new()).await.expect_err("no words");
        assert_eq!(refused.kind(), Some("no_words"));
        let empty = client.request(&WordsEverythingCall {}).expect("a request");
        assert_eq!(empty.headers()["content-length"], "0", "some servers answer 411 without it");
    }
}
