//! What clients see of a node that is told to end.

use std::time::{Duration, Instant};

use api_client::ClientBuilder;
use api_core::websocket::{CloseCode, CloseFrame, OpenOptions};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::node::{APPLICATION, KEY, Node, SECRET};
use super::wire::{PATIENCE, Wire, handshake, json, request};

/// What clients may take to leave.
const DRAIN: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_told_to_connect_again_and_nothing_is_left_unwritten() {
    let mut node = Node::start(&["--drain-time", "10", "--hold", "60"], &[]);
    let address = node.address().to_owned();

    let mut socket = ClientBuilder::at(node.program.address()).open("/push", OpenOptions::default()).await.unwrap().0;
    let on_socket = handshake(&address).await;
    let connect =
        json!([{"channel": "/meta/connect", "id": "held", "clientId": on_socket, "connectionType": "websocket"}]);
    socket.send_text(connect.to_string()).await.unwrap();

    let on_stream = handshake(&address).await;
    let mut stream = Wire::open(&address).await;
    stream.send("GET", &format!("/push/{on_stream}"), "accept: text/event-stream\r\n", "").await;
    stream.until("retry: 5000").await;

    let polling = handshake(&address).await;
    let mut poll = Wire::open(&address).await;
    let connect =
        json!({"channel": "/meta/connect", "id": "poll", "clientId": polling, "connectionType": "long-polling"});
    poll.send("POST", "/push", "", &connect.to_string()).await;
    // The poll is held once the admin pages see it.
    until_connected(&address, "long-polling", &polling).await;

    let publish = format!("/channel/{APPLICATION}/private/x");
    let used = request(&address, "POST", &publish, &basic(KEY, SECRET), "{}").await;
    assert!(used.starts_with("HTTP/1.1 200"), "{used}");

    let begin = Instant::now();
    node.program.terminate().unwrap();

    let answered = poll.until_end().await;
    let reply = &json(&answered)[0];
    assert_eq!((&reply["id"], &reply["successful"]), (&json!("poll"), &json!(true)), "{answered}");
    assert_eq!(reply["advice"]["reconnect"], "retry");

    let text: String = timeout(PATIENCE, socket.receive()).await.unwrap().unwrap();
    let replies: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!((&replies[0]["id"], &replies[0]["advice"]["reconnect"]), (&json!("held"), &json!("retry")));
    let end = timeout(PATIENCE, socket.receive::<String>()).await.unwrap().unwrap_err();
    assert_eq!(end.close_frame().map(CloseFrame::code), Some(CloseCode::GOING_AWAY), "{end}");
    drop(socket);

    stream.until_end().await;
    assert!(node.program.wait().unwrap().success());
    assert!(begin.elapsed() < DRAIN, "it took {:?}", begin.elapsed());
    let shown = node.run(&["admin", "show", APPLICATION, "--json"]);
    let application: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(application["keys"][0]["use_count"], 1, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_about_to_end_serves_and_says_so() {
    let mut node = Node::start(&["--shutdown-delay", "600"], &[]);
    let address = node.address().to_owned();
    let health = async || request(&address, "GET", "/health", "", "").await;
    assert!(health().await.starts_with("HTTP/1.1 200"));
    node.program.terminate().unwrap();
    let answer = until(async || Some(health().await).filter(|answer| answer.starts_with("HTTP/1.1 503"))).await;
    assert_eq!(json(&answer)["status"], "closing");
    let publish = format!("/channel/{APPLICATION}/public/x");
    assert!(request(&address, "POST", &publish, &basic(KEY, SECRET), "{}").await.starts_with("HTTP/1.1 200"));
    // The second signal does not wait.
    node.program.terminate().unwrap();
    assert!(node.program.wait().unwrap().success());
}

/// Waits for a value. It polls, because it is seen from outside only.
async fn until<T>(mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = found().await {
            return value;
        }
        assert!(Instant::now() < end, "it did not happen in time");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until a client is connected, after it has subscribed, which the admin API shows.
async fn until_connected(address: &str, transport: &str, client: &str) {
    let subscription = format!("/{APPLICATION}/public/held");
    let subscribe = json!({"channel": "/meta/subscribe", "clientId": client, "subscription": subscription});
    request(address, "POST", "/push", "", &subscribe.to_string()).await;
    let fields = basic("admin", super::node::ADMIN_PASSWORD);
    let target = format!("/admin/api/application/{APPLICATION}/clients");
    until(async || {
        let clients = json(&request(address, "GET", &target, &fields, "").await);
        let clients = clients.as_array()?.clone();
        clients.into_iter().find(|client| client["transport"] == transport)
    })
    .await;
}

fn basic(user: &str, password: &str) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("authorization: Basic {encoded}\r\n")
}
