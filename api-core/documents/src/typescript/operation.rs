//! One operation: how its request is made of arguments, and what its answers are.

use api_core::dialect::EventForm;

use crate::schema::{Flow, Schema};

/// An operation of a client.
#[derive(Debug)]
pub(super) struct Operation {
    /// The name of the function for other modules. It may be a word of JavaScript.
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) method: &'static str,
    pub(super) path: Vec<PathPart>,
    /// The pairs of the query and the header fields that every request has.
    pub(super) fixed: (Vec<String>, Vec<(&'static str, &'static str)>),
    pub(super) arguments: Vec<Argument>,
    pub(super) query: Vec<QueryKey>,
    /// Names on the wire, and arguments.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) cookies: Vec<(&'static str, String)>,
    pub(super) body: Vec<BodyForm>,
    pub(super) accept: String,
    /// The name of a header field, and what stands before the token.
    pub(super) security: Option<(&'static str, &'static str)>,
    pub(super) answers: Vec<Answer>,
    /// The number of its errors in the module.
    pub(super) errors: usize,
    pub(super) exchange: Exchange,
}

/// A part of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PathPart {
    Text(String),
    /// A capture of the base.
    Bound(String),
    Argument {
        name: String,
        /// Whether it is several segments.
        rest: bool,
        /// The text between it and an earlier capture of its segment.
        after: Option<&'static str>,
    },
}

/// An argument of a function.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) content: Input,
}

/// What an argument is.
#[derive(Debug)]
pub(super) enum Input {
    /// A value, which is not `null`.
    Value(Schema),
    Text,
    /// The text of a structured field (RFC 9651).
    Structured,
    Bytes,
    Stream,
    /// One of several, with its media type.
    Chosen(Vec<(&'static str, Input)>),
    /// The media type of the answer, one of several.
    MediaType(Vec<&'static str>),
}

impl Input {
    fn schemas(&self) -> Vec<&Schema> {
        match self {
            Self::Value(schema) => vec![schema],
            Self::Chosen(all) => all.iter().flat_map(|(_, input)| input.schemas()).collect(),
            Self::Text | Self::Structured | Self::Bytes | Self::Stream | Self::MediaType(_) => Vec::new(),
        }
    }
}

/// A key of the query.
#[derive(Debug)]
pub(super) struct QueryKey {
    pub(super) key: &'static str,
    pub(super) argument: String,
    pub(super) style: Option<&'static str>,
    /// The styles of fields, if these are keys of their own.
    pub(super) fields: Option<Vec<(&'static str, &'static str)>>,
    /// Whether reserved characters are sent as they are.
    pub(super) allow_reserved: bool,
}

/// A form in which a body is sent.
#[derive(Debug)]
pub(super) struct BodyForm {
    pub(super) media_type: &'static str,
    /// The function of the runtime that writes it.
    pub(super) writer: &'static str,
    pub(super) styles: Vec<(&'static str, &'static str)>,
    /// The names of its parts, if it has parts.
    pub(super) parts: Vec<&'static str>,
}

/// A response that is a value.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) media_type: Option<&'static str>,
    pub(super) content: Output,
    pub(super) headers: Vec<HeaderField>,
}

/// The content of an answer.
#[derive(Debug, PartialEq)]
pub(super) enum Output {
    Nothing,
    Json(Schema),
    Text,
    Form,
    Bytes,
    Stream,
}

/// A typed header field of an answer.
#[derive(Debug)]
pub(super) struct HeaderField {
    pub(super) name: &'static str,
    pub(super) key: String,
    pub(super) schema: Schema,
    /// The type of an item, as the runtime names it.
    pub(super) item: &'static str,
    pub(super) is_list: bool,
    pub(super) required: bool,
}

/// The kind of answer.
#[derive(Debug)]
pub(super) enum Exchange {
    Unary,
    Events { item: Schema, resumable: bool, form: EventForm },
    Duplex { input: Schema, output: Schema, binary: bool, protocols: &'static [&'static str] },
    Socket { protocols: &'static [&'static str] },
}

impl Operation {
    /// Returns whether the result has status and header fields beside the content.
    pub(super) fn is_whole(&self) -> bool {
        let is_plain = |answer: &Answer| answer.headers.is_empty() && answer.status >= 100;
        self.answers.len() > 1 || !self.answers.iter().all(is_plain)
    }

    /// Returns the schemas of its values.
    pub(super) fn schemas(&self) -> Vec<(&Schema, Flow)> {
        let inputs = self.arguments.iter().flat_map(|argument| argument.content.schemas());
        let mut all: Vec<(&Schema, Flow)> = inputs.map(|schema| (schema, Flow::Request)).collect();
        all.extend(self.answers.iter().filter_map(|answer| match &answer.content {
            Output::Json(schema) => Some((schema, Flow::Response)),
            _ => None,
        }));
        match &self.exchange {
            Exchange::Events { item, .. } => all.push((item, Flow::Response)),
            Exchange::Duplex { input, output, .. } => all.extend([(input, Flow::Request), (output, Flow::Response)]),
            Exchange::Unary | Exchange::Socket { .. } => {}
        }
        all
    }
}
