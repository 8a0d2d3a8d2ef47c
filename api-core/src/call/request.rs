//! The writer of requests: path, query, header fields and body, one argument at a time.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request};
use percent_encoding::percent_encode_byte;
use serde::Serialize;

use crate::body::Body;
use crate::codec::{
    append_cookie, append_field, append_structured, is_segment, push_all_encoded, push_part, push_segment, query,
    scalar,
};
use crate::description::{BodyDescription, Condition, Endpoint, Location, is_media_range};
use crate::model::{Model, Style};

use super::byte_stream::ByteStream;
use super::encoded;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Room for the path of an endpoint and its query, in bytes. Longer ones make the text grow.
const ROOM: usize = 96;

/// A writer of a request: path, query, header fields and body.
///
/// ```
/// use api_core::call::RequestWriter;
///
/// let mut request = RequestWriter::new("/v1");
/// request.literal("/rooms");
/// request.capture("name", &"a b").unwrap();
/// request.query("limit", &Some(20)).unwrap();
/// request.header("x-trace", &"t-1").unwrap();
/// let (path, headers, _body) = request.finish();
/// assert_eq!(path, "/v1/rooms/a%20b?limit=20");
/// assert_eq!(headers["x-trace"], "t-1");
/// ```
#[derive(Debug, Default)]
pub struct RequestWriter {
    path: String,
    query: String,
    headers: HeaderMap,
    body: Body,
    encodes_all: bool,
}

impl RequestWriter {
    /// Creates a writer below a base path, which is percent-encoded and has no trailing slash.
    pub fn new(base: &str) -> Self {
        let mut path = String::with_capacity(base.len() + ROOM);
        path.push_str(base);
        Self { path, ..Self::default() }
    }

    /// Encodes each byte of captures, so that they have no character of the text beside captures of other paths.
    pub(crate) fn encoding_all(mut self) -> Self {
        self.encodes_all = true;
        self
    }

    fn push(&mut self, name: &'static str, text: &str) -> Result<(), EncodeError> {
        let push = if self.encodes_all { push_all_encoded } else { push_segment };
        push(&mut self.path, text).map_err(|error| EncodeError::new(name, error))
    }

    /// Appends literal path text, which begins with a slash. It is not encoded.
    pub fn literal(&mut self, text: &str) {
        self.path.push_str(text);
    }

