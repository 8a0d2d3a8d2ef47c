//! The parts of an endpoint that opens a WebSocket.

use proc_macro2::Ident;
use syn::{LitInt, LitStr, Type};

/// The settings of a WebSocket endpoint and the argument that receives the WebSocket.
#[derive(Clone)]
pub(crate) struct Socket {
    pub(crate) terms: Terms,
    pub(crate) input: Input,
}

/// The WebSocket settings in an endpoint's attribute.
#[derive(Clone, Default)]
pub(crate) struct Terms {
    /// In order of preference.
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

/// The argument that is not part of the call: the incoming messages of a duplex, or the pending connection.
#[derive(Clone)]
pub(crate) struct Input {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    /// Number of arguments of the call that precede it.
    pub(crate) index: usize,
}
