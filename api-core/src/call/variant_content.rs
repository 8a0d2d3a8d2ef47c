//! The content of a variant of an enum of responses.

use std::future::Future;

use http::Response;

use crate::body::Body;
use crate::description::Output;
use crate::error::Failure;

use super::form::ReplyForm;
use super::reply::Reply;

/// The content of a variant of an enum of responses. Generated code names one bound at the type that the user wrote,
/// and the message is that of `Reply`, so that rustc reports a type that is none once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned by an endpoint",
    label = "this success type",
    note = "for JSON, return the value without a wrapper, and add `#[derive(Serialize, Deserialize, Model)]` to it and to the \
            types of its items or events",
    note = "types of the crates uuid, jiff, url and bytes are JSON if `api-core` has the feature of that name",
    note = "for text return `Text`, for bytes `Binary`, for events `Subscription<T>`, for no content `()`",
    note = "for several statuses, make an enum with `#[derive(Reply)]`",
    note = "for header fields, return `WithHeaders<T, H>` where `H` implements `HeaderFields`"
)]
pub trait VariantContent: Sized {
    /// The outputs of the content.
    const OUTPUTS: &'static [Output];

    /// Encodes the content.
    ///
    /// # Errors
    /// Returns an error if the content cannot be encoded.
    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure>;

    /// Decodes the content.
    ///
    /// # Errors
    /// Returns an error if the response is not one of that content.
    fn decode(response: Response<Body>, form: &ReplyForm) -> impl Future<Output = Result<Self, Failure>> + Send;
}

#[diagnostic::do_not_recommend]
impl<R: Reply> VariantContent for R {
    const OUTPUTS: &'static [Output] = <R as Reply>::OUTPUTS;

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        Reply::encode(self, form)
    }

    fn decode(response: Response<Body>, form: &ReplyForm) -> impl Future<Output = Result<Self, Failure>> + Send {
        <R as Reply>::decode(response, form)
    }
}
