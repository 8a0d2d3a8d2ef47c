//! Routes with everything that surrounds them, as a value that answers requests and as a tower service.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::Body;
use api_core::body::RequestBody;
use api_core::context::{RoutingSettings, Slashes};
use api_core::error::{ErrorFormat, Problem, error_response};
use api_core::routing::{Cors, Routes, ServiceSettings, respond_then};
use http::request::Parts;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::layered::Layered;
use crate::panic::caught;
use crate::telemetry::note_route;
use crate::websocket::{Asking, run_alone};

/// What a listener can serve: a [`Server`], or one with layers around it.
pub trait Respond<B>: Send + Sync + 'static {
    /// Answers a request, whatever happens.
    fn respond(&self, request: Request<B>) -> impl Future<Output = Response<Body>> + Send;
}

/// Routes and the settings they are served with.
///
/// As a tower service under somebody else's hyper it can open a WebSocket too, provided that the connection is served with upgrades.
/// What runs over it is then a task of the runtime that no shutdown ends.
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
    /// Serves routes with default settings.
    pub fn new(routes: R) -> Self {
        Self::with(routes, ServiceSettings::default())
    }

    /// Serves routes with these settings.
    pub fn with(routes: R, settings: ServiceSettings) -> Self {
        Self { routes: Arc::new(routes), settings: Arc::new(settings) }
    }

    /// How empty segments and a trailing slash are read.
    #[must_use]
    pub fn slashes(self, slashes: Slashes) -> Self {
        self.set(|settings| settings.routing.slashes = slashes)
    }

    /// The largest request body in bytes, where the endpoint does not say otherwise. Past it the answer is 413.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.set(|settings| settings.routing.body_limit = bytes)
    }

    /// Whether a query key that no parameter reads is a 400.
    #[must_use]
    pub fn strict_query(self, strict: bool) -> Self {
        self.set(|settings| settings.routing.strict_query = strict)
    }

    /// Whether the steps of routing are kept for hooks to look at.
    #[must_use]
    pub fn trace(self, trace: bool) -> Self {
        self.set(|settings| settings.routing.trace = trace)
    }

    /// All of what routing may assume about every request.
    #[must_use]
    pub fn routing(self, routing: RoutingSettings) -> Self {
        self.set(|settings| settings.routing = routing)
    }

    /// How errors are written where no API's base path matched.
    #[must_use]
    pub fn error_format(self, format: &'static dyn ErrorFormat) -> Self {
        self.set(|settings| settings.error_format = format)
    }

    /// What browsers of other origins may do.
    #[must_use]
    pub fn cors(self, cors: Cors) -> Self {
        self.set(|settings| settings.cors = Some(cors))
    }

    /// Puts a tower layer around the whole server: it sees every request before routing and every response after.
    ///
    /// The layer gets the server as a service of `Request<Body>`. For layers around some endpoints only, that run once path and
    /// method matched, see [`api_core::routing::Layered`].
    pub fn layer<L: Layer<Self>>(self, layer: L) -> Layered<L::Service> {
        let format = self.settings.error_format;
        Layered::new(layer.layer(self), format)
    }

    fn set(mut self, change: impl FnOnce(&mut ServiceSettings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }

    /// The answer to a request whose handler panicked, in the words of the API that the path belongs to.
    fn panicked<B: RequestBody>(&self, head: &Parts, detail: &str) -> Response<Body>
    where
        R: Routes<B>,
    {
        let mut context = api_core::context::Context::new(head, self.settings.routing);
        self.routes.reaches(&mut context);
        let format = context.evidence().format().unwrap_or(self.settings.error_format);
        let mut response = internal_error(format, context.path(), format!("a handler panicked: {detail}"));
        self.settings.complete(&mut context, &mut response);
        note_route(&context, &mut response);
        response
    }
}

/// A 500 that says nothing to the caller, and the detail to logs.
pub(crate) fn internal_error(format: &dyn ErrorFormat, path: &str, detail: String) -> Response<Body> {
    let problem = Problem::internal(detail);
    let mut response = error_response(format, &format.problem(&problem, path));
    response.extensions_mut().insert(problem);
    response
}

impl<R: Routes<B>, B: RequestBody> Respond<B> for Server<R> {
    async fn respond(&self, request: Request<B>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let respond = pin!(respond_then(&*self.routes, &self.settings, &head, body, note_route));
        match caught(respond).await {
            Ok(response) => response,
            Err(panicked) => self.panicked(&head, &panicked.0),
        }
    }
}

impl<R: Routes<B>, B: RequestBody> Service<Request<B>> for Server<R> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let server = self.clone();
        // Behind a listener of ours, with layers between, this was done already.
        let asking = if Asking::is_likely(&request) { Asking::of_others(&mut request) } else { Asking::Not };
        Box::pin(async move {
            let mut response = server.respond(request).await;
            if let Some(conversation) = asking.settle(&mut response) {
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
