//! The composed client service: a transport with all layers of an environment.

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

/// Creates a client of an API on a remote server. Nothing is sent yet.
///
/// # Errors
/// Returns an error if the environment's address is not that of an API, or if the trusted certificates cannot be read.
pub fn connect<A: Api>(environment: &Environment) -> Result<Client<A, Connection>, Failure> {
    environment.connect_through(environment.pool()?)
}

/// A service wrapped in the layers of an [`Environment`]. Clones are cheap and share its connections.
///
/// From the outside in, the layers resume subscriptions, retry requests, add and renew credentials, and limit time. A
/// retried request therefore gets fresh credentials, and each attempt has the whole time limit.
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
