//! An API as plain data, as a lock holds it.

use crate::date::Date;
use crate::number::{Divisor, Limit};

/// An API as a lock holds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lock {
    /// The name of the API's trait.
    pub name: String,
    /// The prefix of every path, as a template.
    pub base: String,
    /// The authentication scheme, if callers must authenticate.
    pub security: Option<Security>,
    /// How much changes matter, where the usual severity is not wanted.
    pub severities: Vec<Severity>,
    /// Changes that were made on purpose.
    pub breaks: Vec<Break>,
    /// The errors that every operation can answer with.
    pub errors: Vec<ErrorCase>,
    /// The operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// The APIs that callers serve, sorted by name.
    pub called: Vec<Called>,
    /// The named types, sorted by name.
    pub types: Vec<Type>,
}

/// An API that the callers of operations serve.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Called {
    /// The name of the API's trait, with a number if there are several of this name.
    pub name: String,
    /// The prefix of every path, as a template.
    pub base: String,
    /// The authentication scheme, if the server must authenticate.
    pub security: Option<Security>,
    /// The errors that every operation can answer with.
    pub errors: Vec<ErrorCase>,
    /// The operations, sorted by path and method.
    pub operations: Vec<Operation>,
}

/// A call that follows an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// The name of a [`Called`] API.
    pub api: String,
    /// The URL, with expressions.
    pub url: String,
}

impl Lock {
    /// Returns the operations of the API, and then those of the APIs that callers serve.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().chain(self.called.iter().flat_map(|called| &called.operations))
    }

    /// Returns the errors of all operations, and then those of the APIs that callers serve.
    pub fn common_errors(&self) -> impl Iterator<Item = &ErrorCase> {
        self.errors.iter().chain(self.called.iter().flat_map(|called| &called.errors))
    }
}

/// A rule whose severity differs from the usual one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Severity {
    /// The rule, for example `response.enum-value-added`.
    pub rule: String,
    /// How much it matters.
    pub level: Level,
    /// Why.
    pub reason: String,
}

/// How much a change matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It stops the build.
    Error,
    /// It is reported by the tool, and does not stop the build.
    Warning,
    /// It is listed by the tool.
    Info,
}

/// A breaking change that was made on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The day, as `2026-11-29`.
    pub date: String,
    /// The rule that it breaks.
    pub rule: String,
    /// What has changed, for example `Room.topic`.
    pub subject: String,
    /// Why.
    pub reason: String,
}

/// An authentication scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Security {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in the header field with this name.
    ApiKey(String),
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The request method.
    pub verb: String,
    /// The path below the base, as a template.
    pub path: String,
    /// The name of its method in the trait.
    pub name: String,
    /// The reason for the deprecation, if it is deprecated.
    pub deprecated: Option<String>,
    /// The day from which it may be removed.
    pub sunset: Option<Date>,
    /// The authentication scheme, if callers must authenticate.
    pub security: Option<Security>,
    /// The permissions that a caller needs.
    pub requires: Vec<String>,
    /// The values of path, query and header fields.
    pub parameters: Vec<Parameter>,
    /// The request body, if there is one.
    pub body: Option<Body>,
    /// Further media types of the body, whose limit is that of the first.
    pub other_bodies: Vec<Body>,
    /// The kind of answer.
    pub exchange: Exchange,
    /// The successful responses.
    pub outputs: Vec<Output>,
    /// The errors beside those of the API.
    pub errors: Vec<ErrorCase>,
    /// The APIs that its callers serve.
    pub callbacks: Vec<Callback>,
}

/// A value of path, query or header fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The part of the request that holds it.
    pub location: Location,
    /// The name on the wire.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// The form of a list or an object in the query.
    pub style: Style,
    /// The text of the value that is taken if the request has none.
    pub default: Option<String>,
    /// Whether reserved characters of the query are written as they are.
    pub allow_reserved: bool,
}

impl Parameter {
    /// Creates a parameter of the usual style, without a default.
    pub fn new(location: Location, name: impl Into<String>, shape: Shape) -> Self {
        Self { location, name: name.into(), shape, style: Style::Repeated, default: None, allow_reserved: false }
    }
}

/// The form of a list or an object in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A list repeats its key, and the fields of an object are keys of their own.
    Repeated,
    /// Items are separated by commas.
    Comma,
    /// Items are separated by spaces.
    Space,
    /// Items are separated by vertical bars.
    Pipe,
    /// Items and fields follow in brackets.
    Brackets,
    /// A header field is structured (RFC 9651).
    Structured,
}

