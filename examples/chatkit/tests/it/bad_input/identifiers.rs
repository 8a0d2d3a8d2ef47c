//! Invalid and unusual ids in every position of every path.

use http::{Method, Uri};
use serde_json::json;

use super::snapshot::{check_refusal, snapshot};
use crate::rows::stage::Stage;
use crate::rows::table::{Row, rows};
use crate::wire::{Answer, Caller, Wire};

/// Returns percent-encoded ids, and whether each decodes to valid UTF-8.
fn unusual() -> Vec<(String, bool)> {
    let readable = [
        "%2F", "a%2Fb", "%25", "%2525", "%2E%2E", "%2e", "..", ".", "%00", "%0A%0D", "%7F", "%C3%BC", "%20", "+", "'",
        "%22", "%5C",
    ];
    let unreadable = ["%FF", "%C3", "%ED%A0%80", "%F8%80%80%80%80", "a%80b"];
    let long = "x".repeat(8 * 1024);
    let readable = readable.iter().map(|id| ((*id).to_owned(), true));
    readable.chain(unreadable.iter().map(|id| ((*id).to_owned(), false))).chain([(long, true)]).collect()
}

/// Returns the paths of a row with one of its ids replaced by another.
fn with_other_id(row: &Row, id: &str) -> Vec<String> {
    let (path, query) =
        row.path.split_once('?').map_or((row.path, String::new()), |(path, query)| (path, format!("?{query}")));
    let segments: Vec<&str> = path.split('/').collect();
    let names = ["alice", "bob", "lobby", "park", "1", "guard", "room", "{job}", "{uploaded}", "cat.png"];
    let places = (0..segments.len()).filter(|place| names.contains(&segments[*place]) && (*place > 0));
    let replace = |place: usize| {
        let mut segments = segments.clone();
        segments[place] = id;
        format!("{}{}{query}", row.service, segments.join("/"))
    };
    places.map(replace).collect()
}

