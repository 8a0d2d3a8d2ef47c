//! The command-line options.

use api_core::websocket::{ConnectionOptions, PermessageDeflate, SizeLimit};
use clap::Parser;

/// Echoes WebSocket messages.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Options {
    /// The address to listen on; port 0 selects a free port.
    #[arg(long, default_value = "127.0.0.1:9001", value_name = "ADDRESS")]
    pub listen: String,
    /// Compresses messages with permessage-deflate if the client offers it.
    #[arg(long)]
    pub deflate: bool,
    /// The maximum size of a message, compressed and decompressed; a larger one closes with 1009.
    #[arg(long, default_value_t = 64 << 20, value_name = "BYTES")]
    pub max_message: u64,
    /// A subprotocol of /echo; may be repeated, in order of preference.
    #[arg(long = "subprotocol", value_name = "NAME")]
    pub subprotocols: Vec<String>,
}

impl Options {
    /// Returns the options as connection options.
    pub fn connection(&self) -> ConnectionOptions {
        let limit = SizeLimit::at_most(self.max_message);
        // A single frame can contain a whole message.
        let options = ConnectionOptions::default().max_message(limit).max_frame(limit);
        // Without further settings the server agrees to any window size and context takeover that a client requests.
        if self.deflate { options.deflate(PermessageDeflate::new()) } else { options }
    }
}
