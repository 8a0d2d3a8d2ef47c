//! A stream of server-sent events, line by line.

use http::Response;
use http::header::{AsHeaderName, CONTENT_TYPE};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::Value;

use super::soon;

/// An open stream.
pub(crate) struct EventStream {
    response: Response<Incoming>,
    read: String,
}

impl EventStream {
    #[track_caller]
    pub(super) fn new(response: Response<Incoming>) -> Self {
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
        Self { response, read: String::new() }
    }

    /// Returns a field of the response, or an empty text.
    pub(crate) fn field(&self, name: impl AsHeaderName) -> &str {
        self.response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Reads the next line. `None` if the stream has ended.
    pub(crate) async fn line(&mut self) -> Option<String> {
        loop {
            if let Some((line, rest)) = self.read.split_once('\n') {
                let (line, begun) = (line.to_owned(), self.read.len() - rest.len());
                self.read.drain(..begun);
                return Some(line);
            }
            let frame = soon("a line", self.response.body_mut().frame()).await?.ok()?;
            self.read.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
        }
    }

    /// Reads the next event, which is an array of one message.
    pub(crate) async fn event(&mut self) -> Value {
        loop {
            let line = self.line().await.expect("an event");
            if let Some(data) = line.strip_prefix("data:") {
                let mut array: Vec<Value> = serde_json::from_str(data).unwrap();
                assert_eq!(array.len(), 1, "{data}");
                return array.remove(0);
            }
        }
    }

    /// Reads until the stream ends. No event may precede its end, which is announced by an event with a name: an
    /// `EventSource` of a browser gives those without a name to its page only.
    pub(crate) async fn ended(&mut self) {
        let mut is_named = false;
        while let Some(line) = self.line().await {
            assert!(is_named || !line.starts_with("data:"), "{line}");
            is_named = line == "event: end";
        }
    }
}
