//! Paths and their operations.

use api_lock::{Date, Exchange, Location, Operation, Parameter, Part, Shape, parts};
use serde_json::Value;

use crate::naming::{Names, pascal, snake};
use crate::note::Effect;

use super::document::{Importer, Object, is_true};
use super::error::OpenApiError;

/// The maximum number of placeholders in a path (`api_core::context::MAX_CAPTURES`).
const MAX_CAPTURES: usize = 12;

/// The methods of OpenAPI, and whether a trait has them.
pub(super) const METHODS: [(&str, bool); 8] = [
    ("get", true),
    ("post", true),
    ("put", true),
    ("patch", true),
    ("delete", true),
    ("head", true),
    ("options", true),
    ("trace", false),
];

/// Why an operation is not read.
#[derive(Debug)]
pub(super) enum Stop {
    /// The document is wrong.
    Error(OpenApiError),
    /// The operation is left out.
    LeftOut(&'static str, String),
}

impl Stop {
    pub(super) fn left_out(reason: &'static str, detail: impl Into<String>) -> Self {
        Self::LeftOut(reason, detail.into())
    }
}

impl From<OpenApiError> for Stop {
    fn from(error: OpenApiError) -> Self {
        Self::Error(error)
    }
}

impl<'d> Importer<'d> {
    /// Reads the whole document.
    pub(super) fn read(&mut self) -> Result<(), OpenApiError> {
        let root = self.root()?;
        let info = self.member_object(root, "info")?;
        let text = |key| info.map_or(Ok(None), |info| self.member_text(info, key));
        let (title, description) = (text("title")?.unwrap_or("Api"), text("description")?);
        let name = pascal(title);
        self.lock.name = match name.strip_suffix("Api") {
            Some(rest) if !rest.is_empty() => rest.to_owned(),
            _ => name,
        };
        self.texts.api = [Some(title), description].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
        self.lock.base = self.base(root)?;
        if root.contains_key("webhooks") {
            self.part_left_out("webhooks", "");
        }
        for (path, item) in self.member_object(root, "paths")?.into_iter().flatten() {
            if path.starts_with("x-") {
                continue;
            }
            path.clone_into(&mut self.subject);
            let item = self.object(self.resolved(item)?, path)?;
            for (method, is_known) in METHODS {
                let Some(operation) = item.get(method) else { continue };
                self.subject = format!("{} {path}", method.to_ascii_uppercase());
                let operation = self.object(operation, method)?;
                let read = if is_known {
                    self.operation(path, method, item, operation, None)
                } else {
                    Err(Stop::left_out("the method TRACE", ""))
                };
                match read {
                    Ok(operation) => self.lock.operations.push(operation),
                    Err(Stop::Error(error)) => return Err(error),
                    Err(Stop::LeftOut(reason, detail)) => self.note(Effect::OperationLeftOut, reason, detail),
                }
            }
        }
        self.share_security();
        Ok(())
    }

    /// Reads an operation. `callback`: the name of the callback that it is a call of.
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'d Object,
        members: &'d Object,
        callback: Option<&str>,
    ) -> Result<Operation, Stop> {
        let (path, needs) = path.split_at(path.find(['#', '?']).unwrap_or(path.len()));
        let (mut path, captures) = template(path)?;
        let id = self.member_text(members, "operationId")?;
        let wanted = id.or(callback).map_or_else(|| snake(&format!("{method}{path}")), snake);
        let name = if self.operation_names.is_free(&wanted) { wanted.clone() } else { format!("{wanted}_{method}") };
        let lists = [self.member_array(item, "parameters")?, self.member_array(members, "parameters")?];
        let mut parameters = self.parameters(lists, &captures, &name)?;
        if !needs.is_empty() {
            path.push_str(&conditions(needs, &mut parameters, &lists));
            if callback.is_none() {
                self.check_condition(method, &path)?;
            }
        }
        let mut body = self.body(members, &name, &mut parameters)?;
        if matches!(method, "get" | "head" | "options") && body.take().is_some() {
            self.part_left_out("the body of a GET, HEAD or OPTIONS", "");
        }
        let (mut outputs, errors) = self.responses(members, &name)?;
        if method == "head" {
            // A response to HEAD has no content, whatever the document says.
            for output in &mut outputs {
                (output.media_type, output.shape) = (None, None);
            }
        }
        if members.contains_key("servers") {
            self.part_left_out("servers of an operation", "");
        }
        let callbacks = if callback.is_none() { self.callbacks(members, &captures)? } else { Vec::new() };
        let mut operation = Operation {
            verb: method.to_ascii_uppercase(),
            path,
            name: String::new(),
            deprecated: is_true(members, "deprecated").then(String::new),
            sunset: members.get("x-sunset").and_then(Value::as_str).and_then(Date::parse),
            security: None,
            requires: Vec::new(),
            parameters,
            body,
            other_bodies: Vec::new(),
            exchange: Exchange::Unary,
            outputs,
            errors,
            callbacks,
        };
        // What the document says of all operations is about those of its own server.
        if callback.is_none() || members.contains_key("security") {
            self.secure(members, &mut operation)?;
        }
        // Operations that are left out take no name.
        operation.name = self.operation_names.take(name, "_");
        self.describe(members, &operation.name)?;
        Ok(operation)
    }

