//! Catches a panic where the request's future is polled, so that it fails one request only.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// Polls a future until it completes or panics; after a panic it is not polled again.
///
/// The future is taken by reference, because passing it by value would copy it, and a request's future is large.
pub(crate) async fn caught<F: Future>(mut future: Pin<&mut F>) -> Result<F::Output, Panicked> {
    poll_fn(|task| match catch(|| future.as_mut().poll(task)) {
        Ok(poll) => poll.map(Ok),
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

/// The message of a panic, for logs only.
#[derive(Debug)]
pub(crate) struct Panicked(pub(crate) String);

impl Panicked {
    /// Reads the message from a panic payload that was caught elsewhere.
    pub(crate) fn of(payload: &(dyn Any + Send)) -> Self {
        Self(message(payload))
    }
}

/// Runs a function and catches its panic.
///
/// Unwind safety is asserted: what the function touched is either dropped, or shared behind locks that report
/// poisoning.
pub(crate) fn catch<T>(function: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|payload| Panicked::of(payload.as_ref()))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&'static str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("a value that is not text").to_owned()
}
