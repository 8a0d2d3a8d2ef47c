//! The server's half of a call: path, query and header fields first, all their problems together; then, past the cut, the body.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::context::{BodySlot, Context, RequestBody, parse_capture};
use crate::description::{BodyEncoding, Endpoint, Location};
use crate::error::Problem;
use crate::model::{Model, Shape, Violation, ViolationList};

use super::query;

/// Reads the arguments in a request's head, and keeps every problem until all were read.
#[derive(Debug)]
pub struct Arguments<'c, 'r> {
    context: &'c mut Context<'r>,
    base: usize,
    capture: Option<Problem>,
    violations: Vec<Violation>,
}

impl<'c, 'r> Arguments<'c, 'r> {
    /// Nothing read yet. `base` is how many captures the API's base path has.
    pub fn new(context: &'c mut Context<'r>, base: usize) -> Self {
        Self { context, base, capture: None, violations: Vec::new() }
    }

    /// The capture at `index` of the endpoint's own path.
    pub fn path<T: Model + DeserializeOwned>(&mut self, index: usize, name: &'static str) -> Option<T> {
        let segment = self.context.raw_capture(self.base + index)?;
        match parse_capture::<T>(name, segment, T::SHAPE) {
            Ok(value) => self.valid("path", name, value),
            Err(problem) => {
                self.capture.get_or_insert(problem);
                None
            }
        }
    }

    /// One or several query keys.
    pub fn query<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        // Constraints of keys are checked with the keys themselves, so that each is named.
        let value = self.context.query::<T>(name);
        self.keep(value)
    }

    /// A header field.
    pub fn header<T: Model + DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.context.header::<T>(name);
        let value = self.keep(value)?;
        self.valid("header", name, value)
    }

    /// Every problem of the head, if there was one.
    ///
    /// # Errors
    /// One problem with status 400: that of a capture, else all of query and header fields together.
    pub fn finish(mut self) -> Result<(), Problem> {
        self.refuse_strangers();
        match self.capture {
            Some(problem) => Err(problem),
            None if self.violations.is_empty() => Ok(()),
            None => Err(Problem::invalid_parameters(self.violations)),
        }
    }

    /// The problem of a value that [`Arguments::finish`] should have reported; generated code never reaches it.
    pub fn lost() -> Problem {
        Problem::internal("an argument was neither read nor reported")
    }

    /// In strict mode a key that nothing reads is a mistake of the caller.
    fn refuse_strangers(&mut self) {
        let Some(endpoint) = self.context.endpoint().filter(|_| self.context.settings().strict_query) else { return };
        let parameters = endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        let strangers = query::strangers(&parameters, self.context.evidence().queries(), self.context.raw_query());
        self.violations.extend(strangers.into_iter().map(|problem| problem.at("/query")));
    }

    fn keep<T>(&mut self, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.violations.extend(problem.into_violations())).ok()
    }

    fn valid<T: Model>(&mut self, location: &str, name: &str, value: T) -> Option<T> {
        if !T::CONSTRAINED {
            return Some(value);
        }
        let found = ViolationList::of(&value).violations;
        if found.is_empty() {
            return Some(value);
        }
        self.violations.extend(
            found
                .into_iter()
                .map(|violation| Violation { path: format!("/{location}/{name}{}", violation.path), ..violation }),
        );
        None
    }
}

/// The body as JSON.
///
/// # Errors
/// 413 past the limit, 400 if it is not JSON, 422 if it is and does not fit, with every violation.
pub async fn body<T: Model + DeserializeOwned, B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<T, Problem> {
    let bytes = body_bytes(context, slot, endpoint).await?;
    if is_object(T::SHAPE) && bytes.trim_ascii_start().starts_with(b"[") {
        // Serde reads a struct from an array too, by position; no description says so, and an empty one would change nothing quietly.
        return Err(Problem::invalid_body("the body is an array, and this endpoint takes an object", Vec::new()));
    }
    let value = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error, bytes.is_empty()))?;
    validated(value)
}

/// The body as a form.
///
/// # Errors
/// As [`body`].
pub async fn body_form<T: Model + DeserializeOwned, B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<T, Problem> {
    let text = body_text(context, slot, endpoint).await?;
    let value = query::decode("body", query::Query::new(&text)).map_err(|problems| {
        let violations = problems.into_iter().map(|problem| problem.at("")).collect();
        Problem::invalid_body("the form's fields are missing or not what they should be", violations)
    })?;
    Ok(value)
}

/// The body as UTF-8 text.
///
/// # Errors
/// 413 past the limit, 400 if it is not UTF-8.
pub async fn body_text<B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<String, Problem> {
    let bytes = body_bytes(context, slot, endpoint).await?;
    String::from_utf8(bytes.into()).map_err(|_| Problem::malformed_body("the body is not UTF-8"))
}

/// The body as it is.
///
/// # Errors
/// 413 past the limit.
pub async fn body_bytes<B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<Bytes, Problem> {
    let limit = endpoint.body.as_ref().and_then(|body| body.limit);
    slot.bytes(limit.unwrap_or(context.settings().body_limit)).await
}

/// Whether a request's content type may be read in this encoding. No content type at all may.
pub(crate) fn accepts_content_type(encoding: BodyEncoding, content_type: Option<&str>) -> bool {
    let Some(content_type) = content_type else { return true };
    let found = super::accept::essence(content_type);
    match encoding {
        BodyEncoding::Bytes => true,
        BodyEncoding::Json => {
            found.eq_ignore_ascii_case("application/json")
                || found.len() >= 5 && found.get(found.len() - 5..).is_some_and(|end| end.eq_ignore_ascii_case("+json"))
        }
        BodyEncoding::Form => found.eq_ignore_ascii_case("application/x-www-form-urlencoded"),
        BodyEncoding::Text => found.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/")),
    }
}

fn is_object(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(_) => true,
        Shape::Newtype(newtype) => is_object(newtype.item.shape),
        Shape::Reference(reference) => is_object(reference.resolve()),
        _ => false,
    }
}

fn validated<T: Model>(value: T) -> Result<T, Problem> {
    let found = ViolationList::of(&value).violations;
    if found.is_empty() {
        Ok(value)
    } else {
        Err(Problem::invalid_body("the body does not keep to its constraints", found))
    }
}

fn unreadable(error: &serde_json::Error, empty: bool) -> Problem {
    if empty {
        return Problem::malformed_body("the body is empty, and this endpoint takes JSON");
    }
    let reason = format!("the body is not what this endpoint takes: {error}");
    if error.is_data() { Problem::invalid_body(reason, Vec::new()) } else { Problem::malformed_body(reason) }
}
