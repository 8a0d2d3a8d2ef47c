//! The media types of an endpoint's answers, as its attribute declares them: encoding and decoding of what is not
//! usual.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response};

use crate::body::Body;
use crate::codec::{Accept, accept_list, includes};
use crate::description::{BodyEncoding, Output, is_media_range};
use crate::error::{Failure, FailureKind};
use crate::model::same;

use super::definition::Call;
use super::form::ReplyForm;
use super::reply::Reply;

/// Returns whether the attribute of an endpoint declares media types of its answer that are not those of its type.
/// Known at compile time, so that other endpoints do not ask.
pub(crate) const fn has_own_media_types<C: Call>() -> bool {
    let (outputs, usual) = (C::ENDPOINT.outputs, <C::Reply as Reply>::OUTPUTS);
    match (outputs, usual) {
        ([Output { media_type: Some(own), .. }, others @ ..], [Output { media_type: Some(usual), .. }]) => {
            !others.is_empty() || !same(own, usual)
        }
        _ => false,
    }
}

/// Returns whether `Accept` chooses among several media types.
pub(crate) const fn has_several_media_types<C: Call>() -> bool {
    has_own_media_types::<C>() && C::ENDPOINT.outputs.len() > 1
}

/// Encodes an answer in the media type that the request prefers of those that the endpoint declares. A header field of
/// the answer that names its media type is kept.
pub(crate) fn encode<C: Call>(
    value: C::Reply,
    form: &ReplyForm,
    request: &HeaderMap,
) -> Result<Response<Body>, Failure> {
    let accepted = if const { has_several_media_types::<C>() } { accept_list(request) } else { None };
    let accept = Accept::new(accepted.as_deref());
    let mut chosen: Option<(u16, &'static str)> = None;
    for media_type in C::ENDPOINT.outputs.iter().filter_map(|output| output.media_type) {
        let weight = accept.quality(media_type);
        if chosen.is_none_or(|(best, _)| best < weight) {
            chosen = Some((weight, media_type));
        }
    }
    let media_type = chosen.map_or("application/json", |(_, media_type)| media_type);
    let mut response = match encoding::<C>(media_type) {
        Some(encoding) => value.encode_in(encoding, form)?,
        None => value.encode(form)?,
    };
    let names_its_own = C::ENDPOINT.outputs.iter().any(names_media_type);
    if !names_its_own && !is_media_range(media_type) {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    Ok(response)
}

/// Decodes an answer in the media type that it has, of those that the endpoint declares.
pub(crate) async fn decode<C: Call>(response: Response<Body>, form: &ReplyForm) -> Result<C::Reply, Failure> {
    let found = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let essence = found.as_deref().map(|found| found.split(';').next().unwrap_or_default().trim());
    let mut declared = C::ENDPOINT.outputs.iter().filter_map(|output| output.media_type);
    let first = declared.clone().next().unwrap_or("application/json");
    let media_type = match essence {
        // Many servers say another name of JSON, or none. One media type is expected, whatever it is called.
        _ if const { !has_several_media_types::<C>() } => first,
        None => first,
        Some(essence) => declared.find(|declared| includes(declared, essence)).ok_or_else(|| {
            let essence: String = essence.chars().take(64).collect();
            Failure::new(
                FailureKind::Decode,
                format!("the response has the media type `{essence}`, which is not declared"),
            )
        })?,
    };
    match encoding::<C>(media_type) {
        Some(encoding) => C::Reply::decode_in(response, encoding, form).await,
        None => C::Reply::decode(response, form).await,
    }
}

/// Returns the encoding of a model. Text and bytes have none.
fn encoding<C: Call>(media_type: &str) -> Option<BodyEncoding> {
    is_model::<C>().then(|| BodyEncoding::of_model(media_type))
}

/// Returns whether the answer is a model, which is JSON unless something else is declared.
pub(crate) const fn is_model<C: Call>() -> bool {
    match <C::Reply as Reply>::OUTPUTS {
        [Output { media_type: Some(usual), .. }] => same(usual, "application/json"),
        _ => false,
    }
}

fn names_media_type(output: &Output) -> bool {
    output.headers.iter().any(|field| field.name == CONTENT_TYPE.as_str())
}
