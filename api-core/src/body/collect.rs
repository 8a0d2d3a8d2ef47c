//! Reading a body to its end, within a limit.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};

use super::error::BoxError;
use super::request::RequestBody;

/// The error of a body that was not read to its end.
#[derive(Debug)]
pub(crate) enum CollectError {
    /// The body is longer than the limit.
    TooLarge,
    /// The body failed.
    Broken(BoxError),
}

/// Reads a body to its end, at most `limit` bytes. A body of one frame is not copied.
pub(crate) async fn collect<B: RequestBody>(mut body: B, limit: usize) -> Result<Bytes, CollectError> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    // The announced length is used to reject early, never to allocate: a peer can announce any length.
    if body.size_hint().lower() > limit as u64 {
        return Err(CollectError::TooLarge);
    }
    let mut first = Bytes::new();
    let mut whole = BytesMut::new();
    while let Some(frame) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let frame = frame.map_err(|error| CollectError::Broken(error.into()))?;
        let Ok(data) = frame.into_data() else { continue };
        if first.len() + whole.len() + data.len() > limit {
            return Err(CollectError::TooLarge);
        }
        if first.is_empty() && whole.is_empty() {
            first = data;
        } else {
            whole.extend_from_slice(&std::mem::take(&mut first));
            whole.extend_from_slice(&data);
        }
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}
