//! The wire format of success values, in both directions.

use std::convert::Infallible;
use std::future::Future;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::{Body, BoxError};
use crate::codec::json::{self, Unreadable};
use crate::description::{BodyEncoding, Output};
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::encoded;
use super::form::ReplyForm;
use super::response::collect;

/// The success value of an endpoint.
///
/// Implemented for every model (as JSON), `()` (no body), [`Infallible`] (no success), [`Text`], [`Binary`],
/// [`ByteStream`](super::ByteStream), [`WithHeaders`](super::WithHeaders) and
/// [`Subscription`](crate::Subscription). Derive it for an enum whose variants have different statuses:
///
/// ```
/// use api_core::call::Reply;
///
/// #[derive(Debug, api_core::Reply)]
/// enum Saved {
///     #[reply(status = 200)]
///     Changed(String),
///     #[reply(status = 201)]
///     Created(String),
/// }
///
/// let statuses: Vec<u16> = Saved::OUTPUTS.iter().map(|output| output.status).collect();
/// assert_eq!(statuses, [200, 201]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned by an endpoint",
    label = "this success type",
    note = "for JSON, return the value without a wrapper, and add `#[derive(Serialize, Deserialize, Model)]` to it and to the \
            types of its items or events",
    note = "types of the crates uuid, jiff, url and bytes are JSON if `api-core` has the feature of that name",
    note = "for text return `Text`, for bytes `Binary`, for events `Subscription<T>`, for no content `()`",
    note = "for several statuses, make an enum with `#[derive(Reply)]`",
    note = "for header fields, return `WithHeaders<T, H>` where `H` implements `HeaderFields`"
)]
pub trait Reply: Sized + Send {
    /// The possible responses. An endpoint's attribute can replace the status of a single one.
    const OUTPUTS: &'static [Output];

    /// Encodes the response. A body beside the status 204, 205 or 304 is not sent (RFC 9110 §15).
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure>;

    /// Decodes a response whose status is from 200 to 299, or a redirection that [`OUTPUTS`](Self::OUTPUTS) declares.
    ///
    /// # Errors
    /// Returns an error if the response is none of the outputs, or its body is incomplete or does not fit the type.
    fn decode(response: Response<Body>, form: &ReplyForm) -> impl Future<Output = Result<Self, Failure>> + Send;

    /// Encodes the response in an encoding of models. What is no model has one encoding.
    ///
    /// # Errors
    /// Returns an error if the value cannot be encoded.
    fn encode_in(self, encoding: BodyEncoding, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        _ = encoding;
        self.encode(form)
    }

    /// Decodes a response in an encoding of models. What is no model has one encoding.
    ///
    /// # Errors
    /// Returns the errors of [`decode`](Self::decode).
    fn decode_in(
        response: Response<Body>,
        encoding: BodyEncoding,
        form: &ReplyForm,
    ) -> impl Future<Output = Result<Self, Failure>> + Send {
        _ = encoding;
        Self::decode(response, form)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned + Send> Reply for T {
    const OUTPUTS: &'static [Output] = &[Output::new(200, "application/json", Some(T::SHAPE))];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let body = json::to_vec(&self).map_err(unwritable)?;
        Ok(response(form.status(), Some(JSON), body.into()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        let bytes = collect(response.into_body()).await?;
        json::from_slice(&bytes).map_err(|error| unreadable(error, &bytes))
    }

    fn encode_in(self, encoding: BodyEncoding, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let body = encoded::encode(encoding, &self).map_err(unwritable)?;
        Ok(response(form.status(), None, body.into()))
    }

    async fn decode_in(response: Response<Body>, encoding: BodyEncoding, form: &ReplyForm) -> Result<Self, Failure> {
        if encoding == BodyEncoding::Json {
            return Self::decode(response, form).await;
        }
        let bytes = collect(response.into_body()).await?;
        // Not as a cause: a problem would become the answer of a server that forwards the failure.
        encoded::decode(encoding, bytes).map_err(|problem| {
            let reason = format!("the response does not fit its declared type: {}", problem.detail());
            Failure::new(FailureKind::Decode, reason)
        })
    }
}

impl Reply for () {
    const OUTPUTS: &'static [Output] = &[Output::empty(204)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), None, Body::empty()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        // The body is read to its end, so that the connection can be used for the next request.
        collect(response.into_body()).await.map(drop)
    }
}

/// An operation without a success: each answer is an error, or a redirection that the error type declares. Its documents
/// have no other answer.
#[diagnostic::do_not_recommend]
impl Reply for Infallible {
    const OUTPUTS: &'static [Output] = &[];

    fn encode(self, _: &ReplyForm) -> Result<Response<Body>, Failure> {
        match self {}
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        let status = response.status().as_u16();
        let reason = format!("the operation has no success, and the status of the answer is {status}");
        Err(Failure::new(FailureKind::Decode, reason))
    }
}

/// A response of plain text, `text/plain; charset=utf-8`.
///
/// ```
/// use api_core::call::Text;
/// use api_core::{Error, api};
///
/// #[api]
/// trait Pages {
///     #[get("/robots.txt")]
///     async fn robots(&self) -> Result<Text, Error>;
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl Reply for Text {
    const OUTPUTS: &'static [Output] = &[Output::new(200, "text/plain; charset=utf-8", Some(<String as Model>::SHAPE))];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), Some(TEXT), self.0.into()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        let bytes = collect(response.into_body()).await?;
        String::from_utf8(bytes.into())
            .map(Self)
            .map_err(|error| Failure::new(FailureKind::Decode, "the response is not UTF-8").caused_by(error))
    }
}

/// A response of bytes, `application/octet-stream`.
///
/// ```
/// use api_core::call::{Binary, Reply};
///
/// let image = Binary(vec![0x89, b'P', b'N', b'G'].into());
/// assert_eq!(image.0.len(), 4);
/// assert_eq!(Binary::OUTPUTS[0].media_type, Some("application/octet-stream"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary(pub Bytes);

impl Reply for Binary {
    const OUTPUTS: &'static [Output] = &[Output::new(200, "application/octet-stream", None)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), Some(BYTES), self.0.into()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        collect(response.into_body()).await.map(Self)
    }
}

// Constants, so that they are validated at compile time and not for each response.
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
pub(super) const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

pub(super) fn response(status: StatusCode, media_type: Option<HeaderValue>, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Some(media_type) = media_type {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response
}

pub(super) fn unwritable(error: impl Into<BoxError>) -> Failure {
    Failure::new(FailureKind::Encode, "the response cannot be encoded").caused_by(error)
}

fn unreadable(error: Unreadable, bytes: &[u8]) -> Failure {
    let shown = String::from_utf8_lossy(bytes.get(..120).unwrap_or(bytes)).into_owned();
    Failure::new(FailureKind::Decode, format!("the response does not fit its declared type: `{shown}`"))
        .caused_by(error)
}