async fn ask(row: &Row, caller: &Caller<'_>, path: &str) -> crate::wire::Answer {
    let body = if row.endpoint == "upload_file" { "" } else { row.body };
    caller.send(row.method.parse().unwrap(), path, body).await
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_rejected_in_every_position() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let su = stage.wire.su_as("alice");
    for row in rows().filter(|row| !row.needs.is_empty() && row.api != "ChatkitCursors") {
        for (id, is_text) in unusual() {
            for path in with_other_id(&row, &id) {
                let answer = ask(&row, &su, &path).await;
                if row.endpoint == "delete_role" && is_text && answer.status == 204 {
                    // Deleting an unknown role is no error (`PROTOCOL.md` §7).
                    continue;
                }
                check_refusal(&format!("{} {path:.200}", row.method), &answer);
                let expected = if is_text { [404, 400] } else { [400, 400] };
                assert!(expected.contains(&answer.status), "{} {path:.200}: {}", row.method, answer.shown());
            }
        }
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

/// The room of a cursor need not exist (`PROTOCOL.md` §7).
#[tokio::test]
async fn cursors_accept_any_room_id_that_is_valid_text() {
    let stage = Stage::new().await;
    let alice = stage.wire.user("alice");
    for (id, is_text) in unusual() {
        let path = format!("chatkit_cursors/v2/cursors/0/rooms/{id}/users/alice");
        let answer = alice.put(&path, &json!({"position": 5})).await;
        if is_text && id.len() < 1000 {
            answer.json(201);
            assert_eq!(alice.get(&path).await.json(200)["position"], 5, "{path:.200}");
        } else {
            check_refusal(&path, &answer);
        }
    }
}

#[tokio::test]
async fn unusual_ids_are_rejected_without_a_token() {
    let stage = Stage::new().await;
    for row in rows().filter(|row| !row.needs.is_empty()) {
        for (id, _) in unusual() {
            for path in with_other_id(&row, &id) {
                let answer = ask(&row, &stage.wire.anonymous(), &path).await;
                check_refusal(&path, &answer);
                assert!(matches!(answer.status, 401 | 400 | 404), "{path}: {}", answer.shown());
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_or_malformed_instance_is_rejected() {
    let stage = Stage::new().await;
    for (id, _) in unusual().into_iter().filter(|(id, _)| id != "." && id != "..") {
        let answer = stage.wire.su().get(&format!("/services/chatkit/v6/{id}/users")).await;
        check_refusal(&id, &answer);
        assert!(matches!(answer.status, 400 | 404), "{}", answer.shown());
    }
}

#[tokio::test]
async fn a_path_of_ten_thousand_segments_is_not_found() {
    let wire = Wire::with_lobby().await;
    for piece in ["/x", "/users/alice", "/..", "/%2F", "/rooms/lobby/messages"] {
        let path = format!("/services/chatkit/v6/test{}", piece.repeat(10_000 / piece.matches('/').count()));
        // `Uri` rejects longer paths, which therefore never reach the backend.
        if path.parse::<Uri>().is_ok() {
            let answer = wire.su().get(&path).await;
            check_refusal(piece, &answer);
            assert_eq!(answer.status, 404, "{piece}");
        }
    }
    // A run of slashes counts as one slash.
    let path = format!("/services/chatkit/v6/test{}users/alice", "/".repeat(10_000));
    wire.su().get(&path).await.json(200);
}

#[tokio::test]
async fn every_accepted_id_can_be_read_back() {
    let wire = Wire::new();
    for id in ["a\0b", "\n", "\u{7f}", " ", "...", ".x", "/", "%", "\u{202e}x", "é", "e\u{301}", "\u{1f600}", "null"] {
        let escaped = percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC).to_string();
        let answer = wire.su().post("chatkit/v6/users", &json!({"id": id, "name": "x"})).await;
        assert_eq!(answer.json(201)["id"], id);
        assert_eq!(wire.su().get(&format!("chatkit/v6/users/{escaped}")).await.json(200)["id"], id);
        let room = json!({"id": id, "name": "x", "private": false, "created_by_id": id});
        wire.su().post("chatkit/v6/rooms", &room).await.json(201);
        let message = json!({"text": "hello"});
        let path = format!("chatkit/v2/rooms/{escaped}/messages");
        wire.su_as(id).post(&path, &message).await.json(201);
        assert_eq!(wire.user(id).get(&path).await.json(200)[0]["room_id"], id);
        wire.user(id).follow(&format!("chatkit/v6/rooms/{escaped}")).await.data("new_message").await;
        wire.user(id).bare(Method::POST, &format!("chatkit/v6/users/{escaped}/rooms/{escaped}/leave")).await.empty(204);
    }
    // The composed and the decomposed é are different ids.
    assert_eq!(wire.su().get("chatkit/v6/users?limit=100").await.json(200).as_array().unwrap().len(), 13);
}

#[tokio::test]
async fn a_message_id_is_a_number() {
    let stage = Stage::new().await;
    let before = snapshot(&stage.wire).await;
    let su = stage.wire.su_as("alice");
    for id in ["x", "-1", "1.0", "1e0", "0x1", "18446744073709551616", "%31x", "99999999999999999999999"] {
        let path = format!("chatkit/v6/rooms/lobby/messages/{id}");
        for method in [Method::GET, Method::DELETE, Method::PUT] {
            let answer = su.send(method, &path, r#"{"parts": [{"type": "a/b", "content": ""}]}"#).await;
            check_refusal(&path, &answer);
        }
        check_refusal(id, &su.delete(&format!("chatkit/v2/messages/{id}")).await);
    }
    assert_eq!(snapshot(&stage.wire).await, before);
}

/// URL parsers take `.` and `..` for steps in the path, encoded or not, so nothing with such an id could be addressed.
#[tokio::test]
async fn an_id_that_no_address_can_hold_is_rejected() {
    let wire = Wire::with_lobby().await;
    let su = wire.su_as("alice");
    for id in [".", ".."] {
        let escaped = id.replace('.', "%2E");
        let file = json!({"content_type": "image/png", "content_length": 1, "name": id});
        let form = "--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n";
        for (path, body) in [
            ("chatkit/v6/users", json!({"id": id, "name": "x"})),
            ("chatkit/v6/rooms", json!({"id": id, "name": "x", "private": false, "created_by_id": "alice"})),
            ("chatkit/v6/rooms/lobby/attachments", file),
        ] {
            let answer = su.post(path, &body).await;
            check_refusal(path, &answer);
            assert_eq!(answer.status, 422, "{path} {id}: {}", answer.shown());
        }
        let path = format!("chatkit_files/v1/rooms/lobby/users/alice/files/{escaped}");
        let mut request = su.request(Method::POST, &path, form);
        request.headers_mut().insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
        let answer = Answer::read(su.raw(request).await).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.shown());
    }
}
