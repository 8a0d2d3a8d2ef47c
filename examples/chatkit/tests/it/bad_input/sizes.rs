//! Bodies and message parts that exceed a limit.

use http::Method;

use super::snapshot::{check_refusal, snapshot};
use crate::rows::stage::Stage;
use crate::rows::table::rows;

const MEGABYTE: usize = 1024 * 1024;

#[tokio::test]
async fn a_body_beyond_the_limit_is_rejected_as_too_large() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    for row in rows().filter(|row| !row.body.is_empty() && row.api != "PresignedFiles") {
        let size = if row.endpoint == "upload_file" { 6 * MEGABYTE } else { 2 * MEGABYTE + 1 };
        let answer = stage.ask_with(&row, &stage.caller(&row), &" ".repeat(size)).await;
        check_refusal(row.endpoint, &answer);
        assert_eq!(answer.status, 413, "{}: {}", row.endpoint, answer.shown());
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn an_unexpected_body_is_ignored() {
    for row in rows().filter(|row| row.body.is_empty() && row.endpoint != "test_token" && row.status != 202) {
        let stage = Stage::new().await;
        if row.method == "SUBSCRIBE" {
            continue;
        }
        let answer = stage.ask_with(&row, &stage.caller(&row), "{ this is not JSON").await;
        assert_eq!(answer.status, row.status, "{}: {}", row.endpoint, answer.shown());
    }
}

#[tokio::test]
async fn the_number_of_parts_and_the_length_of_their_types_are_limited() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let part = r#"{"type": "text/plain", "content": ""}"#;
    let parts = format!(r#"{{"parts": [{}]}}"#, vec![part; 20_000].join(","));
    let answer = stage.wire.user("alice").send(Method::POST, "chatkit/v6/rooms/lobby/messages", parts).await;
    check_refusal("20,000 parts", &answer);
    let part = format!(r#"{{"type": "{}", "content": ""}}"#, "x".repeat(100_000));
    let parts = format!(r#"{{"parts": [{part}]}}"#);
    let answer = stage.wire.user("alice").send(Method::POST, "chatkit/v6/rooms/lobby/messages", parts).await;
    check_refusal("a type of 100 KB", &answer);
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn a_long_token_request_is_rejected() {
    let stage = Stage::new().await;
    let form = format!("grant_type=client_credentials&x={}", "x".repeat(5000));
    let answer = stage.wire.anonymous().send(Method::POST, "chatkit_token_provider/v1/token?user_id=alice", form).await;
    check_refusal("a form of 5 KB", &answer);
    assert_eq!(answer.status, 413);
}
