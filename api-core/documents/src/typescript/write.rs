//! From operations to the text of a module.

use std::collections::HashMap;
use std::fmt::Write as _;

use api_core::dialect::Ending;

use super::errors::{Case, ErrorForm, Errors};
use super::gather::{Module, pascal_case, reserved};
use super::operation::{
    Answer, Argument, BodyForm, Exchange, HeaderField, Input, Operation, Output, PathPart, QueryKey,
};
use super::runtime;
use super::types::{Types, docs, indented, key, literal, union};
use super::wide::Wide;
use crate::naming::Names;
use crate::schema::{Flow, Kind, Schema};

impl Module {
    /// Writes the module. The text is the same for the same descriptions, byte by byte.
    pub fn write(&self) -> String {
        let reserved = reserved();
        let mut taken = Names::default();
        let mut names: HashMap<String, String> = HashMap::new();
        for (name, ..) in self.types.iter() {
            let free = if reserved.contains(name) { format!("{name}Model") } else { name.to_owned() };
            names.insert(name.to_owned(), taken.take(free));
        }
        let name = |known: &str| names.get(known).cloned().unwrap_or_default();
        let types = Types { names: &self.types, name: &name };
        let mut writer = Writer { module: self, types, wide: Wide::new(&self.types), taken, body: String::new() };
        let error_types = writer.errors();
        for operation in &self.operations {
            writer.operation(operation, &error_types);
        }
        writer.finish(&name)
    }

    /// Returns whether a value of the module may have integers beyond 2^53.
    fn is_wide(&self, wide: &Wide<'_>) -> bool {
        self.operations.iter().flat_map(Operation::schemas).any(|(schema, flow)| wide.is_needed(schema, flow))
    }
}

struct Writer<'a> {
    module: &'a Module,
    types: Types<'a>,
    wide: Wide<'a>,
    taken: Names,
    body: String,
}

