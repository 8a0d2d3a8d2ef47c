//! A complete response, and assertions about it.

use std::collections::BTreeSet;

use api_core::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Response};
use http_body_util::BodyExt as _;
use serde_json::Value;

/// A complete response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let body = match body.into_events() {
            Ok(_) => Bytes::from_static(b"(a subscription)"),
            Err(body) => body.collect().await.unwrap().to_bytes(),
        };
        Self { status: head.status.as_u16(), headers: head.headers, body }
    }

    /// Asserts the status and a JSON body, and returns the body.
    #[track_caller]
    pub(crate) fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.shown());
        assert_eq!(self.headers[CONTENT_TYPE], "application/json", "{}", self.shown());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Asserts the status and an empty body.
    #[track_caller]
    pub(crate) fn empty(&self, status: u16) {
        assert_eq!((self.status, self.shown().as_str()), (status, ""));
        assert!(!self.headers.contains_key(CONTENT_TYPE), "an empty body has no type");
        let length = self.headers.get(CONTENT_LENGTH).map(|length| length.to_str().unwrap());
        assert!(length.is_none_or(|length| length == "0" && status != 204), "{length:?}");
    }

    /// Asserts an error of this status and type, and returns its description.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, kind: &str) -> String {
        let error = self.error();
        assert_eq!((self.status, error["error"].as_str()), (status, Some(kind)), "{}", self.shown());
        error["error_description"].as_str().unwrap().to_owned()
    }

    /// Asserts an error body with exactly the three strings of `PROTOCOL.md` §3, and returns it.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let error = self.json(self.status);
        assert!(self.status >= 400, "{}", self.shown());
        assert_eq!(members(&error), ["error", "error_description", "error_uri"].into(), "{}", self.shown());
        let text = |key: &str| error[key].as_str().unwrap_or_else(|| panic!("{key}: {}", self.shown())).to_owned();
        assert_eq!(text("error_uri"), format!("https://docs.pusher.com/errors/{}", text("error")));
        assert!(!text("error").is_empty() && !text("error_description").is_empty(), "{}", self.shown());
        error
    }

    pub(crate) fn shown(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Returns the member names of a JSON object.
#[track_caller]
pub(crate) fn members(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("not an object: {value}")).keys().map(String::as_str).collect()
}
