//! Client ids and the life of a session: the reference's section 9.5.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::world::{World, key, soon, token, until};

/// A hold by which sessions end while a test waits.
const HOLD: Duration = Duration::from_secs(1);

#[tokio::test]
async fn client_ids_are_31_lower_case_letters_and_digits_and_all_differ() {
    let world = World::new().await;
    let mut ids = HashSet::new();
    for _ in 0..50 {
        let id = world.client().await.id;
        let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        assert!(id.len() == 31 && id.bytes().all(is_allowed), "{id}");
        ids.insert(id);
    }
    assert_eq!(ids.len(), 50);
}

#[tokio::test]
async fn a_client_that_sends_no_connect_is_unknown_after_1_6_times_the_hold() {
    let world = World::holding(HOLD).await;
    let start = Instant::now();
    let client = world.client().await;
    let unknown = format!("401:{}:Unknown client", client.id);
    // Other messages do not keep it alive.
    let reply = soon("the end of the session", async {
        loop {
            let reply = client.subscribe_with("/app/public/x", &json!(null)).await;
            if reply["successful"] == false {
                return reply;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert_eq!(reply.await["error"], unknown);
    assert!(start.elapsed() >= Duration::from_millis(1600), "{:?}", start.elapsed());
}

#[tokio::test]
async fn connects_keep_a_session_alive() {
    let world = World::holding(HOLD).await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let start = Instant::now();
    // Each is held for a second, twice as long as a session without any lives.
    while start.elapsed() < 4 * HOLD {
        assert_eq!(world.reply(&client.connect("long-polling")).await["successful"], true);
    }
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(client.data().await, [1]);
}

#[tokio::test]
async fn a_session_that_ends_by_itself_leaves_its_presence_channels() {
    let world = World::holding(HOLD).await;
    let start = Instant::now();
    let silent = world.client().await;
    silent.subscribe("/app/presence/x").await;
    let observer = world.client().await;
    observer.subscribe_with("/app/presence/*", &token("/app/presence/*")).await;
    let event = soon("the leave event", async {
        loop {
            let answer = world.exchange(&observer.connect("long-polling")).await;
            if let Some(event) = answer.get(1) {
                return event.clone();
            }
        }
    });
    assert_eq!(event.await, json!({"channel": "/app/presence/x", "data": {"unsubscribe": {"ann": null}}}));
    assert!(start.elapsed() >= 2 * HOLD, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_session_that_ends_by_itself_closes_its_socket_and_its_stream() {
    let world = World::holding(HOLD).await;
    let client = world.client().await;
    let mut socket = world.socket().await;
    // The reply is due after the hold, and no connect follows it.
    socket.send(&client.connect("websocket")).await;
    assert_eq!(socket.message().await["channel"], "/meta/connect");
    let end = socket.end().await;
    assert!(end.is_ordinary_close(), "{end:?}");
    let client = world.client().await;
    let mut stream = world.follow(&client.id).await;
    soon("the end of the stream", stream.ended()).await;
}

#[tokio::test]
async fn events_wait_while_no_connection_is_there() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    for number in 0..3 {
        world.publish("/app/public/x", &json!(number)).await;
    }
    assert_eq!(client.data().await, [0, 1, 2]);
    assert_eq!(client.data().await, Vec::<Value>::new());
}

#[tokio::test]
async fn events_wait_for_a_client_whose_socket_was_lost() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(socket.message().await["data"], 1);
    drop(socket);
    // The client comes back, with what came meanwhile.
    until("the loss of the socket", async || {
        world.publish("/app/public/x", &json!(2)).await;
        !client.data().await.is_empty()
    })
    .await;
}

#[tokio::test]
async fn a_disconnect_ends_the_session_at_once() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let message = json!({"channel": "/meta/disconnect", "clientId": client.id, "id": "9"});
    let reply = world.reply(&message).await;
    assert_eq!(reply, json!({"channel": "/meta/disconnect", "clientId": client.id, "id": "9", "successful": true}));
    let unknown = format!("401:{}:Unknown client", client.id);
    for message in [message, client.connect("long-polling"), client.subscription("/app/public/x", &json!(null))] {
        assert_eq!(world.reply(&message).await["error"], unknown);
    }
}

#[tokio::test]
async fn a_disconnect_answers_a_held_connect() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let connect = client.connect("long-polling");
    let (answer, ()) = tokio::join!(world.exchange(&connect), async {
        until("the connect", async || client.transport().await == "long-polling").await;
        client.disconnect().await;
    });
    assert_eq!(answer.len(), 1);
    assert_eq!((answer[0]["channel"].as_str(), answer[0]["successful"].as_bool()), (Some("/meta/connect"), Some(true)));
}

#[tokio::test]
async fn a_disconnect_closes_the_socket_after_its_reply() {
    let world = World::new().await;
    let client = world.client().await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    socket.send(&json!({"channel": "/meta/disconnect", "clientId": client.id})).await;
    let mut channels = HashSet::new();
    for _ in 0..2 {
        let message = socket.message().await;
        assert_eq!(message["successful"], true);
        channels.insert(message["channel"].as_str().unwrap().to_owned());
    }
    assert_eq!(channels, ["/meta/connect", "/meta/disconnect"].map(str::to_owned).into());
    let end = socket.end().await;
    assert!(end.is_ordinary_close(), "{end:?}");
}

#[tokio::test]
async fn a_disconnect_by_post_closes_the_socket() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    until("the connect", async || client.transport().await == "websocket").await;
    client.disconnect().await;
    assert_eq!(socket.message().await["channel"], "/meta/connect");
    assert!(socket.end().await.is_ordinary_close());
}

#[tokio::test]
async fn whoever_knows_the_id_owns_the_session() {
    let world = World::new().await;
    let client = world.client().await;
    // On another connection, by another route.
    let mut socket = world.socket().await;
    let subscribed = socket.reply(&client.subscription("/app/private/x", &key())).await;
    assert_eq!(subscribed["successful"], true);
    world.publish("/app/private/x", &json!(1)).await;
    assert_eq!(client.data().await, [1]);
}
