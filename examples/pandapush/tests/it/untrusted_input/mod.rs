//! Runs the law of the fuzz target on its corpus, on random bytes and on messages made of what the protocol has.

mod law;

use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn the_law_of_messages_holds_for_the_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/messages");
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).expect("a corpus") {
        law::messages_are_answered(&std::fs::read(entry.expect("a file").path()).expect("a file that can be read"));
        files += 1;
    }
    assert!(files > 0, "{} is empty", folder.display());
}

fn member() -> impl Strategy<Value = (&'static str, Value)> {
    let names = vec![
        "channel",
        "id",
        "clientId",
        "subscription",
        "data",
        "ext",
        "version",
        "supportedConnectionTypes",
        "connectionType",
        "advice",
    ];
    let values = vec![
        json!("/meta/handshake"),
        json!("/meta/connect"),
        json!("/meta/subscribe"),
        json!("/meta/unsubscribe"),
        json!("/meta/disconnect"),
        json!("/meta/x"),
        json!("/app/public/x"),
        json!("/app/presence/x"),
        json!("/app/*"),
        json!(["/app/public/x", "/app/private/x"]),
        json!({"auth": {"key": "key", "secret": "secret"}}),
        json!({"auth": {"token": "a.b.c"}}),
        json!({"subscribe": {}}),
        json!({"timeout": -1e300}),
        json!("CLIENT"),
        json!("websocket"),
        json!(["websocket"]),
        json!("1.0"),
        json!(null),
        json!(0),
        json!(""),
        json!([[]]),
    ];
    (prop::sample::select(names), prop::sample::select(values))
}

proptest! {
    #[test]
    fn the_law_of_messages_holds_for_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        law::messages_are_answered(&bytes);
    }

    #[test]
    fn the_law_of_messages_holds_for_members_of_the_protocol(
        batch in prop::collection::vec(prop::collection::vec(member(), 1..6), 0..6),
    ) {
        let messages: Vec<Value> = batch
            .into_iter()
            .map(|members| {
                let mut message = json!({"channel": "/meta/subscribe", "clientId": "CLIENT"});
                for (name, value) in members {
                    message[name] = value;
                }
                message
            })
            .collect();
        law::messages_are_answered(Value::from(messages).to_string().as_bytes());
    }
}
