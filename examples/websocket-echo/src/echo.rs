//! The implementation: what happens on each connection.

use api_core::websocket::{AcceptOptions, CloseFrame};
use api_core::{Messages, PendingConnection};
use futures_util::stream;

use crate::api::{Echo, EchoError, Heard, Say};

/// Echoes, and the subprotocols that it speaks: the one it likes best comes first.
#[derive(Debug, Clone, Default)]
pub struct Echoes {
    subprotocols: Vec<String>,
}

impl Echoes {
    /// Speaks these subprotocols. A client that offers none of them is served without one.
    pub fn new(subprotocols: Vec<String>) -> Self {
        Self { subprotocols }
    }
}

impl Echo for Echoes {
    async fn echo(&self, pending: PendingConnection) -> Result<(), EchoError> {
        // Nothing is answered yet: here a handler could look at path, headers or session, and `reject`.
        let chosen = self.subprotocols.iter().find(|name| pending.subprotocols().any(|offered| offered == *name));
        // What `websocket_options` said of all connections holds for this one, and a subprotocol comes to it.
        let mut options = AcceptOptions::default().connection(pending.default_options());
        if let Some(name) = chosen {
            options = options.subprotocol(name);
        }
        // Accepting fails if the client went away meanwhile. That is no error of ours, and nobody is left to tell.
        let Ok(mut connection) = pending.accept_with(options).await else { return Ok(()) };
        // Pings and the close frame are answered by the connection while it receives. Any error ends the conversation, and the
        // connection has told the peer already: with its own close frame given back, with 1002, 1007 or 1009 if it broke a rule.
        while let Ok(message) = connection.receive_data_message().await {
            // Waits while the peer takes nothing. Meanwhile nothing is received either, so a peer that only talks is held back.
            if connection.send_data_message(message).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    async fn root(&self, pending: PendingConnection) -> Result<(), EchoError> {
        self.echo(pending).await
    }

    async fn typed(&self, input: Messages<Say>) -> Result<Messages<Heard>, EchoError> {
        // What is returned is a stream, asked for its next message when the peer has taken those before. One message out for each one in
        // needs no task and no channel; `websocket-chat` shows those.
        let heard = stream::unfold((input, 0), async |(mut input, number)| match input.next().await {
            Some(Ok(Say { text })) => Some((Ok(Heard::Echo { number: number + 1, text }), (input, number + 1))),
            // Not a `Say`: an error of this message alone.
            Some(Err(error)) if error.is_decode() => {
                let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                Some((Ok(Heard::NotUnderstood { why }), (input, number)))
            }
            // The connection is lost.
            Some(Err(_)) => None,
            // The client is done. A stream that just ends would close with 1000; this one says back the client's own code and reason.
            None => Some((Err(input.end().cloned().unwrap_or_else(CloseFrame::normal)), (input, number))),
        });
        Ok(Messages::until(heard))
    }
}
