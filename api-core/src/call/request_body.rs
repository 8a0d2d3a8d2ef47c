//! Reading of the request body, in each encoding.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::body::RequestBody;
use crate::codec::{CodingError, ContentCoding, DECODED, UnknownCoding, form_of};
use crate::context::{BodySlot, Context};
use crate::description::{BodyEncoding, BodyForm, Endpoint};
use crate::error::Problem;
use crate::model::Model;

use super::byte_stream::{self, ByteStream};
use super::encoded::{self, read_form, read_json, read_text};

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
    read_json(&bytes)
}

/// Reads the body in one of several media types.
///
/// # Errors
/// Returns the same problems as [`body`].
pub(super) async fn body_of_several<T: Model + DeserializeOwned, B: RequestBody>(
    context: &Context<'_>,
    slot: &mut BodySlot<B>,
    endpoint: &Endpoint,
) -> Result<T, Problem> {
    let form = form(context, endpoint);
    let bytes = body_bytes(context, slot, endpoint).await?;
    encoded::decode(form.map_or(BodyEncoding::Json, |form| form.encoding), bytes)
}

/// Returns the form of the request's body. Its content type was checked before.
pub(super) fn form(context: &Context<'_>, endpoint: &Endpoint) -> Option<BodyForm> {
    let content_type = context.head().headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    endpoint.body.as_ref().and_then(|body| form_of(body, content_type).or_else(|| body.forms().next()))
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
    read_form(&text)
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
    read_text(body_bytes(context, slot, endpoint).await?)
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

pub(super) fn limit(context: &Context<'_>, endpoint: &Endpoint) -> usize {
    endpoint.body.as_ref().and_then(|body| body.limit).unwrap_or(context.settings().body_limit)
}
