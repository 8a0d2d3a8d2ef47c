//! The form of a subscription's server-sent events.

use syn::LitStr;

/// The form of a subscription's server-sent events, as its attribute declares it.
#[derive(Clone, Default)]
pub(crate) struct EventForm {
    /// `None`: by an event with the name `end`.
    pub(crate) end: Option<Ending>,
    /// The name of events that are heartbeats.
    pub(crate) heartbeat: Option<LitStr>,
    /// Whether the name of an event is the tag of its body.
    pub(crate) named: bool,
}

/// How a stream ends.
#[derive(Clone)]
pub(crate) enum Ending {
    /// By an event with this text as its data.
    Marker(LitStr),
    Close,
}
