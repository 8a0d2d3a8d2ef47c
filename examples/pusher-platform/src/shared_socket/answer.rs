//! Converts the response to a subscription request into an event stream, or into the end that rejects the subscription.

use api_core::Body;
use api_core::dialect::EventStream;
use api_core::dialect::Headers;
use api_core::error::Failure;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::response::Parts;
use http::{Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};

use super::Ending;
use crate::error_types;

/// The longest body of an error response that is relayed.
const LONGEST_BODY: usize = 64 * 1024;

/// Returns the event stream, or how the subscription was rejected.
pub(super) async fn answer(answered: Result<Response<Body>, Failure>) -> Result<EventStream, Ending> {
    let response = answered.map_err(|failure| failed(&failure))?;
    let (head, body) = response.into_parts();
    if !head.status.is_success() {
        return Err(refusal(&head, body).await);
    }
    match body.into_events() {
        Ok(events) => Ok(events),
        Err(body) => Err(refusal(&head, body).await),
    }
}

/// Converts a response that is not an event stream. Of its header fields, the challenge and `Retry-After` are kept.
async fn refusal(head: &Parts, body: Body) -> Ending {
    let mut ending = match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => match serde_json::from_slice(&body.to_bytes()) {
            Ok(body) => Ending { status: head.status.as_u16(), headers: Headers::new(), body },
            Err(_) => unreadable(head.status),
        },
        Err(_) => unreadable(head.status),
    };
    let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(challenge) = text(WWW_AUTHENTICATE) {
        ending.headers.insert("WWW-Authenticate".to_owned(), challenge.to_owned());
    }
    match text(RETRY_AFTER) {
        Some(after) => ending.retry_after(after),
        None => ending,
    }
}

fn unreadable(status: StatusCode) -> Ending {
    Ending::error(status, error_types::UNREADABLE_ANSWER, "The response of the service is not JSON.")
}

/// Converts a failure of the transport. The end does not reveal the cause.
fn failed(failure: &Failure) -> Ending {
    let status = if failure.is_timeout() { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
    Ending::error(status, error_types::NO_ANSWER, "The service did not answer.")
}
