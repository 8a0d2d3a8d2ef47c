//! Resumption after the event in a query key, for clients that cannot send `Last-Event-Id`.

use api_core::context::RoutingSettings;
use api_core::description::Exchange;
use api_core::routing::{InProcess, ServiceSettings};
use api_core::{Body, Error, Event, EventId, Next, Subscription, Transport as _, api};
use http::{Request, StatusCode};

#[api]
trait Ticks {
    #[subscribe("/ticks")]
    async fn ticks(
        &self,
        #[resume(query = "lastEventId")] since: Option<EventId>,
        #[query] step: Option<u32>,
    ) -> Result<Subscription<String>, Error>;
}

/// Sends what it was asked for.
struct Echo;

impl Ticks for Echo {
    async fn ticks(&self, since: Option<EventId>, step: Option<u32>) -> Result<Subscription<String>, Error> {
        let text = format!("{:?} {step:?}", since.as_ref().map(EventId::as_str));
        Ok(Subscription::new(futures_util::stream::iter([Event::new(text)])))
    }
}

async fn answered(uri: &str, field: Option<&str>) -> (StatusCode, String) {
    let settings = ServiceSettings::default().routing(RoutingSettings::default().strict_query(true));
    let service = InProcess::with(TicksApi::serve(Echo), settings);
    let request = Request::get(uri).header("accept", "text/event-stream");
    let request = field.into_iter().fold(request, |request, id| request.header("last-event-id", id));
    let response = service.send(request.body(Body::empty()).expect("a request")).await.expect("a response");
    let vary = response.headers()["vary"].to_str().expect("text").to_ascii_lowercase();
    assert!(vary.contains("last-event-id"), "{uri}: {vary}");
    let status = response.status();
    let mut slot = api_core::context::BodySlot::new(response.into_body());
    let text = slot.bytes(4096).await.expect("a body");
    let text = String::from_utf8(text.to_vec()).expect("text");
    let data = text.lines().find_map(|line| line.strip_prefix("data: ").filter(|data| data.starts_with('"')));
    (status, data.unwrap_or_default().replace("\\\"", "'"))
}

#[tokio::test]
async fn the_field_takes_precedence_over_the_query_key() {
    for (uri, field, expected) in [
        ("/ticks", None, "\"None None\""),
        ("/ticks", Some("7"), "\"Some('7') None\""),
        ("/ticks?lastEventId=8&step=2", None, "\"Some('8') Some(2)\""),
        ("/ticks?lastEventId=a%20b", None, "\"Some('a b') None\""),
        ("/ticks?lastEventId=8", Some("7"), "\"Some('7') None\""),
    ] {
        assert_eq!(answered(uri, field).await, (StatusCode::OK, expected.to_owned()), "{uri} {field:?}");
    }
    let unknown = answered("/ticks?last-event-id=8", None).await.0;
    assert_eq!(unknown, StatusCode::BAD_REQUEST, "another key is none of the endpoint");
    let twice = answered("/ticks?lastEventId=8&lastEventId=9", None).await.0;
    assert_eq!(twice, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_client_sends_the_field() {
    let client = TicksApi::connect(InProcess::new(TicksApi::serve(Echo)));
    let request = client.request(&TicksTicksCall { since: Some("7".into()), step: None }).expect("a request");
    assert_eq!((&request.headers()["last-event-id"], request.uri().query()), (&"7".parse().expect("a value"), None));
    let mut ticks = client.ticks(Some("7".into()), None).await.expect("a subscription");
    let Next::Event(event) = ticks.next().await.expect("an event") else { panic!("an end") };
    assert_eq!(event.body, "Some(\"7\") None");
}

#[test]
fn the_key_is_in_the_description() {
    let Exchange::Subscription(streaming) = TicksApi::DESCRIPTION.endpoints[0].exchange else {
        panic!("a subscription")
    };
    assert_eq!((streaming.resumable, streaming.resume_query), (true, Some("lastEventId")));
    let layout = TicksApi::DESCRIPTION.layout().to_string();
    assert!(layout.contains("~resumable(lastEventId)"), "{layout}");
}

#[test]
fn the_laws_hold_for_it() {
    api_testing::laws::check::<TicksApi>(&api_testing::laws::Laws::new(100, 1));
}