    /// Checks that no other operation is reached by the same requests.
    fn check_condition(&self, method: &str, path: &str) -> Result<(), Stop> {
        let is_same = |other: &Operation| other.path == path && other.verb.eq_ignore_ascii_case(method);
        match self.lock.operations.iter().find(|other| is_same(other)) {
            Some(other) => Err(Stop::left_out("requests cannot be distinguished from those of another", &other.name)),
            None => Ok(()),
        }
    }

    fn describe(&mut self, members: &Object, name: &str) -> Result<(), OpenApiError> {
        let (summary, description) = (self.member_text(members, "summary")?, self.member_text(members, "description")?);
        let texts: Vec<&str> = [summary, description].into_iter().flatten().filter(|text| !text.is_empty()).collect();
        self.texts.operations.insert(name.to_owned(), texts.join("\n\n"));
        if let Some(Value::String(tag)) = self.member_array(members, "tags")?.first() {
            self.texts.groups.insert(name.to_owned(), tag.clone());
        }
        Ok(())
    }

    /// Returns the path of the first server, whose variables have their default values.
    fn base(&mut self, root: &'d Object) -> Result<String, OpenApiError> {
        let servers = self.member_array(root, "servers")?;
        if servers.len() > 1 {
            self.part_left_out("more than one server", "");
        }
        let Some(server) = servers.first() else { return Ok("/".to_owned()) };
        let server = self.object(server, "servers")?;
        let mut url = self.member_text(server, "url")?.unwrap_or_default().to_owned();
        for (name, variable) in self.member_object(server, "variables")?.into_iter().flatten() {
            let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
            url = url.replace(&format!("{{{name}}}"), default);
        }
        let path = match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => url.as_str(),
        };
        let path = format!("/{}", path.trim_matches('/'));
        match template(&path) {
            Ok((path, captures)) if captures.is_empty() => Ok(path),
            _ => {
                self.part_left_out("a base path that is none of a trait", path);
                Ok("/".to_owned())
            }
        }
    }

    /// Makes the scheme that all operations have that of the API.
    fn share_security(&mut self) {
        let Some(first) = self.lock.operations.first().and_then(|one| one.security.clone()) else { return };
        if self.lock.operations.iter().all(|one| one.security.as_ref() == Some(&first)) {
            self.lock.operations.iter_mut().for_each(|one| one.security = None);
            self.lock.security = Some(first);
        }
    }
}

/// Returns what a request must have beside the path, as it stands in a lock.
///
/// Documents write it after a number sign, so that several operations of one path have different names there. It names
/// parameters that are required, as `#uploads` or `#list-type=2`. Any other text stands for all required keys of the
/// query. After a question mark it is the query itself. A parameter with one possible value becomes a condition, and
/// the method has no argument for it.
fn conditions(needs: &str, parameters: &mut Vec<Parameter>, lists: &[&[Value]; 2]) -> String {
    let is_query = needs.starts_with('?');
    let needs = needs.get(1..).unwrap_or_default();
    let named: Vec<(&str, Option<&str>)> = needs
        .split('&')
        .map(|need| need.split_once('=').map_or((need, None), |(name, value)| (name, Some(value))))
        .collect();
    let need_of = |one: &Parameter| named.iter().find(|(name, _)| one.name.eq_ignore_ascii_case(name));
    let are_named = is_query || parameters.iter().any(|one| is_required(one) && need_of(one).is_some());
    let mut keys = if is_query { needs.split('&').map(str::to_owned).collect() } else { Vec::new() };
    let mut fields = Vec::new();
    parameters.retain(|one| {
        let need = need_of(one);
        let is_needed = if are_named { need.is_some() } else { one.location == Location::Query };
        if !is_required(one) || !is_needed {
            return true;
        }
        let only = only_value(&one.name, lists);
        // Of a key the name is enough, but a field without a value is sent by an argument.
        let of_field = only.as_deref().filter(|only| one.location == Location::Header && can_select(only));
        let value = need.and_then(|(_, value)| *value).or(of_field);
        let text = value.map_or_else(|| one.name.clone(), |value| format!("{}={value}", one.name));
        match one.location {
            Location::Query if is_query => {}
            Location::Query => keys.push(text),
            Location::Header => fields.push(text),
            Location::Path | Location::Cookie => return true,
        }
        value.is_none() && (only.is_none() || one.location == Location::Header)
    });
    let joined = |mark, texts: &[String]| {
        let text = texts.join("&");
        if text.is_empty() { text } else { format!("{mark}{text}") }
    };
    format!("{}{}", joined('?', &keys), joined('#', &fields))
}

