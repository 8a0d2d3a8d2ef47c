//! Paths, methods, schemes and limits of a lock as expressions.

use api_lock::{
    Constraints, Ending, EventForm, Level, Limit, Part, Security, Segment, Style, Tagging, Terms, parts, segments,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

pub(super) fn path(template: &str) -> Result<TokenStream, String> {
    let segments = segments(template).ok_or_else(|| format!("the path `{template}` does not begin with `/`"))?;
    let segments = segments.map(|segment| {
        if let Segment::Mixed(text) = segment {
            let parts = parts(text).map(|part| match part {
                Part::Text(text) => quote!(__api::__private::Part::Text(#text)),
                Part::Capture(name) => quote!(__api::__private::Part::Capture(#name)),
            });
            return quote!(__api::__private::Segment::Mixed(&[#(#parts),*]));
        }
        let (kind, text) = match segment {
            Segment::Literal(text) | Segment::Mixed(text) => ("Literal", text),
            Segment::Capture(name) => ("Capture", name),
            Segment::Wildcard(name) => ("Wildcard", name),
        };
        let kind = format_ident!("{kind}");
        quote!(__api::__private::Segment::#kind(#text))
    });
    Ok(quote!(__api::__private::Path(&[#(#segments),*])))
}

/// Renders the conditions after a path. `None` if there are none.
pub(super) fn conditions(route: &str) -> Option<TokenStream> {
    let all: Vec<TokenStream> = api_lock::conditions(route)
        .map(|one| {
            let name = one.name;
            match (one.is_header, one.value) {
                (true, Some(value)) => quote!(__api::__private::Condition::header(#name, #value)),
                (true, None) => quote!(__api::__private::Condition::any_header(#name)),
                (false, value) => {
                    let value = optional(value);
                    quote!(__api::__private::Condition::query(#name, #value))
                }
            }
        })
        .collect();
    (!all.is_empty()).then(|| quote!(.conditions(&[#(#all),*])))
}

pub(super) fn verb(name: &str) -> Result<Ident, String> {
    let name = match name {
        "GET" => "Get",
        "HEAD" => "Head",
        "OPTIONS" => "Options",
        "POST" => "Post",
        "PUT" => "Put",
        "PATCH" => "Patch",
        "DELETE" => "Delete",
        "SUBSCRIBE" => "Subscribe",
        _ => return Err(format!("`{name}` is no method of an operation")),
    };
    Ok(format_ident!("{name}"))
}

pub(super) fn security(scheme: &Security) -> TokenStream {
    match scheme {
        Security::Bearer => quote!(__api::__private::Security::Bearer),
        Security::Basic => quote!(__api::__private::Security::Basic),
        Security::ApiKey(name) => quote!(__api::__private::Security::ApiKey(#name)),
    }
}

pub(super) fn level(level: Level) -> TokenStream {
    match level {
        Level::Error => quote!(__api::contract::Level::Error),
        Level::Warning => quote!(__api::contract::Level::Warning),
        Level::Info => quote!(__api::contract::Level::Info),
    }
}

pub(super) fn unknown_fields(closed: bool) -> TokenStream {
    if closed { quote!(__api::model::UnknownFields::Refused) } else { quote!(__api::model::UnknownFields::Ignored) }
}

pub(super) fn tagging_of(tagging: &Tagging) -> TokenStream {
    match tagging {
        Tagging::External => quote!(__api::model::Tagging::External),
        Tagging::Internal(tag) => quote!(__api::model::Tagging::Internal { tag: #tag }),
        Tagging::Adjacent(tag, content) => quote!(__api::model::Tagging::Adjacent { tag: #tag, content: #content }),
        Tagging::Untagged => quote!(__api::model::Tagging::Untagged),
        Tagging::Integer => quote!(__api::model::Tagging::Integer),
    }
}

pub(super) fn terms_of(terms: &Terms) -> TokenStream {
    let names = &terms.subprotocols;
    let (message, frame) = (optional(terms.max_message.map(number)), optional(terms.max_frame.map(number)));
    quote!(__api::__private::SocketTerms { subprotocols: &[#(#names),*], max_message: #message, max_frame: #frame })
}

pub(super) fn constraints(constraints: &Constraints) -> TokenStream {
    if *constraints == Constraints::default() {
        return quote!(__api::model::Constraints::NONE);
    }
    let limit = |limit: Option<Limit>| {
        optional(limit.map(|limit| match limit {
            Limit::Integer(number) => {
                let number = Literal::i128_unsuffixed(number);
                quote!(__api::model::Limit::Integer(#number))
            }
            Limit::Number(number) => quote!(__api::model::Limit::Number(#number)),
        }))
    };
    let (min, max) = (limit(constraints.min), limit(constraints.max));
    let length = |length: Option<u64>| optional(length.map(number));
    let (min_length, max_length) = (length(constraints.min_length), length(constraints.max_length));
    let (pattern, format) = (optional(constraints.pattern.as_ref()), optional(constraints.format.as_ref()));
    let multiple_of = optional(constraints.multiple_of.map(|divisor| {
        let (digits, places) = (number(divisor.digits()), Literal::u32_unsuffixed(divisor.places()));
        quote!(__api::model::Divisor::new(#digits, #places))
    }));
    quote!(__api::model::Constraints {
        min: #min, max: #max, multiple_of: #multiple_of, min_length: #min_length, max_length: #max_length, pattern: #pattern, format: #format,
    })
}

/// Returns the name of the constant of an API that callers serve.
pub(super) fn called(place: usize) -> Ident {
    format_ident!("A{place}")
}

pub(super) fn number(number: u64) -> Literal {
    Literal::u64_unsuffixed(number)
}

pub(super) fn optional<T: ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

pub(super) fn style_of(style: Style) -> TokenStream {
    match style {
        Style::Repeated => quote!(__api::model::Style::Repeated),
        Style::Comma => quote!(__api::model::Style::Comma),
        Style::Space => quote!(__api::model::Style::Space),
        Style::Pipe => quote!(__api::model::Style::Pipe),
        Style::Brackets => quote!(__api::model::Style::Brackets),
        Style::Structured => quote!(__api::model::Style::Structured),
    }
}

/// Renders the form of server-sent events.
pub(super) fn event_form(form: &EventForm) -> TokenStream {
    let end = match &form.end {
        Ending::Event => None,
        Ending::Marker(text) => Some(quote!(Marker(#text))),
        Ending::Close => Some(quote!(Close)),
    };
    let end = end.map(|end| quote!(.ending(__api::__private::Ending::#end)));
    let heartbeat = form.heartbeat.as_ref().map(|name| quote!(.heartbeat(#name)));
    let names = form.names.as_ref().map(|(tag, content)| {
        let content = optional(content.as_ref());
        quote!(.names(__api::__private::EventNames { tag: #tag, content: #content }))
    });
    quote!(__api::__private::EventForm::DEFAULT #end #heartbeat #names)
}
