//! The API of many language models: chat completions, streamed as server-sent events that end with `[DONE]`, and
//! responses, whose events have names.

use std::borrow::Cow;

use api_core::error::{Answer, Attributes, ErrorDocument, ErrorFormat, Failure, RetryAfter};
use api_core::{ApiError, Model, OneOrStream, api};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Language models.
#[api(base = "/v1", errors = ChatError, security = bearer)]
pub trait Chat {
    /// Lists the models.
    #[get("/models")]
    async fn models(&self) -> Result<Page<LanguageModel>, ChatError>;

    /// Returns a model.
    #[get("/models/{model}")]
    async fn model(&self, model: String) -> Result<LanguageModel, ChatError>;

    /// Completes a conversation, at once or chunk by chunk.
    #[subscribe("/chat/completions", method = post, end = "[DONE]")]
    async fn complete(&self, #[body] request: CompletionRequest) -> Result<OneOrStream<Completion, Chunk>, ChatError>;

    /// Answers an input, at once or with events that have names. The stream ends by closing.
    #[subscribe("/responses", method = post, end = close, names = tag)]
    async fn respond(
        &self,
        #[body] request: ResponseRequest,
    ) -> Result<OneOrStream<ModelResponse, ResponseEvent>, ChatError>;

    /// Embeds a text, or several.
    #[post("/embeddings")]
    async fn embed(&self, #[body] request: EmbeddingRequest) -> Result<Page<Embedding>, ChatError>;
}

/// A list of objects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Page<T> {
    /// What it is, `list`.
    pub object: String,
    /// The objects.
    pub data: Vec<T>,
}

impl<T> Page<T> {
    /// Creates a list.
    pub fn new(data: Vec<T>) -> Self {
        Self { object: "list".to_owned(), data }
    }
}

/// A language model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct LanguageModel {
    /// Its name.
    pub id: String,
    /// What it is, `model`.
    pub object: String,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// Who owns it.
    pub owned_by: String,
}

/// A conversation to complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct CompletionRequest {
    /// The model.
    pub model: String,
    /// What was said.
    #[model(min_length = 1)]
    pub messages: Vec<Message>,
    /// Whether the answer comes in chunks.
    #[serde(default)]
    #[model(default = false)]
    pub stream: bool,
    /// The maximum number of tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[model(min = 1)]
    pub max_completion_tokens: Option<u32>,
    /// The randomness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[model(min = 0, max = 2)]
    pub temperature: Option<f64>,
}

/// One thing that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Message {
    /// By the program.
    System {
        /// The text.
        content: String,
    },
    /// By a person.
    User {
        /// The text.
        content: String,
    },
    /// By the model.
    Assistant {
        /// The text.
        content: String,
    },
}

impl Message {
    /// Returns the text.
    pub fn content(&self) -> &str {
        match self {
            Self::System { content } | Self::User { content } | Self::Assistant { content } => content,
        }
    }
}

/// A whole completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Completion {
    /// Its id.
    pub id: String,
    /// What it is, `chat.completion`.
    pub object: String,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// The model.
    pub model: String,
    /// The alternatives.
    pub choices: Vec<Alternative>,
}

/// One alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Alternative {
    /// Its number.
    pub index: u32,
    /// What the model says.
    pub message: Message,
    /// Why it is finished.
    pub finish_reason: FinishReason,
}

/// A piece of a completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Chunk {
    /// The completion.
    pub id: String,
    /// What it is, `chat.completion.chunk`.
    pub object: String,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// The model.
    pub model: String,
    /// What is new in each alternative.
    pub choices: Vec<Choice>,
}

/// What is new in one alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Choice {
    /// Its number.
    pub index: u32,
    /// The new text.
    pub delta: Delta,
    /// Why it is finished, if it is.
    pub finish_reason: Option<FinishReason>,
}

/// New text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Delta {
    /// Who says it, in the first chunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// Why an alternative is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    /// The model had nothing more to say.
    Stop,
    /// It had no more tokens.
    Length,
}

/// An input to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ResponseRequest {
    /// The model.
    pub model: String,
    /// The input.
    pub input: String,
    /// Whether the answer comes in events.
    #[serde(default)]
    #[model(default = false)]
    pub stream: bool,
}

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ModelResponse {
    /// Its id.
    pub id: String,
    /// What it is, `response`.
    pub object: String,
    /// When it was created, in seconds since 1970.
    pub created_at: i64,
    /// The model.
    pub model: String,
    /// The items.
    pub output: Vec<OutputItem>,
}

/// An item of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OutputItem {
    /// What the model says.
    Message {
        /// The item's id.
        id: String,
        /// Who says it.
        role: String,
        /// The parts.
        content: Vec<OutputPart>,
    },
}

/// A part of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OutputPart {
    /// Text.
    OutputText {
        /// The text.
        text: String,
    },
}

/// An event of an answer. Its name on the wire is its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "type")]
pub enum ResponseEvent {
    /// New text.
    #[serde(rename = "response.output_text.delta")]
    Delta {
        /// The number of the event.
        sequence_number: u32,
        /// The text's item.
        item_id: String,
        /// The number of the item.
        output_index: u32,
        /// The number of the part in the item.
        content_index: u32,
        /// The text.
        delta: String,
    },
    /// All text was sent.
    #[serde(rename = "response.output_text.done")]
    Done {
        /// The number of the event.
        sequence_number: u32,
        /// The text's item.
        item_id: String,
        /// The number of the item.
        output_index: u32,
        /// The number of the part in the item.
        content_index: u32,
        /// All text.
        text: String,
    },
}

/// What to embed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct EmbeddingRequest {
    /// The model.
    pub model: String,
    /// A text, or several.
    pub input: OneOrMany,
    /// The form of the vectors, `float` or `base64`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding_format: Option<String>,
}

/// A text, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One text.
    One(String),
    /// Several texts.
    Many(Vec<String>),
}

/// The vector of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Embedding {
    /// What it is, `embedding`.
    pub object: String,
    /// The number of the text.
    pub index: u32,
    /// The vector.
    pub embedding: Vec<f64>,
}

/// What goes wrong.
#[derive(Debug, ApiError)]
#[api_error(format = ChatErrors)]
pub enum ChatError {
    /// The key is not valid.
    #[error(status = 401, kind = "invalid_api_key")]
    InvalidKey,
    /// There is no such model.
    #[error(status = 404, kind = "model_not_found")]
    NoSuchModel(String, Attributes<Parameter>),
    /// There were too many requests.
    #[error(status = 429, kind = "rate_limit_exceeded")]
    TooMany(RetryAfter),
    /// An error that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// The parameter that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Parameter {
    /// Its name.
    pub param: String,
}

/// Errors as `{"error": {"message": …, "type": …, "param": …, "code": …}}`.
#[derive(Debug, Clone, Copy)]
pub struct ChatErrors;

impl ErrorFormat for ChatErrors {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let param = document.attributes.as_ref().and_then(|details| details.get("param")).cloned();
        let kind = if document.status.is_server_error() { "server_error" } else { "invalid_request_error" };
        let error = json!({ "message": document.description, "type": kind, "param": param, "code": document.kind });
        json!({ "error": error }).to_string().into_bytes()
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        let text = |key: &str| error.get(key).and_then(Value::as_str).map(|text| Cow::Owned(text.to_owned()));
        let mut document = ErrorDocument::new(status, text("code").unwrap_or(Cow::Borrowed("unknown")));
        document.description = text("message");
        document.attributes = text("param").map(|param| json!({ "param": param }));
        document.retry_after = api_core::error::retry_after(headers);
        Some(document)
    }
}
