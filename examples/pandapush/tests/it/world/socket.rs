//! A WebSocket at the mount.

use api_client::ClientBuilder;
use api_core::websocket::{Connection, ConnectionError, OpenOptions};
use serde_json::Value;

use super::{World, soon};

/// An open WebSocket.
pub(crate) struct Socket(pub(crate) Connection);

impl World {
    /// Opens a WebSocket.
    pub(crate) async fn socket(&self) -> Socket {
        let builder = ClientBuilder::at(format!("http://{}", self.address));
        let (connection, _) = soon("a WebSocket", builder.open("/push", OpenOptions::default())).await.unwrap();
        Socket(connection)
    }
}

impl Socket {
    pub(crate) async fn send(&self, messages: &Value) {
        self.send_text(&messages.to_string()).await;
    }

    pub(crate) async fn send_text(&self, text: &str) {
        self.0.send_text(text.to_owned()).await.unwrap();
    }

    /// Reads the next frame, which is an array.
    pub(crate) async fn frame(&mut self) -> Vec<Value> {
        let text: String = soon("a frame", self.0.receive()).await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Reads the next frame, which is an array of one message.
    pub(crate) async fn message(&mut self) -> Value {
        let mut frame = self.frame().await;
        assert_eq!(frame.len(), 1, "{frame:?}");
        frame.remove(0)
    }

    /// Sends one message and returns its reply, which must come next.
    pub(crate) async fn reply(&mut self, message: &Value) -> Value {
        self.send(message).await;
        self.message().await
    }

    /// Reads the end of the connection. No frame may precede it.
    pub(crate) async fn end(&mut self) -> ConnectionError {
        soon("the end", self.0.receive_data_message()).await.unwrap_err()
    }
}
