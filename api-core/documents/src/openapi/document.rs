//! A checked document: operations and named types, before a version of OpenAPI is chosen.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use api_core::description::Security;

use crate::schema::{Collected, Flow, Schema};
use crate::tree::Json;

/// A document that can be written. [`Checked::openapi`](crate::Checked::openapi) makes it.
#[derive(Debug)]
pub struct Document {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) docs: String,
    /// The URL of the document of AsyncAPI.
    pub(super) asyncapi: Option<String>,
    pub(super) servers: Vec<(String, String)>,
    /// The names and documentation of the APIs.
    pub(super) tags: Vec<(String, &'static str)>,
    pub(super) paths: Vec<PathItem>,
    /// The operations that receivers serve, with a name in place of a path.
    pub(super) webhooks: Vec<PathItem>,
    pub(super) types: Collected,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// OpenAPI 3.0.4. It cannot express everything: tuples become lists, and JSON inside of text becomes text.
    V3_0,
    /// OpenAPI 3.1.1, whose schemas are JSON Schema 2020-12.
    #[default]
    V3_1,
}

/// The operations of one path.
#[derive(Debug)]
pub(super) struct PathItem {
    pub(super) template: String,
    pub(super) operations: Vec<(Method, Operation)>,
}

/// The method of an operation, in the order of a path item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    /// No method of OpenAPI before version 3.2: it is written as an extension.
    Subscribe,
}

/// One operation: an endpoint, or several that the request tells apart.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) tags: Vec<String>,
    pub(super) summary: String,
    pub(super) docs: String,
    pub(super) deprecated: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) responses: Vec<Response>,
    /// Each alternative. No scheme: everyone may call.
    pub(super) security: Vec<Option<(Security, &'static [&'static str])>>,
    pub(super) socket: Option<Socket>,
    /// The APIs that its callers serve: the name of each, and its paths, which begin with a URL.
    pub(super) callbacks: Vec<(&'static str, Vec<PathItem>)>,
    /// The URL of the channel of AsyncAPI.
    pub(super) channel: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) docs: String,
    pub(super) required: bool,
    pub(super) schema: Schema,
    /// The value that is taken if the request has none.
    pub(super) default: Option<Json>,
    /// Whether reserved characters are sent as they are.
    pub(super) allow_reserved: bool,
    pub(super) form: Form,
    /// The schema of the JSON of a structured field (RFC 9651), whose own schema is text.
    pub(super) structured: Option<Schema>,
}

/// How a value is written that has several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) style: &'static str,
    /// Whether each part has a key of its own.
    pub(super) explode: bool,
}

impl Form {
    /// The only form in paths and header fields.
    pub(super) const SIMPLE: Self = Self { style: "simple", explode: false };

    /// The usual form in queries and forms.
    pub(super) const REPEATED: Self = Self { style: "form", explode: true };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

#[derive(Debug)]
pub(super) struct Body {
    pub(super) docs: String,
    pub(super) required: bool,
    pub(super) content: Vec<Content>,
}

/// A body in one media type. Without a schema it is arbitrary bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    pub(super) media_type: Cow<'static, str>,
    pub(super) schema: Option<Schema>,
    pub(super) flow: Flow,
    /// The keys of a form whose values have another form than the usual one.
    pub(super) forms: Vec<(&'static str, Form)>,
}

impl Content {
    pub(super) fn new(media_type: impl Into<Cow<'static, str>>, schema: Option<Schema>) -> Self {
        Self { media_type: media_type.into(), schema, flow: Flow::Response, forms: Vec::new() }
    }
}

#[derive(Debug, PartialEq)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) docs: String,
    pub(super) content: Vec<Content>,
    pub(super) headers: Vec<HeaderField>,
}

/// What is known of a WebSocket.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) subprotocols: &'static [&'static str],
    pub(super) max_message: Option<usize>,
    pub(super) max_frame: Option<usize>,
    /// The frames, the messages of the client and those of the server. `None`: the endpoint controls them itself.
    pub(super) messages: Option<(&'static str, Schema, Schema)>,
}

/// A header field of a response.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeaderField {
    pub(super) name: &'static str,
    pub(super) docs: &'static str,
    /// Whether the response always has it.
    pub(super) required: bool,
    /// The schema of its value. `None`: any text.
    pub(super) schema: Option<Schema>,
    /// The schema of the JSON of a structured field (RFC 9651), whose own schema is text.
    pub(super) structured: Option<Schema>,
    /// What is added to the documentation.
    pub(super) more_docs: String,
    /// The cookies, if it is `set-cookie`. Each is a line of its own, which OpenAPI cannot say.
    pub(super) cookies: Vec<SetCookie>,
}

/// A cookie that a response sets.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SetCookie {
    pub(super) name: &'static str,
    /// The line, with `…` for the value.
    pub(super) line: String,
    pub(super) docs: &'static str,
    /// The schema of its value.
    pub(super) schema: Schema,
}

impl HeaderField {
    /// Creates a header field that is any text.
    pub(super) fn text(name: &'static str, docs: &'static str, required: bool) -> Self {
        Self { name, docs, required, schema: None, structured: None, more_docs: String::new(), cookies: Vec::new() }
    }
}

/// Writes the version without its last number: `3.1`.
impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        })
    }
}

/// Reads `3.0` and `3.1`, for options of programs.
impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        match text {
            "3.0" => Ok(Self::V3_0),
            "3.1" => Ok(Self::V3_1),
            _ => Err(UnknownVersion(text.to_owned())),
        }
    }
}

/// A version of OpenAPI that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no version of OpenAPI that can be written: 3.0 and 3.1 are")]
pub struct UnknownVersion(String);
