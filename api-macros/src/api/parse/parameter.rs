//! Parses the arguments of a method and their sources.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, LitStr, Meta, MetaNameValue, Pat, PatType, Signature};

use crate::diagnostics::Diagnostics;
use crate::features;
use crate::names::{ENDPOINTS, SOURCES, alternatives, is_token};
use crate::structured;
use crate::suggestion::closest;

use super::super::model::{Body, Encoding, Input, Parameter, QueryKey, Segment, Source, Template, Verb, plain};
use super::{body, form, input, query, signature};

/// Parses the arguments and removes the framework's attributes from them. If the verb opens a WebSocket, one of them is
/// its input.
pub(super) fn parse(
    signature: &mut Signature,
    verb: Verb,
    template: Option<&Template>,
    base: &Template,
    diagnostics: &mut Diagnostics,
) -> (Vec<Parameter>, Option<Input>) {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut inputs: Vec<Input> = Vec::new();
    let at_first = diagnostics.count();
    let mut nameless = false;
    for argument in &mut signature.inputs {
        let FnArg::Typed(argument) = argument else { continue };
        let before = diagnostics.count();
        let mut attributes = take_sources(&mut argument.attrs, diagnostics);
        let misspelt = attributes.is_empty() && diagnostics.count() > before;
        unconditional(argument, diagnostics);
        let Some(name) = signature::name(argument).cloned() else {
            diagnostics.error(
                &argument.pat,
                "E027: an endpoint's argument must be a plain name: it names the value on the wire\nhelp: a pattern or `mut` belongs in the implementation",
            );
            nameless |= !matches!(&*argument.pat, Pat::Ident(_));
            continue;
        };
        // The type was reported with the signature.
        if misspelt || attributes.is_empty() && !signature::can_be_sent(&argument.ty) {
            continue;
        }
        if verb.opens_socket()
            && attributes.is_empty()
            && template.is_some_and(|template| input::fits(&name, template, base))
        {
            if features::check(&argument.ty, diagnostics) {
                continue;
            }
            inputs.push(Input { name, ty: (*argument.ty).clone(), index: parameters.len() });
            continue;
        }
        let Some(form) = diagnostics.keep(attributes.first_mut().map_or(Ok(None), form::take)) else { continue };
        let Some(source) = source(&name, &attributes, template, base, diagnostics) else { continue };
        if let Some((form, message)) = form.as_ref().zip(form::fits(&source).err()) {
            diagnostics.error(form, message);
            continue;
        }
        if !matches!(
            source,
            Source::Body(Body {
                encoding: Encoding::Bytes | Encoding::Stream | Encoding::Content | Encoding::Multipart,
                ..
            })
        ) && features::check(form.as_ref().unwrap_or(&argument.ty), diagnostics)
        {
            continue;
        }
        parameters.push(Parameter { name, ty: (*argument.ty).clone(), form, source });
    }
    // An argument with an error may be the missing input.
    if verb.opens_socket() && inputs.is_empty() && template.is_some() && diagnostics.count() == at_first {
        input::missing(&signature.ident, verb, diagnostics);
    }
    let input = template.and_then(|template| input::choose(inputs, verb, template, diagnostics));
    if let Some(template) = template.filter(|_| !nameless) {
        all_captured(template, signature, diagnostics);
    }
    one_body(&parameters, verb, diagnostics);
    body::named_by_an_argument(&parameters, diagnostics);
    resume(&parameters, verb, diagnostics);
    (parameters, input)
}

/// Reports a `#[cfg]` on an argument: a client and a server built with different features must agree on the arguments
/// of a call.
fn unconditional(argument: &PatType, diagnostics: &mut Diagnostics) {
    let condition = argument.attrs.iter().find(|attribute| attribute.path().is_ident("cfg"));
    if let Some(condition) = condition {
        diagnostics.error(
            condition,
            "E029: an argument of an endpoint cannot have a `#[cfg]`\nhelp: write two methods, each with a `#[cfg]`",
        );
    }
}

/// Removes the framework's attributes from the arguments of a method that is not an endpoint.
pub(super) fn strip(signature: &mut Signature) {
    for argument in &mut signature.inputs {
        if let FnArg::Typed(argument) = argument {
            argument.attrs.retain(|attribute| !SOURCES.iter().any(|source| attribute.path().is_ident(source)));
        }
    }
}