impl Writer<'_> {
    fn finish(self, name: &dyn Fn(&str) -> String) -> String {
        let Module { title, version, docs: text, bound, .. } = self.module;
        let mut needs = self.module.needs;
        needs.wide = self.module.is_wide(&self.wide);
        let mut module = docs(&format!("{title} {version}\n\n{text}"));
        module.push_str("/* Generated from the description of the API. Changes are lost. */\n\n");
        let (type_of, argument) = if bound.is_empty() {
            (String::new(), "{}")
        } else {
            let members: String = bound.iter().map(|name| format!("    readonly {}: string;\n", key(name))).collect();
            (
                format!(
                    " & {{\n  /** The values of the path in front of all operations. */\n  readonly bind: {{\n{members}  }};\n}}"
                ),
                "settings.bind",
            )
        };
        let _ = write!(
            module,
            "/** Returns a client of the API at a place. */\nexport function connect(settings: Settings{type_of}): Client \
             {{\n  return new Client(settings, {argument});\n}}\n\n"
        );
        for (number, form) in self.module.errors.forms.iter().enumerate() {
            let _ = write!(module, "const errorForm{number}: ErrorForm = {};\n\n", error_form(form));
        }
        module.push_str(&self.body);
        for (known, flow, schema) in self.types.names.iter() {
            module.push_str(&docs(&schema.docs));
            let name = name(known);
            match &schema.kind {
                Kind::Object(members) if !schema.nullable && !members.properties.is_empty() => {
                    let members = indented(&self.types.members(members, flow));
                    let _ = write!(module, "export interface {name} {{\n{members}}}\n\n");
                }
                _ => {
                    let _ = write!(module, "export type {name} = {};\n\n", self.types.of(schema, flow));
                }
            }
        }
        let declarations = self.wide.declarations();
        declarations.iter().for_each(|declaration| module.push_str(declaration));
        if !declarations.is_empty() {
            module.push('\n');
        }
        module.push_str("/* What follows is the same for every API. */\n\n");
        module.push_str(&runtime::parts(needs).join("\n"));
        module
    }

    /// Writes the types and the lists of errors. Returns the types' names.
    fn errors(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for (number, Errors { name, form, cases }) in self.module.errors.all.iter().enumerate() {
            let name = self.taken.take(name.clone());
            let cases_of_type: Vec<String> = cases.iter().map(|case| self.error_type(case)).collect();
            let all: String =
                cases_of_type.iter().map(|one| format!("\n{}", indented(&format!("| {one}")).trim_end())).collect();
            let _ = write!(self.body, "export type {name} ={all}\n  | UnknownError;\n\n");
            let cases: String = cases.iter().map(|case| format!("    {},\n", self.case(case))).collect();
            let list = if cases.is_empty() { "[]".to_owned() } else { format!("[\n{cases}  ]") };
            let _ = write!(
                self.body,
                "const errors{number}: Errors = {{\n  form: errorForm{form},\n  cases: {list},\n}};\n\n"
            );
            names.push(name);
        }
        names
    }

    fn error_type(&self, case: &Case) -> String {
        let mut members = format!("readonly kind: {};\n", literal(case.kind));
        let is_class = matches!(case.kind, "status_4xx" | "status_5xx" | "default");
        let status = if is_class { "number".to_owned() } else { case.status.to_string() };
        let _ = write!(members, "readonly status: {status};\nreadonly description?: string;\n");
        members.push_str("readonly retryAfter?: number;\n");
        if let Some((schema, required)) = &case.details {
            let mark = if *required { "" } else { "?" };
            let _ = write!(members, "readonly details{mark}: {};\n", self.types.of(schema, Flow::Response));
        }
        if !case.headers.is_empty() {
            let _ = write!(members, "readonly headers: {};\n", self.headers_type(&case.headers));
        }
        format!("{{\n{}{}}}", indented(&docs(case.docs)), indented(&members))
    }

    fn case(&self, case: &Case) -> String {
        let mut members = vec![format!("kind: {}", literal(case.kind)), format!("status: {}", case.status)];
        if let Some((schema, required)) = &case.details {
            members.push(format!("details: \"{}\"", if *required { "required" } else { "optional" }));
            members.extend(self.wide_member(schema));
        }
        if !case.headers.is_empty() {
            members.push(format!("headers: [{}]", self.header_list(&case.headers)));
        }
        format!("{{ {} }}", members.join(", "))
    }

    fn wide_member(&self, schema: &Schema) -> Option<String> {
        self.wide.expression(schema, Flow::Response).map(|wide| format!("wide: {wide}"))
    }

    fn headers_type(&self, fields: &[HeaderField]) -> String {
        let member = |field: &HeaderField| {
            let mark = if field.required { "" } else { "?" };
            let written = self.types.present(&field.schema, Flow::Response);
            format!("{}readonly {}{mark}: {written};\n", docs(&field.schema.docs), key(&field.key))
        };
        let members: String = fields.iter().map(member).collect();
        format!("{{\n{}}}", indented(&members))
    }

    fn header_list(&self, fields: &[HeaderField]) -> String {
        let field = |field: &HeaderField| {
            let mut parts = vec![literal(field.name), literal(&field.key), literal(field.item)];
            match (field.is_list, field.required) {
                (false, false) => {}
                (true, false) => parts.push("true".to_owned()),
                (false, true) => parts.extend(["false", "true"].map(str::to_owned)),
                (true, true) => parts.extend(["true", "true"].map(str::to_owned)),
            }
            format!("[{}]", parts.join(", "))
        };
        fields.iter().map(field).collect::<Vec<_>>().join(", ")
    }

    fn operation(&mut self, operation: &Operation, error_types: &[String]) {
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
        let constant = format!("{name}Operation");
        let _ = write!(self.body, "const {constant}: Operation = {{\n{}}};\n\n", indented(&self.descriptor(operation)));
        let error = error_types.get(operation.errors).map_or("UnknownError", String::as_str);
        let has_required = arguments.iter().any(|argument| argument.required);
        let input = match &arguments_type {
            Some(type_name) if has_required => format!(", args: {type_name}"),
            Some(type_name) => format!(", args: {type_name} = {{}}"),
            None => String::new(),
        };
        let args = if arguments_type.is_some() { "args" } else { "{}" };
        let result = self.result(operation, &type_name);
        let (more, options, returned, body) = match exchange {
            Exchange::Unary => (
                "",
                "CallOptions",
                format!("Call<{result}, {error}>"),
                format!("call(client, {constant}, {args}, options)"),
            ),
            Exchange::Events { item, resumable, form } => {
                let streaming = self.streaming(item, *resumable, form);
                let event = self.types.of(item, Flow::Response);
                let (function, returned) = if operation.answers.is_empty() {
                    ("subscribe", format!("Subscription<{event}, {error}>"))
                } else {
                    let both =
                        format!("{{ readonly one: {result} }} | {{ readonly events: Subscription<{event}, {error}> }}");
                    ("callOrSubscribe", format!("Call<{both}, {error}>"))
                };
                (
                    "",
                    "SubscribeOptions",
                    returned,
                    format!("{function}(client, {constant}, {streaming}, {args}, options)"),
                )
            }
            Exchange::Duplex { input, output, binary, protocols } => {
                let binary = binary.then(|| "binary: true".to_owned());
                let members = [protocol_list(protocols), binary, self.wide_member(output)];
                let input = self.types.of(input, Flow::Request);
                let output = self.types.of(output, Flow::Response);
                let more = format!(", input: AsyncIterable<{input}> | Iterable<{input}>");
                let body = format!("exchange(client, {constant}, {}, {args}, input, options)", object(members));
                self.function(
                    operation,
                    &(input_first(&input, has_required, &arguments_type) + &more),
                    "ConnectOptions",
                    &format!("Messages<{output}>"),
                    &body,
                );
                return;
            }
            Exchange::Socket { protocols } => {
                let socket = object([protocol_list(protocols)]);
                let body = format!("openSocket(client, {constant}, {socket}, {args}, options)");
                ("", "ConnectOptions", "Promise<WebSocket>".to_owned(), body)
            }
        };
        self.function(operation, &(input + more), options, &returned, &body);
    }

    fn function(&mut self, operation: &Operation, input: &str, options: &str, returned: &str, body: &str) {
        let _ = write!(
            self.body,
            "{}export function {}(client: Client{input}, options?: {options}): {returned} {{\n  return {body};\n}}\n\n",
            docs(&operation.docs),
            operation.name,
        );
    }

    fn argument(&self, argument: &Argument) -> String {
        let (mark, or_undefined) = if argument.required { ("", "") } else { ("?", " | undefined") };
        let docs = match &argument.content {
            Input::Value(schema) => docs(&schema.docs),
            Input::MediaType(_) => docs("The media type of the answer. Default: one that the server chooses."),
            _ => String::new(),
        };
        format!("{docs}readonly {}{mark}: {}{or_undefined};\n", key(&argument.name), self.input(&argument.content))
    }

    fn input(&self, input: &Input) -> String {
        match input {
            Input::Value(schema) => self.types.present(schema, Flow::Request),
            Input::Text => "string".to_owned(),
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
            return answers.first().map_or_else(|| "void".to_owned(), |answer| self.content(&answer.content));
        }
        let name = self.taken.take(format!("{type_name}Result"));
        let one = |answer: &Answer| {
            let status = if answer.status < 100 { "number".to_owned() } else { answer.status.to_string() };
            let mut members = format!("readonly status: {status};\n");
            if !answer.headers.is_empty() {
                let _ = write!(members, "readonly headers: {};\n", self.headers_type(&answer.headers));
            }
            if let (true, Some(media_type)) = (is_choice(answer, answers), answer.media_type) {
                let _ = write!(members, "readonly mediaType: {};\n", literal(media_type));
            }
            if answer.content != Output::Nothing {
                let _ = write!(members, "readonly content: {};\n", self.content(&answer.content));
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
            several => several.iter().map(|one| format!("\n{}", indented(&format!("| {one}")).trim_end())).collect(),
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

    fn descriptor(&self, operation: &Operation) -> String {
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
        let errors = self.module.errors.all.get(operation.errors);
        let redirects = operation.has_redirections() || errors.is_some_and(Errors::has_redirections);
        let flags = [(operation.is_whole(), "whole: true"), (redirects, "redirects: true")];
        lines.extend(flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag.to_owned()));
        lines.push(format!("errors: errors{}", operation.errors));
        lines.iter().map(|line| format!("{line},\n")).collect()
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
            (!answer.headers.is_empty()).then(|| format!("headers: [{}]", self.header_list(&answer.headers))),
            is_choice(answer, all).then(|| "choice: true".to_owned()),
        ])
    }

    fn streaming(&self, item: &Schema, resumable: bool, form: &api_core::dialect::EventForm) -> String {
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

/// Returns the parameter of the arguments in front of another one, which cannot have a default.
fn input_first(_: &str, has_required: bool, arguments_type: &Option<String>) -> String {
    match arguments_type {
        Some(type_name) if has_required => format!(", args: {type_name}"),
        Some(type_name) => format!(", args: {type_name}"),
        None => String::new(),
    }
}

/// Returns whether a status has several media types.
fn is_choice(answer: &Answer, all: &[Answer]) -> bool {
    all.iter().filter(|other| other.status == answer.status).count() > 1
}

fn object<const N: usize>(members: [Option<String>; N]) -> String {
    let members: Vec<String> = members.into_iter().flatten().collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
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
        styles.iter().map(|(name, style)| format!("{}: {}", key(name), literal(style))).collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
}

fn protocol_list(protocols: &[&str]) -> Option<String> {
    let written: Vec<String> = protocols.iter().map(|name| literal(name)).collect();
    (!protocols.is_empty()).then(|| format!("protocols: [{}]", written.join(", ")))
}

fn error_form(form: &ErrorForm) -> String {
    object([
        form.kind.as_ref().map(|(key, prefix)| format!("kind: [{}, {}]", literal(key), literal(prefix))),
        form.description.as_ref().map(|key| format!("description: {}", literal(key))),
        form.details.as_ref().map(|key| format!("details: {}", literal(key))),
    ])
}
