//! The data model of an API: what was parsed from the attribute and the trait.

mod socket;
mod stream;
mod verb;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, GenericArgument, Generics, LitInt, LitStr, PathArguments, Type, Visibility};

pub(crate) use socket::{Input, MessageEncoding, Socket, Terms};
pub(crate) use stream::{Ending, EventForm};
pub(crate) use verb::Verb;

/// An API as declared by the attribute and the trait.
pub(crate) struct Api {
    /// The trait without the framework's attributes, with methods that return futures. It is written out even if there
    /// are errors.
    pub(crate) trait_item: TokenStream,
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    /// Empty, except in an erroneous generic trait.
    pub(crate) generics: Generics,
    pub(crate) docs: String,
    pub(crate) base: Template,
    /// `None` means the ready-made error type.
    pub(crate) errors: Option<Type>,
    pub(crate) security: Option<Security>,
    /// The requirements of endpoints without requirements of their own.
    pub(crate) requires: Vec<LitStr>,
    pub(crate) any_content_type: bool,
    pub(crate) crossing: Crossing,
    /// The file of the lock that this API must keep.
    pub(crate) contract: Option<LitStr>,
    /// The files of the locks of consumers, which this API must serve.
    pub(crate) consumers: Vec<LitStr>,
    /// The file of the provider's lock that this API is a consumer of.
    pub(crate) consumes: Option<LitStr>,
    /// The path to `api_core`.
    pub(crate) krate: syn::Path,
    /// The name under which generated code knows the items of `api_core` that it needs. It ends with `_`, as no type
    /// parameter does.
    pub(crate) private: Ident,
    pub(crate) endpoints: Vec<Endpoint>,
    /// Methods with errors. The client gets a body for each, so that it implements the whole trait; nothing else is
    /// generated.
    pub(crate) broken: Vec<TokenStream>,
    /// Whether a method with errors returns an `impl Trait`. No fallback can name such a type, so there is no client.
    pub(crate) opaque: bool,
    /// Whether pointers to an implementation have all supertraits, as far as their names tell.
    pub(crate) pointers: bool,
}

/// What happens to routes of which neither is more specific.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crossing {
    /// They are an error.
    Refused,
    /// The first segment in which they differ decides.
    LiteralFirst,
}

pub(crate) enum Security {
    Bearer,
    Basic,
    ApiKey(LitStr),
}

/// A day, and where it is written.
#[derive(Clone)]
pub(crate) struct Day {
    pub(crate) date: api_lock::Date,
    pub(crate) place: LitStr,
}

/// An API that the callers of an endpoint serve.
#[derive(Clone)]
pub(crate) struct Callback {
    /// The type of the API, `EventsApi`.
    pub(crate) api: syn::Path,
    /// The URL with expressions.
    pub(crate) url: LitStr,
}

/// An endpoint, parsed from one method.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) name: Ident,
    /// The method of the trait. It has another name than the endpoint if it is the second one of a method.
    pub(crate) method: Ident,
    /// The last capture, if the path without it has the same method.
    pub(crate) optional: Option<OptionalCapture>,
    pub(crate) docs: String,
    /// `#[cfg]` attributes, repeated on everything generated from the method.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) deprecated: Option<String>,
    pub(crate) deprecated_since: Option<Day>,
    pub(crate) sunset: Option<Day>,
    pub(crate) verb: Verb,
    pub(crate) template: Template,
    /// What a request must have beside path and method.
    pub(crate) needs: Vec<Condition>,
    /// The header fields that a request must have with any value, as they are written.
    pub(crate) free_fields: Vec<LitStr>,
    pub(crate) status: Option<LitInt>,
    /// The media types of the answer, if they are not that of its type.
    pub(crate) media_types: Vec<LitStr>,
    pub(crate) body_limit: Option<LitInt>,
    /// The APIs that its callers serve.
    pub(crate) callbacks: Vec<Callback>,
    /// Permissions that a caller needs; `None` means those of the API.
    pub(crate) requires: Option<Vec<LitStr>>,
    /// The fields of the call.
    pub(crate) parameters: Vec<Parameter>,
    /// The form of server-sent events, for a subscription.
    pub(crate) events: EventForm,
    /// Set if and only if the verb opens a WebSocket.
    pub(crate) socket: Option<Socket>,
    pub(crate) output: Type,
    /// The fallback method for the client.
    pub(crate) broken: TokenStream,
}

impl Endpoint {
    /// Returns the value and error types of a return type that is written `Result<T, E>`, under any name.
    pub(crate) fn result_types(&self) -> Option<(&Type, &Type)> {
        let Type::Path(path) = &self.output else { return None };
        let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
        let mut types = arguments.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        let both = (types.next()?, types.next()?);
        (arguments.args.len() == 2).then_some(both)
    }

    /// Returns the method's name in camel case.
    pub(crate) fn camel_case(&self) -> String {
        let mut name = String::new();
        for word in plain(&self.name).split('_') {
            let mut letters = word.chars();
            name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            name.push_str(letters.as_str());
        }
        name
    }