impl Style {
    /// The styles that have words.
    pub(crate) const WITH_WORDS: [(&str, Self); 5] = [
        ("comma", Self::Comma),
        ("space", Self::Space),
        ("pipe", Self::Pipe),
        ("brackets", Self::Brackets),
        ("structured", Self::Structured),
    ];

    /// Returns the style of a word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WITH_WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, style)| style)
    }

    /// Returns the word after a space, nothing for the usual style.
    pub(crate) fn suffix(self) -> String {
        let word = Self::WITH_WORDS.into_iter().find(|(_, style)| *style == self);
        word.map_or_else(String::new, |(word, _)| format!(" {word}"))
    }
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A capture of the path.
    Path,
    /// Keys of the query.
    Query,
    /// A header field.
    Header,
    /// A cookie.
    Cookie,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// How it is encoded.
    pub encoding: Encoding,
    /// The media type, if it is not that of the encoding.
    pub media_type: Option<String>,
    /// Whether its content type does not matter.
    pub any_content_type: bool,
    /// The maximum size in bytes.
    pub limit: Option<u64>,
    /// Its shape.
    pub shape: Shape,
}

/// How a request body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `text/plain`.
    Text,
    /// Any bytes, read as a whole.
    Bytes,
    /// Any bytes, read piece by piece.
    Stream,
    /// `multipart/form-data`.
    Multipart,
    /// `application/cbor`.
    Cbor,
    /// `application/vnd.msgpack`.
    MessagePack,
    /// `application/xml`.
    Xml,
    /// `application/yaml`.
    Yaml,
}

/// The form of server-sent events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventForm {
    /// How the stream ends.
    pub end: Ending,
    /// The name of events that are heartbeats.
    pub heartbeat: Option<String>,
    /// The key of a body whose value is the name of the event, and the key whose value is its data.
    pub names: Option<(String, Option<String>)>,
}

/// How a stream of server-sent events ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Ending {
    /// By an event with the name `end`.
    #[default]
    Event,
    /// By an event with this text as its data.
    Marker(String),
    /// By closing.
    Close,
}

/// The kind of answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Exchange {
    /// One response.
    Unary,
    /// A stream of events.
    Events {
        /// Whether a client can resume after the last event it received.
        resumable: bool,
        /// The query key that names the last event, beside the header field.
        resume_query: Option<String>,
        /// The form of the server-sent events.
        form: EventForm,
    },
    /// Typed messages in both directions.
    Duplex {
        /// Whether messages are in binary frames.
        binary: bool,
        /// The shape of the client's messages.
        input: Shape,
        /// The terms of the WebSocket.
        terms: Terms,
    },
    /// A WebSocket whose messages are not described.
    Socket(Terms),
}

/// The terms of a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// The subprotocols, the preferred one first.
    pub subprotocols: Vec<String>,
    /// The maximum size of a message in bytes.
    pub max_message: Option<u64>,
    /// The maximum size of a frame in bytes.
    pub max_frame: Option<u64>,
}

/// A successful response.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// The status code, or [`Output::ANY_SUCCESS`].
    pub status: u16,
    /// The media type of the body, if there is one.
    pub media_type: Option<String>,
    /// The shape of the body. `None`: no body, or any bytes.
    pub shape: Option<Shape>,
    /// Its header fields.
    pub headers: Vec<HeaderField>,
    /// Whether the body is handed on piece by piece.
    pub streamed: bool,
}

impl Output {
    /// The status of an output whose response may have any of 200 to 299. It is the first digit of these.
    pub const ANY_SUCCESS: u16 = 2;
}

/// A header field of a response or an error.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderField {
    /// The name, in lower case. Of a cookie, the name of the cookie.
    pub name: String,
    /// The shape of its value.
    pub shape: Shape,
    /// Whether it is a cookie that the answer sets.
    pub cookie: bool,
    /// [`Style::Structured`] for a structured field (RFC 9651), otherwise [`Style::Repeated`].
    pub style: Style,
}

/// An error response.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorCase {
    /// The status code.
    pub status: u16,
    /// The kind, for example `room_not_found`.
    pub kind: String,
    /// The shape of its details.
    pub attributes: Option<Shape>,
    /// Its header fields.
    pub headers: Vec<HeaderField>,
}

