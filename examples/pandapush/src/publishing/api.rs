//! The trait of the REST API.

use api_core::call::{Reply, ReplyForm, Text};
use api_core::description::Output;
use api_core::{Body, Failure, api};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

use super::PublishingError;

/// Publishing by servers.
#[api(base = "/channel", errors = PublishingError, content_type = any, contract = "../../contracts/publishing.contract")]
pub trait Publishing {
    /// Publishes an event on `/<application>/<kind>/<path>`. The body is its data: JSON, or a form.
    #[post("/{application}/{kind}/{*path}", body_limit = 102_400)]
    #[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
    async fn publish(
        &self,
        application: String,
        kind: String,
        path: String,
        #[query] token: Option<String>,
        #[header("authorization")] authorization: Option<String>,
        #[header("content-type")] content_type: Option<String>,
        #[body(bytes)] body: Bytes,
    ) -> Result<Accepted, PublishingError>;
}

/// The event was published: the text `OK`. It says nothing about receivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted;

const HTML: &str = "text/html; charset=utf-8";

impl Reply for Accepted {
    const OUTPUTS: &'static [Output] = &[Output::new(200, HTML, None)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text("OK".to_owned()).encode(form)?;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(HTML));
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        Text::decode(response, form).await.map(|_| Self)
    }
}
