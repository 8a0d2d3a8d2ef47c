//! One path that answers one value or a stream of events: as the method decides, or as `Accept` asks.

use api_core::body::Body;
use api_core::context::BodySlot;
use api_core::dialect::Dialect;
use api_core::routing::InProcess;
use api_core::{Error, Event, Model, Next, OneOrStream, OneOrStreamType, Subscription, Transport as _, api};
use http::{Request, Response};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Prompt {
    text: String,
    #[serde(default)]
    stream: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Completion {
    text: String,
}

#[api]
trait Models {
    #[subscribe("/chat", method = post, end = "[DONE]")]
    async fn complete(&self, #[body] prompt: Prompt) -> Result<OneOrStream<Completion, String>, Error>;

    #[subscribe("/answers", method = post)]
    async fn answer(
        &self,
        #[accept] wanted: OneOrStreamType,
        #[body] prompt: Prompt,
    ) -> Result<OneOrStream<Completion, String>, Error>;
}

struct Parrot;

fn words(text: &str) -> Subscription<String> {
    let words: Vec<_> = text.split(' ').map(|word| Event::new(word.to_owned())).collect();
    Subscription::new(futures_util::stream::iter(words))
}

impl Models for Parrot {
    async fn complete(&self, prompt: Prompt) -> Result<OneOrStream<Completion, String>, Error> {
        match (prompt.text.is_empty(), prompt.stream) {
            (true, _) => Err(Error::bad_request("no_text")),
            (_, true) => Ok(OneOrStream::Stream(words(&prompt.text))),
            (_, false) => Ok(OneOrStream::One(Completion { text: prompt.text })),
        }
    }

    async fn answer(&self, wanted: OneOrStreamType, prompt: Prompt) -> Result<OneOrStream<Completion, String>, Error> {
        self.complete(Prompt { stream: wanted == OneOrStreamType::Stream, ..prompt }).await
    }
}

fn transport() -> InProcess<impl api_core::Routes<Body>> {
    InProcess::new(ModelsApi::serve(Parrot))
}

async fn send(path: &str, accept: Option<&str>, body: &'static str) -> Response<Body> {
    let request = Request::post(path).header("content-type", "application/json");
    let request = accept.into_iter().fold(request, |request, accept| request.header("accept", accept));
    transport().send(request.body(Body::from(body)).expect("a request")).await.expect("a response")
}

async fn read(response: Response<Body>) -> (u16, String, String) {
    let (head, body) = response.into_parts();
    let media_type = head.headers["content-type"].to_str().expect("text").to_owned();
    let body = BodySlot::new(body).bytes(4096).await.expect("a body");
    (head.status.as_u16(), media_type, String::from_utf8(body.to_vec()).expect("text"))
}

const SSE: &str = "text/event-stream";
const JSON: &str = "application/json";
const ONE: &str = r#"{"text":"a b"}"#;
const STREAM: &str = "data: \"a\"\n\ndata: \"b\"\n\ndata: [DONE]\n\n";

#[tokio::test]
async fn a_field_of_the_body_decides_whatever_accept_says() {
    // `Accept: application/json` is what clients of language models send for a stream too.
    for accept in [None, Some("*/*"), Some(JSON), Some(SSE)] {
        let (status, media_type, body) = read(send("/chat", accept, r#"{"text":"a b","stream":true}"#).await).await;
        assert_eq!((status, media_type.as_str()), (200, SSE), "{accept:?}");
        assert_eq!(body.trim_start_matches(":\n"), STREAM, "{accept:?}");
        let one = read(send("/chat", accept, r#"{"text":"a b"}"#).await).await;
        assert_eq!(one, (200, JSON.to_owned(), ONE.to_owned()), "{accept:?}");
    }
}

#[tokio::test]
async fn an_argument_has_what_accept_asks_for() {
    let table = [
        (None, JSON),
        (Some("*/*"), JSON),
        (Some(JSON), JSON),
        (Some(SSE), SSE),
        (Some("application/x-ndjson"), "application/x-ndjson"),
        (Some("application/json;q=0.1, text/event-stream"), SSE),
        (Some("application/json, text/event-stream;q=0.9"), JSON),
    ];
    for (accept, expected) in table {
        let response = send("/answers", accept, r#"{"text":"a b"}"#).await;
        assert_eq!(response.headers()["vary"], "accept", "{accept:?}");
        assert_eq!(read(response).await.1, expected, "{accept:?}");
    }
    let (status, media_type, body) = read(send("/answers", Some("image/png"), r#"{"text":"a"}"#).await).await;
    assert_eq!((status, media_type.as_str()), (406, "application/problem+json"), "{body}");
}

#[tokio::test]
async fn a_client_gets_the_one_that_was_sent() {
    for dialect in Dialect::ALL {
        let client = ModelsApi::connect(transport()).dialect(dialect);
        let prompt = Prompt { text: "a b".to_owned(), stream: false };
        let one = client.complete(prompt.clone()).await.expect("an answer").one().expect("one value");
        assert_eq!(one.text, "a b");
        let streaming = Prompt { stream: true, ..prompt.clone() };
        let mut heard = client.complete(streaming.clone()).await.expect("an answer").stream().expect("a stream");
        for word in ["a", "b"] {
            assert_eq!(heard.next().await.expect("a word"), Next::Event(Event::new(word.to_owned())), "{dialect:?}");
        }
        assert!(matches!(heard.next().await.expect("the end"), Next::End(end) if end.is_normal()));

        let one = client.answer(OneOrStreamType::One, prompt.clone()).await.expect("an answer");
        assert!(matches!(one, OneOrStream::One(_)), "{dialect:?}");
        let stream = client.answer(OneOrStreamType::Stream, prompt.clone()).await.expect("an answer");
        assert!(matches!(stream, OneOrStream::Stream(_)), "{dialect:?}");
        let refused = client.complete(Prompt { text: String::new(), ..prompt }).await.expect_err("no text");
        assert_eq!(refused.kind(), Some("no_text"));
    }
}

#[tokio::test]
async fn the_other_kind_of_answer_is_a_failure_that_says_so() {
    let client = ModelsApi::connect(transport());
    let prompt = Prompt { text: "a".to_owned(), stream: true };
    let failure = client.complete(prompt.clone()).await.expect("an answer").one().expect_err("a stream");
    assert_eq!(failure.to_string(), "the answer is a stream of events, and one value was expected");
    let failure =
        client.complete(Prompt { stream: false, ..prompt }).await.expect("an answer").stream().expect_err("a value");
    assert_eq!(failure.to_string(), "the answer is one value, and a stream of events was expected");
}

#[test]
fn a_request_accepts_both_unless_an_argument_chooses() {
    let prompt = Prompt { text: "a".to_owned(), stream: true };
    for (dialect, stream) in [(Dialect::ServerSentEvents, SSE), (Dialect::Ndjson, "application/x-ndjson")] {
        let client = ModelsApi::connect(transport()).dialect(dialect);
        let request = client.request(&ModelsCompleteCall { prompt: prompt.clone() }).expect("a request");
        assert_eq!(request.headers()["accept"], format!("{stream}, {JSON}"));
        for (wanted, expected) in [(OneOrStreamType::One, JSON), (OneOrStreamType::Stream, stream)] {
            let call = ModelsAnswerCall { wanted, prompt: prompt.clone() };
            assert_eq!(client.request(&call).expect("a request").headers()["accept"], expected);
        }
    }
}
