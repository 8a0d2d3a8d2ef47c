//! Operations as methods.

use api_lock::{Body, Encoding, Location, Operation, Security, Style};

use crate::naming::{Names, snake};
use crate::texts::Texts;

use super::comments::docs;
use super::errors::Errors;
use super::replies::Replies;
use super::types::{Place, Types};
use super::words::{escaped, plain, take};

/// Returns a method of the trait. Types that it alone needs are added to `around`.
#[expect(clippy::too_many_arguments, reason = "it is called once, and each is another part of the draft")]
pub(super) fn render(
    operation: &Operation,
    callbacks: Option<String>,
    texts: &Texts,
    errors: &Errors,
    types: &Types<'_>,
    replies: &mut Replies,
    around: &mut String,
    prefix: &str,
) -> String {
    let docs = docs(texts.operations.get(&operation.name).map_or("", String::as_str));
    let returned = replies.returned(&operation.outputs, &operation.name, types, prefix);
    around.push_str(&returned.item);
    let (path, arguments) = arguments(operation, types);
    let (path, fields) = path.split_once('#').map_or((path.as_str(), None), |(path, fields)| (path, Some(fields)));
    let mut keys = vec![format!("{path:?}")];
    keys.extend(fields.into_iter().flat_map(|fields| fields.split('&')).map(when_header));
    keys.extend(returned.status.map(|status| format!("status = {status}")));
    if !returned.media_types.is_empty() {
        keys.push(format!("media_type = {:?}", returned.media_types));
    }
    keys.extend(operation.body.as_ref().and_then(|body| body.limit).map(|limit| format!("body_limit = {limit}")));
    keys.extend(callbacks);
    match operation.requires.as_slice() {
        [] => {}
        [only] => keys.push(format!("requires = {only:?}")),
        several => keys.push(format!("requires = {several:?}")),
    }
    if let Some(date) = operation.sunset.filter(|_| operation.deprecated.is_some()) {
        keys.push(format!("sunset = \"{date}\""));
    }
    let deprecated = match operation.deprecated.as_deref() {
        None => String::new(),
        Some("") => "#[deprecated]\n".to_owned(),
        Some(reason) => format!("#[deprecated(note = {reason:?})]\n"),
    };
    let (verb, keys, name) = (operation.verb.to_ascii_lowercase(), keys.join(", "), escaped(&operation.name));
    let (ty, error) = (returned.ty, errors.name().unwrap_or("api_core::Error"));
    format!("{docs}{deprecated}#[{verb}({keys})]\nasync fn {name}({arguments}) -> Result<{ty}, {error}>;\n")
}

/// Returns the value of the key `security`.
pub(super) fn security(scheme: &Security) -> String {
    match scheme {
        Security::Bearer => "security = bearer".to_owned(),
        Security::Basic => "security = basic".to_owned(),
        Security::ApiKey(field) => format!("security = api_key({field:?})"),
    }
}

/// Returns the path and the arguments. A placeholder has the name of its argument.
fn arguments(operation: &Operation, types: &Types<'_>) -> (String, String) {
    let mut names = Names::default();
    let mut arguments = vec!["&self".to_owned()];
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|one| one.location == Location::Path) {
        let name = take(&mut names, &snake(&parameter.name));
        for star in ["", "*"] {
            path = path.replace(&format!("{{{star}{}}}", parameter.name), &format!("{{{star}{}}}", plain(&name)));
        }
        arguments.push(format!("{name}: {}", types.of(&parameter.shape, Place::Trait)));
    }
    for parameter in operation.parameters.iter().filter(|one| one.location != Location::Path) {
        let name = take(&mut names, &snake(&parameter.name));
        let (source, usual) = match parameter.location {
            Location::Header => ("header", plain(&name).replace('_', "-")),
            Location::Cookie => ("cookie", plain(&name).to_owned()),
            _ => ("query", plain(&name).to_owned()),
        };
        let given = (usual != parameter.name).then(|| format!("{:?}", parameter.name));
        let given: Vec<String> = given
            .into_iter()
            .chain(style(parameter.style).map(str::to_owned))
            .chain(parameter.default.iter().map(|text| format!("default = {text:?}")))
            .chain(parameter.allow_reserved.then(|| "allow_reserved".to_owned()))
            .collect();
        let given = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
        arguments.push(format!("#[{source}{given}] {name}: {}", types.of(&parameter.shape, Place::Trait)));
    }
    if let Some(body) = &operation.body {
        let name = take(&mut names, "body");
        let json = || types.of(&body.shape, Place::Trait);
        let (word, ty) = match body.encoding {
            Encoding::Json | Encoding::Cbor | Encoding::MessagePack | Encoding::Xml | Encoding::Yaml => (None, json()),
            Encoding::Form if !operation.other_bodies.is_empty() => (None, json()),
            Encoding::Form => (Some("form"), json()),
            Encoding::Text => (Some("text"), "String".to_owned()),
            Encoding::Multipart => (Some("multipart"), json()),
            Encoding::Bytes => (Some("bytes"), "bytes::Bytes".to_owned()),
            Encoding::Stream => (Some("stream"), "api_core::call::ByteStream".to_owned()),
        };
        // Of media types whose values differ the first one is drafted.
        let others = operation.other_bodies.iter().filter(|other| other.shape == body.shape);
        let names: Vec<&str> = std::iter::once(body).chain(others).map(media_type).collect();
        let is_usual = body.media_type.is_none() && matches!(body.encoding, Encoding::Json) || word == Some("form");
        let media_types = match names.as_slice() {
            [_] if is_usual || body.media_type.is_none() && word.is_some() => None,
            [only] => Some(format!("media_type = {only:?}")),
            several => Some(format!("media_type = {several:?}")),
        };
        let words: Vec<String> = word.map(str::to_owned).into_iter().chain(media_types).collect();
        let words = if words.is_empty() { String::new() } else { format!("({})", words.join(", ")) };
        arguments.push(format!("#[body{words}] {name}: {ty}"));
    }
    (path, arguments.join(", "))
}

/// Returns the key that names a header field which a request must have.
fn when_header(field: &str) -> String {
    match field.split_once('=') {
        Some((name, value)) => format!("when_header({name:?} = {value:?})"),
        None => format!("when_header({field:?})"),
    }
}

/// Returns the word of a style that is not the usual one.
fn style(style: Style) -> Option<&'static str> {
    match style {
        Style::Repeated => None,
        Style::Comma => Some("comma"),
        Style::Space => Some("space"),
        Style::Pipe => Some("pipe"),
        Style::Brackets => Some("brackets"),
        Style::Structured => Some("structured"),
    }
}

/// Returns the media type of a body.
fn media_type(body: &Body) -> &str {
    let usual = match body.encoding {
        Encoding::Json => "application/json",
        Encoding::Form => "application/x-www-form-urlencoded",
        Encoding::Text => "text/plain; charset=utf-8",
        Encoding::Bytes | Encoding::Stream => "application/octet-stream",
        Encoding::Multipart => "multipart/form-data",
        Encoding::Cbor => "application/cbor",
        Encoding::MessagePack => "application/vnd.msgpack",
        Encoding::Xml => "application/xml",
        Encoding::Yaml => "application/yaml",
    };
    body.media_type.as_deref().unwrap_or(usual)
}
