//! A page, style sheet or script as a response, with header fields that restrict what a browser does with it.

use std::borrow::Cow;
use std::marker::PhantomData;

use api_core::call::{Reply, ReplyForm, Text};
use api_core::description::{HeaderField, Output};
use api_core::{Body, Failure};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

/// The page may load from, and send requests to, its own server only. Text written by users cannot become script or
/// markup. Images are loaded only from this server, because a request to another server would reveal who reads.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

const PROTECTION: [(&str, &str); 6] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    // Another version of the program has other files with the same names.
    ("cache-control", "no-cache"),
];

const PROTECTION_FIELDS: [HeaderField; PROTECTION.len()] = {
    let mut fields = [HeaderField::text(""); PROTECTION.len()];
    let mut index = 0;
    while index < fields.len() {
        fields[index].name = PROTECTION[index].0;
        index += 1;
    }
    fields
};

/// A text for a browser with one media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset<M> {
    text: Cow<'static, str>,
    media: PhantomData<M>,
}

/// The media type of an asset.
pub trait Media: Send + Sync + 'static {
    /// The value of `Content-Type`.
    const TYPE: &'static str;
}

/// An HTML page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Html;

/// A style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StyleSheet;

/// A script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JavaScript;

impl<M> Asset<M> {
    /// Creates an asset from its text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), media: PhantomData }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Media for Html {
    const TYPE: &'static str = "text/html; charset=utf-8";
}

impl Media for StyleSheet {
    const TYPE: &'static str = "text/css; charset=utf-8";
}

impl Media for JavaScript {
    const TYPE: &'static str = "text/javascript; charset=utf-8";
}

impl<M: Media> Reply for Asset<M> {
    const OUTPUTS: &'static [Output] = &[Output::new(200, M::TYPE, None).headers(&PROTECTION_FIELDS)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Text(self.text.into_owned()).encode(form)?;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(M::TYPE));
        for (name, value) in PROTECTION {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        Text::decode(response, form).await.map(|text| Self::new(text.0))
    }
}
