//! A node that shuts down: its clients learn of it at once and connect to another.

use api_core::websocket::{CloseCode, ConnectionError};
use serde_json::json;

use crate::world::{World, until};

#[tokio::test]
async fn a_held_connect_is_answered_and_the_client_told_to_connect_again() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let connect = client.connect("long-polling");
    let (answer, ()) = tokio::join!(world.exchange(&connect), async {
        until("the connect", async || client.transport().await == "long-polling").await;
        world.shut_down();
    });
    assert_eq!((answer.len(), &answer[0]["successful"]), (1, &json!(true)));
    assert_eq!(answer[0]["advice"]["reconnect"], "retry");
    world.stopped().await;
}

#[tokio::test]
async fn a_socket_gets_the_reply_to_its_connect_and_is_closed_as_going_away() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    until("the connect", async || client.transport().await == "websocket").await;
    world.shut_down();
    assert_eq!(socket.message().await["channel"], "/meta/connect");
    match socket.end().await {
        ConnectionError::CloseRequest(frame) => assert_eq!(frame.code(), CloseCode::GOING_AWAY),
        other => panic!("{other:?}"),
    }
    world.stopped().await;
}

#[tokio::test]
async fn an_event_stream_ends() {
    let world = World::new().await;
    let client = world.client().await;
    let mut stream = world.follow(&client.id).await;
    world.shut_down();
    stream.ended().await;
    world.stopped().await;
}

#[tokio::test]
async fn a_connect_to_a_node_that_shuts_down_is_answered_at_once() {
    let world = World::new().await;
    let client = world.client().await;
    world.hub.close();
    let answer = world.exchange(&client.connect("long-polling")).await;
    assert_eq!((answer.len(), &answer[0]["successful"]), (1, &json!(true)));
}
