//! A web page as a response: a custom type that an endpoint returns.

use api_core::call::{Reply, ReplyForm, Text};
use api_core::description::Output;
use api_core::{Body, Failure};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

const HTML: &str = "text/html; charset=utf-8";

/// A response in HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page(pub String);

/// Delegates to [`Text`], with the media type of HTML.
impl Reply for Page {
    const OUTPUTS: &'static [Output] = &[Output::new(200, HTML, None)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text(self.0).encode(form)?;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(HTML));
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        Text::decode(response, form).await.map(|text| Self(text.0))
    }
}
