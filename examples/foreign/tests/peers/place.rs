//! The server of the tests: it answers calls, and judges what clients made of the answers.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use api_core::Body;
use api_core::routing::{BoxRoutes, Compose as _, InProcess};
use api_server::{Listener, Server};
use api_testing::everything::{Constant, EverythingApi, EverythingError};
use api_testing::laws::contains;
use foreign::journal::{JournalApi, Pages};
use http::{Request, Response};
use libtest_mimic::Failed;
use serde_json::Value;
use tower::{Layer, Service, ServiceExt as _};

use crate::cases::{Case, cases};
use crate::recorder::{CREDENTIALS, Recorded};

/// The value of the capture in the base.
pub(crate) const TENANT: &str = "acme";

/// The number of operations that each client calls at least.
const OPERATIONS: usize = 20;

/// What the client in Rust calls.
pub(crate) type Routes = InProcess<BoxRoutes<Body>>;

/// Returns the routes of both APIs.
pub(crate) fn routes() -> Routes {
    InProcess::new(BoxRoutes::new(all()))
}

fn all() -> impl api_core::Routes<Body> {
    let everything = EverythingApi::serve_with(|context: &mut api_core::context::Context<'_>| {
        match context.header_text("authorization") {
            Some(CREDENTIALS) => Ok(Constant),
            _ => Err(EverythingError::Anonymous),
        }
    });
    everything.or_else(JournalApi::serve(Pages))
}

/// Calls a function with the address of the server. Fails unless it made right calls of twenty operations.
pub(crate) fn while_served(run: impl FnOnce(&str) -> Result<(), Failed>) -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    let trial = Trial::new(runtime.block_on(cases()));
    let listener = runtime.block_on(Listener::bind("127.0.0.1:0"))?;
    let listening = {
        let _guard = runtime.enter();
        api_server::serve(listener, Server::new(all()).layer(trial.clone()))
    };
    let (address, shutdown) = (listening.local_addr(), listening.shutdown_handle());
    let server = runtime.spawn(async move { listening.await });
    let result = run(&format!("http://{address}"));
    shutdown.shut_down();
    runtime.block_on(server)??;
    result?;
    let called = trial.called.lock().expect("no panic");
    if called.len() < OPERATIONS {
        return Err(format!("only {} operations were called: {called:?}", called.len()).into());
    }
    Ok(())
}

#[derive(Debug, Clone)]
struct Trial {
    cases: Arc<Vec<Case>>,
    last: Arc<Mutex<Option<Recorded>>>,
    /// The endpoints whose calls were right.
    called: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Trial {
    fn new(cases: Vec<Case>) -> Self {
        Self { cases: Arc::new(cases), last: Arc::default(), called: Arc::default() }
    }

    /// Returns what is wrong with a call and what came of it.
    fn judge(&self, reported: &Value) -> Result<(), String> {
        let found = self.last.lock().expect("no panic").take().ok_or("there was no request")?;
        let name = reported["case"].as_str().unwrap_or_default();
        let case = self.cases.iter().find(|case| case.name == name).ok_or_else(|| format!("no case `{name}`"))?;
        (case.same_call)(case.endpoint, case.request.request(), found.request())
            .map_err(|problem| format!("{problem}\nthe request: {found:?}"))?;
        let outcome = &reported["outcome"];
        if !contains(outcome, &case.outcome) || !contains(&case.outcome, outcome) {
            return Err(format!("the outcome is {outcome}\nand not {}", case.outcome));
        }
        self.called.lock().expect("no panic").insert(case.endpoint);
        Ok(())
    }
}

impl<S> Layer<S> for Trial {
    type Service = Place<S>;

    fn layer(&self, inner: S) -> Place<S> {
        Place { trial: self.clone(), inner }
    }
}

#[derive(Debug, Clone)]
struct Place<S> {
    trial: Trial,
    inner: S,
}

impl<S> Service<Request<Body>> for Place<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error: std::fmt::Debug, Future: Send> + Clone + Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self { trial, inner } = self.clone();
        Box::pin(async move {
            let is_outcome = request.uri().path() == "/trial/outcome";
            let recorded = Recorded::read(request).await;
            let request = recorded.request();
            if is_outcome {
                let body = request.into_body();
                let reported = serde_json::from_slice(body.as_bytes().unwrap_or_default()).expect("an outcome");
                let problem = trial.judge(&reported).err();
                return Ok(Response::new(Body::from(problem.unwrap_or_default())));
            }
            trial.last.lock().expect("no panic").replace(recorded);
            Ok(inner.oneshot(request).await.expect("routes answer everything"))
        })
    }
}
