//! The conversion of `key=value` arguments to a request, by the parameters and shapes of the description.

use std::fmt;
use std::str::FromStr;

use api_core::description::{BodyDescription, BodyEncoding, Endpoint, Exchange, Location, Part, Segment, Verb};
use api_core::model::{Field, Shape};
use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::operation::Operation;

/// A `key=value` argument of the command line.
#[derive(Debug, Clone)]
pub(in crate::command_line) struct Assignment {
    key: String,
    value: String,
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let (key, value) = word.split_once('=').ok_or_else(|| format!("`{word}` is not `key=value`"))?;
        Ok(Self { key: key.to_owned(), value: value.to_owned() })
    }
}

/// The error of arguments that do not form a request.
#[derive(Debug)]
pub(in crate::command_line) struct ArgumentError(String);

impl fmt::Display for ArgumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ArgumentError {}

impl Operation {
    /// Creates the request. Its target is relative to the host.
    pub(in crate::command_line) fn request(
        self,
        instance: &str,
        assignments: &[Assignment],
    ) -> Result<http::Request<api_core::Body>, ArgumentError> {
        for assignment in assignments {
            self.known(assignment)?;
        }
        self.complete(assignments)?;
        let method = self.endpoint.verb.method();
        let mut request = http::Request::builder().method(method).uri(self.target(instance, assignments)?);
        for parameter in self.endpoint.parameters_in(Location::Header) {
            if let Some(value) = value_of(parameter.name, assignments) {
                request = request.header(parameter.name, value);
            }
        }
        request = match self.endpoint.exchange {
            Exchange::Subscription(_) => request.method(Verb::Subscribe.method()),
            _ => request.header(ACCEPT, HeaderValue::from_static("application/json")),
        };
        let Some(body) = &self.endpoint.body else {
            return request.body(api_core::Body::empty()).map_err(|error| ArgumentError(error.to_string()));
        };
        let bytes = body_bytes(body, assignments)?;
        // Some operations have `Content-Type` as an argument.
        if request.headers_ref().is_some_and(|headers| !headers.contains_key(CONTENT_TYPE)) {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static(body.encoding.media_type()));
        }
        request.body(bytes.into()).map_err(|error| ArgumentError(error.to_string()))
    }

    /// Returns the keys of the operation's arguments.
    pub(super) fn keys(self) -> Vec<Key> {
        keys(self.endpoint)
    }

    fn known(self, assignment: &Assignment) -> Result<(), ArgumentError> {
        let keys = self.keys();
        if keys.iter().any(|key| key.name == assignment.key) {
            return Ok(());
        }
        let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
        let known =
            if names.is_empty() { "it takes none".to_owned() } else { format!("it takes {}", names.join(", ")) };
        Err(ArgumentError(format!("`{}` takes no `{}`: {known}", self.endpoint.name, assignment.key)))
    }

    /// Reports all required arguments that are missing, with their types.
    fn complete(self, assignments: &[Assignment]) -> Result<(), ArgumentError> {
        let given = |key: &Key| match key.place {
            Place::Path => value_of(key.name, assignments).is_some_and(|value| !value.is_empty()),
            Place::Body if value_of("body", assignments).is_some() => true,
            _ => value_of(key.name, assignments).is_some(),
        };
        let missing: Vec<String> = self
            .keys()
            .iter()
            .filter(|key| key.required && !given(key))
            .map(|key| format!("{}=… ({})", key.name, key.type_name()))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(ArgumentError(format!("`{}` needs {}", self.endpoint.name, missing.join(", "))))
    }

    /// Returns the value of a capture.
    fn capture<'a>(self, name: &str, assignments: &'a [Assignment]) -> Result<&'a str, ArgumentError> {
        let value = value_of(name, assignments).filter(|value| !value.is_empty());
        value.ok_or_else(|| ArgumentError(format!("`{}` needs {name}=…", self.endpoint.name)))
    }

    fn target(self, instance: &str, assignments: &[Assignment]) -> Result<String, ArgumentError> {
        let mut target = String::new();
        for segment in self.api.base.0.iter().chain(self.endpoint.path.0) {
            target.push('/');
            match segment {
                Segment::Literal(text) => target.push_str(text),
                Segment::Capture("instance") => target.push_str(instance),
                Segment::Capture(name) | Segment::Wildcard(name) => {
                    let value = self.capture(name, assignments)?;
                    if matches!(value, "." | "..") {
                        return Err(ArgumentError(format!("{name}: `{value}` cannot be a segment of a path")));
                    }
                    target.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
                }
                Segment::Mixed(parts) => {
                    for part in *parts {
                        match part {
                            Part::Text(text) => target.push_str(text),
                            Part::Capture(name) => {
                                let value = self.capture(name, assignments)?;
                                target.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
                            }
                        }
                    }
                }
            }
        }
        let mut separator = '?';
        for key in self.keys().into_iter().filter(|key| key.place == Place::Query) {
            for value in assignments.iter().filter(|assignment| assignment.key == key.name) {
                target.push(separator);
                target.push_str(key.name);
                target.push('=');
                target.extend(utf8_percent_encode(&value.value, NON_ALPHANUMERIC));
                separator = '&';
            }
        }
        Ok(target)
    }
}

