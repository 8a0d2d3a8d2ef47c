//! The functions that derived error types and derived replies call.

use std::fmt::{self, Display as _};
use std::future::Future;

use http::{Response, StatusCode};

use crate::body::Body;
use crate::call::{Reply, ReplyForm};
use crate::description::Output;
use crate::error::{ErrorDocument, Failure, FailureKind};

/// Returns the document of a variant. Its doc comment is the description, which a `String` in the variant replaces.
pub fn document(status: u16, kind: &'static str, docs: &'static str) -> ErrorDocument {
    let document = ErrorDocument::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), kind);
    if docs.is_empty() { document } else { document.described(docs) }
}

/// Writes an error in one line: description, kind and status.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn display(document: &ErrorDocument, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    document.fmt(formatter)
}

/// The content of a variant of an enum of responses. Generated code names one bound at the type that the user wrote, and
/// the message is that of `Reply`, so that rustc reports a type that is none once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned by an endpoint",
    label = "this success type",
    note = "for JSON, add `#[derive(Serialize, Deserialize, Model)]` to it, and to the types of its items or events",
    note = "`()` is answered with 204 and no body",
    note = "for several statuses, make an enum with `#[derive(Reply)]`"
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

/// Sets the status of a response.
pub fn with_status(mut response: Response<Body>, status: u16) -> Response<Body> {
    if let Ok(status) = StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    response
}

/// Returns the failure of an answer whose status the endpoint does not declare.
pub fn undeclared(status: u16) -> Failure {
    Failure::new(FailureKind::Decode, format!("the API answered {status}, which is not declared for this endpoint"))
}
