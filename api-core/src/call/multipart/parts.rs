//! The parts of a request that were read, and the problems of their values.

use std::fmt;
use std::future::poll_fn;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use serde::de::DeserializeOwned;

use crate::body::RequestBody;
use crate::codec::{ContentCoding, json, query};
use crate::context::{BodySlot, Context};
use crate::description::Endpoint;
use crate::error::Problem;
use crate::model::{Model, Shape, Style, Violation, ViolationList};

use super::super::byte_stream;
use super::super::request_body::limit;
use super::disposition::Head;
use super::file::{DEFAULT_PART_LIMIT, FilePart, FileStream, MAX_PARTS};
use super::reader::{Pieces, Reader};

/// The parts of a request's body by their names, and the problems of those that were read.
pub struct Parts {
    found: Vec<(String, FilePart)>,
    streamed: Option<FileStream>,
    violations: Vec<Violation>,
}

impl Parts {
    /// Reads the parts up to the one that is handed on piece by piece.
    pub(super) async fn read<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
        shape: &'static Shape,
        limits: &'static [(&'static str, usize)],
        streamed: Option<&'static str>,
    ) -> Result<Self, Problem> {
        let headers = &context.head().headers;
        if ContentCoding::of(headers) != Ok(ContentCoding::Identity) {
            return Err(Problem::unsupported_content_coding("identity"));
        }
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = content_type.and_then(boundary).ok_or_else(|| {
            Problem::malformed_body("`Content-Type` has no `boundary` of 1 to 70 characters (RFC 2046 §5.1.1)")
        })?;
        let body = byte_stream::of_request(slot.take_body()?, limit(context, endpoint))?;
        let body = body.into_body().map_err(|_| Problem::internal("the body was taken before"))?;
        let mut reader = Reader::new(body, &boundary);
        let mut parts = Self { found: Vec::new(), streamed: None, violations: Vec::new() };
        for _ in 0..MAX_PARTS {
            let Some(Head { name, file_name, content_type }) = reader.next_part().await? else { return Ok(parts) };
            if streamed == Some(name.as_str()) {
                let bytes = match reader.arrived() {
                    Some(bytes) => bytes.into(),
                    None => byte_stream::of_part(Pieces(Some(reader))),
                };
                parts.streamed = Some(FileStream { file_name, content_type, content: bytes });
                return Ok(parts);
            }
            // Parts of other names are skipped, and what a browser sends for an input without a file is no file.
            if !has_field(shape, &name) {
                continue;
            }
            let limit = limits.iter().find(|(field, _)| *field == name).map_or(DEFAULT_PART_LIMIT, |(_, limit)| *limit);
            let whole = collect(&mut reader, limit).await?;
            let is_unset = file_name.as_deref() == Some("") && whole.is_empty();
            if !is_unset {
                parts.found.push((name, FilePart { file_name, content_type, content: whole }));
            }
        }
        Err(Problem::malformed_body("the body has more than 1000 parts"))
    }

    /// Returns the value, or the problems of those that were read.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Problem> {
        match value {
            Some(value) if self.violations.is_empty() => Ok(value),
            _ => Err(Problem::invalid_body("parts of the body are missing or not valid", self.violations)),
        }
    }

    /// Reads a model: text for plain values, otherwise JSON.
    pub(super) fn model<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let parts = self.files(name);
        if T::SHAPE.is_query_value() {
            return self.text(name, &parts);
        }
        match parts.as_slice() {
            [] if T::SHAPE.accepts_absence() => serde_json::from_slice(b"null").ok(),
            [] => self.missing(name),
            [part] => self.json(name, &part.content),
            _ => self.twice(name),
        }
    }

    /// Reads plain values as the fields of a form.
    fn text<T: Model + DeserializeOwned>(&mut self, name: &'static str, parts: &[FilePart]) -> Option<T> {
        let key = percent_encode(name.as_bytes(), NON_ALPHANUMERIC).to_string();
        let mut form = String::new();
        for part in parts {
            form.extend([if form.is_empty() { "" } else { "&" }, &key, "="]);
            form.extend(percent_encode(&part.content, NON_ALPHANUMERIC));
        }
        let value = query::decode_styled(name, Style::Repeated, query::Query::new(&form));
        value.map_err(|problems| self.violations.extend(problems.into_iter().map(|problem| problem.at("")))).ok()
    }

    fn json<T: Model + DeserializeOwned>(&mut self, name: &'static str, text: &[u8]) -> Option<T> {
        let found = match json::from_slice::<T>(text) {
            Ok(value) => {
                let found = ViolationList::of(&value).violations;
                if found.is_empty() {
                    return Some(value);
                }
                found
            }
            Err(error) if error.is_explained() => error.into_violations(),
            Err(error) => {
                self.report(name, format!("is not valid JSON: {error}"), "");
                return None;
            }
        };
        let below = |found: Violation| Violation { path: format!("/{name}{}", found.path), ..found };
        self.violations.extend(found.into_iter().map(below));
        None
    }

    /// Takes the parts of a name.
    pub(super) fn files(&mut self, name: &'static str) -> Vec<FilePart> {
        let (taken, rest) = std::mem::take(&mut self.found).into_iter().partition(|(found, _)| found == name);
        self.found = rest;
        let taken: Vec<(String, FilePart)> = taken;
        taken.into_iter().map(|(_, file)| file).collect()
    }

    /// Takes the part that is handed on piece by piece.
    pub(super) fn streamed(&mut self) -> Option<FileStream> {
        self.streamed.take()
    }

    /// Reports that there is no part of a name.
    pub(super) fn missing<T>(&mut self, name: &'static str) -> Option<T> {
        self.report(name, "is missing", "a part of this name, in front of a file that is streamed");
        None
    }

    /// Reports that there are several parts of a name.
    pub(super) fn twice<T>(&mut self, name: &'static str) -> Option<T> {
        self.report(name, "is given more than once", "one part of this name");
        None
    }

    fn report(&mut self, name: &'static str, problem: impl Into<String>, expected: &str) {
        let (path, problem, expected) = (format!("/{name}"), problem.into(), expected.to_owned());
        self.violations.push(Violation { path, problem, expected });
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Parts").field("found", &self.found.len()).finish_non_exhaustive()
    }
}

async fn collect(reader: &mut Reader, limit: usize) -> Result<Bytes, Problem> {
    let mut content = BytesMut::new();
    while let Some(piece) = poll_fn(|task| reader.poll_piece(task)).await? {
        if content.len() + piece.len() > limit {
            return Err(Problem::body_too_large(limit));
        }
        content.extend_from_slice(&piece);
    }
    Ok(content.freeze())
}

fn has_field(shape: &Shape, name: &str) -> bool {
    matches!(shape, Shape::Struct(one) if one.fields.iter().any(|field| field.name == name))
}

/// Returns the boundary of a content type.
fn boundary(content_type: &str) -> Option<String> {
    let boundary = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    })?;
    (1..=70).contains(&boundary.len()).then_some(boundary)
}
