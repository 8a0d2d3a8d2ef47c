//! A second connection of a client takes the place of the first, whatever they are.

use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::world::{World, until};

#[tokio::test]
async fn a_replaced_poll_is_answered_at_once_without_events() {
    for connection_type in ["long-polling", "websocket", "eventsource"] {
        let world = World::new().await;
        let client = world.client().await;
        client.subscribe("/app/public/x").await;
        let connect = client.connect("long-polling");
        let answered = Notify::new();
        let first = async {
            let answer = world.exchange(&connect).await;
            answered.notify_one();
            answer
        };
        let (answer, events) = tokio::join!(first, async {
            until("the connect", async || client.transport().await == "long-polling").await;
            match connection_type {
                "long-polling" => {
                    // It waits for the event, which the first does not get: it is answered before.
                    let second = client.connect(connection_type);
                    let (answer, ()) =
                        tokio::join!(world.exchange(&second), publish_after_the_first(&world, &answered));
                    answer
                }
                "websocket" => {
                    let mut socket = world.socket().await;
                    socket.send(&client.connect(connection_type)).await;
                    until("the socket", async || client.transport().await == connection_type).await;
                    world.publish("/app/public/x", &json!(1)).await;
                    vec![json!(null), socket.message().await]
                }
                _ => {
                    let mut stream = world.follow(&client.id).await;
                    world.publish("/app/public/x", &json!(1)).await;
                    vec![json!(null), stream.event().await]
                }
            }
        });
        assert_eq!(answer.len(), 1, "{connection_type}: {answer:?}");
        assert_eq!(answer[0]["successful"], true, "{connection_type}");
        assert_eq!(events[1]["data"], 1, "{connection_type}");
    }
}

async fn publish_after_the_first(world: &World, answered: &Notify) {
    answered.notified().await;
    world.publish("/app/public/x", &json!(1)).await;
}

#[tokio::test]
async fn two_connects_of_a_client_in_one_batch_are_answered_together() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!(1)).await;
    let batch = json!([client.connect("long-polling"), client.connect("long-polling")]);
    let answer: Vec<Value> = world.exchange(&batch).await;
    let channels: Vec<&str> = answer.iter().map(|message| message["channel"].as_str().unwrap()).collect();
    assert_eq!(channels, ["/meta/connect", "/meta/connect", "/app/public/x"]);
}