    /// Returns the name and the type of each argument of the trait's method. `None` for the second endpoint of a
    /// method.
    pub(crate) fn arguments(&self) -> Option<Vec<(&Ident, &Type)>> {
        let mut arguments = self.in_order(|one| (&one.name, &one.ty), |one| (&one.name, &one.ty));
        if let Some(optional) = &self.optional {
            if optional.is_given {
                return None;
            }
            arguments.insert(optional.index.min(arguments.len()), (&optional.name, &optional.ty));
        }
        Some(arguments)
    }

    /// Maps each argument of the call, and the input, in declaration order.
    pub(crate) fn in_order<'e, T>(
        &'e self,
        parameter: impl FnMut(&'e Parameter) -> T,
        input: impl FnOnce(&'e Input) -> T,
    ) -> Vec<T> {
        let mut arguments: Vec<T> = self.parameters.iter().map(parameter).collect();
        if let Some(Socket { input: argument, .. }) = &self.socket {
            arguments.insert(argument.index.min(arguments.len()), input(argument));
        }
        arguments
    }
}

/// A last capture that may be missing. Its method has two endpoints, one beside the other: that without it, and then
/// that with it.
#[derive(Clone)]
pub(crate) struct OptionalCapture {
    pub(crate) name: Ident,
    /// The type of the method's argument, an `Option`.
    pub(crate) ty: Type,
    /// The number of the call's arguments that precede it.
    pub(crate) index: usize,
    /// Whether this endpoint has it.
    pub(crate) is_given: bool,
}

/// A path template with its source literal.
#[derive(Clone)]
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) segments: Vec<Segment>,
    /// The keys of the query after the path.
    pub(crate) keys: Vec<Condition>,
    /// Whether the path without its last segment, a capture, has the same method.
    pub(crate) is_optional: bool,
}

/// A key of the query, or a header field, that a request must have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    pub(crate) is_header: bool,
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    Capture(String),
    /// Text beside captures, with text between two captures.
    Mixed(Vec<Part>),
    Wildcard(String),
}

/// A part of a segment that has text beside captures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Capture(String),
}

impl Segment {
    /// Returns the names of captures or the wildcard.
    pub(crate) fn captures(&self) -> impl Iterator<Item = &str> {
        let (whole, parts): (_, &[Part]) = match self {
            Self::Literal(_) => (None, &[]),
            Self::Capture(name) | Self::Wildcard(name) => (Some(name.as_str()), &[]),
            Self::Mixed(parts) => (None, parts),
        };
        whole.into_iter().chain(parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Capture(name) => Some(name.as_str()),
        }))
    }
}

impl Template {
    pub(crate) fn root() -> Self {
        Self {
            literal: LitStr::new("/", Span::call_site()),
            segments: Vec::new(),
            keys: Vec::new(),
            is_optional: false,
        }
    }

    pub(crate) fn captures(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flat_map(Segment::captures)
    }
}

/// One argument of a method.
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    /// The type that has the shape instead (`as = …`).
    pub(crate) form: Option<Type>,
    pub(crate) source: Source,
}

impl Parameter {
    /// Returns the type that has the shape.
    pub(crate) fn shaped(&self) -> &Type {
        self.form.as_ref().unwrap_or(&self.ty)
    }
}

/// The source of an argument.
#[derive(Clone)]
pub(crate) enum Source {
    /// The capture with this index in the endpoint's path.
    Path { index: usize },
    /// A key of the query, or the keys of a struct or a map.
    Query(QueryKey),
    /// The header field of this name, in lower case.
    Header(String),
    /// The structured field of this name, in lower case.
    Structured(String),
    /// The header fields of a struct.
    Headers,
    /// The cookie of this name.
    Cookie(String),
    /// The `Last-Event-Id` field, or this query key if the field is missing.
    Resume(Option<String>),
    /// The media type of the answer, which `Accept` chooses.
    Accept,
    /// The request body.
    Body(Body),
}

/// The form of a request body.
#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) encoding: Encoding,
    /// The media types, if they are not that of the encoding.
    pub(crate) media_types: Vec<LitStr>,
}

/// A key of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryKey {
    /// The name on the wire.
    pub(crate) name: String,
    /// The variant of `model::Style`. `None`: the usual one.
    pub(crate) style: Option<&'static str>,
    /// The text of the value that is taken if the query has none.
    pub(crate) default: Option<String>,
    /// Whether reserved characters are written as they are.
    pub(crate) allow_reserved: bool,
}

impl QueryKey {
    pub(crate) fn plain(name: String) -> Self {
        Self { name, style: None, default: None, allow_reserved: false }
    }

    /// Returns whether it has only a name.
    pub(crate) fn is_plain(&self) -> bool {
        self.style.is_none() && self.default.is_none()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Form,
    Text,
    Bytes,
    Stream,
    /// An enum of several media types.
    Content,
    /// A struct of several parts.
    Multipart,
}

/// Returns the text of an identifier without the prefix `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}