fn take_sources(attributes: &mut Vec<Attribute>, diagnostics: &mut Diagnostics) -> Vec<Attribute> {
    let mut ours = Vec::new();
    for attribute in std::mem::take(attributes) {
        let word = attribute.path().get_ident().map(Ident::to_string).unwrap_or_default();
        if SOURCES.contains(&word.as_str()) || word == "path" && matches!(attribute.meta, Meta::List(_)) {
            ours.push(attribute);
        } else if word == "path" || ENDPOINTS.contains(&word.as_str()) {
            let help = if word == "path" {
                "an argument named like a placeholder is a capture; no attribute is needed".to_owned()
            } else {
                format!("put `#[{word}(\"/…\")]` above the method")
            };
            diagnostics.error(&attribute, format!("E031: `#[{word}]` does not belong on an argument\nhelp: {help}"));
        } else if let Some(near) = closest(&word, SOURCES).filter(|_| !matches!(word.as_str(), "cfg" | "allow" | "doc"))
        {
            diagnostics.error(
                &attribute,
                format!(
                    "E031: unknown argument attribute `#[{word}]`\nexpected: {}\nhelp: did you mean `#[{near}]`?",
                    alternatives(&SOURCES)
                ),
            );
        } else {
            attributes.push(attribute);
        }
    }
    ours
}

fn source(
    name: &Ident,
    attributes: &[Attribute],
    template: Option<&Template>,
    base: &Template,
    diagnostics: &mut Diagnostics,
) -> Option<Source> {
    let word = plain(name);
    let own = template.map(|template| template.segments.as_slice()).unwrap_or_default();
    let capture = own.iter().flat_map(Segment::captures).position(|capture| capture == word);
    match (attributes, capture) {
        ([], Some(index)) => Some(Source::Path { index }),
        ([], None) => {
            // Without a valid path the placeholders are unknown.
            let template = template?;
            no_source(name, &word, template, base, diagnostics);
            None
        }
        ([attribute], Some(index)) if attribute.path().is_ident("path") => {
            if matches!(attribute.meta, Meta::Path(_)) {
                return Some(Source::Path { index });
            }
            diagnostics.error(
                attribute,
                "E031: `#[path]` names only the type that has the shape of the argument's type\nhelp: write `#[path(as = String)]`, or no attribute",
            );
            None
        }
        ([attribute], None) if attribute.path().is_ident("path") => {
            let template = template?;
            no_source(name, &word, template, base, diagnostics);
            None
        }
        ([attribute], None) => read(attribute, &word, diagnostics),
        ([attribute], Some(_)) => {
            diagnostics.error(
                attribute,
                format!("E032: `{word}` is already a placeholder of the path\nhelp: remove the attribute, or give the argument another name"),
            );
            None
        }
        ([_, second, ..], _) => {
            diagnostics.error(second, format!("E032: `{word}` has two sources\nhelp: keep one of them"));
            None
        }
    }
}

fn no_source(name: &Ident, word: &str, template: &Template, base: &Template, diagnostics: &mut Diagnostics) {
    if base.captures().any(|capture| capture == word) {
        diagnostics.error(
            name,
            format!("E016: `{{{word}}}` is a placeholder of the API's base, so it belongs to the session, not to a call\nhelp: remove the argument; a server reads it with `context.capture(\"{word}\")`, a client sets it with `.bind(\"{word}\", …)`"),
        );
        return;
    }
    let foreign = template.segments.iter().find(
        |segment| matches!(segment, Segment::Literal(text) if text.strip_prefix(':').is_some_and(|name| name == word)),
    );
    let near = closest(word, template.captures());
    let hint = match (foreign, near) {
        (Some(_), _) => format!("\nhelp: write `{{{word}}}` instead of `:{word}`"),
        (None, Some(near)) => format!("\nhelp: did you mean the placeholder `{{{near}}}`?"),
        (None, None) => String::new(),
    };
    diagnostics.error(
        name,
        format!(
            "E030: the argument `{word}` has no source: `{}` has no `{{{word}}}`\nexpected: a placeholder of that name in the path, or one of `#[query]`, `#[header]`, `#[body]` in front of it{hint}",
            template.literal.value()
        ),
    );
}

