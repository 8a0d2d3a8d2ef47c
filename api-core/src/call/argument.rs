//! The bound on the types of a method's arguments, with a function for each location in a request.
//!
//! Generated code names the same bound at the same span, the type that the user wrote, for all locations. Rustc
//! therefore reports a missing derive once. With a bound for each reader and writer it would report it for each.

use std::future::Future;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Endpoint;
use crate::error::Problem;
use crate::model::{Model, Shape, Style};

use super::arguments::Arguments;
use super::byte_stream::ByteStream;
use super::request::{EncodeError, RequestWriter};
use super::request_body;

/// A model that serde reads and writes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an endpoint's argument",
    label = "this argument",
    note = "add `#[derive(Serialize, Deserialize, Model)]` to it, and to the types of its fields or items",
    note = "types of the crates uuid, jiff, url and bytes implement it if `api-core` has the feature of that name",
    note = "for a type of another crate that has serde's traits, `as = Type` in the argument's attribute names a type with the same wire format"
)]
pub trait Argument: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Reads the capture at `index` of the endpoint's path.
    fn path(arguments: &mut Arguments<'_, '_>, index: usize, name: &'static str) -> Option<Self>;

    /// Reads a query key, or for a struct the keys of its fields.
    fn query(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self>;

    /// Reads a query parameter in a style. `default` is the text of the value that is taken if the query has none.
    fn query_styled(
        arguments: &mut Arguments<'_, '_>,
        name: &'static str,
        style: Style,
        default: Option<&'static str>,
    ) -> Option<Self>;

    /// Reads a header field.
    fn header(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self>;

    /// Reads a structured field.
    fn structured_header(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self>;

    /// Reads a cookie.
    fn cookie(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self>;

    /// Reads `Last-Event-Id`, or a query key if the field is missing.
    fn resume(arguments: &mut Arguments<'_, '_>, key: &'static str) -> Option<Self>;

    /// Reads the body as JSON.
    fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Reads the body as a form. A function of its own, so that the readers of forms are compiled for forms alone.
    fn body_form<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Reads the body in one of the media types that the endpoint declares.
    fn body_of_several<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Writes a capture.
    fn write_capture(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError>;

    /// Writes a capture beside text. `before`: the text between it and an earlier capture of the segment.
    fn write_part(
        &self,
        request: &mut RequestWriter,
        name: &'static str,
        before: &'static str,
    ) -> Result<(), EncodeError>;

    /// Writes the captured rest of a path.
    fn write_wildcard(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError>;

    /// Writes query keys.
    fn write_query(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError>;

    /// Writes query keys in a style.
    fn write_query_styled(
        &self,
        request: &mut RequestWriter,
        name: &'static str,
        style: Style,
    ) -> Result<(), EncodeError>;

    /// Writes query keys in a style, with reserved characters as they are.
    fn write_query_reserved(
        &self,
        request: &mut RequestWriter,
        name: &'static str,
        style: Style,
    ) -> Result<(), EncodeError>;

    /// Writes a header field.
    fn write_header(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError>;

    /// Writes a structured field.
    fn write_structured_header(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError>;

    /// Writes a cookie.
    fn write_cookie(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError>;

    /// Writes the body in the encoding that the endpoint declares.
    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError>;
}

// Reports what a type in a list or an option lacks as what the argument lacks, in one message.
#[diagnostic::do_not_recommend]
impl<T: Model + Serialize + DeserializeOwned> Argument for T {
    const SHAPE: &'static Shape = <T as Model>::SHAPE;

    fn path(arguments: &mut Arguments<'_, '_>, index: usize, name: &'static str) -> Option<Self> {
        arguments.path(index, name)
    }

    fn query(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self> {
        arguments.query(name)
    }

    fn query_styled(
        arguments: &mut Arguments<'_, '_>,
        name: &'static str,
        style: Style,
        default: Option<&'static str>,
    ) -> Option<Self> {
        arguments.query_styled(name, style, default)
    }

    fn header(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self> {
        arguments.header(name)
    }

    fn structured_header(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self> {
        arguments.structured_header(name)
    }

    fn cookie(arguments: &mut Arguments<'_, '_>, name: &'static str) -> Option<Self> {
        arguments.cookie(name)
    }

    fn resume(arguments: &mut Arguments<'_, '_>, key: &'static str) -> Option<Self> {
        arguments.resume(key)
    }

    async fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> Result<Self, Problem> {
        request_body::body(context, slot, endpoint).await
    }

    async fn body_form<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> Result<Self, Problem> {
        request_body::body_form(context, slot, endpoint).await
    }

    async fn body_of_several<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> Result<Self, Problem> {
        request_body::body_of_several(context, slot, endpoint).await
    }

    fn write_capture(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        request.capture(name, self)
    }

    fn write_part(
        &self,
        request: &mut RequestWriter,
        name: &'static str,
        before: &'static str,
    ) -> Result<(), EncodeError> {
        request.part(name, before, self)
    }

    fn write_wildcard(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        request.wildcard(name, self)
    }

    fn write_query(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        request.query(name, self)
    }

    fn write_query_styled(
        &self,
        request: &mut RequestWriter,
        name: &'static str,
        style: Style,
    ) -> Result<(), EncodeError> {
        request.query_styled(name, style, self)
    }

    fn write_query_reserved(
        &self,
        request: &mut RequestWriter,
        name: &'static str,
        style: Style,
    ) -> Result<(), EncodeError> {
        request.query_reserved(name, style, self)
    }

    fn write_header(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        request.header(name, self)
    }

    fn write_structured_header(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        request.structured_header(name, self)
    }

    fn write_cookie(&self, request: &mut RequestWriter, name: &'static str) -> Result<(), EncodeError> {
        request.cookie(name, self)
    }

    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError> {
        endpoint.body.as_ref().map_or(Ok(()), |described| request.body(described, self))
    }
}

/// The bound on the type of a `#[body(text)]`.
#[diagnostic::on_unimplemented(
    message = "a `#[body(text)]` must be a `String`, not `{Self}`",
    label = "this argument",
    note = "use `#[body]` to send `{Self}` as JSON"
)]
pub trait TextBody: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Reads the body.
    fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Writes the body.
    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError>;
}

impl TextBody for String {
    const SHAPE: &'static Shape = <Self as Model>::SHAPE;

    async fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> Result<Self, Problem> {
        request_body::body_text(context, slot, endpoint).await
    }

    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError> {
        request.described_body(endpoint, self.clone());
        Ok(())
    }
}

/// The bound on the type of a `#[body(bytes)]`.
#[diagnostic::on_unimplemented(
    message = "a `#[body(bytes)]` must be `bytes::Bytes`, not `{Self}`",
    label = "this argument",
    note = "use `#[body]` to send `{Self}` as JSON"
)]
pub trait BytesBody: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Reads the body.
    fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Writes the body.
    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError>;
}

impl BytesBody for Bytes {
    const SHAPE: &'static Shape = &Shape::Any;

    async fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> Result<Self, Problem> {
        request_body::body_bytes(context, slot, endpoint).await
    }

    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError> {
        request.described_body(endpoint, self.clone());
        Ok(())
    }
}

/// The bound on the type of a `#[body(stream)]`.
#[diagnostic::on_unimplemented(
    message = "a `#[body(stream)]` must be `api_core::call::ByteStream`, not `{Self}`",
    label = "this argument",
    note = "use `#[body(bytes)]` for a body that is read as a whole, and `#[body]` to send `{Self}` as JSON"
)]
pub trait StreamBody: Sized {
    /// The wire format.
    const SHAPE: &'static Shape;

    /// Takes the body.
    fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// Writes the body.
    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError>;
}

impl StreamBody for ByteStream {
    const SHAPE: &'static Shape = &Shape::Any;

    async fn body<B: RequestBody>(
        context: &Context<'_>,
        slot: &mut BodySlot<B>,
        endpoint: &'static Endpoint,
    ) -> Result<Self, Problem> {
        request_body::body_stream(context, slot, endpoint)
    }

    fn write_body(&self, request: &mut RequestWriter, endpoint: &'static Endpoint) -> Result<(), EncodeError> {
        request.stream_body(endpoint, self)
    }
}
