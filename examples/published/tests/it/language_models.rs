//! Language models: the laws, and the streams as the derived clients read them.

use api_core::Body;
use api_core::routing::InProcess;
use api_testing::laws::{self, Laws};
use futures_util::TryStreamExt as _;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use published::Parrot;
use published::chat::{
    Chat as _, ChatApi, ChatError, CompletionRequest, EmbeddingRequest, FinishReason, Message, OneOrMany,
    ResponseEvent, ResponseRequest,
};
use published::messages::{MessageEvent, MessageRequest, Messages as _, MessagesApi, MessagesError, Role, Turn};

const LAWS: Laws = Laws::new(30, 1);

#[test]
fn the_laws_hold_for_language_models() {
    laws::check::<ChatApi>(&LAWS);
    laws::check::<MessagesApi>(&LAWS);
}

fn request(model: &str, text: &str, most: Option<u32>) -> CompletionRequest {
    CompletionRequest {
        model: model.to_owned(),
        messages: vec![Message::User { content: text.to_owned() }],
        stream: true,
        max_completion_tokens: most,
        temperature: None,
    }
}

#[tokio::test]
async fn a_completion_is_read_chunk_by_chunk() {
    let client = ChatApi::connect(InProcess::new(Parrot::serve::<Body>()))
        .header(AUTHORIZATION, HeaderValue::from_static("Bearer polly"));
    for (most, text, reason) in
        [(None, "hello to you", FinishReason::Stop), (Some(2), "hello to", FinishReason::Length)]
    {
        let chunks = client.complete(request("parrot-1", "hello to you", most)).await.unwrap().stream().unwrap();
        let chunks: Vec<_> = chunks.map_ok(|event| event.body).try_collect().await.unwrap();
        let choices: Vec<_> = chunks.iter().flat_map(|chunk| &chunk.choices).collect();
        let said: String = choices.iter().filter_map(|choice| choice.delta.content.as_deref()).collect();
        assert_eq!(said, text);
        assert_eq!(choices.last().unwrap().finish_reason, Some(reason));
        let whole = CompletionRequest { stream: false, ..request("parrot-1", "hello to you", most) };
        let whole = client.complete(whole).await.unwrap().one().unwrap();
        assert_eq!((whole.choices[0].message.content(), whole.choices[0].finish_reason), (text, reason));
    }
    let input = OneOrMany::Many(vec!["ab".to_owned(), "c".to_owned()]);
    let embedded = client.embed(EmbeddingRequest { model: "parrot-1".to_owned(), input, encoding_format: None }).await;
    assert_eq!(embedded.unwrap().data[1].embedding, [99.0]);
}

#[tokio::test]
async fn errors_of_a_model_are_those_that_it_declares() {
    let transport = InProcess::new(Parrot::serve::<Body>());
    let client = ChatApi::connect(transport.clone()).header(AUTHORIZATION, HeaderValue::from_static("Bearer polly"));
    let unknown = client.complete(request("macaw", "hello", None)).await.unwrap_err();
    assert!(matches!(unknown, ChatError::NoSuchModel(_, details) if details.0.param == "model"));
    assert!(matches!(client.complete(request("busy", "a", None)).await, Err(ChatError::TooMany(_))));
    assert!(client.complete(request("busy", "a", None)).await.is_ok());
    assert!(matches!(ChatApi::connect(transport).models().await, Err(ChatError::InvalidKey)));
}

#[tokio::test]
async fn events_with_names_are_variants() {
    let client = ChatApi::connect(InProcess::new(Parrot::serve::<Body>()))
        .header(AUTHORIZATION, HeaderValue::from_static("Bearer polly"));
    let request = ResponseRequest { model: "parrot-1".to_owned(), input: "one two".to_owned(), stream: true };
    let whole = client.respond(ResponseRequest { stream: false, ..request.clone() }).await.unwrap().one().unwrap();
    assert_eq!(whole.object, "response");
    let events = client.respond(request).await.unwrap().stream().unwrap();
    let events: Vec<_> = events.map_ok(|event| event.body).try_collect().await.unwrap();
    assert!(matches!(&events[..], [ResponseEvent::Delta { .. }, ResponseEvent::Delta { delta, .. },
        ResponseEvent::Done { text, .. }] if delta == " two" && text == "one two"));
}

#[tokio::test]
async fn an_answer_is_read_event_by_event() {
    let client = MessagesApi::connect(InProcess::new(Parrot::serve::<Body>()))
        .header(AUTHORIZATION, HeaderValue::from_static("Bearer polly"));
    let request = |model: &str| MessageRequest {
        model: model.to_owned(),
        max_tokens: 9,
        messages: vec![Turn { role: Role::User, content: "one two".to_owned() }],
        stream: true,
    };
    let events = client.answer("2023-06-01".to_owned(), request("parrot-1")).await.unwrap();
    let events: Vec<_> = events.map_ok(|event| event.body).try_collect().await.unwrap();
    assert!(matches!(events.first(), Some(MessageEvent::MessageStart { .. })));
    assert_eq!(events.last(), Some(&MessageEvent::MessageStop));
    let refused = client.answer("2023-06-01".to_owned(), request("macaw")).await.unwrap_err();
    assert!(matches!(refused, MessagesError::NotFound(text) if text == "model: macaw"));
}
