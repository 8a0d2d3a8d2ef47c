//! What the program is started with.

use api_core::websocket::{ConnectionOptions, PermessageDeflate, SizeLimit};
use clap::Parser;

/// Says back what it hears over a WebSocket.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Options {
    /// The address; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:9001", value_name = "ADDRESS")]
    pub listen: String,
    /// Compresses messages with permessage-deflate, where the client offers it.
    #[arg(long)]
    pub deflate: bool,
    /// The biggest message, as it comes and once inflated; a bigger one closes with 1009.
    #[arg(long, default_value_t = 64 << 20, value_name = "BYTES")]
    pub max_message: u64,
    /// A subprotocol that /echo speaks; may be given several times, the one it likes best first.
    #[arg(long = "subprotocol", value_name = "NAME")]
    pub subprotocols: Vec<String>,
}

impl Options {
    /// The same as options of a connection.
    pub fn connection(&self) -> ConnectionOptions {
        let limit = SizeLimit::at_most(self.max_message);
        // A frame can be as big as the message that it is the whole of.
        let options = ConnectionOptions::default().max_message(limit).max_frame(limit);
        // Without limits of its own, the server agrees to whatever windows and resets a client asks for.
        if self.deflate { options.deflate(PermessageDeflate::new()) } else { options }
    }
}
