//! The whole service as one server.
//!
//! ```text
//! metadata   the trait of what everyone may ask: health, counters, scripts
//! health     whether the parts of a node are there
//! node       its implementation
//! asset      pages, scripts and counters as answers
//! live       what the admin pages show of a running node
//! request_id the field `X-Request-Id` of every response
//! ```

mod asset;
mod health;
mod live;
mod metadata;
mod metadata_error;
mod node;
mod request_id;

use api_core::context::Slashes;
use api_core::routing::Routes;
use api_server::{IncomingBody, Server};

pub use asset::{MetricsText, Page, Script};
pub use health::{Health, Part};
pub use metadata::{Metadata, MetadataApi, Version};
pub use metadata_error::{HealthText, MetadataError};
pub use node::Node;

use crate::hub::Hub;
use crate::transport::PlainText;
use crate::{publishing, transport};

/// Returns the server of a node, with other routes beside those of clients and publishers.
pub fn server<R>(hub: &Hub, beside: R) -> Server<impl Routes<IncomingBody>>
where
    R: Routes<IncomingBody>,
{
    let routes = (transport::routes(hub), publishing::routes(hub), beside);
    Server::new(routes)
        .slashes(Slashes::Strict)
        .body_limit(hub.settings().message_size)
        .error_format(&PlainText)
        .on_response(request_id::add)
}
