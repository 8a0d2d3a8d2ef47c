//! Valid requests that are generated from a description. Their encoding shares no code with [`api_core::Call::encode`].

use std::fmt;

use http::{HeaderValue, Method, Request};
use serde_json::{Map, Value};

use super::BASE_VALUE;
use super::pairs::pairs;
use super::text::{all_escaped, escaped, is_field_value, scalar, texts};
use crate::generate::{Refusal, SmallRandom, value};
use api_core::body::Body;
use api_core::codec::structured::value_to_text;
use api_core::codec::value_to_bytes;
use api_core::context::RawSegment;
use api_core::description::{
    BodyDescription, BodyEncoding, BodyForm, Description, Endpoint, Location, Part, Segment, Verb,
};
use api_core::dialect::Dialect;
use api_core::model::{Shape, Style};

/// The parameter of the content type of parts.
const BOUNDARY: &str = "; boundary=0123456789";

/// Maximum number of attempts to generate a value that is allowed at its location.
pub(super) const ATTEMPTS: usize = 64;

/// A request in parts, which can be printed and mutated. Path and query are percent-encoded.
///
/// ```
/// use api_core::{Error, api};
/// use api_testing::generate::SmallRandom;
/// use api_testing::laws::Sample;
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
///
/// let endpoint = RoomsApi::DESCRIPTION.endpoint("rooms").unwrap();
/// let sample = Sample::of(RoomsApi::DESCRIPTION, endpoint, &mut SmallRandom::new(1)).unwrap();
/// assert_eq!(sample.request().unwrap().method(), "GET");
/// ```
#[derive(Debug, Clone)]
pub struct Sample {
    /// The name of the method.
    pub method: String,
    /// The segments of the path.
    pub path: Vec<String>,
    /// The pairs of the query, in the form `key=value`.
    pub query: Vec<String>,
    /// The names and values of the header fields.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
    /// The values in the request: those of parameters by their names on the wire, and that of the body as `body`. Bytes
    /// are lists of numbers.
    pub arguments: Map<String, Value>,
    /// The dialect of the events, if the endpoint is a subscription.
    pub(crate) dialect: Dialect,
}

