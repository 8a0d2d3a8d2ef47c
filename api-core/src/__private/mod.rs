//! Everything that generated code names. No part of it is public API.

mod assertions;
mod callbacks;
mod describe;
mod documents;
mod fallible;
mod features;
mod media_types;
mod names;
mod pointers;
mod results;

pub use std::marker::PhantomData;

pub use bytes::Bytes;
pub use http::{HeaderMap, Response};

pub use crate::api::{Api, Dispatch};
pub use crate::body::{Body, BoxError, RequestBody};
pub use crate::call::{
    Argument, Arguments, BytesBody, Call, CallVisitor, Content, ContentType, HeadCall, HeaderFields, Multipart, Reply,
    ReplyForm, RequestWriter, StreamBody, TextBody, VariantContent, VariantValue, decode_head, write_into_document,
};
pub use crate::client::{Client, Transport};
pub use crate::context::{BodySlot, Context};
#[cfg(feature = "websocket")]
pub use crate::conversation::{DuplexCall, HandoverCall, IsNothing, input};
pub use crate::description::{
    BodyDescription, BodyEncoding, BodyForm, Callback, Condition, Date, Description, Duplex, Endpoint, ErrorCase,
    Exchange, Leaf, MessageEncoding, Node, Output, Part, Path, Patterns, Security, Segment, SocketTerms, Streaming,
    Verb,
};
pub use crate::dialect::{Ending, EventForm, EventNames};
pub use crate::error::{
    Answer, ApiError, Error, ErrorDetail, ErrorDocument, ErrorFormat, Failure, FailureKind, Problem, ProblemDetails,
};
pub use crate::routing::{Handled, Served, handle, handle_one_of_sixteen, serve, serve_sessions, serve_with};
pub use crate::routing::{Prefix, apart, assert_prefix, nest_at, type_of};
#[cfg(feature = "websocket")]
pub use crate::routing::{duplex, handover};
pub use crate::session::{Fixed, SessionFunction, Sessions};
pub use crate::{description, model};

pub use crate::error::forward::{declared_document, failure_document, problem_answer, unknown_document};
#[cfg(feature = "websocket")]
pub use assertions::assert_input;
pub use assertions::{
    api_errors, assert_always_sent, assert_answers_once, assert_beside_events, assert_captures, assert_cookie,
    assert_default, assert_detail, assert_event_names, assert_form, assert_header_fields, assert_one_output,
    assert_outputs, assert_query, assert_query_value, assert_scalar, assert_structured, cross, distinct_keys,
    is_subscription, outputs,
};
pub use callbacks::assert_callback;
pub use describe::{
    assert_streamed_last, attributes, endpoint, event_names, in_cookie, in_header, in_path, in_query, output,
    output_of_variant, output_with_status, parameters, part, parts, streamed_part,
};
pub use documents::{display, document, undeclared, with_status};
pub use fallible::Fallible;
pub use features::websocket_required;
pub use media_types::{assert_accept, assert_media_types, assert_model_in, content_form, content_output};
pub use names::Names;
pub use pointers::implement_for_pointers;
pub use results::{Decoded, Encoded, Read, Written};
