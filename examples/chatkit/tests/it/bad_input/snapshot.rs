//! A snapshot of everything a superuser can read, to assert that an instance is unchanged.

use serde_json::{Map, Value};

use crate::wire::{Answer, VERSIONS, Wire};

/// Reads an instance and returns the responses by their paths.
pub(crate) async fn snapshot(wire: &Wire) -> Map<String, Value> {
    let mut read = Map::new();
    for path in ["chatkit/v6/users?limit=100", "chatkit/v6/rooms?include_private=true", "chatkit_authorizer/v2/roles"] {
        note(wire, &mut read, path).await;
    }
    for user in ids(&read["chatkit/v6/users?limit=100"]) {
        note(wire, &mut read, &format!("chatkit/v6/users/{user}/rooms")).await;
        note(wire, &mut read, &format!("chatkit_authorizer/v2/users/{user}/roles")).await;
        note(wire, &mut read, &format!("chatkit_cursors/v2/cursors/0/users/{user}")).await;
    }
    for room in ids(&read["chatkit/v6/rooms?include_private=true"]) {
        for version in VERSIONS {
            note(wire, &mut read, &format!("chatkit/{version}/rooms/{room}")).await;
            note(wire, &mut read, &format!("chatkit/{version}/rooms/{room}/messages?limit=100")).await;
        }
        note(wire, &mut read, &format!("chatkit_files/v1/rooms/{room}/files/cat.png")).await;
    }
    read
}

/// Asserts that a response is a client error in the platform's format.
#[track_caller]
pub(crate) fn check_refusal(what: &str, answer: &Answer) {
    assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.shown());
    answer.error();
}

async fn note(wire: &Wire, read: &mut Map<String, Value>, path: &str) {
    let answer = wire.su().get(path).await;
    read.insert(path.to_owned(), answer.json(answer.status));
}

fn ids(list: &Value) -> Vec<String> {
    let id = |entry: &Value| {
        percent_encoding::utf8_percent_encode(entry["id"].as_str().unwrap(), percent_encoding::NON_ALPHANUMERIC)
            .to_string()
    };
    list.as_array().unwrap().iter().map(id).collect()
}
