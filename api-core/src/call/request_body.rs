//! Reading of the request body, in each encoding.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::body::RequestBody;
use crate::codec::json::{self, Unreadable};
use crate::codec::{CodingError, ContentCoding, DECODED, UnknownCoding, query};
use crate::context::{BodySlot, Context};
use crate::description::Endpoint;
use crate::error::Problem;
use crate::model::{Model, Shape, ViolationList};

use super::byte_stream::{self, ByteStream};

/// Reads the body as JSON.
///
/// # Errors
/// Returns a problem with status 413 past the limit, 415 if its content coding is not supported, 400 if the body is not
/// JSON, 422 with all violations if it does not fit the type.
pub async fn body<T: Model + DeserializeOwned, B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<T, Problem> {
    let bytes = body_bytes(context, slot, endpoint).await?;
    if is_object(T::SHAPE) && bytes.trim_ascii_start().starts_with(b"[") {
        // Serde also reads a struct from an array, by position. The description does not offer that form.
        return Err(Problem::mistyped_body("the body must be a JSON object, not an array", Vec::new()));
    }
    // No body at all is the value of an option that is none.
    let text: &[u8] = if bytes.is_empty() && T::SHAPE.accepts_absence() { b"null" } else { &bytes };
    let value = json::from_slice(text).map_err(|error| unreadable(error, bytes.is_empty()))?;
    validated(value)
}

/// Reads the body as a form.
///
/// # Errors
/// Returns the same problems as [`body`].
pub async fn body_form<T: Model + DeserializeOwned, B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<T, Problem> {
    let text = body_text(context, slot, endpoint).await?;
    let pairs = query::Query::new(&text);
    let decoded = match T::SHAPE.without_newtypes() {
        Shape::Map(_) => query::decode_rest("body", pairs, |_| false),
        _ => query::decode("body", pairs),
    };
    let value = decoded.map_err(|problems| {
        let violations = problems.into_iter().map(|problem| problem.at("")).collect();
        Problem::invalid_body("fields of the form are missing or not valid", violations)
    })?;
    Ok(value)
}

/// Reads the body as UTF-8 text.
///
/// # Errors
/// Returns a problem with status 413 past the limit, 400 if the body is not UTF-8.
pub async fn body_text<B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<String, Problem> {
    let bytes = body_bytes(context, slot, endpoint).await?;
    String::from_utf8(bytes.into()).map_err(|_| Problem::malformed_body("the body is not UTF-8"))
}

/// Reads the body as bytes. With the feature `decompression` its content coding is decoded.
///
/// # Errors
/// Returns a problem with status 413 past the limit, before and after decoding, 415 if its content coding is not
/// supported, 400 if it is not of its content coding.
pub async fn body_bytes<B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<Bytes, Problem> {
    let limit = limit(context, endpoint);
    // Before the body is read: a client that waits for `100 Continue` need not send it.
    let coding = ContentCoding::of(&context.head().headers)
        .map_err(|UnknownCoding| Problem::unsupported_content_coding(DECODED))?;
    let body = slot.bytes(limit).await?;
    coding.decode(body, limit).map_err(|error| match error {
        CodingError::TooLarge => Problem::body_too_large(limit),
        CodingError::Malformed => Problem::malformed_body("the body is not of the form that `Content-Encoding` names"),
    })
}

/// Returns the body as a stream of bytes. Only its announced length is known before it is read.
///
/// # Errors
/// Returns a problem with status 413 if the announced length exceeds the limit, 415 if the body has a content coding,
/// 500 if the body was taken before.
pub fn body_stream<B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<ByteStream, Problem> {
    if ContentCoding::of(&context.head().headers) != Ok(ContentCoding::Identity) {
        return Err(Problem::unsupported_content_coding("identity"));
    }
    byte_stream::of_request(slot.take_body()?, limit(context, endpoint))
}

fn limit(context: &Context<'_>, endpoint: &Endpoint) -> usize {
    endpoint.body.as_ref().and_then(|body| body.limit).unwrap_or(context.settings().body_limit)
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
    if found.is_empty() { Ok(value) } else { Err(Problem::invalid_body("the body violates its constraints", found)) }
}

fn unreadable(error: Unreadable, empty: bool) -> Problem {
    if empty {
        return Problem::malformed_body("the body must be JSON, but is empty");
    }
    if error.is_explained() {
        return Problem::mistyped_body("the body does not fit its declared type", error.into_violations());
    }
    let reason = format!("the body is not valid: {error}");
    if error.is_data() { Problem::mistyped_body(reason, Vec::new()) } else { Problem::malformed_body(reason) }
}
