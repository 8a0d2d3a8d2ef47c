//! A language model that repeats the last text, word by word.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use api_core::body::RequestBody;
use api_core::error::{Attributes, RetryAfter};
use api_core::routing::Routes;
use api_core::{Event, OneOrStream, Subscription, routes};

use crate::chat::{
    Alternative, Chat, ChatApi, ChatError, Choice, Chunk, Completion, CompletionRequest, Delta, Embedding,
    EmbeddingRequest, FinishReason, LanguageModel, Message, ModelResponse, OneOrMany, OutputItem, OutputPart, Page,
    Parameter, ResponseEvent, ResponseRequest,
};
use crate::messages::{
    Answered, Block, BlockDelta, Count, CountRequest, MessageDelta, MessageEvent, MessageRequest, Messages,
    MessagesApi, MessagesError, OutputUsage, Role, Usage,
};

/// The only key that is valid.
const KEY: &str = "polly";
/// The only model. The model `busy` refuses its first request.
const MODEL: &str = "parrot-1";
const BUSY: &str = "busy";
const CREATED: i64 = 1_764_460_800;

/// A language model that repeats the last text, word by word, over both APIs.
#[derive(Debug, Clone, Default)]
pub struct Parrot {
    was_busy: Arc<AtomicBool>,
}

impl Parrot {
    /// Returns the routes of both APIs. Their key is `polly`.
    pub fn serve<B: RequestBody>() -> impl Routes<B> {
        let parrot = Self::default();
        let chat = ChatApi::serve_with({
            let parrot = parrot.clone();
            move |context| match context.header_text("authorization") {
                Some(credentials) if credentials == format!("Bearer {KEY}") => Ok(parrot.clone()),
                _ => Err(ChatError::InvalidKey),
            }
        });
        let messages = MessagesApi::serve_with(move |context| match context.header_text("authorization") {
            Some(credentials) if credentials == format!("Bearer {KEY}") => Ok(parrot.clone()),
            _ => Err(MessagesError::InvalidKey),
        });
        routes![chat, messages]
    }

    /// Returns how long a caller of a model has to wait, if it is busy.
    fn busy(&self, model: &str) -> Option<RetryAfter> {
        let refuses = model == BUSY && !self.was_busy.swap(true, Ordering::SeqCst);
        refuses.then_some(RetryAfter(Duration::ZERO))
    }

    fn accept(&self, model: &str) -> Result<(), ChatError> {
        if let Some(delay) = self.busy(model) {
            return Err(ChatError::TooMany(delay));
        }
        if model == MODEL || model == BUSY {
            return Ok(());
        }
        let parameter = Attributes(Parameter { param: "model".to_owned() });
        Err(ChatError::NoSuchModel(format!("The model `{model}` does not exist"), parameter))
    }
}

impl Chat for Parrot {
    async fn models(&self) -> Result<Page<LanguageModel>, ChatError> {
        Ok(Page::new(vec![self.model(MODEL.to_owned()).await?]))
    }

    async fn model(&self, model: String) -> Result<LanguageModel, ChatError> {
        self.accept(&model)?;
        Ok(LanguageModel { id: model, object: "model".to_owned(), created: CREATED, owned_by: "jungle".to_owned() })
    }

    async fn complete(&self, request: CompletionRequest) -> Result<OneOrStream<Completion, Chunk>, ChatError> {
        self.accept(&request.model)?;
        let chunk = |delta, finish_reason| Chunk {
            id: "chatcmpl-1".to_owned(),
            object: "chat.completion.chunk".to_owned(),
            created: CREATED,
            model: request.model.clone(),
            choices: vec![Choice { index: 0, delta, finish_reason }],
        };
        let said = request.messages.last().map(Message::content).unwrap_or_default();
        let most = request.max_completion_tokens.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let reason = if words(said).count() > most { FinishReason::Length } else { FinishReason::Stop };
        if !request.stream {
            let message = Message::Assistant { content: words(said).take(most).collect() };
            return Ok(OneOrStream::One(Completion {
                id: "chatcmpl-1".to_owned(),
                object: "chat.completion".to_owned(),
                created: CREATED,
                model: request.model.clone(),
                choices: vec![Alternative { index: 0, message, finish_reason: reason }],
            }));
        }
        let mut chunks = vec![chunk(Delta { role: Some("assistant".to_owned()), content: None }, None)];
        chunks.extend(words(said).take(most).map(|word| chunk(Delta { role: None, content: Some(word) }, None)));
        chunks.push(chunk(Delta::default(), Some(reason)));
        Ok(OneOrStream::Stream(events(chunks)))
    }

