//! The description of an operation that the runtime reads.

use api_core::dialect::{Ending, EventForm};

use super::operation::{Answer, BodyForm, Input, Operation, Output, PathPart, QueryKey};
use super::types::{literal, value_key};
use super::write::{Writer, header_list, is_choice, object};
use crate::schema::Schema;

impl Writer<'_> {
    /// Returns the members of the description of an operation, one a line.
    pub(super) fn descriptor(&self, operation: &Operation) -> String {
        let path: Vec<String> = operation.path.iter().filter_map(path_part).collect();
        let mut lines = vec![format!("method: {}", literal(operation.method)), format!("path: [{}]", path.join(", "))];
        let mut list = |key: &str, items: Vec<String>| {
            lines.extend((!items.is_empty()).then(|| format!("{key}: [{}]", items.join(", "))));
        };
        let (query, headers) = &operation.fixed;
        list("query", operation.query.iter().map(query_key).collect());
        let named = |all: &[(&str, String)]| {
            all.iter().map(|(name, argument)| format!("[{}, {}]", literal(name), literal(argument))).collect()
        };
        list("headers", named(&operation.headers));
        list("cookies", named(&operation.cookies));
        let is_chosen = operation.arguments.iter().any(|argument| matches!(argument.content, Input::Chosen(_)));
        list("body", operation.body.iter().map(|form| body_form(form, is_chosen)).collect());
        list("answers", operation.answers.iter().map(|answer| self.answer(answer, &operation.answers)).collect());
        if operation.answers.is_empty() {
            lines.push("answers: []".to_owned());
        }
        if !query.is_empty() || !headers.is_empty() {
            let query = (!query.is_empty())
                .then(|| format!("query: [{}]", query.iter().map(|pair| literal(pair)).collect::<Vec<_>>().join(", ")));
            let headers = (!headers.is_empty()).then(|| {
                let pair = |(name, value): &(&str, &str)| format!("{}: {}", literal(name), literal(value));
                format!("headers: {{ {} }}", headers.iter().map(pair).collect::<Vec<_>>().join(", "))
            });
            lines.push(format!("fixed: {}", object([query, headers])));
        }
        if !operation.accept.is_empty() {
            lines.push(format!("accept: {}", literal(&operation.accept)));
        }
        if let Some((name, scheme)) = operation.security {
            lines.push(format!("security: [{}, {}]", literal(name), literal(scheme)));
        }
        lines.extend(operation.is_whole().then(|| "whole: true".to_owned()));
        lines.push(format!("errors: errors_{}", operation.errors));
        lines.join(",\n") + ",\n"
    }

    fn answer(&self, answer: &Answer, all: &[Answer]) -> String {
        let read = match &answer.content {
            Output::Nothing => None,
            Output::Json(_) => Some("readJson"),
            Output::Text => Some("readText"),
            Output::Form => Some("readForm"),
            Output::Bytes => Some("readBytes"),
            Output::Stream => Some("readStream"),
        };
        let wide = match &answer.content {
            Output::Json(schema) => self.wide_member(schema),
            _ => None,
        };
        object([
            Some(format!("status: {}", answer.status)),
            answer.media_type.map(|media_type| format!("mediaType: {}", literal(media_type))),
            read.map(|read| format!("read: {read}")),
            wide,
            (!answer.headers.is_empty()).then(|| format!("headers: [{}]", header_list(&answer.headers))),
            is_choice(answer, all).then(|| "choice: true".to_owned()),
        ])
    }

    /// Returns the description of the events of a subscription.
    pub(super) fn streaming(&self, item: &Schema, resumable: bool, form: &EventForm) -> String {
        let end = match form.end {
            Ending::Event => None,
            Ending::Marker(text) => Some(format!("end: {{ marker: {} }}", literal(text))),
            Ending::Close => Some("end: \"close\"".to_owned()),
        };
        let names = form.names.map(|names| {
            let content = names.content.map(|content| format!("content: {}", literal(content)));
            format!("names: {}", object([Some(format!("tag: {}", literal(names.tag))), content]))
        });
        object([
            resumable.then(|| "resumable: true".to_owned()),
            self.wide_member(item),
            end,
            form.heartbeat.map(|name| format!("heartbeat: {}", literal(name))),
            names,
        ])
    }
}

fn path_part(part: &PathPart) -> Option<String> {
    Some(match part {
        PathPart::Text(text) if text.is_empty() => return None,
        PathPart::Text(text) => literal(text),
        PathPart::Bound(name) => format!("{{ bound: {} }}", literal(name)),
        PathPart::Argument { name, rest, after } => object([
            Some(format!("argument: {}", literal(name))),
            rest.then(|| "rest: true".to_owned()),
            after.map(|text| format!("after: {}", literal(text))),
        ]),
    })
}

fn query_key(query: &QueryKey) -> String {
    object([
        Some(format!("key: {}", literal(query.key))),
        Some(format!("argument: {}", literal(&query.argument))),
        query.style.map(|style| format!("style: {}", literal(style))),
        query.fields.as_ref().map(|styles| format!("fields: {}", style_map(styles))),
        query.allow_reserved.then(|| "reserved: true".to_owned()),
    ])
}

fn body_form(form: &BodyForm, is_chosen: bool) -> String {
    object([
        Some(format!("mediaType: {}", literal(form.media_type))),
        Some(format!("write: {}", form.writer)),
        (!form.styles.is_empty()).then(|| format!("styles: {}", style_map(&form.styles))),
        (!form.parts.is_empty()).then(|| {
            let parts: Vec<String> = form.parts.iter().map(|name| literal(name)).collect();
            format!("parts: [{}]", parts.join(", "))
        }),
        is_chosen.then(|| "chosen: true".to_owned()),
    ])
}

fn style_map(styles: &[(&str, &str)]) -> String {
    let members: Vec<String> =
        styles.iter().map(|(name, style)| format!("{}: {}", value_key(name), literal(style))).collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
}