fn read(attribute: &Attribute, argument: &str, diagnostics: &mut Diagnostics) -> Option<Source> {
    let word = attribute.path().get_ident().map(Ident::to_string).unwrap_or_default();
    if let Meta::NameValue(pair) = &attribute.meta {
        let value = pair.value.to_token_stream();
        let value = if word == "body" { value.to_string().replace('"', "") } else { value.to_string() };
        let write = if word == "resume" { "#[resume]".to_owned() } else { format!("#[{word}({value})]") };
        diagnostics.error(attribute, format!("E007: `#[{word}]` has no `=`\nhelp: write `{write}`"));
        return None;
    }
    let has_list = matches!(attribute.meta, Meta::List(_));
    match word.as_str() {
        "query" if has_list => query::read(attribute, argument, diagnostics).map(Source::Query),
        "query" => Some(Source::Query(QueryKey::plain(argument.to_owned()))),
        "header" if structured::is_in(attribute) => {
            let name = structured::name(attribute, &argument.replace('_', "-"), diagnostics)?;
            Some(Source::Structured(name))
        }
        "header" if has_list => header(&named(attribute, diagnostics)?, diagnostics),
        "header" => Some(Source::Header(argument.replace('_', "-"))),
        "headers" if has_list => {
            diagnostics.error(
                attribute,
                "E007: `#[headers]` has no argument: the names are those of the struct's fields\nhelp: write `#[headers]`",
            );
            None
        }
        "headers" => Some(Source::Headers),
        "cookie" if has_list => cookie(&named(attribute, diagnostics)?, diagnostics),
        "cookie" => Some(Source::Cookie(argument.to_owned())),
        "body" if has_list => body::parse(attribute, diagnostics).map(Source::Body),
        "body" => Some(Source::Body(Body { encoding: Encoding::Json, media_types: Vec::new() })),
        "accept" if has_list => {
            let message = "E007: `#[accept]` has no value\nhelp: write `#[accept]`, with the type that `#[derive(Content)]` makes";
            diagnostics.error(attribute, message);
            None
        }
        "accept" => Some(Source::Accept),
        _ if has_list => resume_key(attribute, diagnostics).map(|key| Source::Resume(Some(key))),
        _ => Some(Source::Resume(None)),
    }
}

/// Reads `query = "key"`.
fn resume_key(attribute: &Attribute, diagnostics: &mut Diagnostics) -> Option<String> {
    const HELP: &str = "help: write `#[resume]`, or `#[resume(query = \"lastEventId\")]` for clients that cannot send \
                        the field `Last-Event-Id`";
    let pair = attribute.parse_args::<MetaNameValue>().ok().filter(|pair| pair.path.is_ident("query"));
    match pair.map(|pair| pair.value) {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(key), .. })) if !key.value().is_empty() => Some(key.value()),
        Some(value) => {
            diagnostics.error(&value, format!("E007: `query` needs the name of a query key\n{HELP}"));
            None
        }
        None => {
            diagnostics.error(attribute, format!("E037: `#[resume]` has no such argument\n{HELP}"));
            None
        }
    }
}

fn named(attribute: &Attribute, diagnostics: &mut Diagnostics) -> Option<LitStr> {
    let word = attribute.path().to_token_stream();
    diagnostics.keep(attribute.parse_args_with(|input: ParseStream<'_>| {
        if let Some(key) = input.fork().parse::<Ident>().ok().filter(|key| key == "default") {
            let message = "E031: a header field has no default\nhelp: take an `Option`";
            input.parse::<TokenStream>()?;
            return Err(syn::Error::new_spanned(key, message));
        }
        if input.is_empty() {
            let message =
                format!("E007: no name is in the parentheses\nhelp: write `#[{word}]`, or `#[{word}(\"name\")]`");
            return Err(syn::Error::new_spanned(attribute, message));
        }
        input.parse::<LitStr>().map_err(|error| {
            syn::Error::new(
                error.span(),
                format!("E007: expected the name on the wire\nhelp: write `#[{word}(\"name\")]`"),
            )
        })
    }))
}