/// The wire format of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// `null` only.
    Null,
    /// `true` or `false`.
    Boolean,
    /// An integer within a range, both ends inclusive.
    Integer {
        /// The minimum.
        minimum: i128,
        /// The maximum.
        maximum: i128,
    },
    /// A floating-point number.
    Number,
    /// A string, perhaps of a format.
    Text(Option<String>),
    /// Any JSON value.
    Any,
    /// The value, or `null`.
    Option(Box<Shape>),
    /// The value, `null`, or no key.
    Patch(Box<Shape>),
    /// An array.
    List {
        /// The shape of each item.
        item: Box<Shape>,
        /// The number of items, if it is fixed.
        length: Option<u64>,
        /// Whether items are distinct.
        unique: bool,
    },
    /// An object with arbitrary keys: the shapes of key and value.
    Map(Box<Shape>, Box<Shape>),
    /// An array of fixed length.
    Tuple(Vec<Item>),
    /// A type of the lock, by name.
    Named(String),
}

/// A value with constraints.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its shape.
    pub shape: Shape,
    /// The constraints beyond the shape.
    pub constraints: Constraints,
}

/// Constraints on a value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Constraints {
    /// The minimum of a number.
    pub min: Option<Limit>,
    /// The maximum of a number.
    pub max: Option<Limit>,
    /// The number that a number is a multiple of.
    pub multiple_of: Option<Divisor>,
    /// The minimum number of characters, items or entries.
    pub min_length: Option<u64>,
    /// The maximum number of characters, items or entries.
    pub max_length: Option<u64>,
    /// A regular expression that must match.
    pub pattern: Option<String>,
    /// The name of a format.
    pub format: Option<String>,
}

/// A named type.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// The name, with its type arguments: `Page<Room>`.
    pub name: String,
    /// What it is.
    pub definition: Definition,
}

/// What a named type is.
#[derive(Debug, Clone, PartialEq)]
pub enum Definition {
    /// An object with known keys.
    Struct {
        /// The fields.
        fields: Vec<Field>,
        /// Whether unknown keys are refused.
        closed: bool,
    },
    /// One of several variants.
    Enum {
        /// Where the variant's name is.
        tagging: Tagging,
        /// The variants.
        variants: Vec<Variant>,
        /// Whether unknown keys of struct variants are refused.
        closed: bool,
    },
    /// The wire format of the only field.
    Newtype {
        /// The field.
        item: Item,
        /// Whether an option inside may be absent.
        transparent: bool,
    },
    /// An array of fixed length.
    Tuple(Vec<Item>),
}

/// One key of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key.
    pub name: String,
    /// Other keys that a reader accepts.
    pub aliases: Vec<String>,
    /// The value.
    pub item: Item,
    /// What a reader does if the key is missing.
    pub reading: Reading,
    /// When a writer sends the key.
    pub writing: Writing,
    /// Whether the keys of the value belong to the object around it.
    pub flattened: bool,
    /// The form of a list in a query.
    pub style: Style,
    /// The messages that have the key.
    pub access: Access,
    /// The JSON of the value that a reader takes if the key is missing, if it is known.
    pub default: Option<String>,
}

/// The messages that have a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Requests and answers.
    Both,
    /// Answers.
    ReadOnly,
    /// Requests.
    WriteOnly,
}

/// What a reader does if a key is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Rejects the object, unless the shape accepts absence.
    Required,
    /// Rejects the object, also for an option.
    Insisted,
    /// Uses a default.
    Defaulted,
    /// Does not read the key.
    Ignored,
}

/// When a writer sends a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// In every object.
    Always,
    /// Unless the value is excluded, at least `null`.
    Sometimes,
    /// Unless the value is excluded, by a condition that may let `null` pass.
    Conditional,
    /// Never.
    Never,
}

/// Where the name of a variant is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagging {
    /// It is the only key of an object.
    External,
    /// It is the value of this key, among those of the content.
    Internal(String),
    /// It is the value of the first key, and the content that of the second.
    Adjacent(String, String),
    /// It is not sent.
    Untagged,
    /// It is a number, and all that is sent.
    Integer,
}

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The name.
    pub name: String,
    /// Other names that a reader accepts.
    pub aliases: Vec<String>,
    /// The content.
    pub content: Content,
    /// Whether a reader accepts it.
    pub read: bool,
    /// Whether a writer can send it.
    pub written: bool,
    /// Whether a reader takes it for unknown names.
    pub other: bool,
}

/// The content of a variant.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// No content.
    Unit,
    /// One value.
    Newtype(Item),
    /// An array.
    Tuple(Vec<Item>),
    /// An object.
    Struct(Vec<Field>),
}
