//! Responses with typed header fields.

use http::{HeaderMap, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::codec::{append_field, decode_header};
use crate::description::Output;
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::form::ReplyForm;
use super::reply::{Reply, unwritable};

/// A response with typed header fields.
///
/// ```
/// use api_core::call::{HeaderFields, WithHeaders, read_field, write_field};
/// use api_core::error::Failure;
/// use http::HeaderMap;
///
/// struct Total {
///     rooms: u32,
/// }
///
/// impl HeaderFields for Total {
///     const NAMES: &'static [&'static str] = &["x-total"];
///
///     fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure> {
///         write_field(headers, "x-total", &self.rooms)
///     }
///
///     fn read(headers: &HeaderMap) -> Result<Self, Failure> {
///         Ok(Self { rooms: read_field(headers, "x-total")? })
///     }
/// }
///
/// let page = WithHeaders { value: vec!["lobby".to_owned()], headers: Total { rooms: 40 } };
/// let mut headers = HeaderMap::new();
/// page.headers.write(&mut headers).unwrap();
/// assert_eq!(headers["x-total"], "40");
/// ```
///
/// A field that the value sets itself, as `Content-Type`, is replaced. An image or a page of HTML is therefore
/// `WithHeaders<Binary, H>`, where `H` has the media type:
///
/// ```
/// use api_core::call::{Binary, HeaderFields, WithHeaders, read_field, write_field};
/// use api_core::error::Failure;
/// use http::HeaderMap;
///
/// struct MediaType(String);
///
/// impl HeaderFields for MediaType {
///     const NAMES: &'static [&'static str] = &["content-type"];
///
///     fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure> {
///         write_field(headers, "content-type", &self.0)
///     }
///
///     fn read(headers: &HeaderMap) -> Result<Self, Failure> {
///         read_field(headers, "content-type").map(Self)
///     }
/// }
///
/// let page = Binary("<!doctype html><title>Rooms</title>".into());
/// let page = WithHeaders { value: page, headers: MediaType("text/html; charset=utf-8".to_owned()) };
/// # let _ = page;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithHeaders<T, H> {
    /// The value of the body.
    pub value: T,
    /// The header fields.
    pub headers: H,
}

/// Maximum number of outputs of a response with header fields.
const MAX_OUTPUTS: usize = 32;

/// The typed header fields of a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `HeaderFields`",
    label = "these header fields",
    note = "implement it for a struct with the values: `NAMES`, `write` with `write_field`, `read` with `read_field`"
)]
pub trait HeaderFields: Sized + Send {
    /// The names, in lower case.
    const NAMES: &'static [&'static str];

    /// Adds the fields to a header section, which already has those of the value.
    ///
    /// # Errors
    /// Returns an error if a header field cannot hold a value.
    fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure>;

    /// Reads the fields from a header section.
    ///
    /// # Errors
    /// Returns an error if a field is missing or invalid.
    fn read(headers: &HeaderMap) -> Result<Self, Failure>;
}

impl<T: Reply, H: HeaderFields> WithHeaders<T, H> {
    /// The outputs of the value with the header fields added. Padded, because the length of an array cannot be an
    /// associated constant.
    const PADDED: &'static [Output; MAX_OUTPUTS] = &{
        let nothing = Output::empty(204);
        let mut outputs = [nothing; MAX_OUTPUTS];
        let mut index = 0;
        while index < T::OUTPUTS.len() {
            outputs[index] = Output { headers: H::NAMES, ..T::OUTPUTS[index] };
            index += 1;
        }
        outputs
    };
}

impl<T: Reply, H: HeaderFields> Reply for WithHeaders<T, H> {
    const OUTPUTS: &'static [Output] = Self::PADDED.split_at(T::OUTPUTS.len()).0;

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = self.value.encode(form)?;
        self.headers.write(response.headers_mut())?;
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let headers = H::read(response.headers())?;
        Ok(Self { value: T::decode(response, form).await?, headers })
    }
}

/// Adds a field to a header section: no line for `None`, one line for each item of a list. A scalar replaces a value
/// that the field has, for example the content type that the value of [`WithHeaders`] sets.
///
/// # Errors
/// Returns an error if a header field cannot hold the value, as [`RequestWriter::header`](super::RequestWriter::header)
/// does.
pub fn write_field<T: Model + Serialize>(
    headers: &mut HeaderMap,
    name: &'static str,
    value: &T,
) -> Result<(), Failure> {
    append_field(headers, name, value).map_err(|error| unwritable(format!("the header field `{name}` {error}")))
}

/// Reads a field from a header section: a scalar, an optional scalar or a list of scalars.
///
/// # Errors
/// Returns an error if the field is missing or invalid.
pub fn read_field<T: Model + DeserializeOwned>(headers: &HeaderMap, name: &'static str) -> Result<T, Failure> {
    decode_header(headers, name)
        .map_err(|violation| Failure::new(FailureKind::Decode, format!("a header field of the response: {violation}")))
}