/// Returns the body, from `body=…` as a whole or from one key per field. A body that is not JSON is used verbatim, or
/// read from a file by `body=@FILE`.
fn body_bytes(body: &BodyDescription, assignments: &[Assignment]) -> Result<Vec<u8>, ArgumentError> {
    let whole = value_of("body", assignments);
    match body.encoding {
        BodyEncoding::Json => {
            let value = match whole {
                Some(text) => {
                    serde_json::from_str(text).map_err(|error| ArgumentError(format!("body is not JSON: {error}")))?
                }
                None => Value::Object(
                    given(body, assignments)
                        .map(|(field, text)| (field.name.to_owned(), json(field.shape, text)))
                        .collect(),
                ),
            };
            Ok(value.to_string().into_bytes())
        }
        BodyEncoding::Form if whole.is_none() => {
            let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let pairs =
                given(body, assignments).map(|(field, text)| format!("{}={}", encoded(field.name), encoded(text)));
            Ok(pairs.collect::<Vec<_>>().join("&").into_bytes())
        }
        _ => match whole.map(|text| (text, text.strip_prefix('@'))) {
            None => Ok(Vec::new()),
            Some((_, Some(file))) => {
                std::fs::read(file).map_err(|error| ArgumentError(format!("body: `{file}` cannot be read: {error}")))
            }
            Some((text, None)) => Ok(text.as_bytes().to_vec()),
        },
    }
}

/// Returns the given fields of a body with their texts.
fn given<'a>(body: &BodyDescription, assignments: &'a [Assignment]) -> impl Iterator<Item = (&'static Field, &'a str)> {
    let fields = fields(body.shape).iter();
    fields.filter_map(|field| value_of(field.name, assignments).map(|text| (field, text)))
}

/// The key of an argument, for parsing and for help.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) shape: &'static Shape,
    pub(super) required: bool,
    pub(super) docs: &'static str,
}

impl Key {
    /// Returns the type in one line, for messages.
    pub(super) fn type_name(&self) -> String {
        let shape = self.shape.to_string();
        shape.lines().next().unwrap_or_default().trim_end_matches(" {").to_owned()
    }
}

/// The part of the request to which an argument belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Body,
}

fn keys(endpoint: &'static Endpoint) -> Vec<Key> {
    let mut keys = Vec::new();
    for parameter in endpoint.parameters {
        let place = match parameter.location {
            Location::Path => Place::Path,
            Location::Query => Place::Query,
            Location::Header => Place::Header,
            // A location of a later version has no place on this command line.
            _ => continue,
        };
        let inner = if place == Place::Query { fields(parameter.shape) } else { &[] };
        if inner.is_empty() {
            let required = !parameter.shape.accepts_absence();
            keys.push(Key { name: parameter.name, place, shape: parameter.shape, required, docs: "" });
        }
        keys.extend(inner.iter().map(|field| of_field(field, place)));
    }
    if let Some(body) = &endpoint.body {
        keys.extend(fields(body.shape).iter().map(|field| of_field(field, Place::Body)));
        let docs = match body.encoding {
            BodyEncoding::Json => "the whole body as JSON, instead of its fields",
            BodyEncoding::Form => "the whole body as a form, instead of its fields; @FILE for a file's content",
            _ => "the whole body; @FILE for a file's content",
        };
        keys.push(Key { name: "body", place: Place::Body, shape: body.shape, required: false, docs });
    }
    keys
}

fn of_field(field: &'static Field, place: Place) -> Key {
    Key { name: field.name, place, shape: field.shape, required: field.required(), docs: field.docs }
}

