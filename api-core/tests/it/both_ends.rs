//! One trait, both ends: clients, servers, proxies and decorators give the results of the implementation behind them.

use std::fmt::Debug;

use crate::wrappers::{Broken, Patient};
use api_core::body::RequestBody;
use api_core::call::{ByteStream, EncodeError, Reply as _, RequestWriter, Text};
use api_core::codec::query::Flag;
use api_core::context::{BodySlot, Context};
use api_core::description::{Endpoint, Path, Segment, Verb};
use api_core::dialect::Dialect;
use api_core::error::Problem;
use api_core::routing::InProcess;
use api_core::{ApiError, Body, Call, Client, Messages, Next, Outcome, OutcomeExt as _, Subscription, Transport};
use api_testing::everything::{Colour, Constant, Everything, EverythingApi, EverythingError, NewThing, Page};
use bytes::Bytes;
use futures_util::stream;
use http::{Request, StatusCode};

/// Returns a client of an implementation. Calls are encoded and decoded as over a network, but use no socket.
fn wire<S: Everything + Send + Sync + 'static>(session: S) -> Client<EverythingApi, impl Transport> {
    EverythingApi::connect(InProcess::new(EverythingApi::serve(session))).bind("tenant", "a/b c")
}

/// Formats an outcome as text, for comparison.
fn describe<T: Debug>(result: Result<T, EverythingError>) -> String {
    match result.outcome() {
        Outcome::Value(value) => format!("{value:?}"),
        Outcome::Answered(error) => format!("answered {:?}", error.document()),
        Outcome::Failed(error) => format!("failed {error:?}"),
    }
}

/// Reads a subscription to its end, and formats the events and the end.
async fn read<T: Debug>(result: Result<Subscription<T>, EverythingError>) -> String {
    let mut subscription = match result {
        Ok(subscription) => subscription,
        failed => return describe(failed),
    };
    let mut found = Vec::new();
    loop {
        let next = subscription.next().await.unwrap();
        let ended = matches!(next, Next::End(_));
        found.push(format!("{next:?}"));
        if ended {
            return found.join("\n");
        }
    }
}

fn page(reverse: bool) -> Page {
    Page { after: Some("a&b=ü".to_owned()), ids: vec![0, 7, u16::MAX], reverse }
}

fn new_thing(name: &str) -> NewThing {
    NewThing { name: name.to_owned(), colour: Colour::DarkRed, note: None, rank: -1 }
}

/// Calls every method with fixed arguments, and formats the results.
#[allow(deprecated, reason = "a deprecated endpoint is part of the trait")]
async fn all_of(x: &impl Everything) -> Vec<String> {
    let mut found = vec![describe(x.root().await)];
    for id in [0, 7, 404, u32::MAX] {
        found.push(describe(x.thing(id).await));
        found.push(describe(x.replace(id, page(id == 7)).await));
        found.push(describe(x.remove(id).await));
    }
    found.push(describe(x.newest(Vec::new(), Flag(false), None).await));
    found.push(describe(x.newest(vec!["a b".to_owned(), String::new()], Flag(true), Some(3)).await));
    for colour in [None, Some(Colour::Blue)] {
        found.push(describe(x.things(page(true), "id 1".to_owned(), colour).await));
    }
    for name in ["n", "taken", "ü\n"] {
        found.push(describe(x.create(new_thing(name)).await));
    }
    found.push(describe(x.patch(1, Bytes::from_static(b"\0\xff")).await));
    let streamed = x.stream(1, ByteStream::from("piece by piece")).await;
    found.push(match streamed {
        Ok(bytes) => format!("{:?}", bytes.collect(100).await),
        failed => describe(failed),
    });
    found.push(describe(x.echo("ünï\0".to_owned()).await));
    for path in ["readme", "a/b//c.txt", "%2e%2e", "ü%2F"] {
        found.push(describe(x.file(path.to_owned()).await));
    }
    for last in [None, Some("2".into())] {
        found.push(read(x.follow(last).await).await);
    }
    for reverse in [false, true] {
        found.push(read(x.colours(Colour::DarkRed, page(reverse)).await).await);
    }
    found
}

/// Holds conversations with fixed messages, and formats the replies. All messages are sent before the first is read.
async fn conversations_of(x: &impl Everything) -> Vec<String> {
    let mut found = Vec::new();
    for first in [None, Some(7), Some(404)] {
        let things: Vec<_> = ["n", "ü"].map(new_thing).into();
        match x.paint(Colour::DarkRed, first, Messages::new(stream::iter(things))).await {
            Err(error) => found.push(describe::<()>(Err(error))),
            Ok(mut painted) => {
                while let Some(thing) = painted.next().await {
                    found.push(format!("{:?}", thing.map_err(|error| error.is_decode())));
                }
                found.push(format!("{:?}", painted.end()));
            }
        }
    }
    found
}

