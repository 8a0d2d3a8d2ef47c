//! The wire form of a method's success value, in both directions.

use std::future::Future;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::{Body, BoxError};
use crate::description::Output;
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::form::ReplyForm;
use super::response::collect;

/// The success value of an endpoint.
///
/// Implemented for every model (as JSON), `()` (no body), [`Text`], [`Binary`], [`WithHeaders`](super::WithHeaders) and
/// [`Subscription`](crate::Subscription); derive it for an enum whose variants have a status each.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an endpoint's answer",
    label = "this success type",
    note = "for JSON, add `#[derive(Serialize, Deserialize, Model)]` to it, and to the types of its items or events",
    note = "`()` answers 204 without a body",
    note = "for several statuses, make an enum with `#[derive(Reply)]`"
)]
pub trait Reply: Sized + Send {
    /// The alternatives; `status` is the one the endpoint declares, if it does.
    const OUTPUTS: &'static [Output];

    /// Writes the answer.
    ///
    /// # Errors
    /// If the value cannot be written.
    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure>;

    /// Reads an answer with a status of 200 to 299.
    ///
    /// # Errors
    /// If the answer is none of the alternatives or cannot be read.
    fn decode(response: Response<Body>, form: &ReplyForm) -> impl Future<Output = Result<Self, Failure>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned + Send> Reply for T {
    const OUTPUTS: &'static [Output] =
        &[Output { status: 200, docs: "", media_type: Some("application/json"), shape: Some(T::SHAPE), headers: &[] }];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let body = serde_json::to_vec(&self).map_err(unwritable)?;
        Ok(response(form.status(), Some(JSON), body.into()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        let bytes = collect(response.into_body()).await?;
        serde_json::from_slice(&bytes).map_err(|error| unreadable(error, &bytes))
    }
}

impl Reply for () {
    const OUTPUTS: &'static [Output] = &[Output { status: 204, docs: "", media_type: None, shape: None, headers: &[] }];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), None, Body::empty()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        // Read to its end, so that the connection can serve the next request.
        collect(response.into_body()).await.map(drop)
    }
}

/// An answer that is plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl Reply for Text {
    const OUTPUTS: &'static [Output] = &[Output {
        status: 200,
        docs: "",
        media_type: Some("text/plain; charset=utf-8"),
        shape: Some(<String as Model>::SHAPE),
        headers: &[],
    }];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), Some(TEXT), self.0.into()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        let bytes = collect(response.into_body()).await?;
        String::from_utf8(bytes.into())
            .map(Self)
            .map_err(|error| Failure::new(FailureKind::Decode, "the answer is not UTF-8").caused_by(error))
    }
}

/// An answer that is bytes as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary(pub Bytes);

impl Reply for Binary {
    const OUTPUTS: &'static [Output] =
        &[Output { status: 200, docs: "", media_type: Some("application/octet-stream"), shape: None, headers: &[] }];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Ok(response(form.status(), Some(BYTES), self.0.into()))
    }

    async fn decode(response: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        collect(response.into_body()).await.map(Self)
    }
}

// Checked by the compiler, and not at each answer.
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

fn response(status: StatusCode, media_type: Option<HeaderValue>, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Some(media_type) = media_type {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response
}

pub(super) fn unwritable(error: impl Into<BoxError>) -> Failure {
    Failure::new(FailureKind::Encode, "the answer cannot be written").caused_by(error)
}

fn unreadable(error: serde_json::Error, bytes: &[u8]) -> Failure {
    let shown = String::from_utf8_lossy(bytes.get(..120).unwrap_or(bytes)).into_owned();
    Failure::new(FailureKind::Decode, format!("the answer is not what the API declares: `{shown}`")).caused_by(error)
}
