//! Reading of responses: the whole body, or an error response.

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::body::{Body, CollectError};
use crate::codec::{CodingError, ContentCoding};
use crate::error::{Answer, Failure, FailureKind};

/// Maximum size of a response after its content coding is decoded, in bytes.
const LARGEST_DECODED: usize = 16 << 20;

/// Decodes the content coding of a response, which this client never asks for.
///
/// Fails for a stream: its events would wait for more bytes than their own.
pub(crate) async fn without_coding(response: Response<Body>, streams: bool) -> Result<Response<Body>, Failure> {
    let Ok(coding) = ContentCoding::of(response.headers()) else { return Err(undecoded(&response)) };
    if coding == ContentCoding::Identity {
        return Ok(response);
    }
    if streams && response.status().is_success() {
        return Err(undecoded(&response));
    }
    let (mut head, body) = response.into_parts();
    let body = coding.decode(collect(body).await?, LARGEST_DECODED).map_err(|error| {
        let reason = match error {
            CodingError::TooLarge => "the decoded response is larger than 16 MiB",
            CodingError::Malformed => "the response is not of the form that `Content-Encoding` names",
        };
        Failure::new(FailureKind::Decode, reason)
    })?;
    head.headers.remove(CONTENT_ENCODING);
    head.headers.remove(CONTENT_LENGTH);
    Ok(Response::from_parts(head, Body::from(body)))
}

fn undecoded(response: &Response<Body>) -> Failure {
    let coding = response.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let advice = if cfg!(feature = "decompression") {
        "it is not decoded here"
    } else {
        "it is decoded with the feature `decompression`"
    };
    let coding: String = coding.chars().take(64).collect();
    Failure::new(
        FailureKind::Decode,
        format!("the response has the content coding `{coding}`, not asked for: {advice}"),
    )
}

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
