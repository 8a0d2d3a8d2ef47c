//! The answers of the mount, and what they tell a browser.

use api_core::call::{Reply, ReplyForm, Text};
use api_core::description::{HeaderField, Output};
use api_core::{Body, Failure};
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Response};

/// An array of replies and events, as JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replies {
    /// The array.
    pub array: String,
    /// The origin of the page that asks. Pages of every origin may read the answer.
    pub origin: Option<String>,
}

/// An array of replies and events inside a call, for a script element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The call.
    pub call: String,
    /// The origin of the page that asks.
    pub origin: Option<String>,
}

const JSON: &str = "application/json; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

const FIELDS: &[HeaderField] = &[
    HeaderField::text("access-control-allow-origin"),
    HeaderField::text("access-control-allow-credentials"),
    HeaderField::text("cache-control"),
    HeaderField::text("x-content-type-options"),
];

impl Reply for Replies {
    const OUTPUTS: &'static [Output] = &[Output::new(200, JSON, None).headers(FIELDS)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text(self.array).encode(form)?;
        write(response.headers_mut(), JSON, self.origin.as_deref());
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let origin = read(response.headers());
        Text::decode(response, form).await.map(|text| Self { array: text.0, origin })
    }
}

impl Reply for Script {
    const OUTPUTS: &'static [Output] = &[Output::new(200, JAVASCRIPT, None).headers(FIELDS)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text(self.call).encode(form)?;
        write(response.headers_mut(), JAVASCRIPT, self.origin.as_deref());
        // A browser that opens the address itself saves a file instead of running it.
        let attachment = HeaderValue::from_static("attachment; filename=f.txt");
        response.headers_mut().insert(CONTENT_DISPOSITION, attachment);
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let origin = read(response.headers());
        Text::decode(response, form).await.map(|text| Self { call: text.0, origin })
    }
}

fn write(headers: &mut HeaderMap, content_type: &'static str, origin: Option<&str>) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(Ok(origin)) = origin.map(HeaderValue::from_str) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
}

fn read(headers: &HeaderMap) -> Option<String> {
    headers.get(ACCESS_CONTROL_ALLOW_ORIGIN)?.to_str().ok().map(str::to_owned)
}