fn fields(shape: &'static Shape) -> &'static [Field] {
    match shape.without_newtypes() {
        Shape::Struct(one) => one.fields,
        _ => &[],
    }
}

/// Converts an argument to JSON. It stays a text if the field is a text or the argument is not JSON.
fn json(shape: &Shape, text: &str) -> Value {
    let wants_text = match shape.without_newtypes() {
        Shape::Option(inner) => matches!(inner.without_newtypes(), Shape::Text { .. }),
        other => matches!(other, Shape::Text { .. }),
    };
    let value = if wants_text { None } else { serde_json::from_str(text).ok() };
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn value_of<'a>(name: &str, assignments: &'a [Assignment]) -> Option<&'a str> {
    assignments.iter().find(|assignment| assignment.key == name).map(|assignment| assignment.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::operation::find;
    use super::Assignment;

    fn words(words: &[&str]) -> Vec<Assignment> {
        words.iter().map(|word| word.parse().unwrap()).collect()
    }

    #[test]
    fn arguments_are_placed_by_the_description() {
        let send = find("send_message").unwrap();
        let parts = r#"parts=[{"type":"text/plain","content":"hi"}]"#;
        let request = send.request("test", &words(&["room=a/b", parts])).unwrap();
        assert_eq!(request.uri(), "/services/chatkit/v6/test/rooms/a%2Fb/messages");
        assert_eq!(request.method(), "POST");
        assert_eq!(request.body().as_bytes().unwrap(), br#"{"parts":[{"content":"hi","type":"text/plain"}]}"#);
        let list =
            find("messages").unwrap().request("test", &words(&["room=a", "limit=5", "direction=newer"])).unwrap();
        assert_eq!(list.uri(), "/services/chatkit/v6/test/rooms/a/messages?limit=5&direction=newer");
    }

    #[test]
    fn a_number_stays_text_in_a_text_field() {
        let create = find("create_user").unwrap();
        let request = create.request("test", &words(&["id=42", "name=7"])).unwrap();
        assert_eq!(request.body().as_bytes().unwrap(), br#"{"id":"42","name":"7"}"#);
    }

    #[test]
    fn a_body_of_bytes_is_used_verbatim_or_read_from_a_file() {
        let token = find("test_token").unwrap();
        let request = token.request("test", &words(&["user_id=alice", "body=grant_type=client_credentials"])).unwrap();
        assert_eq!(request.body().as_bytes().unwrap(), b"grant_type=client_credentials");
        let file = concat!("body=@", env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let request = token.request("test", &words(&["user_id=alice", file])).unwrap();
        assert!(request.body().as_bytes().unwrap().starts_with(b"[package]"));
        let nowhere = token.request("test", &words(&["user_id=alice", "body=@/nowhere"])).unwrap_err().to_string();
        assert!(nowhere.contains("`/nowhere` cannot be read"), "{nowhere}");
    }

    #[test]
    fn a_content_type_argument_is_sent_verbatim() {
        let upload = find("upload_file").unwrap();
        let path = ["room=r", "user=u", "name=n", "content-type=multipart/form-data; boundary=x", "body=--x--"];
        let request = upload.request("test", &words(&path)).unwrap();
        let types: Vec<_> = request.headers().get_all("content-type").iter().collect();
        assert_eq!(types, ["multipart/form-data; boundary=x"]);
    }

    #[test]
    fn all_missing_arguments_are_named_with_their_types() {
        let message = |operation, given: &[&str]| {
            find(operation).unwrap().request("test", &words(given)).unwrap_err().to_string()
        };
        assert_eq!(
            message("send_message", &[]),
            "`send_message` needs room=… (RoomId(text)), parts=… (list of enum NewPart untagged)"
        );
        assert_eq!(message("send_message", &["room=", "parts=[]"]), "`send_message` needs room=… (RoomId(text))");
        assert_eq!(message("send_message", &["body={}"]), "`send_message` needs room=… (RoomId(text))");
        assert_eq!(message("create_user", &[]), "`create_user` needs id=… (UserId(text)), name=… (text)");
    }

    #[test]
    fn the_error_names_missing_and_unknown_keys() {
        let user = find("user").unwrap();
        assert_eq!(user.request("test", &[]).unwrap_err().to_string(), "`user` needs user=… (UserId(text))");
        let unknown = user.request("test", &words(&["usr=alice"])).unwrap_err().to_string();
        assert_eq!(unknown, "`user` takes no `usr`: it takes user");
    }
}
