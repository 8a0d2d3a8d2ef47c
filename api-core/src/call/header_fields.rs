//! Responses with typed header fields.

use std::error::Error as _;
use std::fmt;

use http::{HeaderMap, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::codec::{append_field, append_structured, decode_header, decode_structured};
use crate::description::{BodyEncoding, Cookie, HeaderField, Output};
use crate::error::{ErrorDocument, Failure, FailureKind, retry_after};
use crate::model::{Model, Shape, Violation};

use super::arguments::Arguments;
use super::form::ReplyForm;
use super::reply::{Reply, unwritable};
use super::request::{EncodeError, RequestWriter};

/// A response with typed header fields.
///
/// ```
/// use api_core::call::{HeaderFields, WithHeaders};
/// use http::HeaderMap;
///
/// #[derive(HeaderFields)]
/// struct Total {
///     /// How many rooms there are on all pages.
///     #[header("x-total")]
///     rooms: u32,
///     /// The field `link`, if there is another page.
///     link: Option<String>,
/// }
///
/// let page = WithHeaders { value: vec!["lobby".to_owned()], headers: Total { rooms: 40, link: None } };
/// let mut headers = HeaderMap::new();
/// page.headers.write(&mut headers).unwrap();
/// assert_eq!(headers["x-total"], "40");
/// assert!(!headers.contains_key("link"));
/// ```
///
/// A field that the value sets itself, as `Content-Type`, is replaced. An answer whose media type is known only at run
/// time is therefore `WithHeaders<Binary, H>`, where `H` has the media type. Beside it, the endpoint declares the
/// range, as in `#[get("/pages", media_type = "text/*")]`:
///
/// ```
/// use api_core::call::{Binary, HeaderFields, WithHeaders};
///
/// #[derive(HeaderFields)]
/// struct MediaType {
///     content_type: String,
/// }
///
/// let page = Binary("<!doctype html><title>Rooms</title>".into());
/// let page = WithHeaders { value: page, headers: MediaType { content_type: "text/html; charset=utf-8".to_owned() } };
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

/// The typed header fields of a response. `#[derive(HeaderFields)]` implements it for a struct of such fields.
///
/// The derive makes the struct an [`ErrorDetail`](crate::error::ErrorDetail) too, so that a variant of an error enum
/// can hold it:
///
/// ```
/// use api_core::ApiError;
/// use api_core::call::HeaderFields;
/// use api_core::error::{Answer, Failure};
///
/// #[derive(Debug, HeaderFields)]
/// struct RateLimit {
///     #[header("x-ratelimit-remaining")]
///     remaining: u32,
///     retry_after: u64,
/// }
///
/// #[derive(Debug, ApiError)]
/// enum SearchError {
///     /// Too many requests.
///     #[error(status = 429)]
///     TooMany(RateLimit),
///     #[error(unknown)]
///     Unknown(Answer),
///     #[error(failure)]
///     Failed(Failure),
/// }
///
/// let document = SearchError::TooMany(RateLimit { remaining: 0, retry_after: 30 }).document();
/// assert_eq!(document.headers["x-ratelimit-remaining"], "0");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `HeaderFields`",
    label = "these header fields",
    note = "add `#[derive(HeaderFields)]` to it: a struct with a field for each header field"
)]
pub trait HeaderFields: Sized + Send {
    /// The fields, with their names in lower case.
    const FIELDS: &'static [HeaderField];

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

    /// Reads a `#[headers]` argument. `None` if a field is missing or invalid.
    #[doc(hidden)]
    fn read_from_request(arguments: &mut Arguments<'_, '_>) -> Option<Self> {
        let failure = match Self::read(arguments.header_section(Self::FIELDS)) {
            Ok(fields) => return Some(fields),
            Err(failure) => failure,
        };
        let cause = failure.source().and_then(|cause| cause.downcast_ref::<Unreadable>());
        arguments.refuse(cause.map_or_else(|| written_by_hand(&failure), |cause| cause.0.clone()));
        None
    }

    /// Writes a `#[headers]` argument.
    #[doc(hidden)]
    fn write_into_request(&self, request: &mut RequestWriter) -> Result<(), EncodeError> {
        self.write(request.headers_mut()).map_err(|failure| {
            let cause = failure.source().map_or_else(|| failure.to_string(), ToString::to_string);
            EncodeError::new("headers", cause)
        })
    }
}

