//! What generated code calls: requirements as types, and small steps that would only make the expansion longer.

mod argument;

use std::fmt;

use http::{Response, StatusCode};

use crate::api::Api;
use crate::body::Body;
use crate::call::Call;
use crate::codec::Reply;
use crate::description::{ErrorCase, Output};
use crate::error::{Answer, ApiError, ErrorDocument, ErrorFormat, Failure, FailureKind};
use crate::subscription::IsSubscription;

pub use argument::{Argument, BytesBody, TextBody};

pub use crate::conversation::{DuplexCall, HandoverCall, IsNothing, input};

/// `T` is a subscription.
pub const fn is_subscription<T: IsSubscription>() {}

/// The forms of a call's answers, asked for where the answer's type was judged already.
pub const fn outputs<C: Call>() -> &'static [Output] {
    <C::Reply as Reply>::OUTPUTS
}

/// The cases of a call's error, asked for where the error's type was judged already.
pub const fn call_errors<C: Call>() -> &'static [ErrorCase] {
    <C::Error as ApiError>::CASES
}

/// The cases of an API's error, asked for where the error's type was judged already.
pub const fn api_errors<A: Api>() -> &'static [ErrorCase] {
    <A::Error as ApiError>::CASES
}

/// Whether answers of these forms end by themselves: none is a stream of events.
///
/// # Panics
/// Of messages, which are something else again, it complains itself.
#[track_caller]
pub const fn answers_once(mut outputs: &[Output]) -> bool {
    while let [output, rest @ ..] = outputs {
        assert!(output.status != 101, "an answer of `Messages` opens a WebSocket: use `#[duplex]` instead");
        if let Some(media_type) = output.media_type
            && matches!(media_type.as_bytes(), b"text/event-stream")
        {
            return false;
        }
        outputs = rest;
    }
    true
}

/// The document of an error's variant; its docs are what people are told unless the variant carries words of its own.
pub fn document(status: u16, kind: &'static str, docs: &'static str) -> ErrorDocument {
    let document = ErrorDocument::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind);
    if docs.is_empty() { document } else { document.described(docs) }
}

/// An answer that is not known here, as a proxy passes it on: its status, and its document if it has the format's form.
///
/// Header fields and bodies of another form stay behind: they were made for another connection.
pub fn unknown_document(answer: &Answer, format: &dyn ErrorFormat) -> ErrorDocument {
    answer.document(format).unwrap_or_else(|| {
        // A redirect, say, is no error of this API: without its header fields it would be a broken promise.
        let status = if answer.status().as_u16() >= 400 { answer.status() } else { StatusCode::BAD_GATEWAY };
        ErrorDocument::new(status, "unknown")
    })
}

/// A failure as an answer says nothing of what failed.
pub fn failure_document(failure: &Failure) -> ErrorDocument {
    let (status, description) = if failure.is_timeout() {
        (StatusCode::GATEWAY_TIMEOUT, "the server behind this one took too long")
    } else if failure.is_transport() {
        (StatusCode::BAD_GATEWAY, "the server behind this one could not be reached")
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, "the server failed to answer")
    };
    ErrorDocument::new(status, "internal").described(description)
}

/// An error for people: what it is, in one line.
///
/// # Errors
/// If the formatter refuses.
pub fn display(document: &ErrorDocument, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &document.description {
        Some(description) => write!(formatter, "{description} ({}, {})", document.kind, document.status.as_u16()),
        None => write!(formatter, "{} ({})", document.kind, document.status.as_u16()),
    }
}

/// The response with another status.
pub fn with_status(mut response: Response<Body>, status: u16) -> Response<Body> {
    if let Ok(status) = StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    response
}

/// The failure of an answer whose status no alternative has.
pub fn undeclared(status: u16) -> Failure {
    Failure::new(FailureKind::Decode, format!("the API answered {status}, which it does not declare for this endpoint"))
}