impl Sample {
    /// Generates a valid request for an endpoint.
    ///
    /// # Errors
    /// Returns a refusal if no value of a shape can be generated.
    pub fn of(description: &Description, endpoint: &Endpoint, random: &mut SmallRandom) -> Result<Self, Refusal> {
        let mut sample = Self {
            method: endpoint.verb.as_str().to_owned(),
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Vec::new(),
            arguments: Map::new(),
            dialect: Dialect::Elements,
        };
        for segment in description.base.0 {
            match segment {
                Segment::Literal(text) => sample.path.push(escaped(text, random)),
                Segment::Capture(_) | Segment::Wildcard(_) => sample.path.push(escaped(BASE_VALUE, random)),
                Segment::Mixed(parts) => {
                    let text = mixed(parts, random, |_, _| Ok(BASE_VALUE.to_owned()))?;
                    sample.path.push(text);
                }
            }
        }
        sample.steps(endpoint, random)?;
        for condition in endpoint.conditions_without_argument() {
            match condition.location {
                Location::Header => {
                    let value = condition.value.unwrap_or_default();
                    sample.headers.push((condition.name.to_owned(), value.as_bytes().to_vec()));
                }
                _ => sample.query.push(match condition.value {
                    Some(value) => format!("{}={value}", condition.name),
                    None => condition.name.to_owned(),
                }),
            }
        }
        for parameter in endpoint.parameters_in(Location::Query) {
            let found = attempt(|| {
                let found = value(parameter.shape, random)?;
                let pairs = pairs(parameter.name, parameter.shape, parameter.style, &found, random);
                Ok(pairs.map(|pairs| (found, pairs)))
            })?;
            sample.arguments.insert(parameter.name.to_owned(), found.0);
            sample.query.extend(found.1);
        }
        for parameter in endpoint.parameters_in(Location::Header) {
            if parameter.style == Style::Structured {
                let (found, lines) = attempt(|| {
                    let value = value(parameter.shape, random)?;
                    Ok(structured(&value, parameter.shape, random).map(|lines| (value, lines)))
                })?;
                sample.arguments.insert(parameter.name.to_owned(), found);
                sample.headers.extend(lines.into_iter().map(|line| (parameter.name.to_owned(), line.into_bytes())));
                continue;
            }
            let (found, fields) = attempt(|| {
                let value = value(parameter.shape, random)?;
                let texts = texts(&value);
                let legal = texts.iter().all(|text| is_field_value(text, value.is_array()));
                let joined = value.is_array() && !parameter.name.contains("cookie") && random.once_in(2);
                let lines = if joined { vec![texts.join(" ,, ")] } else { texts };
                Ok(legal.then_some((value, lines)))
            })?;
            sample.arguments.insert(parameter.name.to_owned(), found);
            sample.headers.extend(fields.into_iter().map(|text| (parameter.name.to_owned(), text.into_bytes())));
        }
        let mut cookies = Vec::new();
        for parameter in endpoint.parameters_in(Location::Cookie) {
            let found = value(parameter.shape, random)?;
            // A `None` is no cookie. What a cookie cannot hold is encoded, and some of the rest too.
            sample.arguments.insert(parameter.name.to_owned(), found.clone());
            cookies.extend(texts(&found).iter().map(|text| format!("{}={}", parameter.name, escaped(text, random))));
        }
        if !cookies.is_empty() {
            sample.headers.push(("cookie".to_owned(), cookies.join("; ").into_bytes()));
        }
        if let Some(body) = &endpoint.body {
            sample.body(body, random)?;
        }
        let offered: Vec<&str> = endpoint.outputs.iter().filter_map(|output| output.media_type).collect();
        if offered.len() > 1
            && endpoint.exchange.is_unary()
            && let Some(media_type) = random.choose(&offered)
            && random.once_in(2)
        {
            sample.headers.push(("accept".to_owned(), (*media_type).into()));
            sample.arguments.insert("accept".to_owned(), (*media_type).into());
        }
        if endpoint.exchange.is_subscription() {
            let is_post = endpoint.verb == Verb::Post;
            let dialects: &[Dialect] = if is_post { &Dialect::BY_ACCEPT } else { &Dialect::IN_BODIES };
            let dialect = random.choose(dialects).copied().unwrap_or_default();
            sample.dialect = dialect;
            if dialect != Dialect::Elements {
                if !is_post {
                    "GET".clone_into(&mut sample.method);
                }
                sample.headers.push(("accept".to_owned(), dialect.media_type().into()));
            }
        }
        Ok(sample)
    }

