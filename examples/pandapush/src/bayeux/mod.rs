//! Bayeux, as Faye speaks it: the messages, what they must contain, and the replies. No I/O, no state.
//!
//! ```text
//! message        one message of a request, and the array around it
//! connection     the connection types
//! rules          what each message must contain
//! error          the errors of the protocol
//! reply          replies and advice
//! callback       JSONP
//! ```

mod callback;
mod connection;
mod error;
mod message;
mod reply;
mod rules;

pub use callback::{Callback, InvalidCallback};
pub use connection::ConnectionType;
pub use error::BayeuxError;
pub use message::{BadRequest, Message, messages};
pub use reply::{Advice, Reply, array};
pub use rules::{
    Connect, Subscription, channels, client, connect, handshake, looks_like_presence, publication, subscription,
};

/// The names of the meta channels. They are compared exactly: a longer name is another channel.
pub mod meta {
    /// Begins a session.
    pub const HANDSHAKE: &str = "/meta/handshake";
    /// Waits for events.
    pub const CONNECT: &str = "/meta/connect";
    /// Begins a subscription.
    pub const SUBSCRIBE: &str = "/meta/subscribe";
    /// Ends a subscription.
    pub const UNSUBSCRIBE: &str = "/meta/unsubscribe";
    /// Ends a session.
    pub const DISCONNECT: &str = "/meta/disconnect";

    /// Returns whether a channel is reserved for the protocol.
    pub fn is_meta(channel: &str) -> bool {
        channel == "/meta" || channel.starts_with("/meta/")
    }

    /// Returns whether a channel can be subscribed: not one of the protocol, nor of services.
    pub fn is_subscribable(channel: &str) -> bool {
        !is_meta(channel) && channel != "/service" && !channel.starts_with("/service/")
    }
}
