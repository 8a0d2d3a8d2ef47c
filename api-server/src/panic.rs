//! A panic costs one request: it is caught where the request's future is polled.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// Polls a future to its end, or until it panics; after a panic it is not polled again.
///
/// It takes the future by reference: one that is handed on by value is copied, and a request's is large.
pub(crate) async fn caught<F: Future>(mut future: Pin<&mut F>) -> Result<F::Output, Panicked> {
    poll_fn(|task| match catch(|| future.as_mut().poll(task)) {
        Ok(poll) => poll.map(Ok),
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

/// What was said in a panic, for logs only.
#[derive(Debug)]
pub(crate) struct Panicked(pub(crate) String);

impl Panicked {
    /// The words of a panic that was caught elsewhere.
    pub(crate) fn of(payload: &(dyn Any + Send)) -> Self {
        Self(message(payload))
    }
}

/// Runs a function, and catches its panic.
///
/// Asserting unwind safety is sound to reason about here: what the function touched is dropped, or is shared behind locks whose
/// poisoning tells.
pub(crate) fn catch<T>(function: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|payload| Panicked::of(payload.as_ref()))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&'static str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("a value that is not text").to_owned()
}
