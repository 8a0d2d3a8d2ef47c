//! A subscription as lines, each a JSON array (`PROTOCOL.md` §5.1).

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use api_core::Body;
use http::Response;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::Answer;

/// An open subscription.
pub(crate) struct Follower {
    body: Body,
}

impl Follower {
    /// Reads the keep-alive that comes first.
    pub(crate) async fn open(response: Response<Body>) -> Self {
        if response.status() != 200 {
            let refusal = Answer::read(response).await;
            panic!("refused: {}", refusal.shown());
        }
        let mut follower = Self { body: response.into_body() };
        assert_eq!(follower.line().await, json!([0, ""]));
        follower
    }

    /// The body of the next event.
    pub(crate) async fn body(&mut self) -> Value {
        self.event().await.1
    }

    /// The data of the next event, which must be of this name.
    pub(crate) async fn data(&mut self, name: &str) -> Value {
        let body = self.body().await;
        assert_eq!(body["event_name"], name, "{body}");
        body["data"].clone()
    }

    /// The next event: its id and its body, of the form that every event of Chatkit has.
    pub(crate) async fn event(&mut self) -> (String, Value) {
        let line = self.line().await;
        let parts = line.as_array().unwrap();
        assert_eq!((parts.len(), &parts[0], &parts[2]), (4, &json!(1), &json!({})), "{line}");
        let body = parts[3].clone();
        assert_eq!(super::members(&body), ["event_name", "data", "timestamp"].into(), "{line}");
        (parts[1].as_str().unwrap().to_owned(), body)
    }

    /// The end: its status and its error type.
    pub(crate) async fn end(&mut self) -> (u64, String) {
        let line = self.line().await;
        let parts = line.as_array().unwrap();
        assert_eq!((parts.len(), &parts[0]), (4, &json!(255)), "{line}");
        assert!(self.body.frame().await.is_none(), "nothing follows an end");
        (parts[1].as_u64().unwrap(), parts[3]["error"].as_str().unwrap_or_default().to_owned())
    }

    /// Everything was read that has come so far.
    #[track_caller]
    pub(crate) fn is_quiet(&mut self) -> impl Future<Output = ()> + '_ {
        let place = std::panic::Location::caller();
        async move {
            let said = poll_fn(|task| match pin!(self.body.frame()).poll(task) {
                Poll::Pending => Poll::Ready(None),
                Poll::Ready(frame) => Poll::Ready(Some(format!("{frame:?}"))),
            });
            let said = said.await;
            assert!(said.is_none(), "{said:?} at {place}");
        }
    }

    /// What has come so far and was not read yet, line by line.
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
        let frame = self.body.frame().await.expect("the subscription goes on").unwrap();
        parse(&frame.into_data().unwrap())
    }
}

/// Each frame is one line.
fn parse(line: &[u8]) -> Value {
    let line = std::str::from_utf8(line).unwrap();
    assert!(line.ends_with('\n') && line.matches('\n').count() == 1, "{line:?}");
    serde_json::from_str(line).unwrap()
}
