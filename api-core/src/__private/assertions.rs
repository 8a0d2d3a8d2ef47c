//! Checks of the user's types in constants of generated code.

use crate::api::Api;
use crate::call::{Call, Reply};
use crate::description::{ErrorCase, Output};
use crate::error::ApiError;
use crate::subscription::IsSubscription;

/// Requires that `T` is a subscription.
pub const fn is_subscription<T: IsSubscription>() {}

/// Returns the outputs of a call. Generic over the call, so that a wrong success type is reported once.
pub const fn outputs<C: Call>() -> &'static [Output] {
    <C::Reply as Reply>::OUTPUTS
}

/// Returns the error cases of an API. Generic over the API, so that a wrong error type is reported once.
pub const fn api_errors<A: Api>() -> &'static [ErrorCase] {
    <A::Error as ApiError>::CASES
}

/// Returns whether none of these outputs is a stream of events.
///
/// # Panics
/// Panics if an output is a stream of messages, which only `#[duplex]` can return.
#[track_caller]
pub const fn answers_once(mut outputs: &[Output]) -> bool {
    while let [output, rest @ ..] = outputs {
        assert!(output.status != 101, "a method that returns `Messages` needs a WebSocket: use `#[duplex]`");
        if let Some(media_type) = output.media_type
            && matches!(media_type.as_bytes(), b"text/event-stream")
        {
            return false;
        }
        outputs = rest;
    }
    true
}
