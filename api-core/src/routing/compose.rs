//! The combinators of routes, as methods.

#[cfg(feature = "websocket")]
use api_websocket::ConnectionOptions;
use http::Response;

use crate::body::Body;
use crate::context::Context;

use super::combine::{Nested, OnResponse, OrElse};
use super::layer::Layered;
use super::mount::Mount;
use super::origins::AllowOrigins;
use super::outcome::NotFound;
use super::served::Served;
#[cfg(feature = "websocket")]
use super::websocket_options::WebSockets;

/// The combinators of routes.
pub trait Compose: Sized {
    /// Tries another route where this one does not answer. A tuple of up to twelve routes means the same.
    fn or_else<R>(self, other: R) -> OrElse<Self, R> {
        OrElse { first: self, second: other }
    }

    /// Puts literal path segments in front, for example `"/internal/v1"`.
    ///
    /// # Panics
    /// Panics if the prefix does not begin with a slash, ends with one, or has an empty segment.
    fn nest(self, prefix: &'static str) -> Nested<Self> {
        Nested::new(prefix, self)
    }

    /// Changes every response of these routes. The function sees the context too.
    fn on_response<F>(self, change: F) -> OnResponse<Self, F>
    where
        F: Fn(&Context<'_>, &mut Response<Body>) + Send + Sync + 'static,
    {
        OnResponse { routes: self, change }
    }

    /// Sets default options of the WebSockets of these routes: limits, compression, pings. Where routes are nested the innermost options
    /// take precedence, and the smallest limits apply.
    #[cfg(feature = "websocket")]
    fn websocket_options(self, options: ConnectionOptions) -> WebSockets<Self> {
        WebSockets::new(self, options)
    }

    /// Allows only pages of these origins to open WebSockets here, for example `"https://app.example"`. Others get 403.
    ///
    /// CORS does not cover WebSockets, so a server that authenticates by cookie needs this (RFC 6455 §10.2). A request without `Origin` does
    /// not come from a browser and is allowed.
    fn allow_origins<O: Into<String>>(self, origins: impl IntoIterator<Item = O>) -> AllowOrigins<Self> {
        AllowOrigins::new(self, origins.into_iter().map(Into::into).collect())
    }
}

impl<A, F> Compose for Served<A, F> {}
impl<A, B> Compose for OrElse<A, B> {}
impl<R> Compose for Nested<R> {}
impl<R, F> Compose for OnResponse<R, F> {}
#[cfg(feature = "websocket")]
impl<R> Compose for WebSockets<R> {}
impl<R> Compose for AllowOrigins<R> {}
impl<R, S> Compose for Layered<R, S> {}
impl<S> Compose for Mount<S> {}
impl Compose for NotFound {}
