//! Requests and subscriptions of any service, without a trait that describes it: method, header fields, service, version, path, body.
//!
//! This is what one needs for a service that no trait of ours knows, and to see of the wire what typed clients do not show: the exact
//! status, keep-alives. Layers below are those of typed clients, but nothing is known of the endpoint: its subscriptions are not opened
//! again when they are lost.

mod client;
mod error;
mod request;
mod response;

pub(crate) use client::AnyServiceApi;
pub use client::RawClient;
pub use error::{ErrorResponse, ServiceError};
pub use request::RawRequest;
pub use response::{RawResponse, RawSubscription};
