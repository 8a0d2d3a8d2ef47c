//! Responses with an event stream: which requests get one, its header fields and heartbeats.

use std::time::Duration;

use api_core::context::RoutingSettings;
use api_core::dialect::Dialect;
use api_core::routing::{InProcess, Layered, Routes, ServiceSettings, respond};
use api_core::subscription::LagPolicy;
use api_core::{Body, Compose as _, Error, Event, Next, Subscription, Topic, api};
use http::{Request, Response};
use tower_service::Service as _;

#[api]
trait Clock {
    #[get("/time")]
    async fn time(&self) -> Result<u32, Error>;
    #[subscribe("/time")]
    async fn ticks(&self) -> Result<Subscription<u32>, Error>;
}

struct Stopped;

impl Clock for Stopped {
    async fn time(&self) -> Result<u32, Error> {
        Ok(12)
    }

    async fn ticks(&self) -> Result<Subscription<u32>, Error> {
        Ok(Subscription::new(futures_util::stream::iter([Event::new(1)])))
    }
}

async fn get(accept: &[&str]) -> Response<Body> {
    let mut request = Request::get("/time");
    for line in accept {
        request = request.header("accept", *line);
    }
    let (head, body) = request.body(Body::empty()).unwrap().into_parts();
    respond(&ClockApi::serve(Stopped), &ServiceSettings::default(), &head, body).await
}

#[tokio::test]
async fn weights_of_accept_decide_between_a_value_and_its_stream() {
    const JSON: &str = "application/json";
    const SSE: &str = "text/event-stream";
    const NDJSON: &str = "application/x-ndjson";
    const SEQUENCE: &str = "application/json-seq";
    let table: [(&[&str], &str); 14] = [
        (&[], JSON),
        (&["*/*"], JSON),
        (&["text/event-stream"], SSE),
        (&["text/event-stream, application/json"], SSE),
        (&["text/event-stream, */*;q=0.1"], SSE),
        (&["application/json;q=0.8, text/event-stream;q=0.3"], JSON),
        (&["text/event-stream;q=0.5, */*"], JSON),
        (&["text/event-stream;q=0, */*"], JSON),
        (&["application/json;q=0.2, text/event-stream;q=0.4"], SSE),
        (&["text/event-stream;q=0.4, application/x-ndjson"], NDJSON),
        (&["application/json-seq"], SEQUENCE),
        (&["application/x-ndjson;q=0.4, application/json-seq;q=0.5"], SEQUENCE),
        (&["application/json;q=0.1", "text/event-stream;q=0.9"], SSE),
        (&["application/json;q=0.9", "application/x-ndjson;q=0.2"], JSON),
    ];
    for (accept, expected) in table {
        let response = get(accept).await;
        assert_eq!(response.headers()["content-type"], expected, "{accept:?}");
        assert_eq!(response.headers()["vary"], "accept", "{accept:?}");
    }
}

#[tokio::test]
async fn a_stream_asks_intermediaries_neither_to_buffer_nor_to_change_it() {
    for accept in ["text/event-stream", "application/x-ndjson", "application/json-seq"] {
        let response = get(&[accept]).await;
        assert_eq!(response.headers()["cache-control"], "no-cache, no-transform", "{accept}");
        assert_eq!(response.headers()["x-accel-buffering"], "no", "{accept}");
    }
    assert!(!get(&[]).await.headers().contains_key("x-accel-buffering"), "a value may be buffered");
}

/// Returns the interval of the heartbeats in seconds, or the status of a refusal.
async fn interval(
    routes: impl Routes<Body>,
    setting: Option<u64>,
    dialect: Dialect,
    requested: Option<&str>,
) -> Result<u64, u16> {
    let request = match dialect {
        Dialect::Elements => Request::builder().method("SUBSCRIBE").uri("/time"),
        _ => Request::get("/time").header("accept", dialect.media_type()),
    };
    let request = requested.into_iter().fold(request, |request, value| request.header("x-heartbeat-interval", value));
    let (head, body) = request.body(Body::empty()).unwrap().into_parts();
    let mut routing = RoutingSettings::default();
    routing.heartbeat = setting.map(Duration::from_secs);
    let response = respond(&routes, &ServiceSettings::default().routing(routing), &head, body).await;
    let status = response.status().as_u16();
    response.into_body().into_events().map(|events| events.keep_alive().interval.as_secs()).map_err(|_| status)
}

