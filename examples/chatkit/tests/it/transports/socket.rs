//! A client of the shared WebSocket that sends and receives bare JSON messages.

use std::net::SocketAddr;
use std::time::Duration;

use api_client::{ClientBuilder, connect};
use api_core::websocket::{Connection, ConnectionError, OpenOptions, open_with};
use http::HeaderValue;
use http::header::ORIGIN;
use pusher_platform::shared_socket::{PlatformSocket as _, PlatformSocketApi, ServerMessage};
use serde_json::{Value, json};

use super::backend::Running;

/// The time limit of one read, with a margin for busy machines.
const TIME_LIMIT: Duration = Duration::from_secs(20);

pub(crate) struct Socket(pub(crate) Connection);

impl Socket {
    pub(crate) async fn open(running: &Running) -> Self {
        Self::connect(running.address).await
    }

    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self::open_with(address, OpenOptions::default()).await
    }

    /// Connects with an `Origin` field, as a page of this origin does.
    pub(crate) async fn open_from(running: &Running, origin: &'static str) -> Self {
        let options = OpenOptions::default().header(ORIGIN, HeaderValue::from_static(origin));
        Self::open_with(running.address, options).await
    }

    async fn open_with(address: SocketAddr, options: OpenOptions) -> Self {
        let environment = ClientBuilder::at(format!("http://{address}"));
        let client = connect::<PlatformSocketApi>(&environment).unwrap();
        Self(open_with(options, async move |pending| client.socket(pending).await).await.unwrap())
    }

    pub(crate) async fn send(&self, message: &Value) {
        self.0.send_text(message.to_string()).await.unwrap();
    }

    /// Sends a subscribe message with a token of `alice`.
    pub(crate) async fn subscribe(&self, running: &Running, id: u64, path: &str) {
        let token = running.token("alice");
        self.send(&json!([100, id, path, { "Authorization": format!("Bearer {token}"), "X-SDK-Product": "chatkit" }]))
            .await;
    }

    /// Reads the next message, which must be valid.
    pub(crate) async fn next(&mut self) -> Value {
        let text: String =
            tokio::time::timeout(TIME_LIMIT, self.0.receive()).await.expect("a message arrives in time").unwrap();
        ServerMessage::decode(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        serde_json::from_str(&text).unwrap()
    }

    /// Reads the end of the connection. No message may precede it.
    pub(crate) async fn end(&mut self) -> ConnectionError {
        tokio::time::timeout(TIME_LIMIT, self.0.receive_data_message())
            .await
            .expect("the connection ends in time")
            .unwrap_err()
    }
}
