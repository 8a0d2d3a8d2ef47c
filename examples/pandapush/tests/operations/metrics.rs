//! Counters that Prometheus reads.

use super::node::{APPLICATION, Node};
use super::wire::{handshake, request};

#[tokio::test(flavor = "multi_thread")]
async fn the_counters_say_what_happened_and_which_part_is_missing() {
    let node = Node::start(&[], &[]);
    for _ in 0..2 {
        handshake(node.address()).await;
    }
    let answer = request(node.address(), "GET", "/metrics", "", "").await;
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8"), "{head}");
    for line in [
        "# TYPE pandapush_handshakes counter",
        "pandapush_handshakes_total 2",
        "pandapush_lost_sessions_total 0",
        "pandapush_database_up 1",
        "pandapush_redis_up 1",
    ] {
        assert!(text.lines().any(|known| known == line), "{line}: {text}");
    }
    assert!(text.ends_with("# EOF\n") && !text.contains(APPLICATION), "{text}");

    let node = Node::start(&[], &[("REDIS_HOSTS", "127.0.0.1:1")]);
    let answer = request(node.address(), "GET", "/metrics", "", "").await;
    assert!(answer.contains("\npandapush_redis_up 0\n"), "{answer}");
}
