//! Malformed bodies, and bodies with members of wrong types, missing members and duplicate members.

use serde_json::{Value, json};

use super::snapshot::{check_refusal, snapshot};
use crate::rows::stage::Stage;
use crate::rows::table::{Row, rows};

/// Returns the rows whose body is an object.
fn rows_with_object_body() -> impl Iterator<Item = Row> {
    rows().filter(|row| row.body.starts_with('{'))
}

fn name(row: &Row, body: &str) -> String {
    format!("{}::{} with {:.80}", row.api, row.endpoint, body)
}

/// The optional members, as pairs of endpoint and member. All other members in the table are required.
const OPTIONAL: [(&str, &str); 12] = [
    ("update_user", "name"),
    ("create_room", "id"),
    ("create_room", "private"),
    ("create_room", "user_ids"),
    ("update_room", "name"),
    ("update_permissions", "add_permissions"),
    ("create_user", "avatar_url"),
    ("create_user", "custom_data"),
    ("update_user", "custom_data"),
    ("update_user", "avatar_url"),
    ("create_room", "custom_data"),
    ("announce_attachment", "name"),
];

fn is_optional(row: &Row, member: &str) -> bool {
    OPTIONAL.contains(&(row.endpoint, member))
}

#[tokio::test]
async fn malformed_json_is_a_bad_request() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let deep = "[".repeat(10_000);
    for row in rows_with_object_body() {
        for body in ["{", "}", "{\"", "nonsense", "{'id': 1}", "{\"id\": 1,}", "\u{feff}{}", "\0", "NaN", &deep] {
            let answer = stage.ask_with(&row, &stage.caller(&row), body).await;
            check_refusal(&name(&row, body), &answer);
            assert_eq!(answer.status, 400, "{}", name(&row, body));
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn bytes_that_are_not_utf8_are_a_bad_request() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    for row in rows_with_object_body() {
        let mut body = row.body.as_bytes().to_vec();
        let middle = body.len() - 3;
        body[middle] = 0xff;
        let caller = stage.caller(&row);
        let path = format!("{}{}", row.service, row.path);
        let answer = caller.send(row.method.parse().unwrap(), &path, body).await;
        check_refusal(row.endpoint, &answer);
        assert_eq!(answer.status, 400, "{}: {}", row.endpoint, answer.shown());
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn an_empty_body_is_a_bad_request() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    for row in rows_with_object_body() {
        for body in ["", " ", "\n"] {
            let answer = stage.ask_with(&row, &stage.caller(&row), body).await;
            check_refusal(&name(&row, body), &answer);
            assert_eq!(answer.status, 400, "{}", name(&row, body));
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn json_of_another_type_is_rejected() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    for row in rows_with_object_body() {
        for body in ["null", "true", "1", "1e999", "\"x\"", "[]", "[{}]", &format!("[{}]", row.body)] {
            let answer = stage.ask_with(&row, &stage.caller(&row), body).await;
            check_refusal(&name(&row, body), &answer);
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn a_member_of_another_type_is_rejected() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let others = [json!(true), json!(-1.5), json!("x"), json!([1]), json!({"x": 1}), json!(null)];
    for row in rows_with_object_body() {
        let right: Value = serde_json::from_str(row.body).unwrap();
        for (member, value) in right.as_object().unwrap() {
            for other in &others {
                let same = std::mem::discriminant(value) == std::mem::discriminant(other) && !other.is_number();
                if same || (other.is_null() && is_optional(&row, member)) {
                    continue;
                }
                let mut wrong = right.clone();
                wrong[member] = other.clone();
                let body = wrong.to_string();
                check_refusal(&name(&row, &body), &stage.ask_with(&row, &stage.caller(&row), &body).await);
            }
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

#[tokio::test]
async fn a_missing_or_duplicate_member_is_rejected() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    for row in rows_with_object_body() {
        let right: Value = serde_json::from_str(row.body).unwrap();
        for (member, value) in right.as_object().unwrap() {
            let mut less = right.clone();
            less.as_object_mut().unwrap().remove(member);
            let twice = format!("{},{}:{value}}}", &row.body[..row.body.len() - 1], json!(member));
            let bodies = if is_optional(&row, member) { vec![twice] } else { vec![less.to_string(), twice] };
            for body in bodies {
                check_refusal(&name(&row, &body), &stage.ask_with(&row, &stage.caller(&row), &body).await);
            }
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

/// Newer clients may send further members.
#[tokio::test]
async fn an_unknown_member_is_ignored() {
    for row in rows_with_object_body() {
        let stage = Stage::new().await;
        let body = format!(r#"{},"unheard_of":{{"x":[1]}}}}"#, &row.body[..row.body.len() - 1]);
        let answer = stage.ask_with(&row, &stage.caller(&row), &body).await;
        assert_eq!(answer.status, row.status, "{}: {}", name(&row, &body), answer.shown());
    }
}

#[tokio::test]
async fn nested_members_are_validated() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let deep = (0..200).fold(json!(1), |inner, _| json!({ "x": inner }));
    let (users, rooms) = ("chatkit/v6/users", "chatkit/v6/rooms");
    let messages = "chatkit/v6/rooms/lobby/messages";
    let text = "chatkit/v2/rooms/lobby/messages";
    for (path, body) in [
        ("chatkit/v6/batch_users", json!({"users": [{"id": "x", "name": "x"}, {"id": "y"}]})),
        ("chatkit/v6/batch_users", json!({"users": [null]})),
        (users, json!({"id": "x", "name": "x", "custom_data": [1]})),
        (users, json!({"id": "x", "name": "x", "custom_data": "x"})),
        (users, json!({"id": "x", "name": "x", "custom_data": {"deep": deep}})),
        (users, json!({"id": "x", "name": "x", "avatar_url": 1})),
        (rooms, json!({"id": "x", "name": "x", "private": "yes"})),
        (rooms, json!({"id": "x", "name": "x", "private": false, "user_ids": [1]})),
        (rooms, json!({"id": "x", "name": "x", "private": false, "user_ids": "bob"})),
        (rooms, json!({"id": "x", "name": "x", "private": false, "push_notification_title_override": 1})),
        (rooms, json!({"id": "", "name": "x", "private": false})),
        (rooms, json!({"id": "x", "name": "", "private": false})),
        (messages, json!({"parts": {}})),
        (messages, json!({"parts": [{"type": "text/plain", "content": 1}]})),
        (messages, json!({"parts": [{"type": "text/plain", "url": {}}]})),
        (messages, json!({"parts": [{"type": "text/plain", "attachment": {"id": 1}}]})),
        (messages, json!({"parts": [{"type": "text/plain", "attachment": "x"}]})),
        (text, json!({"text": "x", "attachment": {"resource_link": "https://x"}})),
        (text, json!({"text": "x", "attachment": {"resource_link": "https://x", "type": "picture"}})),
        (text, json!({"text": "x", "attachment": {"resource_link": 1, "type": "image"}})),
        ("chatkit/v6/rooms/lobby/attachments", json!({"content_type": "a/b", "content_length": -1})),
        ("chatkit/v6/rooms/lobby/attachments", json!({"content_type": "a/b", "content_length": 1e30})),
        ("chatkit_authorizer/v2/roles", json!({"name": "x", "scope": "Global", "permissions": []})),
        ("chatkit_authorizer/v2/roles", json!({"name": "x", "scope": "room", "permissions": [1]})),
        ("chatkit_authorizer/v2/roles", json!({"name": "x", "scope": "room", "permissions": ["ROOM:GET"]})),
    ] {
        check_refusal(&body.to_string(), &stage.wire.su_as("alice").post(path, &body).await);
    }
    for (path, body) in [
        ("chatkit/v6/rooms/lobby", json!({"custom_data": 1})),
        ("chatkit/v6/rooms/lobby", json!({"private": null, "name": 1})),
        ("chatkit/v6/rooms/lobby", json!({"push_notification_title_override": {}})),
        ("chatkit/v6/rooms/lobby/users/add", json!({"user_ids": ["alice", null]})),
        ("chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice", json!({"position": 9.3e18})),
        ("chatkit_cursors/v2/cursors/0/rooms/lobby/users/alice", json!({"position": "1"})),
    ] {
        check_refusal(&body.to_string(), &stage.wire.su_as("alice").put(path, &body).await);
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}
