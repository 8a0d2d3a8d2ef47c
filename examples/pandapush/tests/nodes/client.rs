//! A client that speaks Bayeux over a WebSocket or by polling.

use api_client::ClientBuilder;
use api_core::websocket::{Connection, OpenOptions};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::http::request;
use super::world::PATIENCE;

/// A client on a WebSocket to one node.
pub(crate) struct Client {
    pub(crate) id: String,
    socket: Connection,
    events: Vec<Value>,
    next: u32,
}

impl Client {
    /// Begins a session on a node, and connects.
    pub(crate) async fn start(node: &str) -> Self {
        let socket = open(node).await;
        let mut client = Self { id: String::new(), socket, events: Vec::new(), next: 0 };
        let types = json!({"version": "1.0", "supportedConnectionTypes": ["websocket"]});
        let reply = client.ask("/meta/handshake", types).await;
        client.id = reply["clientId"].as_str().unwrap().to_owned();
        client.connect().await;
        client
    }

    /// Goes on with the session on another node. Returns false if it is unknown there.
    pub(crate) async fn move_to(&mut self, node: &str) -> bool {
        self.socket = open(node).await;
        let connect = json!({"connectionType": "websocket", "advice": {"timeout": 0}});
        let reply = self.ask("/meta/connect", connect).await;
        if reply["successful"] == true {
            self.connect().await;
            return true;
        }
        assert_eq!(reply["advice"], json!({"reconnect": "handshake"}), "{reply}");
        false
    }

    /// Subscribes, with a token for a user if there is one. Returns the reply.
    pub(crate) async fn subscribe(&mut self, channel: &str, token: Option<&str>) -> Value {
        let ext = token.map_or(json!({}), |token| json!({"auth": {"token": token}}));
        self.ask("/meta/subscribe", json!({"subscription": channel, "ext": ext})).await
    }

    /// Ends a subscription.
    pub(crate) async fn unsubscribe(&mut self, channel: &str) -> Value {
        self.ask("/meta/unsubscribe", json!({"subscription": channel})).await
    }

    /// Returns the data of the next event.
    pub(crate) async fn event(&mut self) -> Value {
        while self.events.is_empty() {
            self.receive().await.expect("the connection is open");
        }
        self.events.remove(0)["data"].clone()
    }

    /// Returns the data of all events until the connection is lost.
    pub(crate) async fn events_until_lost(&mut self) -> Vec<Value> {
        while self.receive().await.is_some() {}
        self.events.drain(..).map(|event| event["data"].clone()).collect()
    }

    /// Shows that nothing came but what was read: an own publication is the next event.
    pub(crate) async fn expect_silence(&mut self, channel: &str) {
        let auth = json!({"auth": {"key": "devkey", "secret": "devsecret"}});
        let reply = self.ask(channel, json!({"data": "end", "ext": auth})).await;
        assert_eq!(reply["successful"], true, "{reply}");
        assert_eq!(self.event().await, "end");
    }

    async fn connect(&mut self) {
        let id = self.next_id();
        let connect = json!({"channel": "/meta/connect", "clientId": self.id, "connectionType": "websocket", "id": id});
        self.socket.send_text(json!([connect]).to_string()).await.unwrap();
    }

    /// Sends a message and waits for its reply.
    async fn ask(&mut self, channel: &str, mut message: Value) -> Value {
        let id = self.next_id();
        message["channel"] = channel.into();
        message["id"] = id.clone().into();
        if !self.id.is_empty() {
            message["clientId"] = self.id.clone().into();
        }
        self.socket.send_text(json!([message]).to_string()).await.unwrap();
        loop {
            let replies = self.receive().await.expect("the connection is open");
            if let Some(reply) = replies.into_iter().find(|reply| reply["id"] == id.as_str()) {
                return reply;
            }
        }
    }

    /// Receives one frame. Events are kept, replies returned. `None` if the connection is lost.
    async fn receive(&mut self) -> Option<Vec<Value>> {
        let received = timeout(PATIENCE, self.socket.receive::<String>()).await.expect("nothing came in time");
        let messages: Vec<Value> = serde_json::from_str(&received.ok()?).unwrap();
        let (replies, events) = messages.into_iter().partition(|message| message.get("successful").is_some());
        self.events.extend::<Vec<Value>>(events);
        Some(replies)
    }

    fn next_id(&mut self) -> String {
        self.next += 1;
        self.next.to_string()
    }
}

/// A client that polls, each time on another node.
pub(crate) struct Poller {
    pub(crate) id: String,
    nodes: Vec<String>,
    requests: usize,
}

impl Poller {
    /// Begins a session.
    pub(crate) async fn start(nodes: Vec<String>) -> Self {
        let mut poller = Self { id: String::new(), nodes, requests: 0 };
        let types = json!({"version": "1.0", "supportedConnectionTypes": ["long-polling"]});
        let replies = poller.send("/meta/handshake", types).await;
        poller.id = replies[0]["clientId"].as_str().unwrap().to_owned();
        poller
    }

    /// Subscribes to a public channel.
    pub(crate) async fn subscribe(&mut self, channel: &str) {
        let replies = self.send("/meta/subscribe", json!({"subscription": channel})).await;
        assert_eq!(replies[0]["successful"], true, "{replies:?}");
    }

    /// Waits for events. Returns their data.
    pub(crate) async fn poll(&mut self) -> Vec<Value> {
        let replies = self.send("/meta/connect", json!({"connectionType": "long-polling"})).await;
        assert_eq!(replies[0]["successful"], true, "{replies:?}");
        replies.into_iter().skip(1).map(|event| event["data"].clone()).collect()
    }

    /// Sends a message to the next node.
    async fn send(&mut self, channel: &str, mut message: Value) -> Vec<Value> {
        self.requests += 1;
        message["channel"] = channel.into();
        message["id"] = self.requests.to_string().into();
        if !self.id.is_empty() {
            message["clientId"] = self.id.clone().into();
        }
        let node = &self.nodes[self.requests % self.nodes.len()];
        let answer = timeout(PATIENCE, request(node, "POST", "/push", "", &message.to_string())).await;
        serde_json::from_str(&answer.expect("no answer in time").unwrap().body).unwrap()
    }
}

async fn open(node: &str) -> Connection {
    ClientBuilder::at(node).open("/push", OpenOptions::default()).await.unwrap().0
}
