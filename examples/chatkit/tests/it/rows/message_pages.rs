//! Pages of messages (`PROTOCOL.md` §7): `initial_id`, `limit`, `direction`.

use serde_json::Value;

use crate::wire::{VERSIONS, Wire};

async fn lobby_with_messages(count: u64) -> Wire {
    let wire = Wire::with_lobby().await;
    for number in 1..=count {
        assert_eq!(wire.send_text("alice", "lobby", &number.to_string()).await, number);
    }
    wire
}

async fn page(wire: &Wire, version: &str, query: &str) -> Vec<u64> {
    let path = format!("chatkit/{version}/rooms/lobby/messages{query}");
    let messages: Value = wire.user("bob").get(&path).await.json(200);
    messages.as_array().unwrap().iter().map(|message| message["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn a_page_starts_next_to_its_initial_id_in_its_direction() {
    let wire = lobby_with_messages(6).await;
    for version in VERSIONS {
        for (query, expected) in [
            ("", vec![6, 5, 4, 3, 2, 1]),
            ("?", vec![6, 5, 4, 3, 2, 1]),
            ("?direction=older", vec![6, 5, 4, 3, 2, 1]),
            ("?limit=2", vec![6, 5]),
            ("?initial_id=4", vec![3, 2, 1]),
            ("?initial_id=4&limit=2", vec![3, 2]),
            ("?initial_id=1", vec![]),
            ("?initial_id=99", vec![6, 5, 4, 3, 2, 1]),
            ("?direction=newer", vec![1, 2, 3, 4, 5, 6]),
            ("?direction=newer&initial_id=3", vec![4, 5, 6]),
            ("?direction=newer&initial_id=3&limit=2", vec![4, 5]),
            ("?initial_id=6&direction=newer", vec![]),
            ("?limit=0", vec![]),
        ] {
            assert_eq!(page(&wire, version, query).await, expected, "{version}{query}");
        }
    }
}

#[tokio::test]
async fn consecutive_pages_cover_all_messages_in_both_directions() {
    let wire = lobby_with_messages(11).await;
    for (direction, expected) in [("newer", (1..=11).collect::<Vec<u64>>()), ("older", (1..=11).rev().collect())] {
        let mut found: Vec<u64> = Vec::new();
        loop {
            let initial = found.last().map(|id| format!("&initial_id={id}")).unwrap_or_default();
            let next = page(&wire, "v6", &format!("?direction={direction}&limit=4{initial}")).await;
            if next.is_empty() {
                break;
            }
            found.extend(next);
        }
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn the_initial_id_may_belong_to_a_deleted_message() {
    let wire = lobby_with_messages(5).await;
    wire.su().delete("chatkit/v6/rooms/lobby/messages/3").await.empty(204);
    assert_eq!(page(&wire, "v6", "?initial_id=3").await, [2, 1]);
    assert_eq!(page(&wire, "v6", "?initial_id=3&direction=newer").await, [4, 5]);
}

#[tokio::test]
async fn a_page_has_twenty_messages_by_default_and_at_most_a_hundred() {
    let wire = lobby_with_messages(103).await;
    for (query, expected) in [("", 20), ("?limit=100", 100), ("?limit=101", 100), ("?limit=4294967295", 100)] {
        assert_eq!(page(&wire, "v6", query).await.len(), expected, "{query}");
    }
    assert_eq!(page(&wire, "v2", "?direction=newer").await, (1..=20).collect::<Vec<u64>>());
}

#[tokio::test]
async fn an_invalid_direction_or_number_is_rejected() {
    let wire = lobby_with_messages(1).await;
    for query in ["?direction=sideways", "?initial_id=x", "?initial_id=-1", "?limit=-1", "?limit=x", "?limit=1.5"] {
        let answer = wire.user("bob").get(&format!("chatkit/v6/rooms/lobby/messages{query}")).await;
        answer.refused(400, "services/chatkit/bad_request/validation_failed");
    }
}
