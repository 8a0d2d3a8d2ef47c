//! Lists of routes whose number is known at run time only.

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::outcome::{Described, Miss, Routed, Routes};

/// The elements are alternatives, tried in order. An empty list is [`NotFound`](super::NotFound).
///
/// ```
/// use api_core::Body;
/// use api_core::Compose as _;
/// use api_core::routing::{BoxRoutes, NotFound, from_fn};
/// use http::Response;
///
/// let plugins: Vec<BoxRoutes<Body>> =
///     vec![NotFound.boxed(), from_fn(|_, _| Box::pin(async { Response::new(Body::empty()).into() })).boxed()];
/// let routes = plugins.nest("/plugins");
/// # let _ = routes;
/// ```
impl<B: RequestBody, R: Routes<B>> Routes<B> for Vec<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let position = context.fork();
        let mut missed = Miss::NotFound;
        for routes in self {
            std::mem::replace(&mut missed, Miss::NotFound).record(context);
            context.restore(position);
            match routes.route(context, body).await {
                Routed::Miss(miss) => missed = miss,
                answered @ Routed::Response(_) => return answered,
            }
        }
        Routed::Miss(missed)
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.iter().any(|routes| routes.reaches(context))
    }
}

impl<R: Described> Described for Vec<R> {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        for routes in self {
            routes.describe(prefix, found);
        }
    }
}
