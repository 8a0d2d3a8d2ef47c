//! Request bodies and responses.

use api_lock::{Body, Encoding, ErrorCase, HeaderField, Location, Output, Parameter, Shape, Style};
use http::StatusCode;
use serde_json::Value;

use crate::naming::{below, snake};

use super::document::{Importer, Object, is_true};
use super::error::OpenApiError;
use super::operation::Stop;
use super::parameter::is_field_name;

/// What a media type is for a trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Medium {
    Json,
    Form,
    Yaml,
    Xml,
    Text,
    Bytes,
    /// A media type of its own.
    Other,
    Multipart,
    Events,
}

/// The content of a message: its media type and its schema.
type Content<'d> = (Medium, &'d str, Option<&'d Value>);

impl<'d> Importer<'d> {
    /// Reads the request body of an operation. Bytes of another media type have it as a parameter.
    pub(super) fn body(
        &mut self,
        operation: &'d Object,
        name: &str,
        parameters: &mut Vec<Parameter>,
    ) -> Result<Option<Body>, Stop> {
        let Some(body) = operation.get("requestBody") else { return Ok(None) };
        let body = self.object(self.resolved(body)?, "requestBody")?;
        let Some((medium, media_type, schema)) = self.content(body)? else { return Ok(None) };
        let hint = below(name, "Body");
        let mut own_type = None;
        let (encoding, shape) = match medium {
            Medium::Json => {
                own_type = Some(media_type).filter(|name| !name.starts_with("application/json") && is_media_type(name));
                (Encoding::Json, self.content_shape(schema, &hint)?)
            }
            Medium::Yaml => {
                own_type = Some(media_type).filter(|name| *name != "application/yaml" && is_media_type(name));
                (Encoding::Yaml, self.content_shape(schema, &hint)?)
            }
            Medium::Xml => {
                own_type = Some(media_type).filter(|name| is_media_type(name));
                if let Some(shape) = self.xml_shape(schema, &hint)? {
                    own_type = own_type.filter(|name| *name != "application/xml");
                    (Encoding::Xml, shape)
                } else {
                    self.widened("a body of XML whose schema has another form than the trait's is bytes", media_type);
                    (Encoding::Bytes, bytes())
                }
            }
            Medium::Form => (Encoding::Form, self.form(schema, &hint)?),
            Medium::Text => (Encoding::Text, Shape::Text(None)),
            Medium::Bytes => (Encoding::Bytes, bytes()),
            Medium::Other | Medium::Events => {
                if is_media_type(media_type) {
                    own_type = Some(media_type);
                } else if !parameters.iter().any(|known| known.name == "content-type") {
                    let name = "content-type".to_owned();
                    parameters.push(Parameter::new(Location::Header, name, Shape::Text(None)));
                }
                if schema.is_some_and(|schema| schema.get("format").is_none_or(|format| format != "binary")) {
                    self.widened("a body of another media type is bytes", media_type);
                }
                (Encoding::Bytes, bytes())
            }
            Medium::Multipart if !is_form_data(media_type) => {
                return Err(Stop::left_out("a multipart body of another type", media_type));
            }
            Medium::Multipart => (Encoding::Multipart, self.parts(schema, &hint)?),
        };
        let shape = match shape {
            shape @ (Shape::Option(_) | Shape::Any) => shape,
            shape if is_true(body, "required") => shape,
            shape if matches!(encoding, Encoding::Json | Encoding::Yaml | Encoding::Xml) => {
                Shape::Option(Box::new(shape))
            }
            shape => {
                self.part_left_out("the body may be absent", media_type);
                shape
            }
        };
        let media_type = own_type.map(str::to_owned);
        Ok(Some(Body { encoding, media_type, any_content_type: false, limit: None, shape }))
    }

