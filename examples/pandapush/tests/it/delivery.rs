//! The rules of delivery: the reference's section 11, one test or more for each of its eight rules.

use serde_json::{Value, json};

use crate::world::{World, key, soon, until};

#[tokio::test]
async fn an_event_is_its_channel_and_its_data_and_nothing_of_the_publisher() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut publication = json!({"channel": "/app/public/x", "id": "p1", "clientId": client.id, "data": {"a": 1},
        "ext": {"auth": key(), "x": 1}, "successful": true, "advice": {"reconnect": "none"}, "error": "e",
        "timestamp": 1, "__id": "i"});
    publication["subscription"] = json!("/x");
    assert_eq!(world.reply(&publication).await["successful"], true);
    assert_eq!(client.events().await, [json!({"channel": "/app/public/x", "data": {"a": 1}})]);
    let mut socket = world.socket().await;
    socket.send(&client.connect("websocket")).await;
    world.reply(&publication).await;
    assert_eq!(socket.message().await, json!({"channel": "/app/public/x", "data": {"a": 1}}));
}

#[tokio::test]
async fn data_is_delivered_as_it_was_written() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    for data in ["1.50", "1e400", "12345678901234567890", r#"{"b":1,"a":2,"b":3}"#, r#""\ud83d\ude00\/""#, "null"] {
        let body = format!(r#"{{"channel":"/app/public/x","data":{data},"ext":{{"auth":{}}}}}"#, key());
        assert_eq!(world.post("/push", "application/json", body).await.messages()[0]["successful"], true);
        let mut connect = client.connect("long-polling");
        connect["advice"] = json!({"timeout": 0});
        let answer = world.post("/push", "application/json", connect.to_string()).await;
        assert!(answer.text.ends_with(&format!(r#",{{"channel":"/app/public/x","data":{data}}}]"#)), "{answer:?}");
    }
}

#[tokio::test]
async fn what_waits_comes_after_the_reply_to_the_connect_in_order() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/**").await;
    for number in 0..100 {
        world.publish(&format!("/app/public/{}", number % 3), &json!(number)).await;
    }
    let answer = world.exchange(&client.connect("long-polling")).await;
    assert_eq!(answer[0]["channel"], "/meta/connect");
    let data: Vec<u64> = answer[1..].iter().map(|event| event["data"].as_u64().unwrap()).collect();
    assert_eq!(data, (0..100).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_order_of_a_publisher_is_kept_by_every_transport() {
    const EVENTS: usize = 300;
    let world = World::new().await;
    let (polling, socketed, streamed) = (world.client().await, world.client().await, world.client().await);
    for client in [&polling, &socketed, &streamed] {
        client.subscribe("/app/public/x").await;
    }
    let mut socket = world.socket().await;
    socket.send(&socketed.connect("websocket")).await;
    let mut stream = world.follow(&streamed.id).await;
    let publishing = async {
        for number in 0..EVENTS {
            world.publish("/app/public/x", &json!(number)).await;
        }
    };
    let polled = async {
        let mut data = Vec::new();
        while data.len() < EVENTS {
            let answer = world.exchange(&polling.connect("long-polling")).await;
            data.extend(answer[1..].iter().map(|event| event["data"].as_u64().unwrap()));
        }
        data
    };
    let from_socket = async {
        let mut data = Vec::new();
        while data.len() < EVENTS {
            data.push(socket.message().await["data"].as_u64().unwrap());
        }
        data
    };
    let from_stream = async {
        let mut data = Vec::new();
        while data.len() < EVENTS {
            data.push(stream.event().await["data"].as_u64().unwrap());
        }
        data
    };
    let ((), polled, from_socket, from_stream) =
        soon("the events", Box::pin(async { tokio::join!(publishing, polled, from_socket, from_stream) })).await;
    let expected: Vec<u64> = (0..EVENTS as u64).collect();
    assert_eq!((&polled, &from_socket, &from_stream), (&expected, &expected, &expected));
}

#[tokio::test]
async fn a_repeated_publication_is_published_again() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let publication = json!({"channel": "/app/public/x", "id": "same", "data": 1, "ext": {"auth": key()}});
    world.reply(&publication).await;
    world.reply(&publication).await;
    assert_eq!(client.data().await, [1, 1]);
}

#[tokio::test]
async fn an_acknowledged_subscription_is_in_force() {
    let world = World::new().await;
    for _ in 0..20 {
        let client = world.client().await;
        let publication = json!({"channel": "/app/public/x", "data": 1, "ext": {"auth": key()}});
        world.exchange(&json!([client.subscription("/app/public/x", &json!(null)), publication])).await;
        assert_eq!(client.data().await, [1]);
        client.disconnect().await;
    }
}

#[tokio::test]
async fn the_queue_of_an_absent_client_is_bounded_by_count_and_the_client_learns_of_the_loss() {
    let world = World::with(|settings| settings.limits.queued_events = 10).await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    for number in 0..10 {
        world.publish("/app/public/x", &json!(number)).await;
    }
    assert_eq!(client.data().await.len(), 10);
    for number in 0..11 {
        world.publish("/app/public/x", &json!(number)).await;
    }
    let reply = world.reply(&client.connect("long-polling")).await;
    assert_eq!(reply["error"], format!("401:{}:Unknown client", client.id));
    assert_eq!(reply["advice"], json!({"reconnect": "handshake"}));
}

#[tokio::test]
async fn the_queue_of_an_absent_client_is_bounded_by_bytes() {
    let world = World::with(|settings| settings.limits.queued_bytes = 5000).await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let large = json!("x".repeat(4000));
    world.publish("/app/public/x", &json!("x".repeat(10_000))).await;
    assert_eq!(client.data().await.len(), 1, "one event of any size");
    world.publish("/app/public/x", &large).await;
    world.publish("/app/public/x", &large).await;
    let reply = world.reply(&client.connect("long-polling")).await;
    assert_eq!(reply["error"], format!("401:{}:Unknown client", client.id));
}

#[tokio::test]
async fn connects_that_repeat_their_id_do_not_make_the_queue_grow() {
    let world = World::with(|settings| settings.limits.queued_events = 10).await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut connect = client.connect("long-polling");
    connect["advice"] = json!({"timeout": 0});
    let mut most = 0;
    for _ in 0..5 {
        for number in 0..6 {
            world.publish("/app/public/x", &json!(number)).await;
        }
        let answer = world.exchange(&connect).await;
        most = most.max(answer.len() - 1);
        if answer[0]["successful"] == false {
            assert_eq!(answer[0]["advice"], json!({"reconnect": "handshake"}));
            break;
        }
    }
    assert_eq!(most, 6, "twelve would be more than may wait");
    assert_eq!(world.reply(&connect).await["successful"], false, "the client learns of the loss");
}

#[tokio::test]
async fn a_new_subscriber_gets_nothing_older() {
    let world = World::new().await;
    let client = world.client().await;
    world.publish("/app/public/x", &json!(1)).await;
    client.subscribe("/app/public/x").await;
    world.publish("/app/public/x", &json!(2)).await;
    assert_eq!(client.data().await, [2]);
}

#[tokio::test]
async fn the_publisher_receives_its_own_event() {
    let world = World::new().await;
    let client = world.client().await;
    let mut connect = client.connect("long-polling");
    connect["advice"] = json!({"timeout": 0});
    let publication = json!({"channel": "/app/public/x", "clientId": client.id, "data": 1, "ext": {"auth": key()}});
    let answer =
        world.exchange(&json!([client.subscription("/app/public/x", &json!(null)), publication, connect])).await;
    assert_eq!(answer.last(), Some(&json!({"channel": "/app/public/x", "data": 1})));
}

#[tokio::test]
async fn brisk_publishing_loses_nothing_on_long_polling() {
    const EVENTS: usize = 400;
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    let mut events: Vec<Value> = Vec::new();
    let publishing = async {
        for number in 0..EVENTS {
            let answer = world.publish_by_rest("/app/public/x", &key()).await.unwrap();
            assert_eq!(answer.status, 200, "{number}");
        }
    };
    let polling = async {
        while events.len() < EVENTS {
            events.extend(world.exchange(&client.connect("long-polling")).await.split_off(1));
        }
    };
    soon("the events", Box::pin(async { tokio::join!(publishing, polling) })).await;
    assert_eq!(events.len(), EVENTS);
}

#[tokio::test]
async fn an_event_that_comes_while_a_poll_is_given_up_is_not_lost() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe("/app/public/x").await;
    for _ in 0..10 {
        let connect = client.connect("long-polling");
        let given_up = async { world.exchange(&connect).await };
        tokio::select! {
            answer = given_up => panic!("answered without an event: {answer:?}"),
            () = until("the connect", async || client.transport().await == "long-polling") => {}
        }
        world.publish("/app/public/x", &json!(1)).await;
        // The client repeats the connect, as its answer may have been lost.
        let answer = world.exchange(&connect).await;
        assert_eq!(answer[1]["data"], 1);
    }
}
