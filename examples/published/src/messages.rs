//! The API of other language models: messages, whose events have names, with `ping` as a heartbeat.

use std::borrow::Cow;

use api_core::error::{Answer, ErrorDocument, ErrorFormat, Failure, RetryAfter};
use api_core::{ApiError, Model, Subscription, api};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Language models.
#[api(base = "/v1", errors = MessagesError, security = bearer)]
pub trait Messages {
    /// Answers a conversation, event by event. The stream ends by closing.
    #[subscribe("/messages", method = post, end = close, heartbeat = "ping", names = tag)]
    async fn answer(
        &self,
        #[header("anthropic-version")] version: String,
        #[body] request: MessageRequest,
    ) -> Result<Subscription<MessageEvent>, MessagesError>;

    /// Counts the tokens of a conversation.
    #[post("/messages/count_tokens")]
    async fn count(
        &self,
        #[header("anthropic-version")] version: String,
        #[body] request: CountRequest,
    ) -> Result<Count, MessagesError>;
}

/// A conversation to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct MessageRequest {
    /// The model.
    pub model: String,
    /// The maximum number of tokens.
    pub max_tokens: u32,
    /// What was said.
    pub messages: Vec<Turn>,
    /// Whether events are sent. This trait has no other way.
    pub stream: bool,
}

/// A conversation to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct CountRequest {
    /// The model.
    pub model: String,
    /// What was said.
    pub messages: Vec<Turn>,
}

/// One thing that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Turn {
    /// Who said it.
    pub role: Role,
    /// The text.
    pub content: String,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A person.
    User,
    /// The model.
    Assistant,
}

/// The number of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Count {
    /// Those of the input.
    pub input_tokens: u32,
}

/// An event of an answer. Its name on the wire is its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MessageEvent {
    /// The answer begins.
    MessageStart {
        /// The answer so far.
        message: Answered,
    },
    /// A part of the content begins.
    ContentBlockStart {
        /// Its number.
        index: u32,
        /// The part so far.
        content_block: Block,
    },
    /// New text of a part.
    ContentBlockDelta {
        /// The number of the part.
        index: u32,
        /// The text.
        delta: BlockDelta,
    },
    /// A part of the content is complete.
    ContentBlockStop {
        /// Its number.
        index: u32,
    },
    /// The answer changes.
    MessageDelta {
        /// What changes.
        delta: MessageDelta,
        /// The tokens that were used.
        usage: OutputUsage,
    },
    /// The answer is complete.
    MessageStop,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Answered {
    /// Its identifier.
    pub id: String,
    /// What it is, `message`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Who says it.
    pub role: Role,
    /// The model.
    pub model: String,
    /// Its parts.
    pub content: Vec<Block>,
    /// Why it ended.
    pub stop_reason: Option<String>,
    /// The tokens that were used.
    pub usage: Usage,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A text.
    Text {
        /// The text.
        text: String,
    },
}

/// New content of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BlockDelta {
    /// New text.
    TextDelta {
        /// The text.
        text: String,
    },
}

/// What changes in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct MessageDelta {
    /// Why it ended.
    pub stop_reason: Option<String>,
}

/// The tokens of input and output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Usage {
    /// Those of the input.
    pub input_tokens: u32,
    /// Those of the output.
    pub output_tokens: u32,
}

/// The tokens of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct OutputUsage {
    /// Their number.
    pub output_tokens: u32,
}

/// What goes wrong.
#[derive(Debug, ApiError)]
#[api_error(format = MessagesErrors)]
pub enum MessagesError {
    /// The key is not valid.
    #[error(status = 401, kind = "authentication_error")]
    InvalidKey,
    /// There is no such model.
    #[error(status = 404, kind = "not_found_error")]
    NotFound(String),
    /// There were too many requests.
    #[error(status = 429, kind = "rate_limit_error")]
    TooMany(RetryAfter),
    /// An error that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// Errors as `{"type": "error", "error": {"type": …, "message": …}}`.
#[derive(Debug, Clone, Copy)]
pub struct MessagesErrors;

impl ErrorFormat for MessagesErrors {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let error = json!({ "type": document.kind, "message": document.description });
        json!({ "type": "error", "error": error }).to_string().into_bytes()
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        let text = |key: &str| error.get(key).and_then(Value::as_str).map(|text| Cow::Owned(text.to_owned()));
        let mut document = ErrorDocument::new(status, text("type").unwrap_or(Cow::Borrowed("unknown")));
        document.description = text("message");
        document.retry_after = api_core::error::retry_after(headers);
        Some(document)
    }
}
