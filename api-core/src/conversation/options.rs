//! The default options of WebSockets, as an extension of the routing context.

use std::sync::Arc;

use api_websocket::ConnectionOptions;

/// The default options of the WebSockets on the routes that a request entered.
#[derive(Debug, Clone)]
pub(crate) struct DefaultOptions(pub(crate) Arc<ConnectionOptions>);
