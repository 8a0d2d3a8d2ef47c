//! An answer whose status may be any success.

use http::{Response, StatusCode};

use crate::body::Body;
use crate::description::{BodyEncoding, Output};
use crate::error::{Failure, FailureKind};

use super::form::ReplyForm;
use super::reply::Reply;

/// An answer whose status may be any of 200 to 299, as documents with the key `2XX` have it. A client gets the status.
///
/// ```
/// use api_core::call::{AnySuccess, Text};
/// use api_core::routing::InProcess;
/// use api_core::{Error, api};
/// use http::StatusCode;
///
/// #[api]
/// trait Jobs {
///     #[post("/jobs")]
///     async fn start(&self) -> Result<AnySuccess<Text>, Error>;
/// }
///
/// struct Queue;
///
/// impl Jobs for Queue {
///     async fn start(&self) -> Result<AnySuccess<Text>, Error> {
///         Ok(AnySuccess { status: StatusCode::ACCEPTED, value: Text("queued".to_owned()) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let client = JobsApi::connect(InProcess::new(JobsApi::serve(Queue)));
/// assert_eq!(client.start().await?.status, 202);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnySuccess<T> {
    /// The status, 200 to 299. A response with 204 or 205 has no content.
    pub status: StatusCode,
    /// The value.
    pub value: T,
}

/// Maximum number of outputs of the value.
const MAX_OUTPUTS: usize = 32;

impl<T: Reply> AnySuccess<T> {
    const PADDED: &'static [Output] = &{
        let mut outputs = [Output::empty(Output::ANY_SUCCESS); MAX_OUTPUTS];
        let mut index = 0;
        while index < T::OUTPUTS.len() {
            outputs[index] = Output { status: Output::ANY_SUCCESS, ..T::OUTPUTS[index] };
            index += 1;
        }
        outputs
    };

    fn with_status(status: StatusCode, mut response: Response<Body>) -> Result<Response<Body>, Failure> {
        if !status.is_success() {
            let reason = format!("the status {status} is no success: `AnySuccess` has one of 200 to 299");
            return Err(Failure::new(FailureKind::Encode, reason));
        }
        *response.status_mut() = status;
        Ok(response)
    }
}

impl<T: Reply> Reply for AnySuccess<T> {
    const OUTPUTS: &'static [Output] = Self::PADDED.split_at(T::OUTPUTS.len()).0;

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Self::with_status(self.status, self.value.encode(form)?)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        Ok(Self { status: response.status(), value: T::decode(response, form).await? })
    }

    fn encode_in(self, encoding: BodyEncoding, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Self::with_status(self.status, self.value.encode_in(encoding, form)?)
    }

    async fn decode_in(response: Response<Body>, encoding: BodyEncoding, form: &ReplyForm) -> Result<Self, Failure> {
        Ok(Self { status: response.status(), value: T::decode_in(response, encoding, form).await? })
    }
}
