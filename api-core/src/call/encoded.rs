//! Models in the encoding that a body or an answer has.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::BoxError;
use crate::codec::binary::{self, Unfit};
use crate::codec::json::{self, Unreadable};
use crate::codec::{from_xml, query, xml_of, yaml};
use crate::description::BodyEncoding;
use crate::error::Problem;
use crate::model::{Model, Shape, Style, ViolationList};

/// Encodes a model: in any encoding of models, otherwise as JSON.
///
/// # Errors
/// Returns an error if the value cannot be encoded, or the feature of the encoding is off.
pub(super) fn encode<T: Model + Serialize>(encoding: BodyEncoding, value: &T) -> Result<Vec<u8>, BoxError> {
    match encoding {
        BodyEncoding::Form => {
            let mut text = String::new();
            query::encode_styled("body", Style::Repeated, value, &mut text)?;
            Ok(text.into_bytes())
        }
        BodyEncoding::Cbor | BodyEncoding::MessagePack => binary::to_vec(encoding, value),
        BodyEncoding::Yaml => yaml::to_vec(value),
        // By its JSON, so that both mean the same.
        BodyEncoding::Xml => Ok(xml_of(T::SHAPE, &serde_json::from_slice(&json::to_vec(value)?)?)?),
        _ => Ok(json::to_vec(value)?),
    }
}

/// Returns whether a value, which was encoded as `bytes`, is an option that is none.
pub(super) fn is_none<T: Model + Serialize>(encoding: BodyEncoding, value: &T, bytes: &[u8]) -> bool {
    match encoding {
        BodyEncoding::Json => bytes == b"null",
        BodyEncoding::Form => false,
        _ => json::to_vec(value).is_ok_and(|json| json == b"null"),
    }
}

/// Decodes a model, and checks its constraints.
///
/// # Errors
/// Returns a problem with status 400 if the bytes are not of that encoding, 422 with all violations if they do not fit
/// the type.
pub(super) fn decode<T: Model + DeserializeOwned>(encoding: BodyEncoding, bytes: Bytes) -> Result<T, Problem> {
    match encoding {
        BodyEncoding::Form => read_form(&read_text(bytes)?),
        _ if bytes.is_empty() && T::SHAPE.accepts_absence() => read_json(&bytes),
        BodyEncoding::Cbor | BodyEncoding::MessagePack => {
            if is_object(T::SHAPE) && binary::is_list(encoding, &bytes) {
                return Err(not_an_object());
            }
            validated(binary::from_slice(encoding, &bytes).map_err(|error| unfit(&error))?)
        }
        BodyEncoding::Yaml => read_yaml(&bytes),
        BodyEncoding::Xml => {
            let value = from_xml(T::SHAPE, &bytes).map_err(|error| unfit(&error))?;
            read_json(value.to_string().as_bytes())
        }
        _ => read_json(&bytes),
    }
}

/// Decodes a model from YAML. What does not fit is read again as any value, whose problems have places.
fn read_yaml<T: Model + DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
    if is_object(T::SHAPE) && yaml::is_list(text) {
        return Err(not_an_object());
    }
    match yaml::from_slice(text) {
        Ok(value) => validated(value),
        Err(error) => match yaml::from_slice::<serde_json::Value>(text) {
            Ok(value) if error.is_data => json::from_slice::<T>(value.to_string().as_bytes())
                .map_or_else(|found| Err(unreadable(found, false)), |_| Err(unfit(&error))),
            _ => Err(unfit(&error)),
        },
    }
}

/// Decodes a model from JSON. No bytes at all are an option that is none.
pub(super) fn read_json<T: Model + DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if is_object(T::SHAPE) && bytes.trim_ascii_start().starts_with(b"[") {
        return Err(not_an_object());
    }
    // No body at all is the value of an option that is none.
    let text: &[u8] = if bytes.is_empty() && T::SHAPE.accepts_absence() { b"null" } else { bytes };
    let value = json::from_slice(text).map_err(|error| unreadable(error, bytes.is_empty()))?;
    validated(value)
}

/// Decodes a model from a form.
pub(super) fn read_form<T: Model + DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let pairs = query::Query::new(text);
    let decoded = match T::SHAPE.without_newtypes() {
        Shape::Map(_) => query::decode_rest("body", pairs, |_| false),
        _ => query::decode("body", pairs),
    };
    decoded.map_err(|problems| {
        let violations = problems.into_iter().map(|problem| problem.at("")).collect();
        Problem::invalid_body("fields of the form are missing or not valid", violations)
    })
}

/// Decodes text.
pub(super) fn read_text(bytes: Bytes) -> Result<String, Problem> {
    String::from_utf8(bytes.into()).map_err(|_| Problem::malformed_body("the body is not UTF-8"))
}

fn is_object(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(_) => true,
        Shape::Newtype(newtype) => is_object(newtype.item.shape),
        Shape::Reference(reference) => is_object(reference.resolve()),
        _ => false,
    }
}

/// Returns the problem of a struct that is a list. Serde also reads a struct from a list, by position. The description
/// does not offer that form.
fn not_an_object() -> Problem {
    Problem::mistyped_body("the body must be a JSON object, not an array", Vec::new())
}

fn validated<T: Model>(value: T) -> Result<T, Problem> {
    let found = ViolationList::of(&value).violations;
    if found.is_empty() { Ok(value) } else { Err(Problem::invalid_body("the body violates its constraints", found)) }
}

fn unfit(error: &Unfit) -> Problem {
    let reason = format!("the body is not valid: {error}");
    if error.is_data { Problem::mistyped_body(reason, Vec::new()) } else { Problem::malformed_body(reason) }
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
