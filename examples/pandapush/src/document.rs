//! The document of the service: what programs can call.

use api_documents::{Mounted, Outline};

use crate::admin::AdminApi;
use crate::publishing::PublishingApi;
use crate::server::MetadataApi;
use crate::transport::{PlainText, PushApi, PushSocketApi, PushStreamApi};

/// The description. The mount is served at more paths than a document can list.
const DOCS: &str = "Publish and subscribe for many applications, with presence. Everything at `/push` is also served at \
                    each path below it.";

/// Returns what the OpenAPI document of the service is made of. `pandapush openapi` prints it.
pub fn outline() -> Outline {
    Outline::new("Pandapush", env!("CARGO_PKG_VERSION"))
        .docs(DOCS)
        .server_errors(&PlainText)
        .mounted(Mounted::of::<PushApi>().under("/push"))
        .mounted(Mounted::of::<PushSocketApi>().under("/push"))
        .mounted(Mounted::of::<PushStreamApi>().under("/push"))
        .api::<PublishingApi>()
        .api::<AdminApi>()
        .api::<MetadataApi>()
}
