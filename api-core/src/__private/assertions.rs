//! Checks of the user's types in constants of generated code.

use crate::api::Api;
use crate::call::{Call, Reply};
use crate::description::{ErrorCase, Output};
use crate::error::ApiError;
use crate::model::{Message, Shape};
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

/// Checks what every output needs: a value that JSON can carry, and names of header fields in lower case.
///
/// # Panics
/// Panics if an output has not.
#[track_caller]
pub const fn assert_outputs(mut outputs: &[Output]) {
    while let [output, rest @ ..] = outputs {
        if let Some(shape) = output.shape {
            shape.assert_distinct();
        }
        let mut names = output.headers;
        while let [name, others @ ..] = names {
            assert!(
                is_field_name(name),
                "{}",
                Message::new("`")
                    .text(name)
                    .text("` in `HeaderFields::NAMES` is not a field name in lower case")
                    .show()
            );
            names = others;
        }
        outputs = rest;
    }
}

const fn is_field_name(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [byte, others @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
        {
            return false;
        }
        rest = others;
    }
    !name.is_empty()
}

/// Returns whether none of these outputs is a stream of events.
///
/// # Panics
/// Panics if an output is a stream of messages, which only `#[duplex]` can return, or if JSON cannot carry its value.
#[track_caller]
pub const fn answers_once(mut outputs: &[Output]) -> bool {
    assert_outputs(outputs);
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

/// Returns whether a query argument has no key in common with the others.
pub const fn distinct_keys(own: (&str, &Shape), mut others: &[(&str, &Shape)]) -> bool {
    while let [other, rest @ ..] = others {
        let shared = match (has_own_keys(own.1), has_own_keys(other.1)) {
            (true, true) => own.1.shares_key(other.1),
            (true, false) => own.1.has_key(other.0),
            (false, true) => other.1.has_key(own.0),
            (false, false) => false,
        };
        if shared {
            return false;
        }
        others = rest;
    }
    true
}

const fn has_own_keys(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::Struct(_))
}
