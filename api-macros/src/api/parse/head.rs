//! Parses the content of an endpoint's attribute: the path, then the keys.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, LitInt, LitStr, Meta, Token};

use crate::diagnostics::Diagnostics;
use crate::names::{
    DUPLEX_KEYS, ENDPOINT_KEYS, SUBSCRIBE_KEYS, SUBSCRIBE_METHODS, WEBSOCKET_KEYS, alternatives, is_token,
};
use crate::statuses::{Statuses, is_without_content};
use crate::suggestion::closest;

use super::super::model::{Callback, Condition, Day, EventForm, Template, Terms, Verb};
use super::{callbacks, events, requires, template, terms, values};

/// The content of an endpoint's attribute.
#[derive(Default)]
pub(super) struct Head {
    pub(super) template: Option<Template>,
    /// The header fields that a request must have.
    pub(super) fields: Vec<Condition>,
    /// Those of them that may have any value.
    pub(super) free_fields: Vec<LitStr>,
    pub(super) status: Option<LitInt>,
    pub(super) media_types: Vec<LitStr>,
    pub(super) body_limit: Option<LitInt>,
    pub(super) callbacks: Vec<Callback>,
    pub(super) requires: Option<Vec<LitStr>>,
    pub(super) deprecated_since: Option<Day>,
    pub(super) sunset: Option<Day>,
    /// Whether a subscription begins with a `POST`.
    pub(super) by_post: bool,
    pub(super) events: EventForm,
    pub(super) terms: Terms,
    /// The keys that were parsed successfully.
    seen: Vec<Ident>,
}

impl Head {
    pub(super) fn parse(attribute: &Attribute, verb: Verb, diagnostics: &mut Diagnostics) -> Self {
        let mut head = Self::default();
        let word = verb.attribute();
        let tokens = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
        };
        if tokens.is_empty() {
            diagnostics
                .error(attribute, format!("E010: `#[{word}]` has no path\nhelp: write `#[{word}(\"/rooms/{{id}}\")]`"));
            return head;
        }
        let result = (|input: ParseStream<'_>| head.read(verb, input, diagnostics)).parse2(tokens);
        if let Err(error) = result {
            diagnostics.push(error);
        }
        head
    }

    fn read(&mut self, verb: Verb, input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> syn::Result<()> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            self.template = template::parse(&literal, diagnostics);
        } else if input.peek(syn::Ident) && input.peek2(Token![=]) && input.fork().parse::<Ident>()? == "path" {
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let path = input.parse::<syn::Expr>()?.to_token_stream().to_string();
            let message = format!("E005: the path has no key\nhelp: write `#[{}({path})]`", verb.attribute());
            diagnostics.error(key, message);
        } else if input.peek(syn::Ident) && input.peek2(Token![!]) {
            let path: syn::Expr = input.parse()?;
            diagnostics.error(
                path,
                "E010: the path must be a string literal: it is read before macros in it are expanded\nhelp: write the whole path, or pass it to your macro as one `literal`",
            );
        } else {
            let span = input.span();
            let message =
                format!("E010: the path comes first\nhelp: write `#[{}(\"/rooms/{{id}}\", …)]`", verb.attribute());
            diagnostics.push(syn::Error::new(span, message));
        }
        while !input.is_empty() {
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                continue;
            }
            let key = Ident::parse_any(input)?;
            if let Err(error) = self.pair(&key, verb, input) {
                diagnostics.push(error);
                values::skip_to_comma(input)?;
            }
        }
        Ok(())
    }

    fn pair(&mut self, key: &Ident, verb: Verb, input: ParseStream<'_>) -> syn::Result<()> {
        let word = key.to_string();
        if !keys(verb).contains(&word.as_str()) {
            return Err(syn::Error::new_spanned(key, no_key(&word, verb)));
        }
        if self.seen.contains(key) {
            return Err(syn::Error::new_spanned(key, format!("E006: `{key}` is given twice\nhelp: keep one of them")));
        }
        match word.as_str() {
            "method" => {
                // Also with a mistake in the value, so that the body is not reported too.
                self.by_post = true;
                values::word(key, &SUBSCRIBE_METHODS, "request method", input)?;
            }
            "end" => self.events.end = Some(events::end(key, input)?),
            "heartbeat" => self.events.heartbeat = Some(events::heartbeat(key, input)?),
            "names" => {
                values::word(key, &["tag"], "place of the names", input)?;
                self.events.named = true;
            }
            "status" => self.status = Some(status(key, verb, input)?),
            "media_type" => self.media_types = values::media_types(key, input)?,
            "when_header" => (self.fields, self.free_fields) = fields(key, input)?,
            "callback" => self.callbacks = callbacks::parse(key, input)?,
            "body_limit" => self.body_limit = Some(values::number(key, " of bytes", 65536, input)?),
            "deprecated_since" => self.deprecated_since = Some(values::day(key, input)?),
            "sunset" => self.sunset = Some(values::day(key, input)?),
            "requires" => self.requires = Some(requires::parse(key, input)?),
            "subprotocol" => self.terms.subprotocols = terms::subprotocols(key, input)?,
            "encoding" => self.terms.encoding = terms::encoding(key, input)?,
            "max_message" => self.terms.max_message = Some(terms::limit(key, "message", input)?),
            _ => self.terms.max_frame = Some(terms::limit(key, "frame", input)?),
        }
        self.seen.push(key.clone());
        Ok(())
    }
}

