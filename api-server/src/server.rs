//! Routes with their settings, as a value that answers requests and as a tower service.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::Body;
use api_core::body::RequestBody;
use api_core::context::{Peer, RoutingSettings, Slashes};
use api_core::error::ErrorFormat;
use api_core::routing::{Cors, Routes, ServiceSettings, respond_in, unanswered};
use http::request::Parts;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::layered::LayeredServer;
use crate::panic::{catch, caught};
use crate::respond::{Respond, internal_error};
use crate::subscription::drive;
use crate::telemetry::note_route;
use crate::websocket::{UpgradeKind, run_alone};

/// Routes together with the settings they are served with.
///
/// As a tower service it can also run under a hyper server that this crate does not start. WebSockets then work if the
/// connection is served with upgrades. Each WebSocket runs as a task of the runtime, which no shutdown of this crate
/// ends. Subscriptions have heartbeats, and no end at a shutdown.
///
/// ```
/// use api_core::routing::{Cors, NotFound};
/// use api_server::Server;
///
/// let server = Server::new(NotFound).body_limit(64 * 1024).cors(Cors::any_origin());
/// ```
pub struct Server<R> {
    routes: Arc<R>,
    settings: Arc<ServiceSettings>,
}

impl<R> Server<R> {
    /// Creates a server with default settings.
    pub fn new(routes: R) -> Self {
        Self::with(routes, ServiceSettings::default())
    }

    /// Creates a server with the given settings.
    pub fn with(routes: R, settings: ServiceSettings) -> Self {
        Self { routes: Arc::new(routes), settings: Arc::new(settings) }
    }

    /// Sets how empty segments and a trailing slash of a path are read.
    #[must_use]
    pub fn slashes(self, slashes: Slashes) -> Self {
        self.set(|settings| settings.routing.slashes = slashes)
    }

