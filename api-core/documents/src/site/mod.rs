//! All documents as routes of a server: the page for people, and beside it what programs read.

mod routes;

use api_core::body::RequestBody;
use api_core::routing::Routes;
use bytes::Bytes;

use self::routes::{Files, ServedApi};
use crate::openapi::Version;
use crate::outline::Checked;
use crate::page::{Page, SCRIPT, STYLE};

/// The documents of an outline, written once, and served beside its APIs.
///
/// | path | content |
/// |---|---|
/// | `/docs` | the [page](crate::page) |
/// | `/docs/openapi.json` | OpenAPI 3.1 |
/// | `/docs/asyncapi.json` | AsyncAPI 3.0 |
/// | `/docs/client.ts` | the client in TypeScript |
/// | `/docs/reference.md` | the reference in Markdown |
///
/// Everyone may read them. A program that shows them to some only puts them behind a layer, or does not serve them.
///
/// ```
/// use api_core::routing::Compose as _;
/// use api_core::{Error, api};
/// use api_documents::Outline;
///
/// #[api]
/// trait Rooms {
///     /// Returns the topic of a room.
///     #[get("/rooms/{id}/topic")]
///     async fn topic(&self, id: u32) -> Result<String, Error>;
/// }
///
/// struct Lobby;
///
/// impl Rooms for Lobby {
///     async fn topic(&self, id: u32) -> Result<String, Error> {
///         Ok(format!("the topic of {id}"))
///     }
/// }
///
/// let site = Outline::new("Rooms", "1.0.0").api::<RoomsApi>().check().unwrap().site();
/// let routes = RoomsApi::serve(Lobby).or_else(site.serve::<api_core::Body>());
/// # let _ = routes;
/// ```
#[derive(Debug, Clone)]
pub struct Site(Files);

impl Checked {
    /// Makes the site, with all of its documents. Those of OpenAPI and AsyncAPI refer to each other.
    #[must_use]
    pub fn site(&self) -> Site {
        let linked = Self(self.0.clone().linked());
        let Page { html, policy } = linked.page();
        Site(Files {
            html: html.into(),
            policy: policy.into(),
            style: Bytes::from_static(STYLE.as_bytes()),
            script: Bytes::from_static(SCRIPT.as_bytes()),
            openapi: linked.openapi().write(Version::V3_1).into(),
            asyncapi: linked.asyncapi().write().into(),
            typescript: linked.typescript().write().into(),
            markdown: linked.markdown().into(),
        })
    }
}

impl Site {
    /// Returns the routes: `/docs` and below it. [`Compose::nest`](api_core::routing::Compose::nest) puts them
    /// elsewhere.
    #[must_use]
    pub fn serve<B: RequestBody>(self) -> impl Routes<B> {
        ServedApi::serve(self.0)
    }
}
