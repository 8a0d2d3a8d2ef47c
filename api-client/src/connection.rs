//! The way to an API with everything that a client does on it: the composed service.

use std::task::{Context, Poll};

use api_core::error::Failure;
use api_core::{Api, Body, Client, Transport};
use http::{Request, Response};
use tower_service::Service;

use crate::credentials::{Authorize, BoxFuture};
use crate::environment::Environment;
use crate::limits::Limit;
use crate::resume::Resume;
use crate::retry::Retry;
use crate::transport::HttpTransport;

/// A client of an API at the other end of a network.
///
/// # Errors
/// If the environment's address is none of an API, or the certificates to trust cannot be read. Nothing is sent yet.
pub fn connect<A: Api>(environment: &Environment) -> Result<Client<A, Connection>, Failure> {
    environment.connect_through(environment.pool()?)
}

/// A service with an [`Environment`]'s layers around it. Clones are cheap and share its connections.
///
/// From the outside: subscriptions resume, requests are repeated, credentials are put on and renewed, time is limited. So a repeated
/// request has fresh credentials, and each attempt has the whole time limit.
#[derive(Debug, Clone)]
pub struct Connection<S = HttpTransport> {
    layers: Resume<Retry<Authorize<Limit<S>>>>,
}

impl<S> Connection<S> {
    pub(crate) fn new(layers: Resume<Retry<Authorize<Limit<S>>>>) -> Self {
        Self { layers }
    }
}

impl<S: Transport> Service<Request<Body>> for Connection<S> {
    type Response = Response<Body>;
    type Error = Failure;
    type Future = BoxFuture<'static, Result<Response<Body>, Failure>>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.layers.poll_ready(task)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.layers.call(request)
    }
}
