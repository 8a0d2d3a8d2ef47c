//! The trait with the combinators of routes.

use std::time::Duration;

#[cfg(feature = "websocket")]
use api_websocket::ConnectionOptions;
use http::Response;
use http::uri::PathAndQuery;

use crate::body::{Body, RequestBody};
use crate::context::Context;

use super::around::{Around, Next};
use super::boxed::BoxRoutes;
use super::combine::{Nested, OnResponse, OrElse};
use super::conflicts::assert_apart;
use super::from_fn::RouteFuture;
use super::heartbeat::Heartbeat;
use super::origins::AllowOrigins;
use super::outcome::{Described, Routes};
use super::overriding::Overriding;
use super::rewrite::Rewrite;
#[cfg(feature = "websocket")]
use super::websocket_options::WebSockets;
use super::when::When;

/// The combinators of routes. Every [`Routes`](super::Routes) has them.
pub trait Compose: Described + Sized {
    /// Tries another route if this one does not answer. A tuple of up to twelve routes has the same effect.
    ///
    /// It does not compile if routes of both collide, see [`routes!`](crate::routes).
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
    fn or_else<R: Described>(self, other: R) -> OrElse<Self, R> {
        const { assert_apart(&[Self::COMPOSITION, R::COMPOSITION]) };
        OrElse { first: self, second: other }
    }

    /// Lets these routes answer requests that later alternatives are for as well, so that no conflict is reported.
    ///
    /// ```
    /// use api_core::Compose;
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    /// #[api]
    /// trait Maintenance {
    ///     #[get("/rooms")]
    ///     async fn closed(&self) -> Result<(), Error>;
    /// }
    /// # impl Maintenance for Lobby { async fn closed(&self) -> Result<(), Error> { Ok(()) } }
    ///
    /// let routes = MaintenanceApi::serve(Lobby).overriding().or_else(RoomsApi::serve(Lobby));
    /// # let _ = routes;
    /// ```
    fn overriding(self) -> Overriding<Self> {
        Overriding { routes: self }
    }

    /// Adds a prefix of literal path segments, for example `"/internal/v1"`. [`routes!`](crate::routes) adds one that
    /// is
    /// known at compile time.
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
        Nested::below(prefix, self)
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

    /// Puts a function around these routes. It runs before them, and sees their response or their miss.
    ///
    /// With `next.route(context)` the function tries the routes, within whatever it needs for that: a time-out, a span,
    /// a task-local value. It can answer a miss, try the routes again after one, or not try them at all. It cannot move
    /// them in the path: they start where the function does. [`Compose::when`] and [`Compose::rewrite`] can.
    ///
    /// The function returns `Box::pin(async move { … })`. Each request allocates two futures more than it does without.
    ///
    /// ```
    /// use api_core::routing::{NotFound, Routed, ServiceSettings, missed, respond};
    /// use api_core::{Body, Compose};
    /// use http::{HeaderValue, Request};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let routes = NotFound.around(|context, next| {
    ///     Box::pin(async move {
    ///         let mut response = match next.route(context).await {
    ///             Routed::Response(response) => response,
    ///             Routed::Miss(miss) => missed(miss, context), // Otherwise the next alternative would be tried.
    ///         };
    ///         response.headers_mut().insert("x-depth", HeaderValue::from(context.fork().depth()));
    ///         Routed::Response(response)
    ///     })
    /// });
    /// let (head, body) = Request::get("/rooms").body(Body::empty()).unwrap().into_parts();
    /// let response = respond(&routes, &ServiceSettings::default(), &head, body).await;
    /// assert_eq!((response.status().as_u16(), &response.headers()["x-depth"]), (404, &HeaderValue::from(0)));
    /// # }
    /// ```
    fn around<F>(self, run: F) -> Around<Self, F>
    where
        F: for<'c> Fn(&'c mut Context<'_>, &'c mut Next<'_>) -> RouteFuture<'c> + Send + Sync + 'static,
    {
        Around { routes: self, run }
    }

    /// Tries these routes only for requests that a function accepts.
    ///
    /// The function may consume segments of the path and pass values down; sessions and handlers below find them in
    /// [`Context::capture`] and [`Context::extensions`]. If the routes miss, both are undone, and what the function
    /// read stays evidence.
    ///
    /// ```
    /// use api_core::routing::{ServiceSettings, respond};
    /// use api_core::{Body, Compose, Error, api};
    /// use http::Request;
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby(String);
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec![self.0.clone()]) }
    /// # }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let routes = RoomsApi::serve_with(|context| Ok(Lobby(context.capture("tenant")?)));
    /// let routes = routes.when(|context| {
    ///     context.expect_header("x-version", "2") && context.pop_capture::<String>("tenant").is_some()
    /// });
    /// for (version, status) in [("2", 200), ("1", 404)] {
    ///     let request = Request::get("/acme/rooms").header("x-version", version).body(Body::empty()).unwrap();
    ///     let (head, body) = request.into_parts();
    ///     let response = respond(&routes, &ServiceSettings::default(), &head, body).await;
    ///     assert_eq!(response.status(), status);
    ///     assert_eq!(response.headers()["vary"], "x-version");
    /// }
    /// # }
    /// ```
    fn when<F>(self, condition: F) -> When<Self, F>
    where
        F: Fn(&mut Context<'_>) -> bool + Send + Sync + 'static,
    {
        When { routes: self, condition }
    }

    /// Routes some requests by another path than their own. `None` keeps the path.
    ///
    /// These routes read the new path from its start. A path without a query keeps the request's. Captures that
    /// [`Context::pop_capture`] named stay readable below.
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
    /// let routes = RoomsApi::serve(Lobby).rewrite(|context| {
    ///     context.pop_segment().filter(|segment| segment.is("old"))?;
    ///     format!("/{}", context.pop_all_segments()).parse().ok()
    /// });
    /// for path in ["/rooms", "/old/rooms"] {
    ///     let (head, body) = Request::get(path).body(Body::empty()).unwrap().into_parts();
    ///     assert_eq!(respond(&routes, &ServiceSettings::default(), &head, body).await.status(), 200);
    /// }
    /// # }
    /// ```
    fn rewrite<F>(self, target: F) -> Rewrite<Self, F>
    where
        F: Fn(&mut Context<'_>) -> Option<PathAndQuery> + Send + Sync + 'static,
    {
        Rewrite { routes: self, target }
    }

    /// Hides the type of these routes, for lists and for functions that choose between routes of several types.
    ///
    /// ```
    /// use api_core::routing::{BoxRoutes, NotFound};
    /// use api_core::{Body, Compose};
    ///
    /// let plugins: Vec<BoxRoutes<Body>> = vec![NotFound.boxed(), NotFound.nest("/more").boxed()];
    /// # let _ = plugins;
    /// ```
    fn boxed<B: RequestBody>(self) -> BoxRoutes<B>
    where
        Self: Routes<B>,
    {
        BoxRoutes::new(self)
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
