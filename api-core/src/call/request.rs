//! The client's half of a call: path, query, header fields and body of a request, written piece by piece.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use crate::body::Body;
use crate::codec::{push_segment, query, scalar, write_field_lines};
use crate::description::BodyEncoding;
use crate::model::Model;

/// A request in the making.
#[derive(Debug, Default)]
pub struct RequestWriter {
    path: String,
    query: String,
    headers: HeaderMap,
    body: Body,
}

impl RequestWriter {
    /// A request below a base path that is already encoded and has no slash at its end.
    pub fn new(base: &str) -> Self {
        Self { path: base.to_owned(), ..Self::default() }
    }

    /// Adds literal path text, which begins with a slash.
    pub fn literal(&mut self, text: &str) {
        self.path.push_str(text);
    }

    /// Adds a slash and a captured value.
    ///
    /// # Errors
    /// If the value is empty (no server could tell it from a missing one) or not a scalar.
    pub fn capture<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        let mut text = String::new();
        scalar::write(value, &mut text).map_err(|error| EncodeError::new(name, error))?;
        if text.is_empty() {
            return Err(EncodeError::new(name, "is empty, and a path segment cannot be"));
        }
        self.path.push('/');
        push_segment(&mut self.path, &text);
        Ok(())
    }

    /// Adds a slash and a captured rest of a path, whose own slashes stay slashes.
    ///
    /// # Errors
    /// If the value is empty or not a scalar.
    pub fn wildcard<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        let mut text = String::new();
        scalar::write(value, &mut text).map_err(|error| EncodeError::new(name, error))?;
        if text.is_empty() {
            return Err(EncodeError::new(name, "is empty, and the rest of a path cannot be"));
        }
        for piece in text.split('/') {
            self.path.push('/');
            push_segment(&mut self.path, piece);
        }
        Ok(())
    }

    /// Adds query keys: `name=value` for a scalar, one pair an item for a list, the fields of a struct.
    ///
    /// # Errors
    /// If the value has another shape.
    pub fn query<T: Model + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        query::encode(name, value, &mut self.query).map_err(|error| EncodeError::new(name, error))
    }

    /// Adds a header field: none for an absent option, one for each item of a list.
    ///
    /// # Errors
    /// If the value is not a scalar, or holds characters that no field can (RFC 9110 §5.5).
    pub fn header<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        let texts = write_field_lines(value).map_err(|error| EncodeError::new(name, error))?;
        for text in texts {
            let value = HeaderValue::from_bytes(text.as_bytes())
                .map_err(|_| EncodeError::new(name, "holds a character that a header field cannot"))?;
            let name = HeaderName::from_static(name);
            // There is one type of a body, and what an argument says of it is more than its encoding does.
            if name == CONTENT_TYPE {
                self.headers.insert(name, value);
            } else {
                self.headers.append(name, value);
            }
        }
        Ok(())
    }

    /// Sets the body: a value as JSON or as a form.
    ///
    /// # Errors
    /// If the value cannot be written so.
    pub fn body<T: Model + Serialize>(&mut self, encoding: BodyEncoding, value: &T) -> Result<(), EncodeError> {
        let bytes = match encoding {
            BodyEncoding::Form => {
                let mut text = String::new();
                query::encode("body", value, &mut text).map_err(|error| EncodeError::new("body", error))?;
                text.into_bytes()
            }
            _ => serde_json::to_vec(value).map_err(|error| EncodeError::new("body", error))?,
        };
        self.raw_body(encoding, bytes);
        Ok(())
    }

    /// Sets the body: bytes as they stand. Their type is that of the encoding, unless an argument was the field `content-type`.
    pub fn raw_body(&mut self, encoding: BodyEncoding, body: impl Into<Body>) {
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(encoding.media_type()));
        self.body = body.into();
    }

    /// The finished parts: path with query, header fields, body.
    pub fn finish(mut self) -> (String, HeaderMap, Body) {
        if self.path.is_empty() {
            self.path.push('/');
        }
        if !self.query.is_empty() {
            self.path.push('?');
            self.path.push_str(&self.query);
        }
        (self.path, self.headers, self.body)
    }
}

/// A value that cannot be written at its place in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    name: &'static str,
    reason: String,
}

impl EncodeError {
    fn new(name: &'static str, reason: impl fmt::Display) -> Self {
        Self { name, reason: reason.to_string() }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.name, self.reason)
    }
}

impl std::error::Error for EncodeError {}
