//! The bodies that a server can route.

use bytes::Bytes;
use http_body::Body as HttpBody;

use super::error::BoxError;

/// A request body that a server can route: any body of bytes.
///
/// Implemented for every fitting [`http_body::Body`], for example hyper's `Incoming` and [`Body`](super::Body).
pub trait RequestBody: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}

impl<B> RequestBody for B where B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}