    /// Reads the responses of an operation: successes and errors.
    pub(super) fn responses(
        &mut self,
        operation: &'d Object,
        name: &str,
    ) -> Result<(Vec<Output>, Vec<ErrorCase>), Stop> {
        let (mut outputs, mut errors) = (Vec::new(), Vec::new());
        let responses = self.member_object(operation, "responses")?;
        let mut redirections = Vec::new();
        let mut default = None;
        for (key, response) in responses.into_iter().flatten() {
            let wildcard = key.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("XX"));
            let status = match (key.parse::<u16>(), wildcard.then(|| key.get(..1)).flatten()) {
                (Ok(status), _) => status,
                (Err(_), Some("2")) => Output::ANY_SUCCESS,
                (Err(_), Some(class)) => {
                    self.widened("a class of statuses is its first one", key);
                    class.parse::<u16>().map_or(0, |class| class * 100)
                }
                (Err(_), None) if key == "default" => {
                    default = Some(response);
                    continue;
                }
                (Err(_), None) if key.starts_with("x-") => continue,
                (Err(_), None) => 0,
            };
            match status {
                Output::ANY_SUCCESS | 200..=299 => outputs.push(self.output(status, response, name)?),
                300..=304 | 307 | 308 => redirections.push((status, response)),
                400..=599 => {
                    let kind = if wildcard { format!("status_{}xx", status / 100) } else { kind_of(status) };
                    errors.push(self.error(status, kind, response, name)?);
                }
                101 => return Err(Stop::left_out("another protocol after an upgrade", "101")),
                _ => self.part_left_out("a response whose status is none of a final response", key),
            }
        }
        if outputs.is_empty() {
            for (status, response) in redirections {
                outputs.push(self.output(status, response, name)?);
            }
        } else {
            // A caller that gets one has no value, so it is an error for the caller's `?`.
            let found =
                redirections.into_iter().map(|(status, response)| self.error(status, kind_of(status), response, name));
            errors.splice(0..0, found.collect::<Result<Vec<_>, _>>()?);
        }
        match default {
            Some(response) if outputs.is_empty() => {
                self.widened("the default response is the success", "");
                outputs.push(self.output(200, response, name)?);
            }
            Some(response) => errors.push(self.error(500, "default".to_owned(), response, name)?),
            // Without any response nothing is known of the success.
            None if outputs.is_empty() && errors.is_empty() => {
                self.widened("without any response it is 200 without content", "");
                outputs.push(nothing(200));
            }
            None => {}
        }
        outputs.sort_by_key(|output| output.status);
        outputs.dedup_by_key(|output| output.status);
        self.separate_any_success(&mut outputs);
        Ok((outputs, errors))
    }

    /// Keeps either the answer with any success or those with a status each, because an answer is one or the other.
    fn separate_any_success(&mut self, outputs: &mut Vec<Output>) {
        let Some((any, others)) = outputs.split_first() else { return };
        if any.status != Output::ANY_SUCCESS || others.is_empty() {
            return;
        }
        let is_same = |other: &Output| Output { status: any.status, ..other.clone() } == *any;
        if others.iter().all(is_same) {
            outputs.truncate(1);
        } else {
            self.part_left_out("any success beside others", "2XX");
            outputs.remove(0);
        }
    }

    fn output(&mut self, status: u16, response: &'d Value, name: &str) -> Result<Output, Stop> {
        let response = self.object(self.resolved(response)?, "responses")?;
        let headers = self.headers(response)?;
        if response.contains_key("links") {
            self.part_left_out("links of a response", status.to_string());
        }
        let mut output = Output { headers, ..nothing(status) };
        let Some((medium, media_type, schema)) = self.content(response)? else { return Ok(output) };
        if matches!(status, 204 | 205 | 304) {
            self.part_left_out("content of a response that has none", status.to_string());
            return Ok(output);
        }
        let (media_type, shape) = match medium {
            Medium::Json => {
                if media_type != "application/json" {
                    self.widened("another media type of JSON", media_type);
                }
                ("application/json".to_owned(), Some(self.content_shape(schema, &below(name, "Output"))?))
            }
            Medium::Yaml | Medium::Xml => {
                let essence = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
                let hint = below(name, "Output");
                let shape = if medium == Medium::Yaml {
                    Some(self.content_shape(schema, &hint)?)
                } else {
                    self.xml_shape(schema, &hint)?
                };
                if shape.is_none() {
                    self.widened(
                        "an answer of XML whose schema has another form than the trait's is bytes",
                        media_type,
                    );
                }
                (essence, shape)
            }
            Medium::Text => ("text/plain; charset=utf-8".to_owned(), Some(Shape::Text(None))),
            Medium::Bytes => ("application/octet-stream".to_owned(), None),
            Medium::Events => return Err(Stop::left_out("a stream of events", media_type)),
            Medium::Form | Medium::Other | Medium::Multipart => {
                let essence = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
                if is_media_type(&essence) {
                    (essence, None)
                } else {
                    self.widened("a range of media types is bytes", media_type);
                    ("application/octet-stream".to_owned(), None)
                }
            }
        };
        output.media_type = Some(media_type);
        output.shape = shape;
        Ok(output)
    }

    fn headers(&mut self, response: &'d Object) -> Result<Vec<HeaderField>, OpenApiError> {
        let mut names = Vec::new();
        for name in self.member_object(response, "headers")?.into_iter().flat_map(Object::keys) {
            let lower = name.to_ascii_lowercase();
            if !is_field_name(&lower) {
                self.part_left_out("a header field whose name is no token", name);
            } else if lower != "content-type" && !names.contains(&lower) {
                names.push(lower);
            }
        }
        names.sort();
        let optional = || Shape::Option(Box::new(Shape::Text(None)));
        Ok(names
            .into_iter()
            .map(|name| HeaderField { name, shape: optional(), cookie: false, style: Style::Repeated })
            .collect())
    }

    fn error(&mut self, status: u16, kind: String, response: &'d Value, name: &str) -> Result<ErrorCase, OpenApiError> {
        let response = self.object(self.resolved(response)?, "responses")?;
        let headers = self.headers(response)?;
        let attributes = match self.content(response)? {
            None => None,
            Some(_) if status == 304 => {
                self.part_left_out("content of a response that has none", status.to_string());
                None
            }
            Some((Medium::Json, _, schema)) => Some(self.content_shape(schema, &below(name, &kind))?),
            Some((_, media_type, _)) => {
                self.part_left_out("an error that is not JSON", format!("{kind}, {media_type}"));
                None
            }
        };
        Ok(ErrorCase { status, kind, attributes, headers })
    }

    /// Returns the content of a message that a trait says best.
    fn content(&mut self, message: &'d Object) -> Result<Option<Content<'d>>, OpenApiError> {
        let Some(content) = self.member_object(message, "content")? else { return Ok(None) };
        let ranked = content.iter().map(|(media_type, value)| (medium(media_type), media_type.as_str(), value));
        let Some((medium, media_type, value)) = ranked.min_by_key(|(medium, name, _)| (*medium, *name)) else {
            return Ok(None);
        };
        for other in content.keys().filter(|other| *other != media_type) {
            self.part_left_out("another media type of the same message", other);
        }
        let value = self.object(value, "content")?;
        if value.contains_key("encoding") {
            self.part_left_out("the encoding of the parts of a body", media_type);
        }
        Ok(Some((medium, media_type, value.get("schema"))))
    }

    /// Returns the shape of content. Without a schema it is any JSON.
    pub(super) fn content_shape(&mut self, schema: Option<&'d Value>, hint: &str) -> Result<Shape, OpenApiError> {
        let Some(schema) = schema else { return Ok(Shape::Any) };
        let item = self.value(schema, hint, None, 0)?.into_item();
        self.read_waiting()?;
        self.no_constraints(&item, "constraints of a whole body");
        Ok(item.shape)
    }
}

