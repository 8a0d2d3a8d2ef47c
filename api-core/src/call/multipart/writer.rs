//! The writer of a body of several parts.

use std::fmt::{self, Write as _};
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http_body::{Body as HttpBody, Frame, SizeHint};
use serde::Serialize;

use crate::body::{Body, BoxError};
use crate::codec::{json, query};
use crate::model::{Model, Style};

use super::super::request::EncodeError;
use super::disposition::quoted;
use super::file::{FilePart, FileStream};

/// A writer of the parts of a request's body.
pub struct PartsWriter {
    boundary: String,
    bytes: Vec<u8>,
    /// The last part, which is sent piece by piece.
    stream: Option<Body>,
}

impl PartsWriter {
    /// Creates a writer with a random boundary, which does not occur in the parts.
    pub(super) fn new() -> Self {
        let mut boundary = String::from("----");
        for number in 0..2_u8 {
            // Each state has random keys of the operating system, so no peer can guess the hash.
            _ = write!(boundary, "{:016x}", RandomState::new().hash_one(number));
        }
        Self { boundary, bytes: Vec::new(), stream: None }
    }

    /// Writes a model: text for plain values, otherwise JSON.
    pub(super) fn model<T: Model + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        if T::SHAPE.is_query_value() {
            let mut form = String::new();
            query::encode_styled(name, Style::Repeated, value, &mut form)
                .map_err(|error| EncodeError::new(name, error))?;
            for text in query::Query::new(&form).values(name) {
                self.head(name, None, None)?;
                self.content(text.unwrap_or_default().as_bytes());
            }
            return Ok(());
        }
        let text = json::to_vec(value).map_err(|error| EncodeError::new(name, error))?;
        if T::SHAPE.accepts_absence() && text == b"null" {
            return Ok(());
        }
        self.head(name, None, Some("application/json"))?;
        self.content(&text);
        Ok(())
    }

    pub(super) fn file(&mut self, name: &'static str, file: &FilePart) -> Result<(), EncodeError> {
        self.head(name, file.file_name.as_deref(), file.content_type.as_deref())?;
        self.content(&file.content);
        Ok(())
    }

    pub(super) fn stream(&mut self, name: &'static str, file: &FileStream) -> Result<(), EncodeError> {
        self.head(name, file.file_name.as_deref(), file.content_type.as_deref())?;
        let body = file.content.take().map_err(|error| EncodeError::new(name, error))?;
        match body.into_bytes() {
            Ok(bytes) => self.content(&bytes),
            Err(body) => self.stream = Some(body),
        }
        Ok(())
    }

    /// Writes the delimiter and the header section of a part.
    fn head(
        &mut self,
        name: &'static str,
        file_name: Option<&str>,
        content_type: Option<&str>,
    ) -> Result<(), EncodeError> {
        let written =
            |text: &str| quoted(text).ok_or_else(|| EncodeError::new(name, "has a file name that cannot be sent"));
        let mut head = format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"", self.boundary, written(name)?);
        if let Some(file_name) = file_name {
            _ = write!(head, "; filename=\"{}\"", written(file_name)?);
        }
        if let Some(content_type) = content_type {
            if HeaderValue::from_str(content_type).is_err() {
                return Err(EncodeError::new(name, "has a media type that a header field cannot hold"));
            }
            _ = write!(head, "\r\nContent-Type: {content_type}");
        }
        head.push_str("\r\n\r\n");
        self.bytes.extend_from_slice(head.as_bytes());
        Ok(())
    }

    fn content(&mut self, content: &[u8]) {
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// Returns the media type with its boundary, and the body. The length of the body is known if that of its stream
    /// is.
    pub(super) fn finish(mut self) -> (HeaderValue, Body) {
        let media_type = format!("multipart/form-data; boundary={}", self.boundary);
        let media_type = HeaderValue::try_from(media_type).unwrap_or(HeaderValue::from_static("multipart/form-data"));
        let end = format!("--{}--\r\n", self.boundary);
        let body = match self.stream {
            None => {
                self.bytes.extend_from_slice(end.as_bytes());
                self.bytes.into()
            }
            Some(stream) => {
                let (head, tail) = (Some(self.bytes.into()), Some(format!("\r\n{end}").into()));
                Body::stream(Around { head, stream, tail })
            }
        };
        (media_type, body)
    }
}

impl fmt::Debug for PartsWriter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PartsWriter").field("boundary", &self.boundary).finish_non_exhaustive()
    }
}

/// A body with bytes in front and behind.
struct Around {
    head: Option<Bytes>,
    stream: Body,
    tail: Option<Bytes>,
}

impl HttpBody for Around {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(head) = self.head.take() {
            return Poll::Ready(Some(Ok(Frame::data(head))));
        }
        if self.tail.is_none() {
            return Poll::Ready(None);
        }
        loop {
            match ready!(Pin::new(&mut self.stream).poll_frame(task)) {
                // Trailers of the stream are not part of it.
                Some(Ok(frame)) if frame.is_trailers() => {}
                Some(frame) => return Poll::Ready(Some(frame)),
                None => return Poll::Ready(self.tail.take().map(|tail| Ok(Frame::data(tail)))),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.tail.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let around = self.head.as_ref().map_or(0, Bytes::len) + self.tail.as_ref().map_or(0, Bytes::len);
        match self.stream.size_hint().exact() {
            Some(length) => SizeHint::with_exact(length.saturating_add(around as u64)),
            None => SizeHint::default(),
        }
    }
}
