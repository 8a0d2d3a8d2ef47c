//! permessage-deflate (RFC 7692): what is wanted of it, and what two ends agree on.

mod client;
mod parameters;
mod server;
#[cfg(test)]
mod tests;
mod window;

pub use self::client::{DeflateRefused, accept, offer};
pub use self::server::negotiate;
pub use self::window::{WindowBits, WindowError};

/// The extension's name in a handshake.
pub const NAME: &str = "permessage-deflate";

/// Compression of messages: what an end asks for and what it does with it.
///
/// The same options are good for both roles. Memory is about 2^(window + 2) bytes and 128 KiB more to compress, and 2^window to
/// decompress, for each connection.
///
/// ```
/// use api_websocket::{PermessageDeflate, WindowBits};
///
/// # fn main() -> Result<(), api_websocket::WindowError> {
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
    /// Windows of 32 KiB that are kept between messages, zlib's level 6, for messages of 32 bytes and more.
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

    /// Whether the server compresses each message without looking back at those before: less memory, larger messages.
    #[must_use]
    pub const fn server_no_context_takeover(mut self, without: bool) -> Self {
        self.server_no_context_takeover = without;
        self
    }

    /// Whether the client compresses each message without looking back at those before.
    #[must_use]
    pub const fn client_no_context_takeover(mut self, without: bool) -> Self {
        self.client_no_context_takeover = without;
        self
    }

    /// The largest window that the server compresses with.
    #[must_use]
    pub const fn server_max_window_bits(mut self, bits: WindowBits) -> Self {
        self.server_max_window_bits = bits;
        self
    }

    /// The largest window that the client compresses with. A server can ask for it only where the client offered to be asked; others
    /// compress with 32 KiB.
    #[must_use]
    pub const fn client_max_window_bits(mut self, bits: WindowBits) -> Self {
        self.client_max_window_bits = bits;
        self
    }

    /// How hard to compress what is sent, from 0 (not at all) to 9; more counts as 9.
    #[must_use]
    pub const fn level(mut self, level: u8) -> Self {
        self.level = if level > 9 { 9 } else { level };
        self
    }

    /// Messages with fewer bytes are sent as they are.
    #[must_use]
    pub const fn threshold(mut self, bytes: usize) -> Self {
        self.threshold = bytes;
        self
    }

    /// How hard to compress, from 0 to 9.
    pub const fn compression_level(&self) -> u8 {
        self.level
    }

    /// The size of the smallest message that is compressed.
    pub const fn compression_threshold(&self) -> usize {
        self.threshold
    }
}

impl Default for PermessageDeflate {
    fn default() -> Self {
        Self::new()
    }
}

/// What both ends agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// Whether the server's window is empty at the start of each message.
    pub server_no_context_takeover: bool,
    /// Whether the client's is.
    pub client_no_context_takeover: bool,
    /// The window to decompress what the server sends, and the largest it compresses with.
    pub server_window: WindowBits,
    /// The same of the client.
    pub client_window: WindowBits,
}