    async fn respond(&self, request: ResponseRequest) -> Result<OneOrStream<ModelResponse, ResponseEvent>, ChatError> {
        self.accept(&request.model)?;
        let item = || "msg_1".to_owned();
        if !request.stream {
            let content = vec![OutputPart::OutputText { text: request.input }];
            return Ok(OneOrStream::One(ModelResponse {
                id: "resp_1".to_owned(),
                object: "response".to_owned(),
                created_at: CREATED,
                model: request.model,
                output: vec![OutputItem::Message { id: item(), role: "assistant".to_owned(), content }],
            }));
        }
        let mut found: Vec<ResponseEvent> = Vec::new();
        for (sequence_number, delta) in (0..).zip(words(&request.input)) {
            let (item_id, output_index, content_index) = (item(), 0, 0);
            found.push(ResponseEvent::Delta { sequence_number, item_id, output_index, content_index, delta });
        }
        let sequence_number = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let (item_id, text) = (item(), request.input);
        found.push(ResponseEvent::Done { sequence_number, item_id, output_index: 0, content_index: 0, text });
        Ok(OneOrStream::Stream(events(found)))
    }

    async fn embed(&self, request: EmbeddingRequest) -> Result<Page<Embedding>, ChatError> {
        self.accept(&request.model)?;
        let texts = match request.input {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        };
        let embedding = |(index, text): (u32, &String)| {
            let letters = text.chars().take(3).map(|letter| f64::from(u32::from(letter)));
            Embedding { object: "embedding".to_owned(), index, embedding: letters.collect() }
        };
        Ok(Page::new((0..).zip(&texts).map(embedding).collect()))
    }
}

impl Messages for Parrot {
    async fn answer(&self, _: String, request: MessageRequest) -> Result<Subscription<MessageEvent>, MessagesError> {
        if let Some(delay) = self.busy(&request.model) {
            return Err(MessagesError::TooMany(delay));
        }
        if request.model != MODEL && request.model != BUSY {
            return Err(MessagesError::NotFound(format!("model: {}", request.model)));
        }
        let said = request.messages.last().map(|turn| turn.content.clone()).unwrap_or_default();
        let usage = Usage { input_tokens: tokens(&said), output_tokens: 0 };
        let message = Answered {
            id: "msg_1".to_owned(),
            kind: "message".to_owned(),
            role: Role::Assistant,
            model: request.model,
            content: Vec::new(),
            stop_reason: None,
            usage,
        };
        let mut found = vec![
            MessageEvent::MessageStart { message },
            MessageEvent::ContentBlockStart { index: 0, content_block: Block::Text { text: String::new() } },
        ];
        found.extend(
            words(&said)
                .map(|text| MessageEvent::ContentBlockDelta { index: 0, delta: BlockDelta::TextDelta { text } }),
        );
        found.extend([
            MessageEvent::ContentBlockStop { index: 0 },
            MessageEvent::MessageDelta {
                delta: MessageDelta { stop_reason: Some("end_turn".to_owned()) },
                usage: OutputUsage { output_tokens: tokens(&said) },
            },
            MessageEvent::MessageStop,
        ]);
        Ok(events(found))
    }

    async fn count(&self, _: String, request: CountRequest) -> Result<Count, MessagesError> {
        Ok(Count { input_tokens: request.messages.iter().map(|turn| tokens(&turn.content)).sum() })
    }
}

/// Returns the words of a text, each with the space before it.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(' ').enumerate().map(|(index, word)| if index == 0 { word.to_owned() } else { format!(" {word}") })
}

fn tokens(text: &str) -> u32 {
    u32::try_from(words(text).count()).unwrap_or(u32::MAX)
}

fn events<T: Send + 'static>(bodies: Vec<T>) -> Subscription<T> {
    Subscription::new(futures_util::stream::iter(bodies.into_iter().map(Event::new)))
}
