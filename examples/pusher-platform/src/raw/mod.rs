//! Requests to, and subscriptions of, any service without a trait: method, header fields, service, version, path and
//! body.
//!
//! Use it for services that no trait describes, and to inspect what typed clients hide: the exact status and
//! keep-alives. The layers below are those of typed clients. Because the endpoint is unknown, a lost subscription is
//! not reopened.

mod client;
mod error;
mod request;
mod response;

pub(crate) use client::AnyServiceApi;
pub use client::RawClient;
pub use error::{ErrorResponse, ServiceError};
pub use request::RawRequest;
pub use response::{RawResponse, RawSubscription};