fn is_required(parameter: &Parameter) -> bool {
    parameter.location != Location::Path && !matches!(parameter.shape, Shape::Option(_) | Shape::Patch(_))
}

/// Returns whether a text can stand after a path as the value of a header field.
fn can_select(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && !b"#&\"".contains(&byte))
}

/// Returns the value of a parameter that has one possible value. The names of fields are in lower case in a lock.
fn only_value(name: &str, lists: &[&[Value]; 2]) -> Option<String> {
    let is_named =
        |one: &&Value| one.get("name").and_then(Value::as_str).is_some_and(|own| own.eq_ignore_ascii_case(name));
    let mut declared = lists.iter().copied().flatten().filter(is_named);
    declared.find_map(|one| match one.get("schema")?.get("enum")?.as_array()?.as_slice() {
        [Value::String(only)] => Some(only.clone()),
        [only] => Some(only.to_string()),
        _ => None,
    })
}

/// Returns a path with names of Rust as placeholders, and for each placeholder the name in the document.
fn template(path: &str) -> Result<(String, Vec<(String, String)>), Stop> {
    let inside = path.strip_prefix('/').unwrap_or(path);
    if inside.is_empty() {
        return Ok(("/".to_owned(), Vec::new()));
    }
    let (mut written, mut captures, mut names) = (String::new(), Vec::new(), Names::default());
    let pieces: Vec<&str> = inside.split('/').collect();
    for (index, segment) in pieces.iter().enumerate() {
        written.push('/');
        // A slash at the end is part of the path.
        if segment.is_empty() && index + 1 == pieces.len() {
            continue;
        }
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !name.contains(['{', '}']) => {
                let taken = names.take(snake(name), "_");
                written.extend(["{", &taken, "}"]);
                captures.push((name.to_owned(), taken));
            }
            _ if segment.contains('{') => {
                for part in mixed(segment)? {
                    match part {
                        Part::Text(text) => written.push_str(text),
                        Part::Capture(name) => {
                            let taken = names.take(snake(name), "_");
                            written.extend(["{", &taken, "}"]);
                            captures.push((name.to_owned(), taken));
                        }
                    }
                }
            }
            _ if matches!(*segment, "" | "." | "..") => {
                return Err(Stop::left_out("a segment of the path that clients remove", *segment));
            }
            _ => match segment.chars().find(|character| !is_path_character(*character)) {
                Some(_) => return Err(Stop::left_out("a character that a path cannot have", *segment)),
                None => written.push_str(segment),
            },
        }
    }
    if captures.len() > MAX_CAPTURES {
        return Err(Stop::left_out("too many placeholders in the path", captures.len().to_string()));
    }
    Ok((written, captures))
}

/// Returns the parts of a segment that has text beside placeholders, if a trait can have them.
fn mixed(segment: &str) -> Result<Vec<Part<'_>>, Stop> {
    let parts: Vec<Part<'_>> = parts(segment).collect();
    let captures = parts.iter().filter(|part| matches!(part, Part::Capture(_))).count();
    if parts.len() < 2 * captures - usize::from(captures > 0) {
        return Err(Stop::left_out("placeholders without text between them", segment));
    }
    let is_text = |part: &Part<'_>| match part {
        Part::Text(text) => text.chars().all(is_path_character),
        Part::Capture(name) => !name.contains('{'),
    };
    let between = parts.get(1..parts.len().saturating_sub(1)).unwrap_or_default();
    let is_divided = between.iter().all(|part| if let Part::Text(text) = part { text.is_ascii() } else { true });
    let is_dot = matches!(parts.as_slice(), [Part::Text("."), Part::Capture(_)] | [Part::Capture(_), Part::Text(".")]);
    if is_dot || !is_divided || !parts.iter().all(is_text) {
        return Err(Stop::left_out("text beside a placeholder that a path cannot have", segment));
    }
    Ok(parts)
}

/// Returns whether a character is a `pchar` of RFC 3986 §3.3 without percent-encoding, or a letter or digit of Unicode.
fn is_path_character(character: char) -> bool {
    character.is_alphanumeric() || "-._~!$&'()*+,;=:@".contains(character)
}