    /// Adds a body in one of its forms, with its media type.
    fn body(&mut self, body: &BodyDescription, random: &mut SmallRandom) -> Result<(), Refusal> {
        let forms: Vec<BodyForm> = body.forms().collect();
        let Some(form) = random.choose(&forms).copied() else { return Ok(()) };
        // A proxy may send the same value in the first of the media types.
        let first = forms.first().map_or(form.encoding, |form| form.encoding);
        let (value, bytes) = body_bytes(form, first, random)?;
        (self.body, _) = (bytes, self.arguments.insert("body".to_owned(), value));
        let is_usual = form.media_type == form.encoding.media_type();
        // Any type of a range will do.
        let boundary = if form.encoding == BodyEncoding::Multipart { BOUNDARY } else { "" };
        let media_type = form.media_type.replace("*/", "image/").replace('*', "png") + boundary;
        let media_type = media_type.into_bytes();
        match self.headers.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            Some((_, found)) if !is_usual => {
                let text = String::from_utf8_lossy(&media_type).into_owned();
                self.arguments.insert("content-type".to_owned(), text.into());
                *found = media_type;
            }
            None if forms.len() > 1 || !boundary.is_empty() || !random.once_in(4) => {
                self.headers.push(("content-type".to_owned(), media_type));
            }
            _ => {}
        }
        Ok(())
    }

    fn steps(&mut self, endpoint: &Endpoint, random: &mut SmallRandom) -> Result<(), Refusal> {
        for segment in endpoint.path.0 {
            match segment {
                Segment::Literal(text) => self.path.push(escaped(text, random)),
                Segment::Capture(name) => {
                    let text = self.captured(endpoint, name, random)?;
                    self.path.push(escaped(&text, random));
                }
                Segment::Mixed(parts) => {
                    let text = mixed(parts, random, |name, random| self.captured(endpoint, name, random))?;
                    self.path.push(text);
                }
                Segment::Wildcard(name) => {
                    let text = self.captured(endpoint, name, random)?;
                    self.path.extend(text.split('/').map(|piece| escaped(piece, random)));
                }
            }
        }
        Ok(())
    }

    /// Generates the text of a value that a capture can hold.
    fn captured(&mut self, endpoint: &Endpoint, name: &str, random: &mut SmallRandom) -> Result<String, Refusal> {
        let parameter = endpoint.parameters_in(Location::Path).find(|parameter| parameter.name == name);
        let shape = parameter.map_or(&Shape::Text { format: None }, |parameter| parameter.shape);
        let (value, text) = attempt(|| {
            let value = value(shape, random)?;
            Ok(scalar(&value).filter(|text| is_capturable(text)).map(|text| (value, text)))
        })?;
        self.arguments.insert(name.to_owned(), value);
        Ok(text)
    }

    /// Returns whether a segment of the path is `.` or `..` once it is decoded.
    pub(crate) fn has_dot_segment(&self) -> bool {
        self.path.iter().any(|segment| RawSegment(segment).is(".") || RawSegment(segment).is(".."))
    }

    /// Returns the request target: path and query.
    pub fn target(&self) -> String {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query.join("&")) };
        format!("/{}{query}", self.path.join("/"))
    }

    /// Returns the request. `None` if it is not valid HTTP.
    pub fn request(&self) -> Option<Request<Body>> {
        let mut request =
            Request::builder().method(Method::from_bytes(self.method.as_bytes()).ok()?).uri(self.target());
        for (name, value) in &self.headers {
            request = request.header(name, HeaderValue::from_bytes(value).ok()?);
        }
        request.body(Body::from(self.body.clone())).ok()
    }

    /// Returns the request without its body. `None` if it is not valid HTTP.
    pub(crate) fn head(&self) -> Option<http::request::Parts> {
        self.request().map(|request| request.into_parts().0)
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} {}", self.method, self.target())?;
        for (name, value) in &self.headers {
            writeln!(formatter, "{name}: {}", value.escape_ascii())?;
        }
        let shown = self.body.get(..2000).unwrap_or(&self.body);
        write!(formatter, "\n{}", String::from_utf8_lossy(shown))
    }
}

/// Returns the lines of a structured field, of a list sometimes several. `None` if no field can hold the value.
pub(super) fn structured(value: &Value, shape: &'static Shape, random: &mut SmallRandom) -> Option<Vec<String>> {
    let text = |value: &Value| value_to_text(value, shape).ok();
    match value {
        Value::Array(items) if items.len() > 1 && random.once_in(2) => {
            let (one, other) = items.split_at(1 + random.below(items.len() - 1));
            Some([one, other].into_iter().filter_map(|items| text(&items.into())).flatten().collect())
        }
        _ => text(value).map(|line| line.into_iter().collect()),
    }
}

fn attempt<T>(mut make: impl FnMut() -> Result<Option<T>, Refusal>) -> Result<T, Refusal> {
    for _ in 0..ATTEMPTS {
        if let Some(found) = make()? {
            return Ok(found);
        }
    }
    Err(Refusal::Nothing("a location where none of the generated values is allowed".to_owned()))
}

/// Returns whether a client can encode the text in a path. It must not be empty, and no segment may be `.` or `..`.
fn is_capturable(text: &str) -> bool {
    !text.is_empty() && text.split('/').all(|piece| !matches!(piece, "." | ".."))
}

/// Generates a segment with text beside captures. Only the first value is not encoded as a whole: what is encoded never
/// divides a segment, and the text of a value before the last occurrence does not either.
fn mixed(
    parts: &[Part],
    random: &mut SmallRandom,
    mut captured: impl FnMut(&'static str, &mut SmallRandom) -> Result<String, Refusal>,
) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut is_first = true;
    for part in parts {
        match part {
            Part::Text(literal) => {
                let mut buffer = [0; 4];
                for character in literal.chars() {
                    let character = character.encode_utf8(&mut buffer);
                    text.push_str(&if character.is_ascii() { character.to_owned() } else { all_escaped(character) });
                }
            }
            Part::Capture(name) => {
                let value = captured(name, random)?;
                text.push_str(&if is_first { escaped(&value, random) } else { all_escaped(&value) });
                is_first = false;
            }
        }
    }
    Ok(text)
}

