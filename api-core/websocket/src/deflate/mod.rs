//! permessage-deflate (RFC 7692): the options of each end, and their negotiation.
//!
//! [`PermessageDeflate`] is all that most programs need:
//! [`ConnectionOptions::deflate`](crate::ConnectionOptions::deflate) takes it, and
//! [`PendingConnection`](crate::PendingConnection) and clients negotiate with it. The functions are for other HTTP
//! libraries: a client sends [`offer`] and checks the answer with [`verify_answer`], a server answers with
//! [`negotiate`].
//!
//! ```
//! use api_websocket::deflate::{self, PermessageDeflate};
//! use api_websocket::handshake::Extension;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (client, server) = (PermessageDeflate::new(), PermessageDeflate::new().server_no_context_takeover(true));
//! let offers = Extension::parse_list(deflate::offer(&client).to_str()?)?;
//! let (negotiated, answer) = deflate::negotiate(&server, &offers).expect("the offer is acceptable");
//! assert_eq!(answer, "permessage-deflate; server_no_context_takeover");
//!
//! let answer = Extension::parse_list(answer.to_str()?)?;
//! assert_eq!(deflate::verify_answer(Some(&client), &answer)?, Some(negotiated));
//! # Ok(()) }
//! ```

mod client;
mod parameters;
mod server;
#[cfg(test)]
mod tests;
mod window;

pub use self::client::{AnswerError, offer, verify_answer};
pub use self::server::negotiate;
pub use self::window::{WindowBits, WindowError};

/// The name of the extension in a handshake.
pub const EXTENSION_NAME: &str = "permessage-deflate";

/// Options of message compression, for both roles.
///
/// Each connection takes about 2^(window + 2) bytes and 128 KiB of memory to compress, and 2^window bytes to
/// decompress, each from its first compressed message on.
///
/// ```
/// use api_websocket::deflate::{PermessageDeflate, WindowBits};
///
/// # fn main() -> Result<(), api_websocket::deflate::WindowError> {
/// let small = PermessageDeflate::new()
///     .server_max_window_bits(WindowBits::new(11)?)
///     .server_no_context_takeover(true)
///     .level(1)
///     .threshold(256);
/// # let _ = small;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermessageDeflate {
    server_no_context_takeover: bool,
    client_no_context_takeover: bool,
    server_max_window_bits: WindowBits,
    client_max_window_bits: WindowBits,
    level: u8,
    threshold: usize,
}

impl PermessageDeflate {
    /// Creates options with windows of 32 KiB that are kept between messages, and level 6 for messages of 32 bytes and
    /// more.
    pub const fn new() -> Self {
        Self {
            server_no_context_takeover: false,
            client_no_context_takeover: false,
            server_max_window_bits: WindowBits::MAX,
            client_max_window_bits: WindowBits::MAX,
            level: 6,
            threshold: 32,
        }
    }

    /// Sets whether the server compresses each message independently. Default: no.
    ///
    /// This needs less memory and makes messages larger.
    #[must_use]
    pub const fn server_no_context_takeover(mut self, without: bool) -> Self {
        self.server_no_context_takeover = without;
        self
    }

    /// Sets whether the client compresses each message independently. Default: no.
    #[must_use]
    pub const fn client_no_context_takeover(mut self, without: bool) -> Self {
        self.client_no_context_takeover = without;
        self
    }

    /// Sets the largest window that the server compresses with. Default: 32 KiB.
    #[must_use]
    pub const fn server_max_window_bits(mut self, bits: WindowBits) -> Self {
        self.server_max_window_bits = bits;
        self
    }

    /// Sets the largest window that the client compresses with. Default: 32 KiB.
    ///
    /// A server can only limit it if the client offers `client_max_window_bits`. Other clients compress with 32 KiB.
    #[must_use]
    pub const fn client_max_window_bits(mut self, bits: WindowBits) -> Self {
        self.client_max_window_bits = bits;
        self
    }

    /// Sets the compression level, from 0 (none) to 9. Default: 6. A larger value counts as 9.
    #[must_use]
    pub const fn level(mut self, level: u8) -> Self {
        self.level = if level > 9 { 9 } else { level };
        self
    }

    /// Sets the size below which messages are sent uncompressed. Default: 32 bytes.
    #[must_use]
    pub const fn threshold(mut self, bytes: usize) -> Self {
        self.threshold = bytes;
        self
    }

    /// Returns the compression level, from 0 to 9.
    pub const fn compression_level(&self) -> u8 {
        self.level
    }

    /// Returns the size of the smallest message that is compressed.
    pub const fn compression_threshold(&self) -> usize {
        self.threshold
    }
}

impl Default for PermessageDeflate {
    fn default() -> Self {
        Self::new()
    }
}

/// The parameters that both ends have negotiated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Negotiated {
    /// Whether the server compresses each message independently.
    pub server_no_context_takeover: bool,
    /// Whether the client compresses each message independently.
    pub client_no_context_takeover: bool,
    /// The largest window that the server compresses with.
    pub server_window: WindowBits,
    /// The largest window that the client compresses with.
    pub client_window: WindowBits,
}
