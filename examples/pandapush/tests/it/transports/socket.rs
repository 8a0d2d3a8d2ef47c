//! WebSockets.

use api_client::ClientBuilder;
use api_core::websocket::{CloseCode, ConnectionError, OpenOptions};
use http::header::{HeaderValue, ORIGIN};
use serde_json::{Value, json};

use crate::world::{World, key, soon, until};

#[tokio::test]
async fn a_frame_is_an_object_or_an_array_and_its_replies_are_one_frame() {
    let world = World::new().await;
    let mut socket = world.socket().await;
    let publication = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    let reply = json!({"channel": "/app/public/x", "successful": true});
    socket.send(&publication).await;
    assert_eq!(socket.frame().await, std::slice::from_ref(&reply));
    socket.send(&json!([publication, publication])).await;
    assert_eq!(socket.frame().await, [reply.clone(), reply]);
}

#[tokio::test]
async fn a_socket_opens_below_the_mount_and_from_every_origin() {
    let world = World::new().await;
    let builder = ClientBuilder::at(format!("http://{}", world.address));
    for path in ["/push", "/push/", "/push/x/y"] {
        let options = OpenOptions::default().header(ORIGIN, HeaderValue::from_static("https://page.example"));
        let (connection, parts) = soon("a WebSocket", builder.open(path, options)).await.unwrap();
        assert!(parts.headers.get("sec-websocket-protocol").is_none(), "no subprotocol");
        assert!(parts.headers.get("sec-websocket-extensions").is_none(), "no compression");
        drop(connection);
    }
}

#[tokio::test]
async fn events_come_in_frames_of_their_own_and_do_not_answer_the_held_connect() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    for number in 0..3 {
        world.publish("/app/public/x", &json!(number)).await;
    }
    for number in 0..3 {
        assert_eq!(socket.message().await, json!({"channel": "/app/public/x", "data": number}));
    }
    // The next connect answers the one before.
    socket.send(&client.connect("websocket")).await;
    assert_eq!(socket.message().await["id"], "0");
}

#[tokio::test]
async fn what_waited_comes_when_the_socket_is_bound() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!(1)).await;
    let mut socket = world.socket().await;
    let publication = json!({"channel": "/app/public/x", "data": 2, "ext": {"auth": key()}});
    assert_eq!(socket.reply(&publication).await["successful"], true, "no events before a connect");
    socket.send(&client.connect("websocket")).await;
    assert_eq!([socket.message().await["data"].take(), socket.message().await["data"].take()], [json!(1), json!(2)]);
}

#[tokio::test]
async fn a_connect_on_a_socket_is_answered_after_its_time() {
    let world = World::with(|settings| settings.hold = std::time::Duration::from_millis(500)).await;
    let client = world.client().await;
    let mut socket = world.socket().await;
    let start = tokio::time::Instant::now();
    socket.send(&client.connect("websocket")).await;
    let reply = socket.message().await;
    assert_eq!((reply["id"].as_str(), reply["successful"].as_bool()), (Some("0"), Some(true)));
    assert!(start.elapsed().as_millis() >= 500);
    let mut connect = client.connect("websocket");
    connect["advice"] = json!({"timeout": 0});
    assert_eq!(socket.reply(&connect).await["id"], "1");
}

#[tokio::test]
async fn a_connect_of_another_client_binds_the_socket_to_it() {
    let world = World::new().await;
    let (first, second) = (world.client().await, world.client().await);
    first.subscribe("/app/public/first").await;
    second.subscribe("/app/public/second").await;
    let mut socket = world.socket().await;
    socket.send(&first.connect("websocket")).await;
    world.publish("/app/public/first", &json!(1)).await;
    assert_eq!(socket.message().await["data"], 1);
    socket.send(&second.connect("websocket")).await;
    assert_eq!(socket.message().await["clientId"], first.id, "the first connect is answered");
    world.publish("/app/public/first", &json!(2)).await;
    world.publish("/app/public/second", &json!(3)).await;
    assert_eq!(socket.message().await["data"], 3);
    assert_eq!(first.data().await, [2], "what is not for the socket waits");
}

#[tokio::test]
async fn a_failed_connect_leaves_the_socket_bound() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    socket.send(&json!({"channel": "/meta/connect", "clientId": "nobody", "connectionType": "websocket"})).await;
    let replies = socket.frame().await;
    assert_eq!(replies.last().unwrap()["error"], "401:nobody:Unknown client");
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(socket.message().await["data"], 1);
}

#[tokio::test]
async fn what_is_no_message_is_ignored() {
    let world = World::new().await;
    let mut socket = world.socket().await;
    for text in ["", "x", "{", "5", "null", "[]", "[null]", "{}", "[{}]", "\"text\""] {
        socket.send_text(text).await;
    }
    socket.0.send_binary([0xff, 0x00]).await.unwrap();
    let publication = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
    assert_eq!(socket.reply(&publication).await["successful"], true);
}

#[tokio::test]
async fn a_frame_that_is_too_large_closes_the_socket_with_1009() {
    let world = World::new().await;
    let mut socket = world.socket().await;
    let large = json!({"channel": "/app/public/x", "data": "x".repeat((1 << 20) - 200), "ext": {"auth": key()}});
    assert_eq!(socket.reply(&large).await["successful"], true);
    socket.send_text(&"x".repeat((1 << 20) + 1)).await;
    match socket.end().await {
        ConnectionError::CloseRequest(frame) => assert_eq!(frame.code(), CloseCode::TOO_BIG),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_lost_socket_leaves_its_client_and_another_takes_its_place() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut first = world.socket().await;
    first.send(&client.connect("websocket")).await;
    until("the connect", async || client.transport().await == "websocket").await;
    let mut second = world.socket().await;
    second.send(&client.connect("websocket")).await;
    let reply = first.message().await;
    assert_eq!((reply["id"].as_str(), reply["successful"].as_bool()), (Some("0"), Some(true)), "answered at once");
    world.publish("/app/public/x", &json!(1)).await;
    assert_eq!(second.message().await["data"], 1);
    // The first is open still, and bound to nobody.
    assert_eq!(first.reply(&client.subscription("/app/public/y", &json!(null))).await["successful"], true);
}

#[tokio::test]
async fn handshake_subscribe_publish_and_disconnect_work_on_a_socket() {
    let world = World::new().await;
    let mut socket = world.socket().await;
    let handshake = json!({"channel": "/meta/handshake", "version": "1.0", "supportedConnectionTypes": ["websocket"]});
    let reply: Value = socket.reply(&handshake).await;
    let client = reply["clientId"].clone();
    let subscribe = json!({"channel": "/meta/subscribe", "clientId": client, "subscription": "/app/public/x"});
    assert_eq!(socket.reply(&subscribe).await["successful"], true);
    socket.send(&json!({"channel": "/meta/connect", "clientId": client, "connectionType": "websocket"})).await;
    socket.send(&json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}})).await;
    let (one, other) = (socket.message().await, socket.message().await);
    assert!([&one, &other].contains(&&json!({"channel": "/app/public/x", "data": 1})), "{one} {other}");
    assert!([&one, &other].contains(&&json!({"channel": "/app/public/x", "successful": true})), "{one} {other}");
    socket.send(&json!({"channel": "/meta/disconnect", "clientId": client})).await;
    let channels = [socket.message().await["channel"].take(), socket.message().await["channel"].take()];
    assert!(channels.contains(&json!("/meta/disconnect")) && channels.contains(&json!("/meta/connect")));
    assert!(socket.end().await.is_ordinary_close());
}
