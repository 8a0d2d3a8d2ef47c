//! A complete HTTP response.

use http::header::{AsHeaderName, CONTENT_TYPE};
use http::{HeaderMap, Response};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::Value;

/// A complete response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(super) async fn read(response: Response<Incoming>) -> Self {
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Self { status: head.status.as_u16(), headers: head.headers, text: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// Asserts the status and the body.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, text: &str) -> &Self {
        assert_eq!((self.status, self.text.as_str()), (status, text), "{self:?}");
        self
    }

    /// Returns a field, or an empty text.
    pub(crate) fn field(&self, name: impl AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts an array of messages with the fields of every answer of the mount, and returns it.
    #[track_caller]
    pub(crate) fn messages(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.field(CONTENT_TYPE), "application/json; charset=utf-8", "{self:?}");
        serde_json::from_str(&self.text).unwrap()
    }
}
