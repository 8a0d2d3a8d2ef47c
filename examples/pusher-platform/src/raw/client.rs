//! The untyped client: sends a request and distinguishes a successful response, an error response and a failure.

use api_client::LayeredTransport;
use api_core::dialect::Dialect;
use api_core::error::{Answer, FailureKind};
use api_core::subscription::Frames;
use api_core::{ApiError as _, Body, Client, Failure, Transport, api};
use http::Response;
use http_body::Body as _;
use http_body_util::BodyExt as _;

use super::{RawRequest, RawResponse, RawSubscription, ServiceError};
use crate::InstanceLocator;

/// An API without endpoints, for services that no trait describes.
#[api(errors = ServiceError)]
#[allow(dead_code, reason = "only its client is used, never an implementation")]
pub(crate) trait AnyService {}

/// A client of all services of an instance.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use http::{Method, StatusCode};
/// use pusher_platform::PlatformEnvironment;
/// use pusher_platform::raw::RawRequest;
///
/// let client = PlatformEnvironment::new("v1:us1:8f1e0c52".parse()?).raw()?;
/// let response = client.send(RawRequest::new(Method::GET, "chatkit", "v6", "/users/alice")).await?;
/// let user: serde_json::Value = response.exactly(StatusCode::OK)?.json()?;
/// println!("{user}");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct RawClient<T = LayeredTransport> {
    client: Client<AnyServiceApi, T>,
    instance: String,
}

impl<T: Transport> RawClient<T> {
    pub(crate) fn new(client: Client<AnyServiceApi, T>, locator: &InstanceLocator) -> Self {
        Self { client, instance: locator.instance_id().to_owned() }
    }

    /// Sends a request and reads the whole response.
    ///
    /// # Errors
    /// Returns the service's error if the status is not 2xx, or a failure if the body is not an error.
    ///
    /// # Cancel safety
    /// Dropping the future abandons the request. Whether the service processed it is then unknown.
    pub async fn send(&self, request: RawRequest) -> Result<RawResponse, ServiceError> {
        if request.is_subscription() {
            return Err(invalid_call("a subscription does not end: open it with `subscribe`").into());
        }
        let response = self.client.raw(request.into_http(&self.instance)?).await?;
        let (head, body) = successful(response).await?.into_parts();
        Ok(RawResponse { status: head.status, headers: head.headers, body: whole(body).await? })
    }

    /// Opens a subscription and waits for the header section of its response.
    ///
    /// # Errors
    /// Returns the service's error if the status is not 2xx, or a failure if the body is not an error. Returns a
    /// failure if the stream ends after the header section.
    ///
    /// # Cancel safety
    /// Dropping the future abandons the subscription.
    pub async fn subscribe(&self, request: RawRequest) -> Result<RawSubscription, ServiceError> {
        if !request.is_subscription() {
            return Err(invalid_call("only the method SUBSCRIBE opens a subscription").into());
        }
        let response = self.client.raw(request.into_http(&self.instance)?).await?;
        let (head, body) = successful(response).await?.into_parts();
        if body.is_end_stream() {
            return Err(Failure::new(FailureKind::Transport, "the response has no event stream").into());
        }
        Ok(RawSubscription { status: head.status, headers: head.headers, frames: Frames::new(body, Dialect::Elements) })
    }
}

async fn successful(response: Response<Body>) -> Result<Response<Body>, ServiceError> {
    if response.status().is_success() {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    Err(ServiceError::from_answer(Answer::new(head.status, head.headers, whole(body).await?)))
}

/// Reads the whole body. The transport limits its size.
async fn whole(body: Body) -> Result<bytes::Bytes, Failure> {
    Ok(body.collect().await.map_err(Failure::transport)?.to_bytes())
}

fn invalid_call(reason: &'static str) -> Failure {
    Failure::new(FailureKind::Encode, reason)
}
