//! How an operation is called, in several languages.

use crate::naming::{camel_case, function_name, is_identifier};
use crate::place::encoded;

use super::{Body, Input, Operation, OperationKind, Place};

/// Returns the calls with the names of their languages.
pub(super) fn snippets(operation: &Operation, origin: &str, api: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if matches!(operation.kind, OperationKind::Call | OperationKind::Subscription) {
        all.push(("curl", curl(operation, origin)));
    }
    all.push(("Rust", rust(operation, api)));
    all.push(("TypeScript", typescript(operation)));
    all
}

fn curl(operation: &Operation, origin: &str) -> String {
    let mut lines = vec![format!("curl {}", shell(&format!("{origin}{}", target(operation))))];
    let stream = operation.kind == OperationKind::Subscription;
    match operation.method {
        "GET" if stream => lines.push("--no-buffer -H 'Accept: text/event-stream'".to_owned()),
        "GET" => {}
        "HEAD" => lines.push("--head".to_owned()),
        method => lines.push(format!("-X {method}")),
    }
    if stream && operation.method != "GET" {
        lines.push("--no-buffer".to_owned());
    }
    if let Some((name, scheme)) = operation.security {
        lines.push(format!("-H {}\"$TOKEN\"", shell(&format!("{name}: {scheme}"))));
    }
    for (name, value) in &operation.fixed.headers {
        lines.push(format!("-H {}", shell(&format!("{name}: {value}"))));
    }
    for input in operation.inputs.iter().filter(|input| input.required) {
        match input.place {
            Place::Header => lines.push(format!("-H {}", shell(&format!("{}: {}", input.name, input.example)))),
            Place::Cookie => lines.push(format!("-b {}", shell(&format!("{}={}", input.name, input.example)))),
            _ => {}
        }
    }
    if let Some(Body { media_type, example, .. }) = operation.bodies.first() {
        match *media_type {
            "multipart/form-data" => lines.push("-F name=value -F file=@file".to_owned()),
            _ if example.is_empty() => lines.push("--data-binary @file".to_owned()),
            media_type => {
                lines.push(format!("-H {}", shell(&format!("Content-Type: {media_type}"))));
                lines.push(format!("--data-raw {}", shell(example)));
            }
        }
    }
    lines.join(" \\\n  ")
}

/// Returns the path with examples in place of placeholders, and the required keys of the query.
fn target(operation: &Operation) -> String {
    let mut path = operation.path.clone();
    for input in &operation.inputs {
        if matches!(input.place, Place::Base | Place::Path | Place::Rest) {
            path = path.replace(&format!("{{{}}}", input.name), &encoded(&input.example));
        }
    }
    let required = operation.inputs.iter().filter(|input| input.place == Place::Query && input.required);
    let pairs = required.map(|input| format!("{}={}", encoded(&input.name), encoded(&input.example)));
    let pairs: Vec<String> = operation.fixed.query.iter().cloned().chain(pairs).collect();
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

/// Returns a text in quotes of a shell.
fn shell(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=%+,@".contains(&byte);
    if text.bytes().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

fn rust(operation: &Operation, api: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for input in operation.inputs.iter().filter(|input| input.place != Place::Base) {
        names.push(input.name.replace('-', "_"));
    }
    names.extend((!operation.bodies.is_empty()).then(|| "body".to_owned()));
    names.extend((operation.kind == OperationKind::Duplex).then(|| "messages".to_owned()));
    names.extend((operation.kind == OperationKind::Socket).then(|| "pending".to_owned()));
    let call = format!("client.{}({}).await?", operation.name, names.join(", "));
    let connect = format!("let client = api_client::connect::<{api}Api>(origin)?;");
    match operation.kind {
        OperationKind::Call => format!("{connect}\nlet answer = {call};"),
        OperationKind::Subscription => {
            format!("{connect}\nlet mut events = {call};\nwhile let Some(event) = events.next().await {{ … }}")
        }
        OperationKind::Duplex => {
            format!("{connect}\nlet mut answers = {call};\nwhile let Some(message) = answers.next().await {{ … }}")
        }
        OperationKind::Socket => format!("{connect}\nlet connection = websocket::open(|pending| {call}).await?;"),
    }
}

fn typescript(operation: &Operation) -> String {
    let name = function_name(&operation.id);
    let of_call = |input: &&Input| input.place != Place::Base && input.required;
    let mut members: Vec<String> = Vec::new();
    for input in operation.inputs.iter().filter(of_call) {
        let key = if is_identifier(&input.name) { input.name.clone() } else { camel_case(&input.name) };
        members.push(format!("{key}: {}", input.literal));
    }
    if let Some(body) = operation.bodies.first() {
        members.push(format!("body: {}", body.literal));
    }
    let args = if members.is_empty() { String::new() } else { format!(", {{ {} }}", members.join(", ")) };
    match operation.kind {
        OperationKind::Subscription if !operation.answers.is_empty() => {
            format!("const answer = await api.{name}(client{args});")
        }
        OperationKind::Call => format!("const answer = await api.{name}(client{args});"),
        OperationKind::Subscription => {
            format!("for await (const {{ content }} of api.{name}(client{args})) {{ … }}")
        }
        OperationKind::Duplex => {
            let args = if args.is_empty() { "" } else { &args };
            format!("for await (const message of api.{name}(client{args}, outbox)) {{ … }}")
        }
        OperationKind::Socket => format!("const socket = await api.{name}(client{args});"),
    }
}
