//! The terms that an endpoint declares for its connections.

use crate::message::SizeLimit;

/// The terms of an endpoint: subprotocols and limits that hold for all of its connections.
///
/// ```
/// use api_websocket::SizeLimit;
/// use api_websocket::handshake::Terms;
///
/// let terms = Terms { subprotocols: vec!["chat.v2".into(), "chat.v1".into()], ..Terms::default() };
/// assert_eq!(terms.max_message, None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The subprotocols of the server, in its order of preference. The first one that the client offers is selected.
    pub subprotocols: Vec<String>,
    /// The largest message.
    pub max_message: Option<SizeLimit>,
    /// The largest frame.
    pub max_frame: Option<SizeLimit>,
}