/// Generates the value of a body, and its bytes. `first`: the encoding of the first form, in which a proxy may send the
/// value on.
fn body_bytes(form: BodyForm, first: BodyEncoding, random: &mut SmallRandom) -> Result<(Value, Vec<u8>), Refusal> {
    let BodyForm { encoding, shape, .. } = form;
    let value = |random: &mut SmallRandom| -> Result<Value, Refusal> {
        let mut value = value(shape, random)?;
        if [encoding, first].contains(&BodyEncoding::Xml) {
            replace_controls(&mut value);
        }
        Ok(value)
    };
    Ok(match encoding {
        BodyEncoding::Bytes | BodyEncoding::Stream => {
            let bytes = bytes(random);
            (bytes.clone().into(), bytes)
        }
        BodyEncoding::Text => {
            let value = value(random)?;
            let bytes = scalar(&value).unwrap_or_default().into_bytes();
            (value, bytes)
        }
        BodyEncoding::Form => {
            let (value, found) = attempt(|| {
                let value = value(random)?;
                Ok(pairs("body", shape, Style::Repeated, &value, random).map(|pairs| (value, pairs)))
            })?;
            (value, found.join("&").into_bytes())
        }
        BodyEncoding::Multipart => multipart(shape, random)?,
        BodyEncoding::Cbor | BodyEncoding::MessagePack | BodyEncoding::Xml | BodyEncoding::Yaml => {
            let value = value(random)?;
            let bytes = encoded(encoding, shape, &value);
            (value, bytes)
        }
        // Every other encoding is JSON.
        _ => {
            let value = value(random)?;
            let bytes = if value.is_null() && shape.accepts_absence() && random.once_in(2) {
                Vec::new()
            } else if random.once_in(2) {
                format!(" {value:#}\n").into_bytes()
            } else {
                value.to_string().into_bytes()
            };
            (value, bytes)
        }
    })
}

/// Generates the fields of a struct as parts: files, plain values and lists of them as text, everything else as JSON.
fn multipart(shape: &Shape, random: &mut SmallRandom) -> Result<(Value, Vec<u8>), Refusal> {
    let Shape::Struct(item) = shape else { return Ok((Value::Null, Vec::new())) };
    let (mut body, mut fields) = (Vec::new(), Map::new());
    let mut write = |name: &str, more: &str, content: &[u8]| {
        let head = format!("--0123456789\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    };
    for field in item.fields {
        let (one, count) = match field.shape.without_newtypes() {
            Shape::List(list) => (list.item, random.below(3)),
            Shape::Option(inner) => (*inner, random.below(2)),
            _ => (field.shape, 1),
        };
        let found = if matches!(one.without_newtypes(), Shape::Text { format: Some("binary") }) {
            let files: Vec<Value> = (0..count)
                .map(|_| {
                    let bytes = bytes(random);
                    write(field.name, "; filename=\"a b.png\"\r\nContent-Type: image/png", &bytes);
                    bytes.into()
                })
                .collect();
            match field.shape.without_newtypes() {
                Shape::List(_) => files.into(),
                _ => files.into_iter().next().unwrap_or_default(),
            }
        } else {
            let found = value(field.shape, random)?;
            if field.shape.is_query_value() {
                for text in texts(&found) {
                    write(field.name, "", text.as_bytes());
                }
            } else {
                write(field.name, "\r\ncontent-type: application/json", found.to_string().as_bytes());
            }
            found
        };
        fields.insert(field.name.to_owned(), found);
    }
    body.extend_from_slice(b"--0123456789--\r\n");
    Ok((fields.into(), body))
}

/// Encodes a value in an encoding whose feature is on if an API has it.
pub(super) fn encoded(encoding: BodyEncoding, shape: &'static Shape, value: &Value) -> Vec<u8> {
    value_to_bytes(encoding, shape, value).unwrap_or_else(|error| panic!("{error}"))
}

/// Replaces the characters that XML excludes in all texts of a value.
pub(super) fn replace_controls(value: &mut Value) {
    match value {
        Value::String(text) => {
            let is_excluded =
                |character: char| character.is_ascii_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
            *text = text.replace(is_excluded, "_");
        }
        Value::Array(items) => items.iter_mut().for_each(replace_controls),
        Value::Object(members) => members.values_mut().for_each(replace_controls),
        _ => {}
    }
}

/// Returns up to 39 random bytes.
pub(crate) fn bytes(random: &mut SmallRandom) -> Vec<u8> {
    let length = random.below(40);
    (0..length).map(|_| random.bits().to_be_bytes()[0]).collect()
}
