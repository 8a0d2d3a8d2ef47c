//! Pages, scripts and counters as answers.

use api_core::call::{Reply, ReplyForm, Text};
use api_core::description::{HeaderField, Output};
use api_core::{Body, Failure};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use sha2::{Digest as _, Sha256};

/// An HTML page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page(pub &'static str);

/// A script, or 304 for a browser that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    text: String,
    etag: String,
    is_known: bool,
}

/// Counters in the format `OpenMetrics`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricsText(pub String);

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

impl Script {
    /// Makes the answer to a request with the value of `If-None-Match`.
    pub fn new(text: &str, known: Option<&str>) -> Self {
        let digest =
            Sha256::digest(text).iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let etag = format!("\"{digest}\"");
        let matches = |listed: &str| {
            let listed = listed.trim();
            listed == "*" || listed.trim_start_matches("W/") == etag
        };
        let is_known = known.is_some_and(|known| known.split(',').any(matches));
        Self { text: text.to_owned(), etag, is_known }
    }
}

impl Reply for Page {
    const OUTPUTS: &'static [Output] = &[Output::new(200, HTML, None)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text(self.0.to_owned()).encode(form)?;
        write(response.headers_mut(), HTML);
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        Text::decode(response, form).await.map(|_| Self(""))
    }
}

impl Reply for MetricsText {
    const OUTPUTS: &'static [Output] = &[Output::new(200, OPEN_METRICS, None)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text(self.0).encode(form)?;
        write(response.headers_mut(), OPEN_METRICS);
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        Text::decode(response, form).await.map(|text| Self(text.0))
    }
}

const FIELDS: &[HeaderField] = &[HeaderField::text("etag"), HeaderField::text("cache-control")];

impl Reply for Script {
    const OUTPUTS: &'static [Output] = &[Output::new(200, JAVASCRIPT, None).headers(FIELDS), Output::empty(304)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = if self.is_known {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let mut response = Text(self.text).encode(form)?;
            write(response.headers_mut(), JAVASCRIPT);
            response
        };
        // Another version of the program has another script at the same address.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            response.headers_mut().insert(ETAG, etag);
        }
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let is_known = response.status() == StatusCode::NOT_MODIFIED;
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
        let text = if is_known { String::new() } else { Text::decode(response, form).await?.0 };
        Ok(Self { text, etag, is_known })
    }
}

fn write(headers: &mut HeaderMap, media_type: &'static str) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_has_the_script_gets_none() {
        let script = Script::new("text", None);
        for known in
            [script.etag.clone(), format!("W/{}", script.etag), format!("\"x\", {}", script.etag), "*".to_owned()]
        {
            assert!(Script::new("text", Some(&known)).is_known, "{known}");
        }
        assert!(!script.is_known && !Script::new("other", Some(&script.etag)).is_known);
    }
}
