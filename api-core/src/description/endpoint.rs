//! One operation: its method and path, what goes in and what comes out.

use crate::model::Shape;

use super::{ErrorCase, Exchange, Output, Path, Security, Verb};

/// One operation of an API.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// The method's name in the trait, which is the operation id.
    pub name: &'static str,
    /// The method's doc comment, Markdown.
    pub docs: &'static str,
    /// The request method. A subscription's is [`Verb::Subscribe`], though it answers `GET` too; a WebSocket is opened by [`Verb::Get`].
    pub verb: Verb,
    /// The path after the API's base.
    pub path: Path,
    /// Whether there is one answer, a stream of events, or a WebSocket.
    pub exchange: Exchange,
    /// What is read from path, query and header.
    pub parameters: &'static [Parameter],
    /// The request body, if the endpoint has one.
    pub body: Option<BodyDescription>,
    /// The successful answers.
    pub outputs: &'static [Output],
    /// The errors its error type declares.
    pub errors: &'static [ErrorCase],
    /// How callers must authenticate, if they must.
    pub security: Option<Security>,
    /// What a caller must be allowed, all of it: permissions, scopes or roles in the API's own words.
    ///
    /// The function that opens sessions finds them in [`Context::endpoint`](crate::context::Context::endpoint) and decides.
    pub requires: &'static [&'static str],
    /// Why not to use it any more, if so.
    pub deprecated: Option<&'static str>,
}

impl Endpoint {
    /// Whether the request may be sent again after a failure.
    pub const fn is_idempotent(&self) -> bool {
        self.verb.is_idempotent()
    }

    /// The parameters at one place, in order.
    pub fn parameters_in(&self, location: Location) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }
}

/// One value read from the head of a request.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire: capture, query key or header field.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// What it may be.
    pub shape: &'static Shape,
}

/// Where a parameter stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// A capture of the path.
    Path,
    /// One or several keys of the query.
    Query,
    /// A header field.
    Header,
}

/// The body of a request.
#[derive(Debug, Clone, Copy)]
pub struct BodyDescription {
    /// How the value is written.
    pub encoding: BodyEncoding,
    /// What it may be.
    pub shape: &'static Shape,
    /// The largest accepted size in bytes, where it differs from the server's own limit.
    pub limit: Option<usize>,
    /// Read the body in this encoding whatever its content type says.
    pub any_content_type: bool,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyEncoding {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `text/plain` in UTF-8.
    Text,
    /// `application/octet-stream`: any bytes.
    Bytes,
}

impl BodyEncoding {
    /// The media type that a request or response carries.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes => "application/octet-stream",
        }
    }
}
