//! Services whose response depends on the path.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_core::dialect::Dialect;
use api_core::dialect::{EventStream, KeepAlive};
use api_core::error::FailureKind;
use api_core::subscription::LagPolicy;
use api_core::{Body, Event, Failure, Subscription, Topic, Transport};
use http::{Request, Response};
use serde_json::json;

/// Capacity of the event queue of one subscriber.
pub(crate) const QUEUE_CAPACITY: usize = 4;

#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) topic: Arc<Topic<String>>,
    /// Number of requests that wait for a response.
    pub(crate) waiting: Arc<AtomicUsize>,
}

impl Services {
    pub(crate) fn new() -> Self {
        Self { topic: Arc::new(Topic::new(QUEUE_CAPACITY, LagPolicy::Close)), waiting: Arc::default() }
    }

    pub(crate) fn publish(&self, id: &str, body: impl Into<String>) {
        self.topic.publish_now(Event::with_id(id, body.into()));
    }
}

impl Transport for Services {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let answer = |status: u16, body: Body| {
            let head = Response::builder().status(status);
            head.header("retry-after", "7").header("www-authenticate", "Bearer").body(body).unwrap()
        };
        let events = |events: Subscription<String>| {
            Response::new(Body::events(EventStream::new(events, Dialect::Elements, KeepAlive::default())))
        };
        Ok(match request.uri().path() {
            "/topic" => events(self.topic.subscribe()),
            "/topic/that/panics" => events(Subscription::new(futures_util::stream::poll_fn(
                |_| -> std::task::Poll<Option<Event<String>>> { panic!("the secret is 45") },
            ))),
            "/ndjson" => {
                let events = EventStream::new(self.topic.subscribe(), Dialect::Ndjson, KeepAlive::default());
                Response::new(Body::events(events))
            }
            "/never" => {
                let _waiting = Waiting::new(&self.waiting);
                pending().await
            }
            "/panic" => panic!("the secret is 46"),
            "/html" => answer(502, Body::from("<html>")),
            "/endless" => answer(500, Body::from(vec![b'1'; 1 << 20])),
            "/plain" => answer(200, Body::from("[1]")),
            "/lost" => return Err(Failure::new(FailureKind::Transport, "the secret is 47")),
            "/late" => return Err(Failure::new(FailureKind::Timeout, "the secret is 48")),
            // Returns the request as JSON.
            _ => {
                let fields = request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
                let received = json!({
                    "method": request.method().as_str(),
                    "target": request.uri().to_string(),
                    "headers": fields.collect::<Vec<_>>(),
                });
                answer(404, Body::from(received.to_string()))
            }
        })
    }
}

struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count.clone())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
