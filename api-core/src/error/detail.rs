//! The values that variants of an error enum can hold.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::description::HeaderField;
use crate::model::{Model, Shape};

use super::document::ErrorDocument;

/// A value that a variant of an error enum can hold: a part of the error document, or header fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `ErrorDetail`",
    label = "this field",
    note = "use `String` for the description, `RetryAfter` for the retry delay, or `Attributes<T>` with a model for details",
    note = "for header fields use a struct with `#[derive(HeaderFields)]`, for one of several statuses `http::StatusCode`"
)]
pub trait ErrorDetail: Sized {
    /// The shape of the value, if it is the details of the error. Default: `None`.
    const ATTRIBUTES: Option<&'static Shape> = None;

    /// The header fields of the value. Default: none.
    const HEADERS: &'static [HeaderField] = &[];

    /// Writes the value into a document.
    fn write(&self, document: &mut ErrorDocument);

    /// Reads the value from a document and the header section of its response. `None` if they lack it.
    fn read(document: &ErrorDocument, headers: &HeaderMap) -> Option<Self>;
}

impl ErrorDetail for String {
    fn write(&self, document: &mut ErrorDocument) {
        document.description = Some(Cow::Owned(self.clone()));
    }

    fn read(document: &ErrorDocument, _: &HeaderMap) -> Option<Self> {
        document.description.as_ref().map(|description| description.clone().into_owned())
    }
}

/// The retry delay of an error, sent and read as `Retry-After` in whole seconds.
///
/// A variant without it drops the delay that a server sent, in clients and proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl ErrorDetail for RetryAfter {
    const HEADERS: &'static [HeaderField] = &[HeaderField::new("retry-after", u64::SHAPE)
        .docs("The delay in seconds after which the request can be repeated.")];

    fn write(&self, document: &mut ErrorDocument) {
        document.retry_after = Some(self.0);
    }

    fn read(document: &ErrorDocument, _: &HeaderMap) -> Option<Self> {
        document.retry_after.map(Self)
    }
}

/// The status of a response, for a variant that is several of them, as with the kinds `status_4xx` and `default` of
/// [`ByStatus`](super::ByStatus).
///
/// A status that is none of an error or a redirection is sent as that of the variant.
impl ErrorDetail for StatusCode {
    fn write(&self, document: &mut ErrorDocument) {
        if (300..600).contains(&self.as_u16()) {
            document.status = *self;
        }
    }

    fn read(document: &ErrorDocument, _: &HeaderMap) -> Option<Self> {
        Some(document.status)
    }
}

/// The details of an error as a model: the `attributes` of its document.
///
/// ```
/// use api_core::error::{Answer, Attributes, Failure};
/// use api_core::{ApiError, Model};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Serialize, Deserialize, Model)]
/// struct Quota {
///     used: u32,
///     limit: u32,
/// }
///
/// #[derive(Debug, ApiError)]
/// enum UploadError {
///     /// The quota is exhausted.
///     #[error(status = 429)]
///     QuotaExceeded(Attributes<Quota>),
///     #[error(unknown)]
///     Unknown(Answer),
///     #[error(failure)]
///     Failed(Failure),
/// }
///
/// let document = UploadError::QuotaExceeded(Attributes(Quota { used: 9, limit: 8 })).document();
/// assert_eq!(document.attributes, Some(serde_json::json!({ "used": 9, "limit": 8 })));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes<T>(pub T);

impl<T: Model + Serialize + DeserializeOwned> ErrorDetail for Attributes<T> {
    const ATTRIBUTES: Option<&'static Shape> = Some(T::SHAPE);

    fn write(&self, document: &mut ErrorDocument) {
        document.set_attributes(&self.0);
    }

    fn read(document: &ErrorDocument, _: &HeaderMap) -> Option<Self> {
        serde_json::from_value(document.attributes.clone()?).ok().map(Self)
    }
}
