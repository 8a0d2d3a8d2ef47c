//! The trait with the combinators of routes.

use std::time::Duration;

#[cfg(feature = "websocket")]
use api_websocket::ConnectionOptions;
use http::Response;

use crate::body::Body;
use crate::context::Context;

use super::combine::{Nested, OnResponse, OrElse};
use super::heartbeat::Heartbeat;
use super::origins::AllowOrigins;
use super::outcome::Described;
#[cfg(feature = "websocket")]
use super::websocket_options::WebSockets;

/// The combinators of routes. Every [`Routes`](super::Routes) has them.
pub trait Compose: Described + Sized {
    /// Tries another route if this one does not answer. A tuple of up to twelve routes has the same effect.
    ///
    /// ```
    /// use api_core::routing::{NotFound, ServiceSettings, respond};
    /// use api_core::{Body, Compose};
    /// use http::Request;
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let routes = NotFound.or_else(RoomsApi::serve(Lobby));
    /// let (head, body) = Request::get("/rooms").body(Body::empty()).unwrap().into_parts();
    /// assert_eq!(respond(&routes, &ServiceSettings::default(), &head, body).await.status(), 200);
    /// # }
    /// ```
    fn or_else<R>(self, other: R) -> OrElse<Self, R> {
        OrElse { first: self, second: other }
    }

    /// Adds a prefix of literal path segments, for example `"/internal/v1"`.
    ///
    /// ```
    /// use api_core::routing::{ServiceSettings, respond};
    /// use api_core::{Body, Compose};
    /// use http::Request;
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let routes = RoomsApi::serve(Lobby).nest("/internal");
    /// for (path, status) in [("/internal/rooms", 200), ("/rooms", 404)] {
    ///     let (head, body) = Request::get(path).body(Body::empty()).unwrap().into_parts();
    ///     assert_eq!(respond(&routes, &ServiceSettings::default(), &head, body).await.status(), status);
    /// }
    /// # }
    /// ```
    ///
    /// # Panics
    /// Panics if the prefix does not begin with a slash, ends with one, or has an empty segment.
    fn nest(self, prefix: &'static str) -> Nested<Self> {
        Nested::new(prefix, self)
    }

    /// Calls a function for every response of these routes, with the context and the response, which it can change.
    ///
    /// ```
    /// use api_core::routing::{ServiceSettings, respond};
    /// use api_core::{Body, Compose};
    /// use http::{HeaderValue, Request};
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let routes = RoomsApi::serve(Lobby).on_response(|_context, response| {
    ///     response.headers_mut().insert("x-version", HeaderValue::from_static("7"));
    /// });
    /// let (head, body) = Request::get("/rooms").body(Body::empty()).unwrap().into_parts();
    /// let response = respond(&routes, &ServiceSettings::default(), &head, body).await;
    /// assert_eq!(response.headers()["x-version"], "7");
    /// # }
    /// ```
    fn on_response<F>(self, change: F) -> OnResponse<Self, F>
    where
        F: Fn(&Context<'_>, &mut Response<Body>) + Send + Sync + 'static,
    {
        OnResponse { routes: self, change }
    }

    /// Sets default options of the WebSockets of these routes: limits, compression, pings.
    ///
    /// If it is applied several times, the innermost options take precedence, and the smallest limits apply.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use api_core::Compose;
    /// use api_core::routing::NotFound;
    /// use api_core::websocket::ConnectionOptions;
    ///
    /// let routes = NotFound; // An API with WebSockets.
    /// let routes = routes.websocket_options(ConnectionOptions::default().idle_timeout(Duration::from_mins(5)));
    /// # let _ = routes;
    /// ```
    #[cfg(feature = "websocket")]
    fn websocket_options(self, options: ConnectionOptions) -> WebSockets<Self> {
        WebSockets::new(self, options)
    }

    /// Sets the interval of the heartbeats of these routes' subscriptions, for requests that name none.
    ///
    /// It takes precedence over [`RoutingSettings::heartbeat`](crate::context::RoutingSettings::heartbeat). If it is
    /// applied several times, the innermost interval takes precedence.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use api_core::Compose;
    /// use api_core::routing::NotFound;
    ///
    /// let routes = NotFound; // An API with subscriptions.
    /// let routes = routes.heartbeat(Duration::from_secs(40));
    /// # let _ = routes;
    /// ```
    fn heartbeat(self, interval: Duration) -> Heartbeat<Self> {
        Heartbeat { routes: self, interval }
    }

    /// Allows WebSockets from pages of these origins only. Requests from other origins are answered with 403.
    ///
    /// CORS does not apply to WebSockets, so a server that authenticates with cookies needs this (RFC 6455 §10.2). A
    /// request without `Origin` is not from a browser and is allowed.
    ///
    /// ```
    /// use api_core::Compose;
    /// use api_core::routing::NotFound;
    ///
    /// let routes = NotFound; // An API with WebSockets.
    /// let routes = routes.allow_origins(["https://app.example", "https://admin.example:8443"]);
    /// # let _ = routes;
    /// ```
    fn allow_origins<O: Into<String>>(self, origins: impl IntoIterator<Item = O>) -> AllowOrigins<Self> {
        AllowOrigins::new(self, origins.into_iter().map(Into::into).collect())
    }
}

impl<R: Described> Compose for R {}
