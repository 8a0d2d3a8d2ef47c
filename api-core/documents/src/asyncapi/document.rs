//! A checked document: channels and named types.

use api_core::description::Security;

use crate::schema::{Collected, Flow, Schema};

/// A document that can be written. [`Checked::asyncapi`](crate::Checked::asyncapi) makes it.
#[derive(Debug)]
pub struct Document {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) docs: String,
    /// The URL of the document of OpenAPI.
    pub(super) openapi: Option<String>,
    pub(super) servers: Vec<Server>,
    /// The names and documentation of the APIs.
    pub(super) tags: Vec<(String, &'static str)>,
    pub(super) channels: Vec<Channel>,
    pub(super) types: Collected,
}

/// An address that serves channels.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) name: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) docs: String,
    pub(super) is_encrypted: bool,
}

/// What passes at one address: a channel of AsyncAPI with its operations.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) address: String,
    pub(super) docs: &'static str,
    pub(super) tag: String,
    pub(super) deprecated: bool,
    /// The scheme of authentication and the permissions that a caller needs.
    pub(super) security: Option<(Security, &'static [&'static str])>,
    pub(super) captures: Vec<Capture>,
    /// The keys of the query, as an object.
    pub(super) query: Option<Schema>,
    /// The header fields of the request, as an object.
    pub(super) headers: Option<Schema>,
    pub(super) exchange: Exchange,
    /// The URL of the operation of OpenAPI.
    pub(super) operation: Option<String>,
}

/// A part of an address that is not fixed.
#[derive(Debug)]
pub(super) struct Capture {
    pub(super) name: String,
    pub(super) docs: &'static str,
    /// All values, if they are listed.
    pub(super) values: Vec<String>,
}

/// What passes.
#[derive(Debug)]
pub(super) enum Exchange {
    /// The events of a subscription, requested with a body if it is requested by `POST`.
    Subscription { request: Option<Message>, method: &'static str, events: Vec<Message> },
    /// The messages of a WebSocket.
    Duplex { subprotocols: &'static [&'static str], received: Message, sent: Message },
    /// A WebSocket whose messages are not described.
    Handover { subprotocols: &'static [&'static str] },
}

impl Exchange {
    /// Returns the subprotocols of a WebSocket. `None` for a subscription.
    pub(super) fn subprotocols(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Subscription { .. } => None,
            Self::Duplex { subprotocols, .. } | Self::Handover { subprotocols } => Some(subprotocols),
        }
    }
}

/// One kind of message.
#[derive(Debug)]
pub(super) struct Message {
    /// The key in the channel.
    pub(super) id: String,
    pub(super) docs: &'static str,
    pub(super) flow: Flow,
    pub(super) payload: Schema,
    /// Whether it may have header fields of its own.
    pub(super) has_headers: bool,
}
