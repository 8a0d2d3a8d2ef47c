//! The client: sends a request, tells success from error response from failure.

use api_client::Connection;
use api_core::dialect::Dialect;
use api_core::error::{Answer, FailureKind};
use api_core::subscription::Frames;
use api_core::{ApiError as _, Body, Client, Failure, Transport, api};
use http::Response;
use http_body::Body as _;
use http_body_util::BodyExt as _;

use super::{RawRequest, RawResponse, RawSubscription, ServiceError};
use crate::InstanceLocator;

/// What is known of a service of which nothing is known.
#[api(errors = ServiceError)]
#[allow(dead_code, reason = "its client is needed, which sends what no endpoint describes, and no value of it")]
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
pub struct RawClient<T = Connection> {
    client: Client<AnyServiceApi, T>,
    instance: String,
}

impl<T: Transport> RawClient<T> {
    pub(crate) fn new(client: Client<AnyServiceApi, T>, locator: &InstanceLocator) -> Self {
        Self { client, instance: locator.instance_id().to_owned() }
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    /// Outside 2xx the error that the service answered, or a failure if the body is none.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; whether the service acted on it is not known then.
    pub async fn send(&self, request: RawRequest) -> Result<RawResponse, ServiceError> {
        if request.is_subscription() {
            return Err(misused("a subscription does not end, so it is opened and not sent").into());
        }
        let response = self.client.raw(request.into_http(&self.instance)?).await?;
        let (head, body) = successful(response).await?.into_parts();
        Ok(RawResponse { status: head.status, headers: head.headers, body: whole(body).await? })
    }

    /// Opens a subscription and waits for the head of its answer.
    ///
    /// # Errors
    /// Outside 2xx the error that the service answered, or a failure if the body is none. A stream that ends with its head is a failure.
    ///
    /// # Cancel safety
    /// Dropping the future gives the subscription up.
    pub async fn subscribe(&self, request: RawRequest) -> Result<RawSubscription, ServiceError> {
        if !request.is_subscription() {
            return Err(misused("only the method SUBSCRIBE opens a subscription").into());
        }
        let response = self.client.raw(request.into_http(&self.instance)?).await?;
        let (head, body) = successful(response).await?.into_parts();
        if body.is_end_stream() {
            return Err(Failure::new(FailureKind::Transport, "the stream of events ended with its headers").into());
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

/// The transport bounds it.
async fn whole(body: Body) -> Result<bytes::Bytes, Failure> {
    Ok(body.collect().await.map_err(Failure::transport)?.to_bytes())
}

fn misused(reason: &'static str) -> Failure {
    Failure::new(FailureKind::Encode, reason)
}
