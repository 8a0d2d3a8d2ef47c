//! A closure as a route.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::body::RequestBody;
use crate::context::{AnyBody, BodySlot, Context};

use super::checkpoint::Checkpoint;
use super::outcome::{Described, Routed, Routes};

/// The future of a hand-written route: `Box::pin(async move { … })`.
///
/// It is boxed, because the future of an async closure cannot be required to be `Send`.
pub type RouteFuture<'c> = Pin<Box<dyn Future<Output = Routed> + Send + 'c>>;

/// Makes a closure a route: it reads the path, the fields and the body of a request, and answers or misses.
///
/// A miss restores the position and the values passed down, so the closure returns [`Routed::Miss`] from wherever it
/// is. The closure may own state; it clones what the future needs. Each request allocates the future.
///
/// ```
/// use api_core::Body;
/// use api_core::description::{Verb, VerbSet};
/// use api_core::routing::{Miss, Routed, ServiceSettings, from_fn, respond};
/// use http::{Request, Response};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let shout = from_fn(|context, body| {
///     Box::pin(async move {
///         if !context.pop_segment().is_some_and(|segment| segment.is("shout")) {
///             return Miss::NotFound.into();
///         }
///         let Some(name) = context.pop_capture::<String>("name").filter(|_| context.end_of_path()) else {
///             return Miss::NotFound.into();
///         };
///         if context.verb() != Some(Verb::Post) {
///             return Miss::MethodNotAllowed(VerbSet::EMPTY.with(Verb::Post)).into();
///         }
///         match body.bytes(1024).await {
///             Ok(bytes) => Response::new(Body::from(format!("{name}: {}!", String::from_utf8_lossy(&bytes)))).into(),
///             Err(problem) => Routed::problem(&problem, context),
///         }
///     })
/// });
/// for (method, path, status) in [("POST", "/shout/ann", 200), ("GET", "/shout/ann", 405), ("POST", "/whisper", 404)] {
///     let request = Request::builder().method(method).uri(path).body(Body::from("hello")).unwrap();
///     let (head, body) = request.into_parts();
///     assert_eq!(respond(&shout, &ServiceSettings::default(), &head, body).await.status(), status);
/// }
/// # }
/// ```
///
/// Whether the closure answers is known only by running it, so [`Routes::reaches`] is true. Inside
/// [`Layered`](super::Layered), which asks before it hands over the body, the layers would run for every request, and a
/// miss behind them is final. The conditions of a closure in layers are in front of it, in
/// [`Compose::when`](super::Compose::when):
///
/// ```
/// use api_core::description::Verb;
/// use api_core::routing::{Layered, ServiceSettings, from_fn, respond};
/// use api_core::{Body, Compose};
/// use http::{Request, Response};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let answer = |text: &'static str| from_fn(move |_, _| Box::pin(async move { Response::new(text.into()).into() }));
/// let greeting = answer("hello").when(|context| context.verb() == Some(Verb::Get) && context.path() == "/hello");
/// let routes = (Layered::new(greeting, |group| group), answer("from the next route"));
///
/// for (path, expected) in [("/hello", "hello"), ("/other", "from the next route")] {
///     let (head, body) = Request::get(path).body(Body::empty()).unwrap().into_parts();
///     let response = respond(&routes, &ServiceSettings::default(), &head, body).await;
///     assert_eq!(response.body().as_bytes(), Some(expected.as_bytes()));
/// }
/// # }
/// ```
pub fn from_fn<F>(run: F) -> FromFn<F>
where
    F: for<'c> Fn(&'c mut Context<'_>, &'c mut dyn AnyBody) -> RouteFuture<'c> + Send + Sync + 'static,
{
    FromFn { run }
}

/// A route made of a closure, see [`from_fn`].
#[derive(Clone, Copy)]
pub struct FromFn<F> {
    run: F,
}

impl<B, F> Routes<B> for FromFn<F>
where
    B: RequestBody,
    F: for<'c> Fn(&'c mut Context<'_>, &'c mut dyn AnyBody) -> RouteFuture<'c> + Send + Sync + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let before = Checkpoint::of(context);
        let routed = (self.run)(context, body).await;
        if matches!(routed, Routed::Miss(_)) {
            before.restore(context);
        }
        routed
    }

    fn reaches(&self, _: &mut Context<'_>) -> bool {
        true
    }
}

impl<F> Described for FromFn<F> {}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FromFn").finish_non_exhaustive()
    }
}