    /// Sets the maximum size of a request body in bytes, for endpoints without a limit of their own. Past it the
    /// response is 413.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.set(|settings| settings.routing.body_limit = bytes)
    }

    /// Sets whether an unknown query key is answered with 400.
    #[must_use]
    pub fn strict_query(self, strict: bool) -> Self {
        self.set(|settings| settings.routing.strict_query = strict)
    }

    /// Sets the interval of the heartbeats of subscriptions, for requests that name none. Default: 15 s, and 60 s in
    /// the dialect of the Pusher platform.
    #[must_use]
    pub fn heartbeat(self, interval: Duration) -> Self {
        self.set(|settings| settings.routing.heartbeat = Some(interval))
    }

    /// Sets whether the steps of routing are recorded for hooks.
    #[must_use]
    pub fn trace(self, trace: bool) -> Self {
        self.set(|settings| settings.routing.trace = trace)
    }

    /// Replaces all settings of routing.
    #[must_use]
    pub fn routing(self, routing: RoutingSettings) -> Self {
        self.set(|settings| settings.routing = routing)
    }

    /// Sets the format of errors where no API's base path matched.
    #[must_use]
    pub fn error_format(self, format: &'static dyn ErrorFormat) -> Self {
        self.set(|settings| settings.error_format = format)
    }

    /// Sets what pages of other origins may do (CORS).
    #[must_use]
    pub fn cors(self, cors: Cors) -> Self {
        self.set(|settings| settings.cors = Some(cors))
    }

    /// Sets a function that sees every response with its context and can change it, also 404, 405, `OPTIONS`, the 500
    /// of a panic, and the 400 of a malformed request that is not routed. A response that a layer of [`Server::layer`]
    /// makes is not one of the server.
    ///
    /// ```
    /// use api_core::routing::NotFound;
    /// use api_server::Server;
    /// use http::HeaderValue;
    ///
    /// let server = Server::new(NotFound).on_response(|context, response| {
    ///     let depth = context.fork().depth();
    ///     response.headers_mut().insert("x-depth", HeaderValue::from(depth));
    /// });
    /// # let _ = server;
    /// ```
    #[must_use]
    pub fn on_response<F>(self, change: F) -> Self
    where
        F: Fn(&api_core::context::Context<'_>, &mut Response<Body>) + Send + Sync + 'static,
    {
        self.set(|settings| *settings = settings.clone().on_response(change))
    }

    /// Wraps the whole server in a tower layer, which sees every request before routing and every response after it.
    ///
    /// The layer gets the server as a service of `Request<Body>`. For layers around single endpoints, which run once
    /// path and method matched, see [`api_core::routing::Layered`].
    ///
    /// Call [`Server::cors`] and the other setters before this function: afterwards the server is inside the layer. A
    /// response that the layer makes itself has no CORS fields.
    ///
    /// ```
    /// use api_core::routing::{Cors, NotFound};
    /// use api_server::Server;
    ///
    /// let layer = tower_layer::Identity::new();
    /// let server = Server::new(NotFound).cors(Cors::any_origin()).layer(layer);
    /// # let _ = server;
    /// ```
    pub fn layer<L: Layer<Self>>(self, layer: L) -> LayeredServer<L::Service> {
        let settings = self.settings.clone();
        LayeredServer::new(layer.layer(self), settings)
    }

    fn set(mut self, change: impl FnOnce(&mut ServiceSettings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }

    /// Returns the 500 for a request whose handler panicked, in the error format of the API that the path belongs to.
    fn panicked<B: RequestBody>(&self, head: &Parts, peer: Option<&Peer>, detail: &str) -> Response<Body>
    where
        R: Routes<B>,
    {
        let settings = &self.settings;
        let mut context = api_core::context::Context::with_format(head, settings.routing, settings.error_format);
        context.set_peer(peer);
        // Conditions of routes and the hook are code of the program, and may be what panicked.
        let format = catch(|| {
            self.routes.reaches(&mut context);
            context.error_format()
        });
        let format = format.unwrap_or(settings.error_format);
        let detail = format!("a handler panicked: {detail}");
        let mut response = internal_error(format, context.path(), detail);
        if let Err(again) = catch(|| settings.complete(&mut context, &mut response)) {
            response = internal_error(format, context.path(), format!("a response hook panicked: {}", again.0));
        }
        note_route(&context, &mut response);
        response
    }
}

impl<R: Routes<B>, B: RequestBody> Respond<B> for Server<R> {
    async fn respond(&self, head: &mut Parts, body: B, peer: Option<&Peer>, answer: &mut Option<Response<Body>>) {
        let head = &*head;
        let panicked = {
            let respond = respond_in(answer, &*self.routes, &self.settings, head, peer, body, note_route);
            caught(pin!(respond)).await.err()
        };
        if let Some(panicked) = panicked {
            *answer = Some(self.panicked(head, peer, &panicked.0));
        }
    }

    fn settings(&self) -> &ServiceSettings {
        &self.settings
    }
}

impl<R: Routes<B>, B: RequestBody> Service<Request<B>> for Server<R> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let server = self.clone();
        let (mut head, body) = request.into_parts();
        // A listener of this crate with layers in between has prepared the request already.
        let kind = if UpgradeKind::is_likely(&head) { UpgradeKind::of_others(&mut head) } else { UpgradeKind::None };
        Box::pin(async move {
            let mut answer = None;
            server.respond(&mut head, body, None, &mut answer).await;
            let mut response = answer.unwrap_or_else(|| unanswered(&server.settings));
            drive(&mut response, None);
            if let Some(conversation) = kind.settle(&mut response) {
                run_alone(conversation);
            }
            Ok(response)
        })
    }
}

impl<R> Clone for Server<R> {
    fn clone(&self) -> Self {
        Self { routes: self.routes.clone(), settings: self.settings.clone() }
    }
}

impl<R> fmt::Debug for Server<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Server").field("settings", &self.settings).finish_non_exhaustive()
    }
}
