//! Streams of events.

use api_core::Transport as _;
use api_core::body::Body;
use api_core::dialect::Dialect;
use api_core::prelude::*;
use futures_util::stream;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Prompt {
    text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Piece {
    text: String,
}

#[api]
trait Models {
    #[subscribe("/completions", method = post)]
    async fn complete(&self, #[body] prompt: Prompt) -> Result<Subscription<Piece>, Error>;
}

impl Models for () {
    async fn complete(&self, prompt: Prompt) -> Result<Subscription<Piece>, Error> {
        let words: Vec<String> = prompt.text.split(' ').map(str::to_owned).collect();
        Ok(Subscription::new(stream::iter(words.into_iter().map(|text| Event::new(Piece { text })))))
    }
}

#[tokio::test]
async fn a_prompt_is_answered_piece_by_piece() {
    let client = ModelsApi::connect(InProcess::new(ModelsApi::serve(())));
    let mut pieces = client.complete(Prompt { text: "to be".to_owned() }).await.unwrap();
    for text in ["to", "be"] {
        assert_eq!(pieces.next().await.unwrap(), Next::Event(Event::new(Piece { text: text.to_owned() })));
    }
    assert!(matches!(pieces.next().await.unwrap(), Next::End(end) if end.is_normal()));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Question {
    text: String,
    #[serde(default)]
    stream: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Whole {
    text: String,
}

#[api]
trait Answers {
    #[subscribe("/answers", method = post, end = "[DONE]")]
    async fn answer(&self, #[body] question: Question) -> Result<OneOrStream<Whole, Piece>, Error>;
}

fn pieces(text: &str) -> Subscription<Piece> {
    let pieces: Vec<_> = text.split(' ').map(|text| Event::new(Piece { text: text.to_owned() })).collect();
    Subscription::new(futures_util::stream::iter(pieces))
}

#[rustfmt::skip]
impl Answers for () {
    async fn answer(&self, question: Question) -> Result<OneOrStream<Whole, Piece>, Error> {
        if question.stream { Ok(OneOrStream::Stream(pieces(&question.text))) } else { Ok(OneOrStream::One(Whole { text: question.text })) }
    }
}

#[tokio::test]
async fn one_path_answers_one_value_or_a_stream() -> Result<(), api_core::BoxError> {
    let client = AnswersApi::connect(InProcess::new(AnswersApi::serve(())));
    let question = Question { text: "to be".to_owned(), stream: false };
    let whole: Whole = client.answer(question.clone()).await?.one()?;
    let mut pieces = client.answer(Question { stream: true, ..question }).await?.stream()?;
    assert_eq!(whole.text, "to be");
    assert_eq!(pieces.next().await?, Next::Event(Event::new(Piece { text: "to".to_owned() })));
    Ok(())
}

#[api]
trait Others {
    #[subscribe("/chat", method = post, end = "[DONE]")]
    async fn chat(&self, #[body] prompt: Prompt) -> Result<Subscription<Piece>, Error>;

    #[subscribe("/timeline", end = close, heartbeat = "ping", names = tag)]
    async fn timeline(&self) -> Result<Subscription<Timeline>, Error>;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event", content = "payload", rename_all = "snake_case")]
enum Timeline {
    Posted(Piece),
    Deleted(u64),
}

impl Others for () {
    async fn chat(&self, prompt: Prompt) -> Result<Subscription<Piece>, Error> {
        Models::complete(self, prompt).await
    }

    async fn timeline(&self) -> Result<Subscription<Timeline>, Error> {
        let posted = Timeline::Posted(Piece { text: "hello".to_owned() });
        Ok(Subscription::new(stream::iter([posted, Timeline::Deleted(7)].map(Event::new))))
    }
}

async fn sent(request: http::request::Builder, body: &'static str) -> String {
    let routes = InProcess::new(OthersApi::serve(()));
    let response = routes.send(request.body(Body::from(body)).unwrap()).await.unwrap();
    let bytes = api_core::context::BodySlot::new(response.into_body()).bytes(4096).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn streams_have_the_form_that_others_expect() {
    let chat = http::Request::post("/chat").header("content-type", "application/json");
    let chat = sent(chat, r#"{"text":"to be"}"#).await;
    assert_eq!(chat, ":\ndata: {\"text\":\"to\"}\n\ndata: {\"text\":\"be\"}\n\ndata: [DONE]\n\n");
    let timeline = sent(http::Request::get("/timeline"), "").await;
    let ping = "event: ping\ndata: {}\n\n";
    let posted = "event: posted\ndata: {\"text\":\"hello\"}\n\n";
    assert_eq!(timeline, format!("{ping}{posted}event: deleted\ndata: 7\n\n"));

    let client = OthersApi::connect(InProcess::new(OthersApi::serve(()))).dialect(Dialect::ServerSentEvents);
    let mut timeline = client.timeline().await.unwrap();
    let posted = Timeline::Posted(Piece { text: "hello".to_owned() });
    for expected in [posted, Timeline::Deleted(7)] {
        assert_eq!(timeline.next().await.unwrap(), Next::Event(Event::new(expected)));
    }
    assert!(matches!(timeline.next().await.unwrap(), Next::End(end) if end.is_normal()));
}
