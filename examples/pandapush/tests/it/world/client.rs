//! A client: a session, and the messages it sends by POST.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::World;

/// What the key `key` of `app` presents.
const KEY: &str = r#"{"key": "key", "secret": "secret"}"#;

/// A client with a session.
pub(crate) struct Client<'w> {
    pub(crate) world: &'w World,
    pub(crate) id: String,
    connects: AtomicU64,
}

impl World {
    /// Begins a session.
    pub(crate) async fn client(&self) -> Client<'_> {
        let types = ["websocket", "eventsource", "long-polling", "cross-origin-long-polling", "callback-polling"];
        let handshake = json!({"channel": "/meta/handshake", "version": "1.0", "supportedConnectionTypes": types});
        let reply = self.reply(&handshake).await;
        let id = reply["clientId"].as_str().unwrap_or_else(|| panic!("no session: {reply}")).to_owned();
        Client { world: self, id, connects: AtomicU64::new(0) }
    }

    /// Publishes data on a channel with the key of `app`, through Bayeux.
    pub(crate) async fn publish(&self, channel: &str, data: &Value) {
        let published = self.reply(&json!({"channel": channel, "data": data, "ext": {"auth": key()}})).await;
        assert_eq!(published["successful"], true, "{published}");
    }
}

impl Client<'_> {
    /// Subscribes with these credentials and returns the reply.
    pub(crate) async fn subscribe_with(&self, channel: &str, auth: &Value) -> Value {
        self.world.reply(&self.subscription(channel, auth)).await
    }

    /// Subscribes, with the key of `app` or, on presence channels, with a token of the user `ann`.
    pub(crate) async fn subscribe(&self, channel: &str) {
        let auth = if channel.contains("/presence/") { super::token(channel) } else { key() };
        let reply = self.subscribe_with(channel, &auth).await;
        assert_eq!(reply["successful"], true, "{reply}");
    }

    /// Ends a subscription.
    pub(crate) async fn unsubscribe(&self, channel: &str) {
        let message = json!({"channel": "/meta/unsubscribe", "clientId": self.id, "subscription": channel});
        assert_eq!(self.world.reply(&message).await["successful"], true);
    }

    /// Ends the session.
    pub(crate) async fn disconnect(&self) {
        let message = json!({"channel": "/meta/disconnect", "clientId": self.id});
        assert_eq!(self.world.reply(&message).await["successful"], true);
    }

    /// Takes the events that wait, by a connect that is answered at once.
    pub(crate) async fn events(&self) -> Vec<Value> {
        let mut connect = self.connect("long-polling");
        connect["advice"] = json!({"timeout": 0});
        let mut answer = self.world.exchange(&connect).await;
        let reply = answer.remove(0);
        assert_eq!((reply["channel"].as_str(), reply["successful"].as_bool()), (Some("/meta/connect"), Some(true)));
        answer
    }

    /// Takes the data of the events that wait.
    pub(crate) async fn data(&self) -> Vec<Value> {
        self.events().await.into_iter().map(|mut event| event["data"].take()).collect()
    }

    /// Returns a subscribe message.
    pub(crate) fn subscription(&self, channel: &str, auth: &Value) -> Value {
        json!({"channel": "/meta/subscribe", "clientId": self.id, "subscription": channel, "ext": {"auth": auth}})
    }

    /// Returns a connect with an id of its own, which is held as long as the server holds one.
    pub(crate) fn connect(&self, connection_type: &str) -> Value {
        let id = self.connects.fetch_add(1, Ordering::Relaxed);
        let (channel, id) = ("/meta/connect", id.to_string());
        json!({"channel": channel, "clientId": self.id, "connectionType": connection_type, "id": id})
    }

    /// Returns how the client is connected, as the node sees it.
    pub(crate) async fn transport(&self) -> String {
        let clients = self.world.hub.overview("app").await.unwrap();
        assert!(clients.len() <= 1, "a test of one client");
        clients.first().map(|client| client.transport.clone()).unwrap_or_default()
    }
}

/// Returns `ext.auth` with the key of `app`.
pub(crate) fn key() -> Value {
    serde_json::from_str(KEY).unwrap()
}
