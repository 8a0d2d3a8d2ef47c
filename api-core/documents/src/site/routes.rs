//! The page, its files and the documents as an API.

use std::sync::Arc;

use api_core::call::{Binary, HeaderFields, WithHeaders};
use api_core::{Error, api};
use bytes::Bytes;

/// What is served below `/docs`.
#[api(base = "/docs")]
pub(super) trait Served {
    /// Returns the page.
    #[get("/", media_type = "text/html; charset=utf-8")]
    async fn page(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;

    /// Returns the style sheet of the page.
    #[get("/page.css", media_type = "text/css; charset=utf-8")]
    async fn style(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;

    /// Returns the script of the page.
    #[get("/page.js", media_type = "text/javascript; charset=utf-8")]
    async fn script(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;

    /// Returns the document of OpenAPI.
    #[get("/openapi.json", media_type = "application/json")]
    async fn openapi(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;

    /// Returns the document of AsyncAPI.
    #[get("/asyncapi.json", media_type = "application/json")]
    async fn asyncapi(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;

    /// Returns the client in TypeScript. A browser shows it as text.
    #[get("/client.ts", media_type = "text/plain; charset=utf-8")]
    async fn typescript(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;

    /// Returns the reference.
    #[get("/reference.md", media_type = "text/markdown; charset=utf-8")]
    async fn markdown(&self) -> Result<WithHeaders<Binary, Restrictions>, Error>;
}

/// The files, and what the page may do.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) policy: Arc<str>,
    pub(super) html: Bytes,
    pub(super) style: Bytes,
    pub(super) script: Bytes,
    pub(super) openapi: Bytes,
    pub(super) asyncapi: Bytes,
    pub(super) typescript: Bytes,
    pub(super) markdown: Bytes,
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

type File = Result<WithHeaders<Binary, Restrictions>, Error>;

impl Files {
    fn file(&self, content: &Bytes) -> WithHeaders<Binary, Restrictions> {
        let headers = Restrictions {
            policy: self.policy.as_ref().to_owned(),
            options: "nosniff".to_owned(),
            referrer: "no-referrer".to_owned(),
        };
        WithHeaders { value: Binary(content.clone()), headers }
    }
}

impl Served for Files {
    async fn page(&self) -> File {
        Ok(self.file(&self.html))
    }

    async fn style(&self) -> File {
        Ok(self.file(&self.style))
    }

    async fn script(&self) -> File {
        Ok(self.file(&self.script))
    }

    async fn openapi(&self) -> File {
        Ok(self.file(&self.openapi))
    }

    async fn asyncapi(&self) -> File {
        Ok(self.file(&self.asyncapi))
    }

    async fn typescript(&self) -> File {
        Ok(self.file(&self.typescript))
    }

    async fn markdown(&self) -> File {
        Ok(self.file(&self.markdown))
    }
}
