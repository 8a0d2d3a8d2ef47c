//! Text to values and back: path segments, query keys, header fields. Decoding an encoded value returns the same value.

mod accept;
pub(crate) mod binary;
mod content_coding;
mod cookie;
mod field;
mod header;
pub(crate) mod json;
mod media_type;
mod members;
mod mixed;
pub mod query;
pub mod scalar;
mod segment;
#[cfg(feature = "cookie")]
pub(crate) mod set_cookie;
#[cfg(feature = "structured-fields")]
pub mod structured;
#[cfg(not(feature = "structured-fields"))]
pub(crate) mod unstructured;
mod values;
#[cfg(feature = "xml")]
pub(crate) mod xml;
pub(crate) mod yaml;

pub use accept::Accept;
pub(crate) use accept::accept_list;
pub(crate) use content_coding::{CodingError, ContentCoding, DECODED, UnknownCoding};
pub(crate) use cookie::{append as append_cookie, decode as decode_cookie, join_cookies};
pub(crate) use field::append as append_field;
pub(crate) use header::decode as decode_header;
pub(crate) use media_type::{accepts_content_type, form_of, includes};
pub(crate) use mixed::split_mixed;
pub(crate) use segment::{DotSegment, is_segment, push_all_encoded, push_part, push_segment, push_text};
#[cfg(feature = "structured-fields")]
pub(crate) use structured::{append as append_structured, decode as decode_structured};
#[cfg(not(feature = "structured-fields"))]
pub(crate) use unstructured::{append as append_structured, decode as decode_structured};
pub(crate) use values::{from_xml, xml_of};
pub use values::{value_from_bytes, value_to_bytes};
