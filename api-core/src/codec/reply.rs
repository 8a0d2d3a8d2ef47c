//! What a method's success value is on the wire, in both directions.

use std::future::Future;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::context::CollectError;
use crate::description::{Endpoint, Output};
use crate::dialect::Dialect;
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::field;

/// What encoder and decoder of an answer both know of the exchange.
#[derive(Debug, Clone, Copy)]
pub struct ReplyForm {
    /// The endpoint that answers.
    pub endpoint: &'static Endpoint,
    /// How events are written, if it is a subscription.
    pub dialect: Dialect,
    /// Seconds between keep-alives and size of the first, if the request asked for them.
    pub keep_alive: crate::subscription::KeepAlive,
}

impl ReplyForm {
    /// The status of a plain answer: the first declared.
    pub fn status(&self) -> StatusCode {
        self.endpoint.outputs.first().and_then(|output| StatusCode::from_u16(output.status).ok()).unwrap_or_default()
    }
}

/// The success value of an endpoint.
///
/// Implemented for every model (as JSON), `()` (no body), [`Text`], [`Binary`], [`WithHeaders`] and
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

/// An answer with header fields of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithHeaders<T, H> {
    /// The value in the body.
    pub value: T,
    /// The fields.
    pub headers: H,
}

/// How many alternatives an answer with header fields may have.
const MAX_OUTPUTS: usize = 32;

/// Typed header fields of an answer.
pub trait HeaderFields: Sized + Send {
    /// Their names in lower case.
    const NAMES: &'static [&'static str];

    /// Writes the fields.
    ///
    /// # Errors
    /// If a value holds what no field can.
    fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure>;

    /// Reads them.
    ///
    /// # Errors
    /// If one is missing or unreadable.
    fn read(headers: &HeaderMap) -> Result<Self, Failure>;
}

impl<T: Reply, H: HeaderFields> WithHeaders<T, H> {
    /// The outputs of the value with the fields added; an array cannot be as long as an associated constant says, so it is longer.
    const PADDED: &'static [Output; MAX_OUTPUTS] = &{
        let nothing = Output { status: 204, docs: "", media_type: None, shape: None, headers: &[] };
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

/// Writes one field of an answer: none for an absent option, one for each item of a list.
///
/// # Errors
/// If the value holds what no field can.
pub fn write_field<T: Serialize>(headers: &mut HeaderMap, name: &'static str, value: &T) -> Result<(), Failure> {
    for text in field::write(value).map_err(unwritable)? {
        let value = HeaderValue::from_bytes(text.as_bytes()).map_err(unwritable)?;
        headers.append(HeaderName::from_static(name), value);
    }
    Ok(())
}

/// Reads one field of an answer.
///
/// # Errors
/// If it is missing or unreadable.
pub fn read_field<T: Model + DeserializeOwned>(headers: &HeaderMap, name: &'static str) -> Result<T, Failure> {
    crate::context::decode_header(headers, name)
        .map_err(|violation| Failure::new(FailureKind::Decode, format!("a header field of the answer: {violation}")))
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

/// A response's whole body. Its size is for the transport to bound.
pub(crate) async fn collect(body: Body) -> Result<Bytes, Failure> {
    crate::context::collect(body, usize::MAX).await.map_err(|error| {
        let failure = Failure::new(FailureKind::Transport, "the answer broke off before its end");
        match error {
            // A transport that knows better, that time ran out for instance, has the word.
            CollectError::Broken(source) => match source.downcast::<Failure>() {
                Ok(known) => *known,
                Err(source) => failure.caused_by(source),
            },
            CollectError::TooLarge => failure,
        }
    })
}

fn unwritable(error: impl Into<crate::body::BoxError>) -> Failure {
    Failure::new(FailureKind::Encode, "the answer cannot be written").caused_by(error)
}

fn unreadable(error: serde_json::Error, bytes: &[u8]) -> Failure {
    let shown = String::from_utf8_lossy(bytes.get(..120).unwrap_or(bytes)).into_owned();
    Failure::new(FailureKind::Decode, format!("the answer is not what the API declares: `{shown}`")).caused_by(error)
}

#[cfg(all(test, feature = "laws"))]
mod tests {
    use crate::Api as _;
    use crate::everything::EverythingApi;

    #[test]
    fn an_answer_with_header_fields_declares_them() {
        let things = EverythingApi::DESCRIPTION.endpoint("things").expect("an endpoint");
        let declared: Vec<_> = things.outputs.iter().map(|output| (output.status, output.headers)).collect();
        assert_eq!(declared, [(200, ["x-next"].as_slice())]);
    }
}
