//! The function of an operation, with the types of its arguments and its result.

use std::fmt::Write as _;

use super::names::pascal_case;
use super::operation::{Answer, Argument, Exchange, Input, Operation, Output};
use super::types::{alternatives, docs, indented, key, literal, union};
use super::write::{Writer, is_choice, object, protocol_list};
use crate::schema::Flow;

impl Writer<'_> {
    /// Writes an operation: its types, its description, its function.
    pub(super) fn operation(&mut self, operation: &Operation, error_types: &[String]) {
        let Operation { name, arguments, exchange, .. } = operation;
        let type_name = pascal_case(name);
        let arguments_type = (!arguments.is_empty()).then(|| self.taken.take(format!("{type_name}Arguments")));
        if let Some(type_name) = &arguments_type {
            let members: String = arguments.iter().map(|argument| self.argument(argument)).collect();
            let _ = write!(
                self.body,
                "/** The arguments of `{name}`. */\nexport interface {type_name} {{\n{}}}\n\n",
                indented(&members)
            );
        }
        // No function has an underscore inside of its name.
        let constant = format!("operation_{name}");
        let _ = write!(self.body, "const {constant}: Operation = {{\n{}}};\n\n", indented(&self.descriptor(operation)));
        let error = error_types.get(operation.errors).map_or("UnknownError", String::as_str);
        let has_required = arguments.iter().any(|argument| argument.required);
        let input = match &arguments_type {
            // Only what is not followed by a required parameter can have a default.
            Some(type_name) if has_required || matches!(exchange, Exchange::Duplex { .. }) => {
                format!(", args: {type_name}")
            }
            Some(type_name) => format!(", args: {type_name} = {{}}"),
            None => String::new(),
        };
        let args = if arguments_type.is_some() { "args" } else { "{}" };
        let result = self.result(operation, &type_name);
        let (input, options, returned, body) = match exchange {
            Exchange::Unary => {
                let body = format!("call(client, {constant}, {args}, options)");
                (input, "CallOptions", format!("Call<{result}, {error}>"), body)
            }
            Exchange::Events { item, resumable, form } => {
                let streaming = self.streaming(item, *resumable, form);
                let events = format!("Subscription<{}, {error}>", self.types.of(item, Flow::Response));
                let (function, returned) = if operation.answers.is_empty() {
                    ("subscribe", events)
                } else {
                    let both = format!("{{ readonly one: {result} }} | {{ readonly events: {events} }}");
                    ("callOrSubscribe", format!("Call<{both}, {error}>"))
                };
                let body = format!("{function}(client, {constant}, {streaming}, {args}, options)");
                (input, "SubscribeOptions", returned, body)
            }
            Exchange::Duplex { input: sent, output, binary, protocols } => {
                let binary = binary.then(|| "binary: true".to_owned());
                let socket = object([protocol_list(protocols), binary, self.wide_member(output)]);
                let (sent, output) = (self.types.of(sent, Flow::Request), self.types.of(output, Flow::Response));
                let input = format!("{input}, input: AsyncIterable<{sent}> | Iterable<{sent}>");
                let body = format!("exchange(client, {constant}, {socket}, {args}, input, options)");
                (input, "ConnectOptions", format!("Messages<{output}>"), body)
            }
            Exchange::Socket { protocols } => {
                let socket = object([protocol_list(protocols)]);
                let body = format!("openSocket(client, {constant}, {socket}, {args}, options)");
                (input, "ConnectOptions", "Promise<WebSocket>".to_owned(), body)
            }
        };
        let (declared, export) = self.declared(name);
        let _ = write!(
            self.body,
            "{}{export}function {declared}(client: Client{input}, options?: {options}): {returned} {{\n  return {body};\n}}\n\n",
            docs(&operation.docs),
        );
    }

    fn argument(&self, argument: &Argument) -> String {
        let (mark, or_undefined) = if argument.required { ("", "") } else { ("?", " | undefined") };
        let docs = match &argument.content {
            Input::Value(schema) => docs(&schema.docs),
            Input::Structured => docs("The text of a structured field (RFC 9651)."),
            Input::MediaType(_) => docs("The media type of the answer. Default: one that the server chooses."),
            _ => String::new(),
        };
        format!("{docs}readonly {}{mark}: {}{or_undefined};\n", key(&argument.name), self.input(&argument.content))
    }

    fn input(&self, input: &Input) -> String {
        match input {
            Input::Value(schema) => self.types.present(schema, Flow::Request),
            Input::Text | Input::Structured => "string".to_owned(),
            Input::Bytes => "Bytes".to_owned(),
            Input::Stream => "Bytes | ReadableStream<Uint8Array>".to_owned(),
            Input::MediaType(all) => union(all.iter().map(|media_type| literal(media_type))),
            Input::Chosen(all) => union(all.iter().map(|(media_type, input)| {
                format!("{{ readonly mediaType: {}; readonly content: {} }}", literal(media_type), self.input(input))
            })),
        }
    }

    /// Returns the type of a result. One with several parts gets a name.
    fn result(&mut self, operation: &Operation, type_name: &str) -> String {
        let answers = &operation.answers;
        if !operation.is_whole() {
            // Without an answer there is no success.
            return answers.first().map_or_else(|| "never".to_owned(), |answer| self.content(&answer.content));
        }
        let name = self.taken.take(format!("{type_name}Result"));
        let one = |answer: &Answer| {
            let status = if answer.status < 100 { "number".to_owned() } else { answer.status.to_string() };
            let mut members = format!("readonly status: {status};\n");
            if !answer.headers.is_empty() {
                let _ = writeln!(members, "readonly headers: {};", self.headers_type(&answer.headers));
            }
            if let (true, Some(media_type)) = (is_choice(answer, answers), answer.media_type) {
                let _ = writeln!(members, "readonly mediaType: {};", literal(media_type));
            }
            if answer.content != Output::Nothing {
                let _ = writeln!(members, "readonly content: {};", self.content(&answer.content));
            }
            format!("{{\n{}}}", indented(&members))
        };
        let mut all: Vec<String> = Vec::new();
        for one in answers.iter().map(one) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        let written = match &all[..] {
            [only] => format!(" {only}"),
            several => alternatives(several),
        };
        let _ = write!(self.body, "/** The result of `{}`. */\nexport type {name} ={written};\n\n", operation.name);
        name
    }

    fn content(&self, content: &Output) -> String {
        match content {
            Output::Nothing => "void".to_owned(),
            Output::Json(schema) => self.types.of(schema, Flow::Response),
            Output::Text => "string".to_owned(),
            Output::Form => "URLSearchParams".to_owned(),
            Output::Bytes => "Uint8Array".to_owned(),
            Output::Stream => "ReadableStream<Uint8Array>".to_owned(),
        }
    }
}
