//! The server of the tests: it answers calls with generated answers, and judges what clients report.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::routing::{Compose as _, InProcess, serve};
use api_core::{Body, Client};
use api_documents::Outline;
use api_server::{Listener, Server};
use api_testing::everything::{Constant, EverythingApi};
use api_testing::laws::{Mock, same_call};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Limited};
use libtest_mimic::Failed;
use serde_json::Value;
use tower::{Layer, Service, ServiceExt as _};

use crate::cases::{Case, cases};
use crate::judge::judge;
use crate::streams::{silence, special};

/// The value of the capture in the base.
const TENANT: &str = "a/b";

/// Calls a function with the address of the server, which also has the files of a folder.
pub(crate) fn while_served(folder: &Path, run: impl FnOnce(String) -> Result<(), Failed>) -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(Listener::bind("127.0.0.1:0"))?;
    let trial = Trial { cases: Arc::new(cases()), folder: Arc::new(folder.to_owned()) };
    let listening = {
        let _guard = runtime.enter();
        api_server::serve(listener, Server::new(EverythingApi::serve(Constant).or_else(site()?.serve())).layer(trial))
    };
    let (address, shutdown) = (listening.local_addr(), listening.shutdown_handle());
    let server = runtime.spawn(async move { listening.await });
    let result = run(format!("http://{address}"));
    shutdown.shut_down();
    runtime.block_on(server)??;
    result
}

/// Returns the documents of the API.
fn site() -> Result<api_documents::Site, Failed> {
    let outline = Outline::new("Everything", "1.0.0").api::<EverythingApi>();
    Ok(outline.docs("An API that uses every feature.").check()?.site())
}

#[derive(Debug, Clone)]
struct Trial {
    cases: Arc<Vec<Case>>,
    folder: Arc<PathBuf>,
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
            if request.headers().contains_key("x-silence") {
                return silence().await;
            }
            if let Some(response) = special(request.headers()) {
                return Ok(response);
            }
            let number = request.headers().get("x-case").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
            if let Some(case) = number.and_then(|number| trial.cases.get(number)) {
                return Ok(answered(case, request).await);
            }
            let path = request.uri().path().to_owned();
            Ok(match path.strip_prefix("/trial/") {
                Some("cases.json") => trial.all_cases(),
                Some("outcome") => trial.judged(request).await,
                Some(file) => trial.file(file),
                None => inner.oneshot(request).await.expect("routes answer everything"),
            })
        })
    }
}

/// The answer of the mock, unless the request is another call.
async fn answered(case: &Case, request: Request<Body>) -> Response<Body> {
    let request = whole(request).await;
    let expected = case.sample.request().expect("a sample is a request");
    if let Err(problem) = same_call::<EverythingApi>(case.endpoint.name, expected, copy(&request)) {
        let text = format!("{problem}\n{} {}\n{:?}", request.method(), request.uri(), request.headers());
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = http::StatusCode::IM_A_TEAPOT;
        return response;
    }
    Mock::<EverythingApi>::new(case.seed, case.manner).answer(&copy(&request))
}

impl Trial {
    fn all_cases(&self) -> Response<Body> {
        let all: Vec<Value> = self.cases.iter().enumerate().map(|(number, case)| case.to_json(number)).collect();
        Response::new(Body::from(Value::from(all).to_string()))
    }

    /// Answers with what is wrong with an outcome, or with nothing.
    async fn judged(&self, request: Request<Body>) -> Response<Body> {
        let request = whole(request).await;
        let outcome: Value = serde_json::from_slice(request.body()).expect("an outcome");
        let number = outcome["number"].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number");
        let case = &self.cases[number];
        let mock = Mock::<EverythingApi>::new(case.seed, case.manner);
        let client = Client::<EverythingApi, _>::new(mock).bind("tenant", TENANT);
        let mut sample = case.sample.request().expect("a sample is a request");
        if case.endpoint.exchange.is_subscription() {
            *sample.method_mut() = outcome["method"].as_str().expect("a method").parse().expect("a method");
        }
        if let Some(accept) = outcome["accept"].as_str() {
            sample.headers_mut().insert("accept", accept.parse().expect("a field"));
        }
        let Ok(response) = InProcess::new(serve::<EverythingApi, _>(client)).oneshot(sample).await;
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        let response = Response::from_parts(head, body);
        Response::new(Body::from(match judge(case, &response, &outcome) {
            Ok(()) => String::new(),
            Err(problem) => {
                format!("{problem}\nexpected: {} {:?} {:?}", response.status(), response.headers(), response.body())
            }
        }))
    }

    fn file(&self, name: &str) -> Response<Body> {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        let Some(content) = is_name.then(|| std::fs::read(self.folder.join(name)).ok()).flatten() else {
            return Response::new(Body::from("<!doctype html><title>trial</title>"));
        };
        let mut response = Response::new(Body::from(content));
        response.headers_mut().insert("content-type", http::HeaderValue::from_static("text/javascript"));
        response
    }
}

async fn whole(request: Request<Body>) -> Request<Bytes> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, 1 << 20).collect().await.expect("a small body").to_bytes();
    Request::from_parts(head, body)
}

fn copy(request: &Request<Bytes>) -> Request<Body> {
    let mut copy = Request::builder().method(request.method()).uri(request.uri());
    *copy.headers_mut().expect("a valid request") = request.headers().clone();
    copy.body(Body::from(request.body().clone())).expect("a valid request")
}
