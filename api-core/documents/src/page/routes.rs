//! The page and its files as an API.

use std::sync::Arc;

use api_core::call::{HeaderFields, Text, WithHeaders};
use api_core::{Error, api};

/// The style sheet of the page.
const STYLE: &str = include_str!("page.css");
/// The script of the page.
const SCRIPT: &str = include_str!("page.js");

/// The page and its files.
#[api(base = "/docs")]
pub(super) trait Files {
    /// Returns the page.
    #[get("/", media_type = "text/html; charset=utf-8")]
    async fn page(&self) -> Result<WithHeaders<Text, Restrictions>, Error>;

    /// Returns the style sheet.
    #[get("/page.css", media_type = "text/css; charset=utf-8")]
    async fn style(&self) -> Result<WithHeaders<Text, Restrictions>, Error>;

    /// Returns the script.
    #[get("/page.js", media_type = "text/javascript; charset=utf-8")]
    async fn script(&self) -> Result<WithHeaders<Text, Restrictions>, Error>;
}

/// The text of the page, and what it may do.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) html: Arc<str>,
    pub(super) policy: Arc<str>,
}

/// What a browser may do with a file.
#[derive(Debug, HeaderFields)]
pub(super) struct Restrictions {
    /// The content security policy.
    #[header("content-security-policy")]
    policy: String,
    /// The media type is the declared one.
    #[header("x-content-type-options")]
    options: String,
    /// Other sites do not learn the page's address.
    #[header("referrer-policy")]
    referrer: String,
}

impl Content {
    fn file(&self, text: &str) -> WithHeaders<Text, Restrictions> {
        let headers = Restrictions {
            policy: self.policy.as_ref().to_owned(),
            options: "nosniff".to_owned(),
            referrer: "no-referrer".to_owned(),
        };
        WithHeaders { value: Text(text.to_owned()), headers }
    }
}

impl Files for Content {
    async fn page(&self) -> Result<WithHeaders<Text, Restrictions>, Error> {
        Ok(self.file(&self.html))
    }

    async fn style(&self) -> Result<WithHeaders<Text, Restrictions>, Error> {
        Ok(self.file(STYLE))
    }

    async fn script(&self) -> Result<WithHeaders<Text, Restrictions>, Error> {
        Ok(self.file(SCRIPT))
    }
}
