//! Values to bytes and back, one place of the wire a file; decoding what was encoded gives the value again.

mod accept;
mod decode;
pub(crate) mod field;
pub mod query;
mod reply;
mod request;
pub mod scalar;

pub use accept::Accept;
pub(crate) use decode::accepts_content_type;
pub use decode::{Arguments, body, body_bytes, body_form, body_text};
pub(crate) use reply::collect;
pub use reply::{Binary, HeaderFields, Reply, ReplyForm, Text, WithHeaders, read_field, write_field};
pub(crate) use request::push_segment;
pub use request::{EncodeError, RequestWriter};
