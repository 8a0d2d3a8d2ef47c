//! The reference of an API as data, which pages and Markdown show.
//!
//! ```text
//! notation  what values look like, in words and braces
//! gather    from descriptions to operations and types
//! snippet   how an operation is called, in several languages
//! ```

mod gather;
mod notation;
mod snippet;

pub(crate) use self::notation::Run;

/// The reference of one document.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) docs: String,
    pub(crate) servers: Vec<(String, String)>,
    pub(crate) groups: Vec<Group>,
    pub(crate) types: Vec<NamedType>,
    /// The captures of bases, whose values are the same for all operations.
    pub(crate) bound: Vec<&'static str>,
}

/// The operations of an API.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) docs: &'static str,
    pub(crate) operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The name, with that of its API in front if there are several.
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) kind: OperationKind,
    /// The method of a request.
    pub(crate) method: &'static str,
    /// The path with placeholders.
    pub(crate) path: String,
    pub(crate) docs: &'static str,
    pub(crate) deprecated: Option<&'static str>,
    pub(crate) requires: &'static [&'static str],
    /// The names and URLs of the APIs that its callers serve, with their operations.
    pub(crate) callbacks: Vec<(&'static str, &'static str, Vec<String>)>,
    /// The header field of the credentials, and what stands before them.
    pub(crate) security: Option<(&'static str, &'static str)>,
    pub(crate) inputs: Vec<Input>,
    /// The query and the header fields that every request has.
    pub(crate) fixed: Fixed,
    pub(crate) bodies: Vec<Body>,
    pub(crate) answers: Vec<Answer>,
    /// The events of a subscription, or the messages of the server.
    pub(crate) items: Option<Vec<Run>>,
    /// The messages of the client, and an example.
    pub(crate) messages: Option<(Vec<Run>, String)>,
    pub(crate) subprotocols: &'static [&'static str],
    pub(crate) errors: Vec<ErrorRow>,
    pub(crate) snippets: Vec<(&'static str, String)>,
}

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OperationKind {
    /// One answer.
    Call,
    /// A stream of events.
    Subscription,
    /// A WebSocket of typed messages.
    Duplex,
    /// A WebSocket whose messages are not typed.
    Socket,
}

/// What a request always has.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    pub(crate) query: Vec<String>,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
}

/// A value in a request.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) notation: Vec<Run>,
    pub(crate) docs: String,
    pub(crate) default: Option<&'static str>,
    /// A value as text.
    pub(crate) example: String,
    /// The value as TypeScript writes it.
    pub(crate) literal: String,
}

/// Where a value is in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In front of the path, the same for all operations.
    Base,
    Path,
    /// Several segments of the path.
    Rest,
    Query,
    Header,
    Cookie,
}

/// A content that a request may have.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) media_type: &'static str,
    pub(crate) notation: Vec<Run>,
    /// The text of an example. Empty if it is no text.
    pub(crate) example: String,
    /// The example as TypeScript writes it.
    pub(crate) literal: String,
}

/// A success.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `200`, or `2XX`.
    pub(crate) status: String,
    pub(crate) media_type: Option<&'static str>,
    pub(crate) notation: Vec<Run>,
    pub(crate) headers: Vec<(&'static str, Vec<Run>, &'static str)>,
    pub(crate) docs: &'static str,
}

/// An error that the API declares.
#[derive(Debug)]
pub(crate) struct ErrorRow {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) docs: &'static str,
    pub(crate) details: Option<Vec<Run>>,
}

/// A type with a name.
#[derive(Debug)]
pub(crate) struct NamedType {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) notation: Vec<Run>,
}

impl Place {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Base | Self::Path | Self::Rest => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl Operation {
    /// Returns what people call the method.
    pub(crate) fn label(&self) -> &'static str {
        match self.kind {
            OperationKind::Call => self.method,
            OperationKind::Subscription => "SSE",
            OperationKind::Duplex | OperationKind::Socket => "WS",
        }
    }
}
