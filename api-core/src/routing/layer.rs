//! Tower layers around a group of endpoints. They run after path and method matched, so a miss tries other routes.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use http::{Extensions, Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError, RequestBody};
use crate::context::{BodySlot, Context, Position, RoutingSettings};
use crate::description::{Description, Endpoint};
use crate::error::ErrorFormat;

use super::answer::problem_response;
use super::composition::Composition;
use super::finish::missed;
use super::outcome::{Described, Miss, Routed, Routes};
use super::served::Served;
use super::service_call::{call, failure, pass_peer};
use super::vary::vary;

/// Routes with tower layers around them.
pub struct Layered<R, S> {
    routes: Arc<R>,
    service: S,
    scope: Scope,
}

type Scope = fn(&'static Endpoint) -> bool;

impl<R, S> Layered<R, S> {
    /// Adds layers to routes. `wrap` gets the routes as a service, and returns that service with layers around it.
    ///
    /// All requests and responses of the routes pass through the layers, also those of mounted services. A rejection
    /// after the match (406, 415) is final.
    ///
    /// ```
    /// use api_core::routing::{Layered, NotFound};
    ///
    /// // With tower: `Layered::new(routes, |group| ServiceBuilder::new().layer(limit).service(group))`.
    /// let routes = Layered::new(NotFound, |group| group);
    /// # let _ = routes;
    /// ```
    ///
    /// The layers own the body of a request that passes through them, and may change it. So a miss behind them is final
    /// too: no other route could get the body as it was sent. A route that decides only when it runs, as
    /// [`from_fn`](super::from_fn) does, needs its decision in front of it, in [`Compose::when`](super::Compose::when)
    /// or a prefix of [`Compose::nest`](super::Compose::nest). What it refuses is a miss for the next route, which gets
    /// the whole body:
    ///
    /// ```
    /// use api_core::routing::{Layered, ServiceSettings, from_fn, respond};
    /// use api_core::{Body, Compose};
    /// use http::{Request, Response};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let shout = from_fn(|_, _| Box::pin(async { Response::new(Body::from("HELLO")).into() }));
    /// let shout = shout.when(|context| context.pop_segment().is_some_and(|segment| segment.is("shout")));
    /// let echo = from_fn(|_, body| {
    ///     Box::pin(async move { Response::new(Body::from(body.bytes(1024).await.unwrap_or_default())).into() })
    /// });
    /// let routes = (Layered::new(shout, |group| group), echo);
    ///
    /// for (path, expected) in [("/shout", "HELLO"), ("/echo", "hello")] {
    ///     let (head, body) = Request::post(path).body(Body::from("hello")).unwrap().into_parts();
    ///     let response = respond(&routes, &ServiceSettings::default(), &head, body).await;
    ///     assert_eq!(response.body().as_bytes(), Some(expected.as_bytes()));
    /// }
    /// # }
    /// ```
    pub fn new(routes: R, wrap: impl FnOnce(Group<R>) -> S) -> Self {
        let routes = Arc::new(routes);
        let service = wrap(Group(routes.clone()));
        Self { routes, service, scope: |_| true }
    }
}

impl<A, F, S> Layered<Served<A, F>, S> {
    /// Adds layers to some endpoints of an API: requests for those that `scope` accepts pass through the layers.
    ///
    /// It is limited to one API, in which method and path identify an endpoint. Among alternatives, the endpoint that
    /// `scope` accepts could reject a request that another endpoint then answers.
    ///
    /// ```
    /// use api_core::routing::Layered;
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    ///
    /// // With tower: `|group| ServiceBuilder::new().layer(limit).service(group)`.
    /// let routes = Layered::some(RoomsApi::serve(Lobby), |endpoint| endpoint.name == "rooms", |group| group);
    /// # let _ = routes;
    /// ```
    pub fn some(routes: Served<A, F>, scope: Scope, wrap: impl FnOnce(Group<Served<A, F>>) -> S) -> Self {
        Self { scope, ..Self::new(routes, wrap) }
    }
}

impl<R, S, B, A> Routes<B> for Layered<R, S>
where
    B: RequestBody,
    A: RequestBody,
    R: Routes<B> + Routes<Body>,
    S: Service<Request<Body>, Response = Response<A>, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let allowed = context.evidence().allowed();
        if !<R as Routes<B>>::reaches(&self.routes, context) {
            let found = context.evidence().allowed();
            return Routed::Miss(if found == allowed { Miss::NotFound } else { Miss::MethodNotAllowed(found) });
        }
        // `scope` applies to endpoints. Without one, as for a mounted service, the layers always run.
        if !context.endpoint().is_none_or(self.scope) {
            return self.routes.route(context, body).await;
        }
        let body = match body.take_body() {
            Ok(body) => body,
            Err(problem) => return Routed::problem(&problem, context),
        };
        let mut head = context.head().clone();
        let resume = Resume {
            position: context.fork(),
            settings: *context.settings(),
            format: context.error_format(),
            extensions: context.extensions().clone(),
        };
        head.extensions.insert(resume);
        pass_peer(context, &mut head.extensions);
        let request = Request::from_parts(head, body);
        let response = call(self.service.clone(), request).await;
        Routed::Response(response.unwrap_or_else(|error| problem_response(&failure(error.as_ref()), context)))
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        <R as Routes<B>>::reaches(&self.routes, context)
    }
}

impl<R: Described, S> Described for Layered<R, S> {
    const COMPOSITION: Composition = R::COMPOSITION;

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}

/// The state with which the routes behind the layers continue.
#[derive(Debug, Clone)]
struct Resume {
    position: Position,
    settings: RoutingSettings,
    format: &'static dyn ErrorFormat,
    extensions: Extensions,
}

/// Routes as a tower service, which is the innermost service inside the layers of [`Layered`].
pub struct Group<R>(Arc<R>);

impl<R: Routes<Body>> Service<Request<Body>> for Group<R> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let routes = self.0.clone();
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            let resume = head.extensions.remove::<Resume>();
            let mut context = match &resume {
                Some(resume) => Context::with_format(&head, resume.settings, resume.format),
                None => Context::new(&head, RoutingSettings::default()),
            };
            if let Some(Resume { position, extensions, .. }) = resume {
                context.restore(position);
                *context.extensions_mut() = extensions;
            }
            let mut slot = BodySlot::new(body);
            let mut response = match routes.route(&mut context, &mut slot).await {
                Routed::Response(response) => response,
                Routed::Miss(miss) => missed(miss, &mut context),
            };
            vary(&context, &mut response);
            Ok(response)
        })
    }
}

impl<R> Clone for Group<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<R> fmt::Debug for Group<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Group").finish_non_exhaustive()
    }
}

impl<R, S> fmt::Debug for Layered<R, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Layered").finish_non_exhaustive()
    }
}
