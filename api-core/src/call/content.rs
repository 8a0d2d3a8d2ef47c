//! Enums whose variants are contents of different media types, as bodies and as answers.

use std::future::Future;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::{Body, BoxError, RequestBody};
use crate::codec::{includes, scalar};
use crate::context::{BodySlot, Context};
use crate::description::{BodyEncoding, BodyForm, Endpoint};
use crate::error::{Failure, FailureKind, Problem};
use crate::model::{Model, Shape};

use super::arguments::Arguments;
use super::encoded::{self, read_text};
use super::form::ReplyForm;
use super::reply::{response, unwritable};
use super::request::{EncodeError, RequestWriter};
use super::request_body::{body_bytes, form};
use super::response::collect;

/// A value of one of several media types, as a body or as an answer.
///
/// `#[derive(Content)]` implements it for an enum, and [`Reply`](super::Reply) with it. The media type says how a
/// variant is encoded: JSON, a form, CBOR, `MessagePack`, XML or YAML for a model, text for `text/…`, and `Bytes` are
/// any bytes. The derive also makes the type of its media types, which an argument `#[accept]` has.
///
/// ```
/// use api_core::{Content, Error, Model, api};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
/// struct Row {
///     name: String,
/// }
///
/// #[derive(Debug, Clone, PartialEq, Content)]
/// enum Report {
///     #[content("application/json")]
///     Rows(Vec<Row>),
///     #[content("text/csv")]
///     Csv(String),
/// }
///
/// #[api]
/// trait Reports {
///     #[get("/report")]
///     async fn report(&self, #[accept] wanted: ReportType) -> Result<Report, Error>;
///
///     #[put("/report")]
///     async fn store(&self, #[body(content)] report: Report) -> Result<(), Error>;
/// }
///
/// struct Names(&'static [&'static str]);
///
/// impl Reports for Names {
///     async fn report(&self, wanted: ReportType) -> Result<Report, Error> {
///         Ok(match wanted {
///             ReportType::Rows => Report::Rows(self.0.iter().map(|&name| Row { name: name.to_owned() }).collect()),
///             ReportType::Csv => Report::Csv(self.0.join("\n")),
///         })
///     }
///
///     async fn store(&self, report: Report) -> Result<(), Error> {
///         if matches!(report, Report::Csv(_)) { Ok(()) } else { Err(Error::conflict("only_csv")) }
///     }
/// }
/// ```
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
    fn to_bytes(&self) -> Result<Bytes, BoxError>;

    /// Decodes a value. `form`: the index of its media type.
    ///
    /// # Errors
    /// Returns a problem if the bytes are no value of that media type.
    fn from_bytes(form: usize, bytes: Bytes) -> Result<Self, Problem>;

    /// Reads the body in the media type that the request has.
    fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send {
        async move {
            let media_type = form(context, endpoint).map(|form| form.media_type);
            let index = Self::FORMS.iter().position(|form| Some(form.media_type) == media_type);
            Self::from_bytes(index.unwrap_or_default(), body_bytes(context, slot, endpoint).await?)
        }
    }

    /// Writes the body.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn write_body(&self, request: &mut RequestWriter, _: &'static Endpoint) -> Result<(), EncodeError> {
        let bytes = self.to_bytes().map_err(|error| EncodeError::new("body", error))?;
        request.raw_body(self.media_type(), bytes);
        Ok(())
    }

    /// Returns the value's media type.
    fn media_type(&self) -> &'static str {
        Self::FORMS.get(self.form()).map_or("application/octet-stream", |form| form.media_type)
    }
}

/// Derives [`Content`](trait@Content) for an enum.
pub use api_macros::Content;

/// The media types of a [`Content`](trait@Content): the type of an argument `#[accept]`, which `#[derive(Content)]`
/// makes.
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

    /// Reads the media type that the request prefers. The first one, if it prefers none.
    fn accept(arguments: &mut Arguments<'_, '_>, _: &'static str) -> Option<Self> {
        arguments.accept(Self::MEDIA_TYPES).and_then(Self::at)
    }

    /// Writes `Accept`.
    ///
    /// # Errors
    /// Returns an error if there is no such media type.
    fn write_accept(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        let media_type = Self::MEDIA_TYPES.get(self.index()).copied();
        request.header(name, &media_type.unwrap_or("*/*").to_owned())
    }
}

/// The value of a variant of a content: a model, also text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the content of a media type",
    label = "this variant",
    note = "add `#[derive(Serialize, Deserialize, Model)]` to it, or use `String` for text and `bytes::Bytes` for bytes"
)]
pub trait VariantValue: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Encodes the value.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn to_bytes(&self, encoding: BodyEncoding) -> Result<Bytes, BoxError>;

    /// Decodes a value.
    ///
    /// # Errors
    /// Returns a problem if the bytes are no value.
    fn from_bytes(encoding: BodyEncoding, bytes: Bytes) -> Result<Self, Problem>;
}

#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned> VariantValue for T {
    const SHAPE: &'static Shape = <T as Model>::SHAPE;

    fn to_bytes(&self, encoding: BodyEncoding) -> Result<Bytes, BoxError> {
        if encoding != BodyEncoding::Text {
            return encoded::encode(encoding, self).map(Bytes::from);
        }
        let mut text = String::new();
        scalar::write(self, &mut text)?;
        Ok(text.into())
    }

    fn from_bytes(encoding: BodyEncoding, bytes: Bytes) -> Result<Self, Problem> {
        if encoding != BodyEncoding::Text {
            return encoded::decode(encoding, bytes);
        }
        scalar::parse(&read_text(bytes)?)
            .map_err(|error| Problem::mistyped_body(format!("the body is not valid: {error}"), Vec::new()))
    }
}

/// Encodes a content as an answer. The derive implements [`Reply`](super::Reply) by it.
///
/// # Errors
/// Returns an error if the value cannot be encoded.
pub fn encode_content<C: Content>(value: &C, form: &ReplyForm) -> Result<Response<Body>, Failure> {
    let bytes = value.to_bytes().map_err(unwritable)?;
    Ok(response(form.status(), Some(HeaderValue::from_static(value.media_type())), bytes.into()))
}

/// Decodes a content from an answer, by its media type.
///
/// # Errors
/// Returns an error if the answer has none of the media types, or its body does not fit.
pub async fn decode_content<C: Content>(response: Response<Body>) -> Result<C, Failure> {
    let found = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let index = match found.as_deref().map(|found| found.split(';').next().unwrap_or_default().trim()) {
        None => 0,
        Some(essence) => C::FORMS.iter().position(|form| includes(form.media_type, essence)).ok_or_else(|| {
            let essence: String = essence.chars().take(64).collect();
            let reason = format!("the response has the media type `{essence}`, which is not declared");
            Failure::new(FailureKind::Decode, reason)
        })?,
    };
    let bytes = collect(response.into_body()).await?;
    // Not as a cause: a problem would become the answer of a server that forwards the failure.
    C::from_bytes(index, bytes).map_err(|problem| {
        let reason = format!("the response does not fit its declared type: {}", problem.detail());
        Failure::new(FailureKind::Decode, reason)
    })
}