    /// Appends a slash and a captured value, percent-encoded.
    ///
    /// # Errors
    /// Returns an error if the value is not a scalar, or is empty, because captures match only non-empty segments. Also
    /// if it is `.` or `..`: URL parsers take such a segment for a step in the path, encoded or not.
    pub fn capture<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        self.path.push('/');
        let start = self.path.len();
        scalar::write(value, &mut self.path).map_err(|error| EncodeError::new(name, error))?;
        let text = self.path.get(start..).unwrap_or_default();
        if text.is_empty() {
            return Err(EncodeError::new(name, "is empty, but a path segment must not be"));
        }
        // Most values are written as they are.
        if !self.encodes_all && is_segment(text) {
            return Ok(());
        }
        let text = self.path.split_off(start);
        self.push(name, &text)
    }

    /// Appends a captured value to a segment that has text beside it, percent-encoded. `before`: the text between it
    /// and an earlier capture of the segment, otherwise empty.
    ///
    /// ```
    /// use api_core::call::RequestWriter;
    ///
    /// let mut request = RequestWriter::new("");
    /// request.literal("/compare/");
    /// request.part("base", "", &"main").unwrap();
    /// request.literal("...");
    /// request.part("head", "...", &"a...b").unwrap();
    /// assert_eq!(request.finish().0, "/compare/main...a%2E%2E%2Eb");
    /// ```
    ///
    /// # Errors
    /// Returns an error if the value is not a scalar, or is empty.
    pub fn part<T: Serialize>(
        &mut self,
        name: &'static str,
        before: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let mut text = String::new();
        scalar::write(value, &mut text).map_err(|error| EncodeError::new(name, error))?;
        if text.is_empty() {
            return Err(EncodeError::new(name, "is empty, but a part of a path segment must not be"));
        }
        if self.encodes_all {
            self.path.extend(text.bytes().map(percent_encode_byte));
        } else {
            push_part(&mut self.path, before, &text);
        }
        Ok(())
    }

    /// Appends a slash and the captured rest of a path, percent-encoded except for its slashes.
    ///
    /// # Errors
    /// Returns an error if the value is not a scalar, or is empty, or one of its segments is `.` or `..`.
    pub fn wildcard<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        let mut text = String::new();
        scalar::write(value, &mut text).map_err(|error| EncodeError::new(name, error))?;
        if text.is_empty() {
            return Err(EncodeError::new(name, "is empty, but the rest of a path must not be"));
        }
        for piece in text.split('/') {
            self.path.push('/');
            self.push(name, piece)?;
        }
        Ok(())
    }

    /// Adds what a request must have to reach an endpoint, see [`Condition`].
    ///
    /// ```
    /// use api_core::call::RequestWriter;
    /// use api_core::description::Condition;
    ///
    /// let mut request = RequestWriter::new("");
    /// request.literal("/bucket");
    /// request.conditions(&[Condition::query("cors", None), Condition::header("x-version", "2")]);
    /// let (path, headers, _body) = request.finish();
    /// assert_eq!((path.as_str(), &headers["x-version"]), ("/bucket?cors", &"2".parse().unwrap()));
    /// ```
    pub fn conditions(&mut self, conditions: &[Condition]) {
        for condition in conditions {
            let value = condition.value;
            if condition.location == Location::Header {
                // A field of any value is that of an argument.
                if let Some(value) = value {
                    self.headers.insert(condition.name, HeaderValue::from_static(value));
                }
                continue;
            }
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.push_str(condition.name);
            if let Some(value) = value {
                self.query.push('=');
                self.query.push_str(value);
            }
        }
    }

    /// Appends query keys: `name=value` for a scalar, a pair for each item of a list, a key for each field of a struct.
    ///
    /// # Errors
    /// Returns an error if the value has another shape.
    pub fn query<T: Model + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        self.query_styled(name, Style::Repeated, value)
    }

    /// Appends query keys in a style.
    ///
    /// # Errors
    /// Returns an error if the value has another shape.
    pub fn query_styled<T: Model + Serialize>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), EncodeError> {
        query::encode_styled(name, style, value, &mut self.query).map_err(|error| EncodeError::new(name, error))
    }

    /// Appends query keys in a style, with the reserved characters of values as they are, where a query can have them:
    /// [`Parameter::allow_reserved`](crate::description::Parameter::allow_reserved).
    ///
    /// ```
    /// use api_core::call::RequestWriter;
    /// use api_core::model::Style;
    ///
    /// let mut request = RequestWriter::default();
    /// request.query_reserved("next", Style::Repeated, &"/a?b=c&d".to_owned()).unwrap();
    /// assert_eq!(request.finish().0, "/?next=/a?b%3Dc%26d");
    /// ```
    ///
    /// # Errors
    /// Returns an error if the value has another shape.
    pub fn query_reserved<T: Model + Serialize>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), EncodeError> {
        let from = self.query.len();
        self.query_styled(name, style, value)?;
        query::keep_reserved(&mut self.query, from);
        Ok(())
    }

    /// Adds a header field: no line for `None`, one line for each item of a list, an empty line for `Some` of an empty
    /// list. A scalar replaces a value that the field has.
    ///
    /// # Errors
    /// Returns an error if the value does not consist of scalars, contains a character that a field value must not
    /// contain (RFC 9110 §5.5), or begins or ends with whitespace. An item of a list must be one member (RFC 9110
    /// §5.6.1): neither empty nor with a comma outside of a quoted string.
    pub fn header<T: Model + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        append_field(&mut self.headers, name, value).map_err(|error| EncodeError::new(name, error))
    }

    /// Sets a structured field (RFC 9651): nothing for `None`. Needs the feature `structured-fields`.
    ///
    /// # Errors
    /// Returns an error if the value cannot be a structured field, for example a number with four digits after the
    /// point.
    pub fn structured_header<T: Model + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        append_structured(&mut self.headers, name, value).map_err(|error| EncodeError::new(name, error))
    }

    /// Adds a cookie, percent-encoded: nothing for `None`.
    ///
    /// # Errors
    /// Returns an error if the value is no scalar.
    pub fn cookie<T: Model + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        append_cookie(&mut self.headers, name, value).map_err(|error| EncodeError::new(name, error))
    }

    /// Returns the header section.
    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Sets the body to a value, in the encoding of its description. An option that is none is no body at all.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    pub fn body<T: Model + Serialize>(&mut self, described: &BodyDescription, value: &T) -> Result<(), EncodeError> {
        let bytes = encoded::encode(described.encoding, value).map_err(|error| EncodeError::new("body", error))?;
        if T::SHAPE.accepts_absence() && encoded::is_none(described.encoding, value, &bytes) {
            return Ok(());
        }
        self.raw_body(described.media_type, bytes);
        Ok(())
    }

    /// Sets the body to bytes, and `Content-Type` to their media type, unless an argument set the field.
    ///
    /// # Panics
    /// Panics if the media type has other characters than visible ASCII.
    pub fn raw_body(&mut self, media_type: &'static str, body: impl Into<Body>) {
        // That of most bodies is validated at compile time.
        let value = if media_type == "application/json" { JSON } else { HeaderValue::from_static(media_type) };
        self.headers.entry(CONTENT_TYPE).or_insert(value);
        self.body = body.into();
    }

    /// Sets the body to text or bytes, and `Content-Type` to the media type that the endpoint declares, unless an
    /// argument set the field. A range of media types is none: the argument names one of them.
    pub(super) fn described_body(&mut self, endpoint: &'static Endpoint, body: impl Into<Body>) {
        match &endpoint.body {
            Some(described) if !is_media_range(described.media_type) => self.raw_body(described.media_type, body),
            _ => self.body = body.into(),
        }
    }

    /// Sets the body to parts, and `Content-Type` to their media type with its boundary.
    pub(super) fn parts_body(&mut self, media_type: HeaderValue, body: Body) {
        self.headers.insert(CONTENT_TYPE, media_type);
        self.body = body;
    }

    /// Sets the body to a stream of bytes, which is taken.
    ///
    /// # Errors
    /// Returns an error if the bytes were taken before.
    pub fn stream_body(&mut self, endpoint: &'static Endpoint, bytes: &ByteStream) -> Result<(), EncodeError> {
        let body = bytes.take().map_err(|error| EncodeError::new("body", error))?;
        self.described_body(endpoint, body);
        Ok(())
    }

    /// Returns the parts: path with query, header fields, body.
    pub fn finish(mut self) -> (String, HeaderMap, Body) {
        let path = self.take_path();
        (path, self.headers, self.body)
    }

    /// Moves the header fields and the body into a request, and returns the path with the query.
    pub(crate) fn finish_into(mut self, request: &mut Request<Body>) -> String {
        let path = self.take_path();
        *request.headers_mut() = self.headers;
        *request.body_mut() = self.body;
        path
    }

    fn take_path(&mut self) -> String {
        if self.path.is_empty() {
            self.path.push('/');
        }
        if !self.query.is_empty() {
            self.path.push('?');
            self.path.push_str(&self.query);
        }
        std::mem::take(&mut self.path)
    }
}

/// The error of a value that cannot be encoded at its location in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    name: &'static str,
    reason: String,
}

impl EncodeError {
    pub(super) fn new(name: &'static str, reason: impl fmt::Display) -> Self {
        Self { name, reason: reason.to_string() }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.name, self.reason)
    }
}

impl std::error::Error for EncodeError {}
