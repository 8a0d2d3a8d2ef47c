//! Enums whose variants are contents of different media types.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::{Body, BoxError, RequestBody};
use crate::codec::includes;
use crate::context::{BodySlot, Context};
use crate::description::{BodyEncoding, BodyForm, Endpoint};
use crate::error::{Failure, FailureKind, Problem};
use crate::model::{Model, Shape};

use super::encoded;
use super::form::ReplyForm;
use super::reply::{response, unwritable};
use super::request::{EncodeError, RequestWriter};
use super::request_body::body_bytes;
use super::response::collect;

/// A value of one of several media types, as a body or as an answer. `#[derive(Content)]` implements it for an enum.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a content of several media types",
    label = "this argument",
    note = "add `#[derive(Content)]` to it: an enum whose variants have `#[content(\"type/subtype\")]`"
)]
pub trait Content: Sized + Send + Sync {
    /// The media types with the shapes of their values, the preferred one first.
    const FORMS: &'static [BodyForm];

    /// Returns the index of the value's media type.
    fn form(&self) -> usize;

    /// Encodes the value in its media type.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn encode(&self) -> Result<Bytes, BoxError>;

    /// Decodes a value. `form`: the index of its media type.
    ///
    /// # Errors
    /// Returns a problem if the bytes are no value of that media type.
    fn decode(form: usize, bytes: Bytes) -> Result<Self, Problem>;
}

/// The media types of a [`Content`], as an argument `#[accept]`. `#[derive(Content)]` implements it for an enum of the
/// same variants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a choice of media types",
    label = "this argument",
    note = "`#[derive(Content)]` on an enum `Report` makes the type `ReportType`"
)]
pub trait ContentType: Sized + Copy {
    /// The media types, the preferred one first.
    const MEDIA_TYPES: &'static [&'static str];

    /// Returns the type with an index.
    fn at(index: usize) -> Option<Self>;

    /// Returns the index.
    fn index(self) -> usize;
}

/// The value of a variant: of a model, of text or of bytes.
pub trait VariantValue: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Encodes the value.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn encode(&self, encoding: BodyEncoding) -> Result<Bytes, BoxError>;

    /// Decodes a value.
    ///
    /// # Errors
    /// Returns a problem if the bytes are no value.
    fn decode(encoding: BodyEncoding, bytes: Bytes) -> Result<Self, Problem>;
}

impl<T: Model + Serialize + DeserializeOwned> VariantValue for T {
    const SHAPE: &'static Shape = <T as Model>::SHAPE;

    fn encode(&self, encoding: BodyEncoding) -> Result<Bytes, BoxError> {
        encoded::encode(encoding, self).map(Bytes::from)
    }

    fn decode(encoding: BodyEncoding, bytes: Bytes) -> Result<Self, Problem> {
        encoded::decode(encoding, bytes)
    }
}
