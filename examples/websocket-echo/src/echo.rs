//! The implementation of the echo endpoints.

use api_core::websocket::{AcceptOptions, CloseFrame};
use api_core::{Messages, PendingConnection};
use futures_util::stream;

use crate::api::{Echo, EchoError, Say, ServerMessage};

/// An implementation of [`Echo`] with a list of subprotocols in order of preference.
#[derive(Debug, Clone, Default)]
pub struct Echoes {
    subprotocols: Vec<String>,
}

impl Echoes {
    /// Creates an implementation that supports these subprotocols. A client that offers none of them is served without
    /// one.
    pub fn new(subprotocols: Vec<String>) -> Self {
        Self { subprotocols }
    }
}

impl Echo for Echoes {
    async fn echo(&self, pending: PendingConnection) -> Result<(), EchoError> {
        // The request is not answered yet. A handler could check the path, header fields or session here, and `reject`.
        let chosen = self.subprotocols.iter().find(|name| pending.subprotocols().any(|offered| offered == *name));
        // Uses the options that `websocket_options` set for all connections, and adds a subprotocol.
        let mut options = AcceptOptions::default().connection(pending.default_options());
        if let Some(name) = chosen {
            options = options.subprotocol(name);
        }
        // Accepting fails if the client has disconnected, which is not an error of the server.
        let Ok(mut connection) = pending.accept_with(options).await else { return Ok(()) };
        // The connection answers pings and close frames while it receives. It also sends the close frame after an
        // error: the client's own code, or 1002, 1007 or 1009 after a protocol violation. Any error therefore just ends
        // the loop.
        while let Ok(message) = connection.receive_data_message().await {
            // Waits while the client does not read. Nothing is received meanwhile, so back-pressure reaches a client
            // that only sends.
            if connection.send_data_message(message).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    async fn root(&self, pending: PendingConnection) -> Result<(), EchoError> {
        self.echo(pending).await
    }

    async fn typed(&self, input: Messages<Say>) -> Result<Messages<ServerMessage>, EchoError> {
        // The returned stream is polled for the next message when the client has taken the previous ones. One reply per
        // message needs neither a task nor a channel; `websocket-chat` uses both.
        let replies = stream::unfold((input, 0), async |(mut input, number)| match input.next().await {
            Some(Ok(Say { text })) => Some((Ok(ServerMessage::Echo { number: number + 1, text }), (input, number + 1))),
            // Not a `Say`: only this message is invalid.
            Some(Err(error)) if error.is_decode() => {
                let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                Some((Ok(ServerMessage::NotUnderstood { why }), (input, number)))
            }
            // The connection is lost.
            Some(Err(_)) => None,
            // The client closed. A stream that ends would close with 1000; this one echoes the client's code and
            // reason.
            None => Some((Err(input.end().cloned().unwrap_or_else(CloseFrame::normal)), (input, number))),
        });
        Ok(Messages::until(replies))
    }
}
