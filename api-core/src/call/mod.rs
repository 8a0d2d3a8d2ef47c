//! Calls: requests and responses as values, and their wire formats.

pub(crate) mod answered;
mod any_success;
mod argument;
mod arguments;
mod byte_stream;
#[cfg(feature = "conditional")]
mod conditional;
mod content;
mod definition;
mod encoded;
mod form;
mod head;
mod header_fields;
mod multipart;
mod reply;
mod request;
mod request_body;
mod response;
#[cfg(feature = "cookie")]
mod set_cookie;
mod variant_content;

pub use any_success::AnySuccess;
pub use argument::{Argument, BytesBody, StreamBody, TextBody};
pub use arguments::Arguments;
pub use byte_stream::ByteStream;
#[cfg(feature = "conditional")]
pub use conditional::{Conditions, Download, OfDownload, OfPart, Representation, Validators};
pub use content::{Content, ContentType, VariantValue, decode_content, encode_content};
pub use definition::{Call, CallVisitor};
pub use form::ReplyForm;
#[doc(hidden)]
pub use head::{HeadCall, decode_head};
#[doc(hidden)]
pub use header_fields::write_into_document;
pub use header_fields::{CookieField, FieldValue, HeaderFields, WithHeaders, read_field, write_field};
pub use multipart::{DEFAULT_PART_LIMIT, FilePart, FileStream, MAX_PARTS, Multipart, PartValue, Parts, PartsWriter};
pub use reply::{Binary, Reply, Text};
pub use request::{EncodeError, RequestWriter};
pub use request_body::{body, body_bytes, body_form, body_stream, body_text};
#[cfg(feature = "websocket")]
pub(crate) use response::collect;
pub(crate) use response::{answer, without_coding};
#[cfg(feature = "cookie")]
pub use set_cookie::{CookieAttributes, SetCookie};
pub use variant_content::VariantContent;
