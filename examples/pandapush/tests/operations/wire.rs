//! Requests written by hand, so that they can stay open.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long anything may take that a test waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A connection.
pub(crate) struct Wire {
    stream: TcpStream,
    received: String,
}

impl Wire {
    pub(crate) async fn open(address: &str) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap(), received: String::new() }
    }

    /// Sends a request with a JSON body.
    pub(crate) async fn send(&mut self, method: &str, target: &str, fields: &str, body: &str) {
        let length = body.len();
        let head = format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n");
        let kind = if fields.contains("content-type:") { "" } else { "content-type: application/json\r\n" };
        self.stream.write_all(format!("{head}{kind}{fields}\r\n{body}").as_bytes()).await.unwrap();
    }

    /// Reads until a text was received, and returns what came up to it.
    pub(crate) async fn until(&mut self, text: &str) -> String {
        loop {
            if let Some(end) = self.received.find(text).map(|start| start + text.len()) {
                let rest = self.received.split_off(end);
                return std::mem::replace(&mut self.received, rest);
            }
            let mut piece = [0; 4096];
            let length = timeout(PATIENCE, self.stream.read(&mut piece)).await.expect("nothing came in time").unwrap();
            assert_ne!(length, 0, "the connection ended before {text:?}: {}", self.received);
            self.received.push_str(&String::from_utf8_lossy(&piece[..length]));
        }
    }

    /// Reads until the other end closes.
    pub(crate) async fn until_end(mut self) -> String {
        let mut rest = Vec::new();
        // A connection that is reset has ended too.
        let _ = timeout(PATIENCE, self.stream.read_to_end(&mut rest)).await.expect("the connection stays open");
        self.received + &String::from_utf8_lossy(&rest)
    }
}

/// Sends a request on a connection of its own. Returns the response, head and body.
pub(crate) async fn request(address: &str, method: &str, target: &str, fields: &str, body: &str) -> String {
    let mut wire = Wire::open(address).await;
    wire.send(method, target, &format!("connection: close\r\n{fields}"), body).await;
    wire.until_end().await
}

/// Returns the body of a response as JSON.
pub(crate) fn json(response: &str) -> Value {
    let (_, body) = response.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {response}"));
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {response}"))
}

/// Begins a session. Returns the id of the client.
pub(crate) async fn handshake(address: &str) -> String {
    let message = r#"{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}"#;
    let reply = json(&request(address, "POST", "/push", "", message).await);
    reply[0]["clientId"].as_str().unwrap().to_owned()
}
