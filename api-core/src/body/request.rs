//! The request bodies that a server can route.

use bytes::Bytes;
use http_body::Body as HttpBody;

use super::error::BoxError;

/// A request body that a server can route: any body of bytes.
///
/// Implemented for every [`http_body::Body`] that meets the bounds, for example hyper's `Incoming` and
/// [`Body`](super::Body).
pub trait RequestBody: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}

impl<B> RequestBody for B where B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}
