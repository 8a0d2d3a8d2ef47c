//! An API in the macro's own words.

mod socket;
mod verb;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Generics, LitInt, LitStr, Type, Visibility};

pub(crate) use socket::{Input, MessageEncoding, Socket, Terms};
pub(crate) use verb::Verb;

/// What the attribute and the trait say.
pub(crate) struct Api {
    /// The trait with our attributes taken off and its methods returning futures; written out whatever else is wrong.
    pub(crate) trait_item: TokenStream,
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    /// Empty unless that is one of the mistakes.
    pub(crate) generics: Generics,
    pub(crate) docs: String,
    pub(crate) base: Template,
    pub(crate) errors: Option<Type>,
    pub(crate) security: Option<Security>,
    /// What endpoints require that say nothing of it themselves.
    pub(crate) requires: Vec<LitStr>,
    pub(crate) any_content_type: bool,
    /// The path to `api_core`.
    pub(crate) krate: syn::Path,
    pub(crate) endpoints: Vec<Endpoint>,
    /// Methods with mistakes: they get a body in the client so that the trait stays implemented, and nothing else.
    pub(crate) broken: Vec<TokenStream>,
}

pub(crate) enum Security {
    Bearer,
    Basic,
    ApiKey(LitStr),
}

/// One method that is an endpoint.
pub(crate) struct Endpoint {
    pub(crate) name: Ident,
    pub(crate) docs: String,
    /// `#[cfg]` attributes: they go on everything made from the method.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) deprecated: Option<String>,
    pub(crate) verb: Verb,
    pub(crate) template: Template,
    pub(crate) status: Option<LitInt>,
    pub(crate) body_limit: Option<LitInt>,
    /// What a caller must be allowed; if nothing is said, what the API says.
    pub(crate) requires: Option<Vec<LitStr>>,
    /// The fields of the call.
    pub(crate) parameters: Vec<Parameter>,
    /// There exactly with a verb that opens a WebSocket.
    pub(crate) socket: Option<Socket>,
    pub(crate) output: Type,
    /// The method's tokens, to fall back on.
    pub(crate) broken: TokenStream,
}

impl Endpoint {
    /// `GetUser` of `get_user`.
    pub(crate) fn call_name(&self) -> Ident {
        let mut name = String::new();
        for word in plain(&self.name).split('_') {
            let mut letters = word.chars();
            name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            name.push_str(letters.as_str());
        }
        if name == "Self" {
            name.push('_');
        } else if syn::parse_str::<Ident>(&name).is_err() {
            // Of `_1` the digit is left, of `__` nothing.
            name.insert_str(0, "Call");
        }
        Ident::new(&name, self.name.span())
    }

    /// Something for each argument of the method, in the order in which it takes them.
    pub(crate) fn in_order<T>(
        &self,
        parameter: impl FnMut(&Parameter) -> T,
        input: impl FnOnce(&Input) -> T,
    ) -> Vec<T> {
        let mut arguments: Vec<T> = self.parameters.iter().map(parameter).collect();
        if let Some(Socket { input: argument, .. }) = &self.socket {
            arguments.insert(argument.index.min(arguments.len()), input(argument));
        }
        arguments
    }
}

/// A path template and where it was written.
#[derive(Clone)]
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    Capture(String),
    Wildcard(String),
}

impl Segment {
    /// The name of a capture or wildcard.
    pub(crate) fn capture(&self) -> Option<&str> {
        match self {
            Self::Literal(_) => None,
            Self::Capture(name) | Self::Wildcard(name) => Some(name),
        }
    }
}

impl Template {
    pub(crate) fn root() -> Self {
        Self { literal: LitStr::new("/", Span::call_site()), segments: Vec::new() }
    }

    pub(crate) fn captures(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::capture)
    }
}

/// One argument of a method.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) source: Source,
}

/// Where an argument comes from.
pub(crate) enum Source {
    /// The capture of this number of the endpoint's own path.
    Path { index: usize },
    /// A query key of this name, or the keys of a struct.
    Query(String),
    /// A header field of this name in lower case.
    Header(String),
    /// The event after which to go on.
    Resume,
    /// The body.
    Body(Encoding),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Form,
    Text,
    Bytes,
}

/// An identifier's text without the mark of a raw identifier.
pub(crate) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}
