//! The law of messages of Bayeux, for any bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use pandapush::access::{Key, Keyring};
use pandapush::bayeux::{array, messages};
use pandapush::broker::OutletKind;
use pandapush::hub::{Hub, Processed, Settings};
use pandapush::metrics::Metrics;
use serde_json::Value;
use serde_json::value::RawValue;

/// What stands for the id of a client with a session, which is random.
const CLIENT: &str = "CLIENT";

/// Carries out the bytes as messages of a node on which one client has a session.
///
/// # Panics
/// Panics if the replies are not an array with one reply for each message, in order, each with the channel and the id
/// of its message.
pub(crate) fn messages_are_answered(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let hub = hub();
        let handshake = r#"{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"]}"#;
        let opened: Value = serde_json::from_str(&answers(&hub, handshake).await).expect("a reply");
        let client = opened[0]["clientId"].as_str().expect("a session");
        answers(&hub, &text.replace(CLIENT, client)).await;
    });
}

/// Carries out the messages of a request, and checks and returns the array of replies. What is no request has none.
async fn answers(hub: &Hub, text: &str) -> String {
    let Ok(messages) = messages(text) else { return String::new() };
    let mut replies = Vec::new();
    for message in &messages {
        replies.push(match hub.process(message).await {
            Processed::Reply(reply) => reply,
            Processed::Connect(connect, reply) => {
                match hub.attach(&connect.client, OutletKind::Poll, connect.id.as_deref()).await {
                    Ok(_) => reply,
                    Err(error) => Hub::failed_connect(message, &error.reply(&connect.client)),
                }
            }
        });
    }
    let array = array(&replies, &[]);
    // Values are compared as texts: what the protocol passes on has bounds here that it does not have in JSON.
    let members: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(&array).expect("an array of objects");
    assert_eq!(members.len(), messages.len());
    for (reply, message) in members.iter().zip(&messages) {
        let channel: String = serde_json::from_str(reply["channel"].get()).expect("a text");
        assert_eq!(channel, message.channel);
        assert_eq!(reply.get("id").map(|id| id.get()), message.member("id").map(RawValue::get));
        assert_eq!(reply["successful"].get() == "true", !reply.contains_key("error"), "{reply:?}");
    }
    array
}

fn hub() -> Hub {
    let keyring = Keyring::default();
    keyring.insert(Key {
        application: "app".to_owned(),
        id: "key".to_owned(),
        secret: "secret".to_owned().into(),
        expires: None,
        revoked_at: None,
    });
    Hub::new(Arc::new(keyring), Settings::default(), Metrics::new(), None)
}