#[tokio::test]
async fn conversations_through_a_client_receive_the_same_messages() {
    let expected = conversations_of(&Constant).await;
    assert_eq!(expected.len(), 7);
    assert_eq!(conversations_of(&wire(Constant)).await, expected);
    assert_eq!(conversations_of(&wire(wire(wire(Constant)))).await, expected);
}

#[tokio::test]
async fn a_client_gives_the_results_of_the_implementation_in_every_dialect() {
    let expected = all_of(&Constant).await;
    for dialect in Dialect::ALL {
        assert_eq!(all_of(&wire(Constant).dialect(dialect)).await, expected, "{dialect:?}");
    }
}

#[tokio::test]
async fn a_client_of_a_proxy_gives_the_results_of_the_implementation() {
    let expected = all_of(&Constant).await;
    let sockets = [(Dialect::WebSocket, Dialect::Ndjson), (Dialect::ServerSentEvents, Dialect::WebSocket)];
    let bodies = [(Dialect::Ndjson, Dialect::Elements), (Dialect::Elements, Dialect::ServerSentEvents)];
    for (outer, inner) in sockets.into_iter().chain(bodies) {
        let proxy = wire(Constant).dialect(inner);
        assert_eq!(all_of(&wire(proxy).dialect(outer)).await, expected, "{outer:?} over {inner:?}");
    }
}

#[tokio::test]
async fn a_decorator_works_around_a_client_and_behind_a_server() {
    let expected = all_of(&Constant).await;
    let around_client = Patient::new(wire(Constant));
    assert_eq!(all_of(&around_client).await, expected);
    let behind_server = wire(Patient::new(Constant));
    assert_eq!(all_of(&behind_server).await, expected);
    assert_eq!(around_client.calls(), expected.len());
}

#[tokio::test]
async fn a_decorator_that_retries_hides_a_broken_connection() {
    let routes = || InProcess::new(EverythingApi::serve(Constant));
    let client = |breaks| EverythingApi::connect(Broken::new(routes(), breaks)).bind("tenant", "t");
    assert_eq!(describe(Patient::new(client(2)).root().await), describe(Constant.root().await));
    assert!(matches!(client(1).root().await.outcome(), Outcome::Failed(_)));
    assert!(matches!(Patient::new(client(9)).root().await.outcome(), Outcome::Failed(_)));
    // Behind a server, the same decorator hides it from the clients of a gateway.
    assert_eq!(describe(wire(Patient::new(client(2))).root().await), describe(Constant.root().await));
}

/// A handwritten call. No trait declares its endpoint.
#[derive(Debug, Clone, PartialEq)]
struct Readme;

impl Call for Readme {
    type Reply = Text;
    type Error = EverythingError;

    const ENDPOINT: &'static Endpoint =
        &Endpoint::new("readme", Verb::Get, Path(&[Segment::Literal("files"), Segment::Literal("readme")]))
            .outputs(Text::OUTPUTS)
            .errors(EverythingError::CASES);

    fn encode(&self, request: &mut RequestWriter) -> Result<(), EncodeError> {
        request.literal("/files/readme");
        Ok(())
    }

    async fn decode<B: RequestBody>(_: &mut Context<'_>, _: &mut BodySlot<B>) -> Result<Self, Problem> {
        Ok(Self)
    }
}

#[tokio::test]
async fn a_handwritten_call_can_be_sent_by_a_client() {
    assert_eq!(wire(Constant).call(Readme).await.unwrap(), Text("readme".to_owned()));
}

#[tokio::test]
async fn a_raw_request_is_not_prefixed_with_the_base() {
    let client = wire(Constant);
    let send = async |path| client.raw(Request::get(path).body(Body::empty()).unwrap()).await.unwrap().status();
    assert_eq!(send("/everything/t/things/7").await, StatusCode::OK);
    assert_eq!(send("/things/7").await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_outcome_is_a_value_an_answered_error_or_a_failure() {
    let client = wire(Constant);
    assert!(matches!(client.thing(7).await.outcome(), Outcome::Value(_)));
    assert!(matches!(client.thing(404).await.outcome(), Outcome::Answered(EverythingError::NoSuchThing)));
    let empty = client.file(String::new()).await.outcome();
    assert!(matches!(empty, Outcome::Failed(EverythingError::Failed(failure)) if failure.is_encode()));
    let unbound = EverythingApi::connect(InProcess::new(EverythingApi::serve(Constant))).root().await;
    assert!(matches!(unbound, Err(EverythingError::Failed(failure)) if failure.to_string().contains("tenant")));
    // A gateway that cannot reach the server behind it answers 502, without the cause.
    let lost =
        EverythingApi::connect(Broken::new(InProcess::new(EverythingApi::serve(Constant)), 9)).bind("tenant", "t");
    let passed_on = wire(lost).root().await;
    assert!(
        matches!(&passed_on, Err(EverythingError::Unknown(answer)) if answer.status() == StatusCode::BAD_GATEWAY),
        "{passed_on:?}"
    );
}
