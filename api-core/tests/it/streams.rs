//! Responses with an event stream: which requests get one, and its header fields.

use api_core::routing::{ServiceSettings, respond};
use api_core::{Body, Error, Event, Subscription, api};
use http::{Request, Response};

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
    let table: [(&[&str], &str); 12] = [
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
    for accept in ["text/event-stream", "application/x-ndjson"] {
        let response = get(&[accept]).await;
        assert_eq!(response.headers()["cache-control"], "no-cache, no-transform", "{accept}");
        assert_eq!(response.headers()["x-accel-buffering"], "no", "{accept}");
    }
    assert!(!get(&[]).await.headers().contains_key("x-accel-buffering"), "a value may be buffered");
}
