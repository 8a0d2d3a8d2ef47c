//! Any value by its shape, for tests and tools that know no type.

use std::error::Error;

use serde_json::Value;

use super::binary;
use super::yaml;
use crate::description::BodyEncoding;
use crate::model::Shape;

/// Encodes the JSON of a value in an encoding of models that is not JSON: CBOR, `MessagePack`, YAML or XML.
///
/// # Errors
/// Returns an error if the value is not of the shape, if the encoding cannot hold it, for another encoding, and if the
/// feature of the encoding is off.
pub fn value_to_bytes(
    encoding: BodyEncoding,
    shape: &'static Shape,
    value: &Value,
) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    match encoding {
        BodyEncoding::Xml => xml_of(shape, value).map_err(Into::into),
        BodyEncoding::Yaml => yaml::to_vec(value),
        _ => binary::to_vec(encoding, value),
    }
}

/// Decodes the JSON of a value from an encoding of models that is not JSON.
///
/// # Errors
/// Returns an error for bytes that are no such value, for another encoding, and if the feature of the encoding is off.
pub fn value_from_bytes(
    encoding: BodyEncoding,
    shape: &'static Shape,
    bytes: &[u8],
) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let read = match encoding {
        BodyEncoding::Xml => return from_xml(shape, bytes).map_err(|error| error.reason.into()),
        BodyEncoding::Yaml => yaml::from_slice(bytes),
        _ => binary::from_slice(encoding, bytes),
    };
    read.map_err(|error| error.reason.into())
}

/// Encodes the JSON of a value as XML.
///
/// # Errors
/// Returns an error if XML cannot hold the value, and if the feature is off.
#[cfg(feature = "xml")]
pub(crate) fn xml_of(shape: &'static Shape, value: &Value) -> Result<Vec<u8>, String> {
    super::xml::to_text(shape, value).map(String::into_bytes)
}

#[cfg(not(feature = "xml"))]
pub(crate) fn xml_of(_: &'static Shape, _: &Value) -> Result<Vec<u8>, String> {
    Err(binary::missing_feature(BodyEncoding::Xml))
}

/// Decodes the JSON of a value from XML.
///
/// # Errors
/// Returns an error if the bytes are no such value, and if the feature is off.
#[cfg(feature = "xml")]
pub(crate) fn from_xml(shape: &'static Shape, bytes: &[u8]) -> Result<Value, binary::Unfit> {
    super::xml::from_slice(shape, bytes)
}

#[cfg(not(feature = "xml"))]
pub(crate) fn from_xml(_: &'static Shape, _: &[u8]) -> Result<Value, binary::Unfit> {
    Err(binary::Unfit { reason: binary::missing_feature(BodyEncoding::Xml), is_data: false })
}