/// Returns the kind of an error, which is the name of its status.
pub(crate) fn kind_of(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.map_or(format!("status_{status}"), snake)
}

fn nothing(status: u16) -> Output {
    Output { status, media_type: None, shape: None, headers: Vec::new(), streamed: false }
}

/// The shape of bytes, as their JSON would be.
fn bytes() -> Shape {
    Shape::List { item: Box::new(Shape::Integer { minimum: 0, maximum: 255 }), length: None, unique: false }
}

fn medium(media_type: &str) -> Medium {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => Medium::Json,
        name if name.ends_with("+json") || name == "text/json" => Medium::Json,
        "application/x-www-form-urlencoded" => Medium::Form,
        "application/xml" | "text/xml" => Medium::Xml,
        name if name.ends_with("+xml") => Medium::Xml,
        "application/yaml" | "application/x-yaml" | "text/yaml" | "text/x-yaml" => Medium::Yaml,
        name if name.ends_with("+yaml") => Medium::Yaml,
        "text/plain" => Medium::Text,
        "application/octet-stream" | "*/*" | "*" => Medium::Bytes,
        "text/event-stream" => Medium::Events,
        name if name.starts_with("multipart/") => Medium::Multipart,
        _ => Medium::Other,
    }
}

/// Returns whether a media type is that of RFC 7578, the one of several parts that have names.
fn is_form_data(media_type: &str) -> bool {
    media_type.split(';').next().unwrap_or(media_type).trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Returns whether a text is one media type (RFC 9110 §8.3.1) without parameters, not a range.
fn is_media_type(text: &str) -> bool {
    let is_part = |part: &str| is_field_name(part) && !part.contains('*');
    text.split_once('/').is_some_and(|(kind, subtype)| is_part(kind) && is_part(subtype))
}