impl<T: Reply, H: HeaderFields> WithHeaders<T, H> {
    /// The outputs of the value with the header fields added. Padded, because the length of an array cannot be an
    /// associated constant.
    const PADDED: &'static [Output; MAX_OUTPUTS] = &{
        let nothing = Output::empty(204);
        let mut outputs = [nothing; MAX_OUTPUTS];
        let mut index = 0;
        while index < T::OUTPUTS.len() {
            outputs[index] = Output { headers: H::FIELDS, ..T::OUTPUTS[index] };
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

    fn encode_in(self, encoding: BodyEncoding, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = self.value.encode_in(encoding, form)?;
        self.headers.write(response.headers_mut())?;
        Ok(response)
    }

    async fn decode_in(response: Response<Body>, encoding: BodyEncoding, form: &ReplyForm) -> Result<Self, Failure> {
        let headers = H::read(response.headers())?;
        Ok(Self { value: T::decode_in(response, encoding, form).await?, headers })
    }
}

/// A value of a header field: a model that serde reads and writes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a header field",
    label = "this header field",
    note = "add `#[derive(Serialize, Deserialize, Model)]` to it, or use text or a number",
    note = "types of other crates implement it if `api-core` has the feature of that name"
)]
pub trait FieldValue: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Adds the field to a header section, see [`write_field`].
    ///
    /// # Errors
    /// Returns an error if a header field cannot hold the value.
    fn write(&self, headers: &mut HeaderMap, name: &'static str) -> Result<(), Failure>;

    /// Reads the field from a header section, see [`read_field`].
    ///
    /// # Errors
    /// Returns an error if the field is missing or invalid.
    fn read(headers: &HeaderMap, name: &'static str) -> Result<Self, Failure>;

    /// Sets a structured field (RFC 9651). Needs the feature `structured-fields`.
    ///
    /// # Errors
    /// Returns an error if the value cannot be a structured field.
    fn write_structured(&self, headers: &mut HeaderMap, name: &'static str) -> Result<(), Failure>;

    /// Reads a structured field (RFC 9651). Needs the feature `structured-fields`.
    ///
    /// # Errors
    /// Returns an error if the field is missing or invalid.
    fn read_structured(headers: &HeaderMap, name: &'static str) -> Result<Self, Failure>;
}

#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned> FieldValue for T {
    const SHAPE: &'static Shape = <T as Model>::SHAPE;

    fn write(&self, headers: &mut HeaderMap, name: &'static str) -> Result<(), Failure> {
        write_field(headers, name, self)
    }

    fn read(headers: &HeaderMap, name: &'static str) -> Result<Self, Failure> {
        read_field(headers, name)
    }

    fn write_structured(&self, headers: &mut HeaderMap, name: &'static str) -> Result<(), Failure> {
        append_structured(headers, name, self).map_err(|error| unwritable(format!("the header field `{name}` {error}")))
    }

    fn read_structured(headers: &HeaderMap, name: &'static str) -> Result<Self, Failure> {
        decode_structured(headers, name).map_err(unreadable)
    }
}

/// A cookie that an answer sets: a field with `#[cookie]` of a struct with `#[derive(HeaderFields)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a cookie of an answer",
    label = "this cookie",
    note = "write `SetCookie<T>`, or `Option<SetCookie<T>>` if not every answer sets the cookie: `T` is the type of its value",
    note = "`SetCookie` needs the feature `cookie` of api-core"
)]
pub trait CookieField: Sized {
    /// The wire format of the value. An option if the answer may lack the cookie.
    const SHAPE: &'static Shape;

    /// Adds the line of the cookie to a header section.
    ///
    /// # Errors
    /// Returns an error if a cookie cannot hold the value, or if its attributes contradict each other.
    fn write(&self, headers: &mut HeaderMap, cookie: &Cookie) -> Result<(), Failure>;

    /// Reads the cookie from the lines of a header section. The last line of its name counts.
    ///
    /// # Errors
    /// Returns an error if the cookie is missing or its value is not valid.
    fn read(headers: &HeaderMap, cookie: &Cookie) -> Result<Self, Failure>;
}

/// Derives [`HeaderFields`](trait@HeaderFields) for a struct.
pub use api_macros::HeaderFields;

/// Writes header fields into the document of an error. Generated code calls it.
pub fn write_into_document<H: HeaderFields>(fields: &H, document: &mut ErrorDocument) {
    match fields.write(&mut document.headers) {
        // The advice on retries is that of the document.
        Ok(()) => document.retry_after = retry_after(&document.headers).or(document.retry_after),
        Err(error) => document.become_internal(error),
    }
}

/// A header field that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unreadable(pub(super) Violation);

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Unreadable {}

/// Returns the violation of header fields whose reader was written by hand.
fn written_by_hand(failure: &Failure) -> Violation {
    Violation {
        path: "/header".to_owned(),
        problem: failure.to_string(),
        expected: "the header fields of this request".to_owned(),
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
    decode_header(headers, name).map_err(unreadable)
}

fn unreadable(violation: Violation) -> Failure {
    Failure::new(FailureKind::Decode, "a header field of the message").caused_by(Unreadable(violation))
}
