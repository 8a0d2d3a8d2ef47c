//! What an endpoint over a WebSocket has beside its call.

use proc_macro2::Ident;
use syn::{LitInt, LitStr, Type};

/// What is agreed on for a WebSocket, and where the method takes it.
pub(crate) struct Socket {
    pub(crate) terms: Terms,
    pub(crate) input: Input,
}

/// What the attribute says of a WebSocket.
#[derive(Default)]
pub(crate) struct Terms {
    /// The one that the server likes best comes first.
    pub(crate) subprotocols: Vec<LitStr>,
    pub(crate) max_message: Option<LitInt>,
    pub(crate) max_frame: Option<LitInt>,
    pub(crate) encoding: MessageEncoding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum MessageEncoding {
    #[default]
    Text,
    Binary,
}

/// The argument that is no part of the call: the incoming messages of a duplex, or the pending connection.
pub(crate) struct Input {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    /// How many of the call's arguments the method takes before it.
    pub(crate) index: usize,
}