#[tokio::test]
async fn the_heartbeat_follows_the_dialect_the_server_the_group_and_the_request() {
    let plain = || ClockApi::serve(Stopped);
    let group = || plain().heartbeat(Duration::from_secs(40));
    for (dialect, usual) in
        [(Dialect::Elements, 60), (Dialect::ServerSentEvents, 15), (Dialect::Ndjson, 15), (Dialect::JsonSequence, 15)]
    {
        assert_eq!(interval(plain(), None, dialect, None).await, Ok(usual), "{dialect:?}");
        assert_eq!(interval(plain(), Some(50), dialect, None).await, Ok(50), "{dialect:?}");
        assert_eq!(interval(group(), Some(50), dialect, None).await, Ok(40), "{dialect:?}");
        let nested = group().heartbeat(Duration::from_secs(45));
        assert_eq!(interval(nested, None, dialect, None).await, Ok(40), "the innermost takes precedence");
        assert_eq!(interval(group(), Some(50), dialect, Some("35")).await, Ok(35), "{dialect:?}");
        for refused in ["4", "301", "often"] {
            assert_eq!(interval(group(), None, dialect, Some(refused)).await, Err(422), "{dialect:?} {refused}");
        }
        let layered = Layered::new(plain(), |group| group).heartbeat(Duration::from_secs(41));
        assert_eq!(interval(layered, None, dialect, None).await, Ok(41), "a layer keeps the setting");
    }
    assert_eq!(interval(plain(), None, Dialect::Elements, Some("29")).await, Err(422));
    assert_eq!(interval(plain(), None, Dialect::Ndjson, Some("5")).await, Ok(5));
}

#[api]
trait Jobs {
    /// Follows a job that has ended.
    #[subscribe("/ended")]
    async fn ended(&self) -> Result<Subscription<u32>, Error>;
}

struct Done;

impl Jobs for Done {
    async fn ended(&self) -> Result<Subscription<u32>, Error> {
        Ok(Subscription::none())
    }
}

#[tokio::test]
async fn a_subscription_without_events_is_204_to_a_browser_and_a_normal_end_to_a_caller() {
    for dialect in Dialect::BY_ACCEPT {
        let request = Request::get("/ended").header("accept", dialect.media_type());
        let (head, body) = request.body(Body::empty()).unwrap().into_parts();
        let response = respond(&JobsApi::serve(Done), &ServiceSettings::default(), &head, body).await;
        assert_eq!(response.status(), 204, "{dialect:?}");
        assert!(!response.headers().contains_key("content-type"));
        assert_eq!(response.body().as_bytes(), Some(b"".as_slice()));
    }
    for dialect in Dialect::IN_BODIES {
        // A proxy of a proxy: what is read is served again.
        let proxy = JobsApi::connect(InProcess::new(JobsApi::serve(Done))).dialect(dialect);
        let client = JobsApi::connect(InProcess::new(JobsApi::serve(proxy))).dialect(dialect);
        let mut subscription = client.ended().await.unwrap();
        assert!(matches!(subscription.next().await, Ok(Next::End(end)) if end.status == 204), "{dialect:?}");
        assert!(subscription.next().await.is_err_and(|failure| failure.is_closed()), "{dialect:?}");
    }
}

#[api]
trait Overrun {
    #[subscribe("/overrun")]
    async fn overrun(&self) -> Result<Subscription<u32>, Error>;
}

/// A topic whose only subscriber is late.
struct Late;

impl Overrun for Late {
    async fn overrun(&self) -> Result<Subscription<u32>, Error> {
        let topic = Topic::new(1, LagPolicy::Close);
        let subscription = topic.subscribe();
        (0..3).for_each(|number| topic.publish_now(Event::new(number)));
        Ok(subscription)
    }
}

#[tokio::test]
async fn the_end_of_a_late_reader_has_the_form_of_the_apis_errors() {
    let request = Request::builder().method("SUBSCRIBE").uri("/overrun").body(Body::empty()).unwrap();
    let response = InProcess::new(OverrunApi::serve(Late)).call(request).await.unwrap();
    let body = crate::support::body_of(response).await;
    let last = std::str::from_utf8(&body).unwrap().lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("[255,503,") && last.contains("\"type\":\"#reader_too_slow\""), "{last}");
}
