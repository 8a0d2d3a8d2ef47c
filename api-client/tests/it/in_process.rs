//! Clients of in-process servers, with every layer in between.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client::{ClientBuilder, ResumePolicy, SubscriptionExt as _};
use api_core::dialect::Dialect;
use api_core::routing::{InProcess, NotFound};
use api_core::subscription::LagPolicy;
use api_core::{End, Event, EventId, Next, Subscription, Topic, api};
use http::HeaderValue;
use http::header::USER_AGENT;

use crate::support::{Numbers, NumbersApi, Trouble, response, serve};

/// An API of one endpoint without a path.
#[api(errors = Trouble)]
trait Single {
    /// Returns a number.
    #[post("/")]
    async fn only(&self, #[query] who: Option<String>) -> Result<u32, Trouble>;
}

struct Memory(Arc<Topic<u32>>);

impl Numbers for Memory {
    async fn number(&self, number: u32) -> Result<u32, Trouble> {
        if number == 0 { Err(Trouble::NotFound("no zero".to_owned())) } else { Ok(number) }
    }

    async fn durable(&self, since: Option<EventId>) -> Result<Subscription<u32>, Trouble> {
        Ok(match since {
            Some(since) => self.0.subscribe_after(&since).0,
            None => self.0.subscribe(),
        })
    }

    async fn passing(&self) -> Result<Subscription<u32>, Trouble> {
        Ok(self.0.subscribe())
    }

    async fn counted(&self, to: u32) -> Result<Subscription<u32>, Trouble> {
        let counted = self.0.subscribe_with((1..=to).map(Event::new));
        self.0.interrupt(&End::normal());
        Ok(counted)
    }
}

#[tokio::test(start_paused = true)]
async fn values_errors_and_events_pass_through_every_layer() {
    // Without the feature `websocket`, the next test shows the error of the last dialect.
    let dialects: &[Dialect] = if cfg!(feature = "websocket") { &Dialect::ALL } else { &Dialect::IN_BODIES };
    for &dialect in dialects {
        let topic = Arc::new(Topic::new(8, LagPolicy::Close).with_history(8));
        let client = ClientBuilder::at("http://localhost")
            .dialect(dialect)
            .connect_through::<NumbersApi, _>(InProcess::new(NumbersApi::serve(Memory(topic.clone()))))
            .expect("an address");
        assert_eq!(client.number(7).await.expect("seven"), 7);
        assert!(matches!(client.number(0).await, Err(Trouble::NotFound(text)) if text == "no zero"));

        let mut counted = client.counted(1).await.expect("open");
        assert_eq!(counted.next().await.expect("an event"), Next::Event(Event::new(1)));
        assert_eq!(counted.next().await.expect("the end"), Next::End(End::normal()), "{dialect:?}");

        let mut events = client.durable(None).await.expect("open");
        topic.publish_now(Event::with_id("1", 1));
        assert_eq!(events.next().await.expect("an event"), Next::Event(Event::with_id("1", 1)));
        topic.finish(&End::because(410, "moved"));
        assert_eq!(events.next().await.expect("the end"), Next::End(End::because(410, "moved")), "{dialect:?}");
    }
}

#[cfg(not(feature = "websocket"))]
#[tokio::test]
async fn without_websockets_the_dialect_over_them_is_refused_with_the_feature_that_is_missing() {
    let client = ClientBuilder::at("http://localhost")
        .dialect(Dialect::WebSocket)
        .connect_through::<NumbersApi, _>(InProcess::new(api_core::routing::NotFound))
        .expect("an address");
    match client.passing().await {
        Err(Trouble::Failed(failure)) => {
            assert!(failure.is_encode() && failure.to_string().contains("feature `websocket`"), "{failure}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_subscription_in_process_is_not_lost() {
    let topic = Arc::new(Topic::new(8, LagPolicy::Close));
    let client = ClientBuilder::at("http://localhost")
        .resume(ResumePolicy::default().on_reconnect(|event| panic!("{event:?}")))
        .connect_through::<NumbersApi, _>(InProcess::new(NumbersApi::serve(Memory(topic.clone()))))
        .expect("an address");
    let mut events = client.passing().await.expect("open");
    assert!(events.next_within(Duration::from_hours(1)).await.is_err_and(|failure| failure.is_timeout()));
    topic.publish_now(Event::new(1));
    assert_eq!(events.next_within(Duration::from_secs(1)).await.expect("an event"), Next::Event(Event::new(1)));
}

#[tokio::test]
async fn an_address_may_have_a_path_and_a_query() {
    let targets = Arc::new(Mutex::new(Vec::new()));
    let seen = targets.clone();
    let service = serve(move |request| {
        seen.lock().expect("targets").push(request.uri().to_string());
        std::future::ready(Ok(response(200, None, "1")))
    });
    for address in [
        "http://h",
        "http://h/",
        "http://h/a/b",
        "http://h/a/b/",
        "http://h/a?x=1",
        "http://h/a/?x=1",
        "http://h?x=1&y",
    ] {
        let environment = ClientBuilder::at(address);
        let single = environment.connect_through::<SingleApi, _>(service.clone()).expect("an address");
        single.only(None).await.expect("one");
        single.only(Some("a b".to_owned())).await.expect("one");
        let numbers = environment.connect_through::<NumbersApi, _>(service.clone()).expect("an address");
        numbers.number(1).await.expect("one");
    }
    assert_eq!(
        *targets.lock().expect("targets"),
        [
            ["http://h/", "http://h/?who=a%20b", "http://h/v1/numbers/1"],
            ["http://h/", "http://h/?who=a%20b", "http://h/v1/numbers/1"],
            ["http://h/a/b", "http://h/a/b?who=a%20b", "http://h/a/b/v1/numbers/1"],
            ["http://h/a/b/", "http://h/a/b/?who=a%20b", "http://h/a/b/v1/numbers/1"],
            ["http://h/a?x=1", "http://h/a?x=1&who=a%20b", "http://h/a/v1/numbers/1?x=1"],
            ["http://h/a/?x=1", "http://h/a/?x=1&who=a%20b", "http://h/a/v1/numbers/1?x=1"],
            ["http://h/?x=1&y", "http://h/?x=1&y&who=a%20b", "http://h/v1/numbers/1?x=1&y"],
        ]
        .concat()
    );
}

#[test]
fn a_request_names_the_crate_unless_the_caller_names_a_program() {
    let default = ClientBuilder::at("http://localhost");
    let named = default.clone().header(USER_AGENT, HeaderValue::from_static("almanac/2"));
    for (builder, name) in [(default, concat!("api-client/", env!("CARGO_PKG_VERSION"))), (named, "almanac/2")] {
        let client = builder.connect_through::<SingleApi, _>(InProcess::new(NotFound)).expect("an address");
        let request = client.request(&SingleOnlyCall { who: None }).expect("a request");
        assert_eq!(request.headers()["user-agent"], name);
    }
}
