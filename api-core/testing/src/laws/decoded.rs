//! From a request to the call that a server reads from it, and from a call to the request that a client sends.

use http::request::Parts;

use super::now::now;
use super::{BASE_VALUE, Manner, Mock};
use api_core::body::Body;
use api_core::call::Call;
use api_core::client::Client;
use api_core::context::{BodySlot, Context, RoutingSettings};
use api_core::{Api, Failure};

/// Routes a request by the tree of the API, and decodes its call.
pub(super) fn decoded<A: Api, C: Call>(request: http::Request<Body>) -> Result<C, String> {
    let (head, body): (Parts, Body) = request.into_parts();
    let mut context = Context::new(&head, RoutingSettings::default());
    match api_core::routing::walk(A::ROUTES, &mut context, A::DESCRIPTION.base) {
        Some(hit) if hit.endpoint.name == C::ENDPOINT.name => {}
        Some(hit) => return Err(format!("it reaches `{}`", hit.endpoint.name)),
        None => return Err(format!("it reaches no endpoint, allowed are {:?}", context.evidence().allowed())),
    }
    now(C::decode(&mut context, &mut BodySlot::new(body))).map_err(|problem| problem.to_string())
}

/// Returns the request that a client sends for a call.
pub(super) fn encoded<A: Api, C: Call>(call: &C) -> Result<http::Request<Body>, Failure> {
    let client = Client::<A, _>::new(Mock::<A>::new(0, Manner::Answers));
    A::DESCRIPTION.base.captures().fold(client, |client, name| client.bind(name, BASE_VALUE)).request(call)
}
