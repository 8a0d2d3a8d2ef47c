//! The law of XML and YAML: a value that was read is read again from what is written of it.

use api_core::Model;
use api_core::codec::{value_from_bytes, value_to_bytes};
use api_core::description::BodyEncoding;
use api_core::model::Shape;
use serde::{Deserialize, Serialize};

use super::choices;

/// What an element can hold.
#[derive(Debug, Serialize, Deserialize, Model)]
#[serde(rename = "a")]
struct Element {
    #[serde(rename = "@b")]
    attribute: Option<String>,
    #[serde(rename = "c")]
    number: Option<i64>,
    #[serde(rename = "d")]
    texts: Vec<String>,
    #[serde(rename = "e")]
    choice: Option<Choice>,
    #[serde(rename = "a")]
    elements: Vec<Element>,
}

/// An enum of elements.
#[derive(Debug, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
enum Choice {
    Nothing,
    Ratio(f64),
}

/// Reads a document of XML or of YAML, which the first byte selects.
///
/// Without the features `xml` and `yaml` of `api-core` each is refused.
///
/// # Panics
/// Panics if a document panics, or if its value is another one after it was written.
pub fn documents(bytes: &[u8]) {
    let ([selector, _], body) = choices(bytes);
    let (encoding, shape) =
        if selector % 2 == 0 { (BodyEncoding::Xml, Element::SHAPE) } else { (BodyEncoding::Yaml, &Shape::Any) };
    let Ok(value) = value_from_bytes(encoding, shape, body) else { return };
    // A variant that is unknown cannot be written.
    let Ok(written) = value_to_bytes(encoding, shape, &value) else { return };
    let again = value_from_bytes(encoding, shape, &written).map_err(|error| error.to_string());
    assert_eq!(again, Ok(value), "{}", String::from_utf8_lossy(&written));
}
