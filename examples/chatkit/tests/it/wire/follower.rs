//! A subscription as lines, each a JSON array (`PROTOCOL.md` §5.1), and assertions about them.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use api_core::Body;
use http::Response;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::Answer;

/// The time limit of one read, so that a missing line fails a test and does not block it.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// An open subscription.
pub(crate) struct Follower {
    body: Body,
}

impl Follower {
    /// Asserts that the subscription was accepted, and reads the initial keep-alive.
    pub(crate) async fn open(response: Response<Body>) -> Self {
        if response.status() != 200 {
            let rejection = Answer::read(response).await;
            panic!("rejected: {}", rejection.shown());
        }
        let mut follower = Self { body: response.into_body() };
        assert_eq!(follower.line().await, json!([0, ""]));
        follower
    }

    /// Returns the body of the next event.
    pub(crate) async fn body(&mut self) -> Value {
        self.event().await.1
    }

    /// Asserts the name of the next event, and returns its data.
    pub(crate) async fn data(&mut self, name: &str) -> Value {
        let body = self.body().await;
        assert_eq!(body["event_name"], name, "{body}");
        body["data"].clone()
    }

    /// Asserts that the next line is an event in the format of `PROTOCOL.md` §5.3, and returns its id and body.
    pub(crate) async fn event(&mut self) -> (String, Value) {
        let line = self.line().await;
        let parts = line.as_array().unwrap();
        assert_eq!((parts.len(), &parts[0], &parts[2]), (4, &json!(1), &json!({})), "{line}");
        let body = parts[3].clone();
        assert_eq!(super::members(&body), ["event_name", "data", "timestamp"].into(), "{line}");
        (parts[1].as_str().unwrap().to_owned(), body)
    }

    /// Asserts that the next line is the end, and returns its status and error type.
    pub(crate) async fn end(&mut self) -> (u64, String) {
        let line = self.line().await;
        let parts = line.as_array().unwrap();
        assert_eq!((parts.len(), &parts[0]), (4, &json!(255)), "{line}");
        assert!(self.body.frame().await.is_none(), "nothing follows an end");
        (parts[1].as_u64().unwrap(), parts[3]["error"].as_str().unwrap_or_default().to_owned())
    }

    /// Asserts that no unread line has arrived.
    #[track_caller]
    pub(crate) fn expect_no_line(&mut self) -> impl Future<Output = ()> + '_ {
        let place = std::panic::Location::caller();
        async move {
            let unread = poll_fn(|task| match pin!(self.body.frame()).poll(task) {
                Poll::Pending => Poll::Ready(None),
                Poll::Ready(frame) => Poll::Ready(Some(format!("{frame:?}"))),
            });
            let unread = unread.await;
            assert!(unread.is_none(), "{unread:?} at {place}");
        }
    }

    /// Returns the lines that have arrived and were not read yet.
    pub(crate) async fn waiting(&mut self) -> Vec<Value> {
        let mut lines = Vec::new();
        loop {
            let line = poll_fn(|task| match pin!(self.body.frame()).poll(task) {
                Poll::Pending => Poll::Ready(None),
                Poll::Ready(frame) => Poll::Ready(frame.map(|frame| frame.unwrap().into_data().unwrap())),
            });
            let Some(line) = line.await else { return lines };
            lines.push(parse(&line));
        }
    }

    async fn line(&mut self) -> Value {
        let frame = tokio::time::timeout(TIME_LIMIT, self.body.frame()).await.expect("a line arrives in time");
        let frame = frame.expect("the subscription is open").unwrap();
        parse(&frame.into_data().unwrap())
    }
}

/// Parses a frame, which must be exactly one line.
fn parse(line: &[u8]) -> Value {
    let line = std::str::from_utf8(line).unwrap();
    assert!(line.ends_with('\n') && line.matches('\n').count() == 1, "{line:?}");
    serde_json::from_str(line).unwrap()
}