fn cookie(name: &LitStr, diagnostics: &mut Diagnostics) -> Option<Source> {
    let text = name.value();
    if is_token(&text) {
        return Some(Source::Cookie(text));
    }
    diagnostics.error(
        name,
        format!("E036: `{text}` cannot be a cookie's name\nexpected: letters, digits, dashes and underscores, as in `session_id`"),
    );
    None
}

fn header(name: &LitStr, diagnostics: &mut Diagnostics) -> Option<Source> {
    let text = name.value();
    if !is_token(&text) {
        diagnostics.error(
            name,
            format!(
                "E036: `{text}` cannot be a header field's name\nexpected: letters, digits and dashes, as in `x-request-id`"
            ),
        );
        return None;
    }
    Some(Source::Header(text.to_ascii_lowercase()))
}

/// Reports placeholders without an argument, which the client needs to write the path.
fn all_captured(template: &Template, signature: &Signature, diagnostics: &mut Diagnostics) {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .filter_map(|argument| match argument {
            // Also counts an argument with an erroneous `mut`.
            FnArg::Typed(argument) => match &*argument.pat {
                Pat::Ident(pattern) => Some(plain(&pattern.ident)),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect();
    for capture in template.captures().filter(|capture| !arguments.iter().any(|argument| argument == capture)) {
        let unplaced =
            arguments.iter().map(String::as_str).filter(|argument| !template.captures().any(|c| c == *argument));
        let hint = closest(capture, unplaced).map_or_else(
            || format!("\nhelp: add the argument `{capture}: String`, or one of another type"),
            |near| format!("\nhelp: did you mean `{{{near}}}`?"),
        );
        diagnostics.error(
            &template.literal,
            format!("E015: the placeholder `{{{capture}}}` has no argument in `{}`{hint}", plain(&signature.ident)),
        );
    }
}

fn one_body(parameters: &[Parameter], verb: Verb, diagnostics: &mut Diagnostics) {
    let mut bodies = parameters.iter().filter(|parameter| matches!(parameter.source, Source::Body(_)));
    if let Some(first) = bodies.next() {
        if let Some(message) = no_body(verb, &plain(&first.name)) {
            diagnostics.error(&first.name, message);
        }
        for second in bodies {
            diagnostics.error(
                &second.name,
                format!(
                    "E033: a request has one body, which is already `{}`\nhelp: put both in one struct",
                    plain(&first.name)
                ),
            );
        }
    }
}

/// Returns the message about a body where the request has none.
fn no_body(verb: Verb, name: &str) -> Option<String> {
    match verb {
        Verb::Head | Verb::Options => Some(format!(
            "E034: a {} request has no body here (RFC 9110 §9.3)\nhelp: take `{name}` from the query with `#[query]`, or use `#[post]`",
            verb.request()
        )),
        Verb::Get | Verb::Subscribe => Some(format!(
            "E034: a {} request has no body (RFC 9110 §9.3.1)\nhelp: take `{name}` from the query with `#[query]`, or {}",
            verb.request(),
            if verb == Verb::Get { "use `#[post]`" } else { "write `#[subscribe(\"/…\", method = post)]`" }
        )),
        Verb::Duplex | Verb::WebSocket => Some(format!(
            "E034: the request that opens a WebSocket has no body (RFC 6455 §4.1)\nhelp: take `{name}` from the query with `#[query]`, or send it as the first message"
        )),
        Verb::Post | Verb::SubscribeByPost | Verb::Put | Verb::Patch | Verb::Delete => None,
    }
}

fn resume(parameters: &[Parameter], verb: Verb, diagnostics: &mut Diagnostics) {
    for parameter in parameters.iter().filter(|parameter| matches!(parameter.source, Source::Resume(_))) {
        let message = match verb {
            Verb::Subscribe => continue,
            Verb::SubscribeByPost => {
                "E037: a subscription by POST cannot resume: a client does not send a POST again, which may do its work twice (RFC 9110 §9.2.2)\nhelp: remove `method = post`, or let the first event name a second subscription, which resumes"
            }
            Verb::Duplex | Verb::WebSocket => {
                "E037: a WebSocket cannot resume after an event\nhelp: take the id of the event from `#[query]`, or use `#[subscribe]`"
            }
            _ => {
                "E037: only a subscription can resume after an event\nhelp: use `#[subscribe]`, or take the value from `#[query]`"
            }
        };
        diagnostics.error(&parameter.name, message);
    }
}