/// Returns the valid keys of an endpoint's attribute.
fn keys(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::Subscribe => &SUBSCRIBE_KEYS,
        Verb::Duplex => &DUPLEX_KEYS,
        Verb::WebSocket => &WEBSOCKET_KEYS,
        _ => &ENDPOINT_KEYS,
    }
}

/// Returns the message about a key that the attribute does not have. For a key of another attribute it explains why the
/// key does not apply.
fn no_key(key: &str, verb: Verb) -> String {
    let (why, help) = match (key, verb.opens_socket()) {
        ("status", true) => (": a WebSocket is opened with the status 101", Some("remove it".to_owned())),
        ("body_limit", true) => (
            ": the request that opens a WebSocket has no body",
            Some("limit each message with `max_message`".to_owned()),
        ),
        ("encoding", true) => {
            (": the method itself reads and writes the messages", Some("remove it, or use `#[duplex]`".to_owned()))
        }
        ("media_type", false) => (
            ": its answer is a stream of events",
            Some("remove it; `Accept` chooses the form of the events".to_owned()),
        ),
        ("media_type", true) => (": a WebSocket has no media type", Some("remove it".to_owned())),
        ("callback", _) => {
            (": a callback follows one answer", Some("write it on the `#[post]` that names the URL".to_owned()))
        }
        ("when_header", _) => (": it is selected by its path", Some("give it a path of its own".to_owned())),
        ("method", false) => {
            (": its name is the method", Some("remove it; a stream of events is a `#[subscribe]`".to_owned()))
        }
        ("end" | "heartbeat" | "names", _) => {
            (": its answer is no stream of events", Some("remove it, or use `#[subscribe]`".to_owned()))
        }
        ("encoding", false) => (
            ": it does not open a WebSocket",
            Some("use `#[duplex]`; the encoding of a body is set on its argument, `#[body(json)]`".to_owned()),
        ),
        ("max_message" | "max_frame", false) => (
            ": it does not open a WebSocket",
            Some("limit the body with `body_limit`, or use `#[duplex]` or `#[websocket]`".to_owned()),
        ),
        ("subprotocol", false) => {
            (": it does not open a WebSocket", Some("remove it, or use `#[duplex]` or `#[websocket]`".to_owned()))
        }
        _ => ("", closest(key, keys(verb).iter().copied()).map(|near| format!("did you mean `{near}`?"))),
    };
    let help = help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("E005: `#[{}]` has no key `{key}`{why}\nexpected: {}{help}", verb.attribute(), alternatives(keys(verb)))
}

/// Parses `("name" = "value")` or `("name")` after a key, or several of them. Returns the names without a value too.
fn fields(key: &Ident, input: ParseStream<'_>) -> syn::Result<(Vec<Condition>, Vec<LitStr>)> {
    let missing = || {
        let message = format!(
            "E007: `{key}` needs a header field\nhelp: write `{key}(\"x-target\" = \"List\")`, or `{key}(\"x-target\")` for any value"
        );
        syn::Error::new(key.span(), message)
    };
    if !input.peek(syn::token::Paren) {
        return Err(missing());
    }
    let content;
    syn::parenthesized!(content in input);
    let (mut found, mut free): (Vec<Condition>, Vec<LitStr>) = (Vec::new(), Vec::new());
    while !content.is_empty() {
        let name: LitStr = content.parse().map_err(|_| missing())?;
        let value = match content.parse::<Option<Token![=]>>()? {
            Some(_) => Some(content.parse::<LitStr>().map_err(|_| missing())?),
            None => None,
        };
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
        let field = name.value().to_ascii_lowercase();
        if !is_token(&field) {
            let message =
                format!("E036: `{field}` is not the name of a header field\nhelp: write letters, digits and `-`");
            return Err(syn::Error::new(name.span(), message));
        }
        if found.iter().any(|known| known.name == field) {
            // No request has two values of one field, and beside a value any value adds nothing.
            let message = format!("E006: the header field `{field}` is given twice\nhelp: keep one of them");
            return Err(syn::Error::new(name.span(), message));
        }
        let Some(value) = value else {
            found.push(Condition { is_header: true, name: field, value: None });
            free.push(name);
            continue;
        };
        let text = value.value();
        // Locks have it after the path, where these characters have a meaning.
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic() && !b"#&\"".contains(&byte)) {
            let message = format!(
                "E036: `{text}` cannot be the value that selects an endpoint\nexpected: visible ASCII characters without `#`, `&` and quotes"
            );
            return Err(syn::Error::new(value.span(), message));
        }
        found.push(Condition { is_header: true, name: field, value: Some(text) });
    }
    if found.is_empty() { Err(missing()) } else { Ok((found, free)) }
}

fn status(key: &Ident, verb: Verb, input: ParseStream<'_>) -> syn::Result<LitInt> {
    let value = values::number(key, "", 201, input)?;
    let status = value.base10_parse::<u16>().ok().filter(|status| Statuses::Success.contain(*status));
    if verb == Verb::Subscribe && !status.is_some_and(|status| status < 300 && !is_without_content(status)) {
        let message = format!(
            "E040: `{value}` is not the status of a stream of events\nexpected: 200 to 299, without 204 and 205, which have no content\nhelp: remove it; the end of the stream has a status of its own, see `End`"
        );
        return Err(syn::Error::new(value.span(), message));
    }
    if status.is_some() {
        return Ok(value);
    }
    let expected = Statuses::Success.expected();
    Err(syn::Error::new(
        value.span(),
        format!(
            "E040: `{value}` is not a success status\nexpected: {expected}; the statuses of errors are set on the variants of the error type"
        ),
    ))
}
