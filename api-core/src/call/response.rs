//! Reading of responses: the whole body, or an error response.

use bytes::Bytes;
use http::Response;

use crate::body::{Body, CollectError};
use crate::error::{Answer, Failure, FailureKind};

/// Reads an error response.
pub(crate) async fn answer(response: Response<Body>) -> Result<Answer, Failure> {
    let (head, body) = response.into_parts();
    let body = collect(body).await?;
    Ok(Answer::new(head.status, head.headers, body))
}

/// Reads a response's whole body. The transport bounds its size.
pub(crate) async fn collect(body: Body) -> Result<Bytes, Failure> {
    crate::body::collect(body, usize::MAX).await.map_err(|error| {
        let failure = Failure::new(FailureKind::Transport, "the response is incomplete");
        match error {
            // Keeps the transport's own failure, for example a time-out.
            CollectError::Broken(source) => match source.downcast::<Failure>() {
                Ok(known) => *known,
                Err(source) => failure.caused_by(source),
            },
            CollectError::TooLarge => failure,
        }
    })
}
