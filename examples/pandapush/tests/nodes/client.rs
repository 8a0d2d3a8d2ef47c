//! A client that speaks Bayeux over a WebSocket or by polling.

use std::time::Duration;

use api_client::ClientBuilder;
use api_core::websocket::{Connection, OpenOptions};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::http::request;
use super::world::PATIENCE;

/// A client on a WebSocket to one node.
pub(crate) struct Client {
    pub(crate) id: String,
    socket: Connection,
    events: Vec<Value>,
    next: u32,
    /// The connect that the node holds. It is sent again when it is answered.
    held: String,
}

impl Client {
    /// Begins a session on a node, and connects.
    pub(crate) async fn start(node: &str) -> Self {
        Self::try_start(node).await.expect("a new session is accepted")
    }

    /// Begins a session on a node, and connects. `None` if the node refuses it or closes the connection.
    pub(crate) async fn try_start(node: &str) -> Option<Self> {
        let socket = open(node).await;
        let mut client = Self { id: String::new(), socket, events: Vec::new(), next: 0, held: String::new() };
        let types = json!({"version": "1.0", "supportedConnectionTypes": ["websocket"]});
        let id = client.send("/meta/handshake", types).await?;
        let reply = client.reply(&id).await?;
        client.id = reply["clientId"].as_str()?.to_owned();
        client.connect().await?;
        Some(client)
    }

    /// Subscribes to a public channel and receives an event that `publish` publishes there. Returns whether it came.
    pub(crate) async fn follows(&mut self, channel: &str, publish: impl AsyncFnOnce()) -> bool {
        let Some(id) = self.send("/meta/subscribe", json!({"subscription": channel})).await else { return false };
        if self.reply(&id).await.is_none_or(|reply| reply["successful"] != true) {
            return false;
        }
        publish().await;
        while self.events.is_empty() {
            if self.receive().await.is_none() {
                return false;
            }
        }
        true
    }

    /// Goes on with the session on another node. Returns false if it is unknown there.
    pub(crate) async fn move_to(&mut self, node: &str) -> bool {
        let mut left = std::mem::replace(&mut self.socket, open(node).await);
        let held = std::mem::take(&mut self.held);
        let connect = json!({"connectionType": "websocket", "advice": {"timeout": 0}});
        let id = self.send("/meta/connect", connect).await.expect("the connection is open");
        // What the last node has sent comes before what this one sends. The last it sends is the reply to the connect
        // that it holds, unless it is dead.
        while let Ok(text) = timeout(PATIENCE, left.receive::<String>()).await.expect("the last node answers") {
            let messages: Vec<Value> = serde_json::from_str(&text).unwrap();
            let is_last = messages.iter().any(|message| message["id"] == held.as_str());
            self.events.extend(messages.into_iter().filter(|message| message.get("successful").is_none()));
            if is_last {
                break;
            }
        }
        let reply = self.reply(&id).await.expect("the connection is open");
        if reply["successful"] == true {
            self.connect().await.expect("the connection is open");
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

    /// Returns the data of the events that came and were not read.
    pub(crate) fn drain(&mut self) -> Vec<Value> {
        self.events.drain(..).map(|event| event["data"].clone()).collect()
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

    async fn connect(&mut self) -> Option<()> {
        self.held = self.send("/meta/connect", json!({"connectionType": "websocket"})).await?;
        Some(())
    }

    /// Sends a message and waits for its reply.
    async fn ask(&mut self, channel: &str, message: Value) -> Value {
        let id = self.send(channel, message).await.expect("the connection is open");
        self.reply(&id).await.expect("the connection is open")
    }

    /// Sends a message. Returns its id, or `None` if the connection is lost.
    async fn send(&mut self, channel: &str, mut message: Value) -> Option<String> {
        self.next += 1;
        let id = self.next.to_string();
        message["channel"] = channel.into();
        message["id"] = id.clone().into();
        if !self.id.is_empty() {
            message["clientId"] = self.id.clone().into();
        }
        self.socket.send_text(json!([message]).to_string()).await.ok()?;
        Some(id)
    }

    async fn reply(&mut self, id: &str) -> Option<Value> {
        loop {
            let replies = self.receive().await?;
            if let Some(reply) = replies.into_iter().find(|reply| reply["id"] == id) {
                return Some(reply);
            }
        }
    }

    /// Receives one frame. Events are kept, replies returned. `None` if the connection is lost.
    async fn receive(&mut self) -> Option<Vec<Value>> {
        let received = timeout(PATIENCE, self.socket.receive::<String>()).await.expect("nothing came in time");
        let messages: Vec<Value> = serde_json::from_str(&received.ok()?).unwrap();
        let (replies, events) = messages.into_iter().partition(|message| message.get("successful").is_some());
        self.events.extend::<Vec<Value>>(events);
        let replies: Vec<Value> = replies;
        if replies.iter().any(|reply| reply["id"] == self.held.as_str() && reply["successful"] == true) {
            self.connect().await?;
        }
        Some(replies)
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
        replies[0]["clientId"].as_str().unwrap().clone_into(&mut poller.id);
        poller
    }

    /// Goes on with other nodes.
    pub(crate) fn use_nodes(&mut self, nodes: Vec<String>) {
        self.nodes = nodes;
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

    /// Waits for events as a client on a bad network does: it gives up its request after a moment, and sends the same
    /// message again to the next node. Returns the data of the events.
    pub(crate) async fn poll_stubbornly(&mut self, patience: impl Fn(usize) -> Duration) -> Vec<Value> {
        let id = format!("stubborn{}", self.requests);
        let end = Instant::now() + PATIENCE;
        loop {
            self.requests += 1;
            let node = &self.nodes[self.requests % self.nodes.len()];
            let mut message = json!({"channel": "/meta/connect", "connectionType": "long-polling"});
            (message["clientId"], message["id"]) = (self.id.clone().into(), id.clone().into());
            let text = message.to_string();
            let asked = timeout(patience(self.requests), request(node, "POST", "/push", "", &text));
            if let Ok(Ok(answer)) = asked.await {
                let replies: Vec<Value> = serde_json::from_str(&answer.body).unwrap();
                assert_eq!(replies[0]["successful"], true, "{replies:?}");
                return replies.into_iter().skip(1).map(|event| event["data"].clone()).collect();
            }
            assert!(Instant::now() < end, "no answer in time");
        }
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
