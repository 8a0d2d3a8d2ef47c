//! Attachments (`PROTOCOL.md` §7): announcing, uploading, sending and downloading by presigned URLs.

use http::Method;
use http::header::CONTENT_TYPE;
use pusher_platform::error_types::{
    ATTACHMENT_NOT_FOUND, FILE_SIZE_LIMIT_EXCEEDED, ROOM_NOT_FOUND, UNPROCESSABLE_VALIDATION_FAILED,
};
use serde_json::{Value, json};

use super::stage::after_host;
use crate::wire::{Answer, Wire};

const INVALID_PASS: &str = "services/chatkit_files/authorization/invalid_pass";

async fn announce(wire: &Wire, version: &str, file: &Value) -> Value {
    wire.user("alice").post(&format!("chatkit/{version}/rooms/lobby/attachments"), file).await.json(200)
}

/// Uploads a file of four bytes and returns its id.
async fn upload(wire: &Wire) -> String {
    let file = json!({"content_type": "image/png", "content_length": 4, "name": "a b/ü.png", "custom_data": {"x": 1}});
    let ticket = announce(wire, "v6", &file).await;
    put(wire, &ticket, "meow").await.empty(200);
    ticket["attachment_id"].as_str().unwrap().to_owned()
}

async fn put(wire: &Wire, ticket: &Value, content: &str) -> Answer {
    let anonymous = wire.anonymous();
    let mut request = anonymous.request(Method::PUT, &after_host(&ticket["upload_url"]), content.to_owned());
    request.headers_mut().insert(CONTENT_TYPE, "image/png".parse().unwrap());
    Answer::read(anonymous.raw(request).await).await
}

#[tokio::test]
async fn post_attachments_returns_an_id_and_an_upload_url() {
    for version in ["v6", "v7"] {
        let wire = Wire::with_lobby().await;
        let file = json!({"content_type": "image/png", "content_length": 4});
        let (first, second) = (announce(&wire, version, &file).await, announce(&wire, version, &file).await);
        assert_ne!(first["attachment_id"], second["attachment_id"]);
        put(&wire, &first, "meow").await.empty(200);
        let nowhere = format!("chatkit/{version}/rooms/nowhere/attachments");
        wire.user("alice").post(&nowhere, &file).await.refused(404, ROOM_NOT_FOUND);
        let file = json!({"content_type": "", "content_length": 4});
        let path = format!("chatkit/{version}/rooms/lobby/attachments");
        wire.user("alice").post(&path, &file).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    }
}

#[tokio::test]
async fn get_attachment_returns_the_attachment_with_its_urls() {
    let wire = Wire::with_lobby().await;
    let id = upload(&wire).await;
    for version in ["v6", "v7"] {
        let path = format!("chatkit/{version}/rooms/lobby/attachments/{id}");
        let mut found = wire.user("bob").get(&path).await.json(200);
        let download = after_host(&found["download_url"]);
        let fields = found.as_object_mut().unwrap();
        fields.remove("download_url");
        fields.remove("refresh_url");
        // The URL expires after more than 30 minutes, so that clients do not request another one.
        assert_eq!(
            found,
            json!({
                "id": id, "name": "a b/ü.png", "custom_data": {"x": 1}, "size": 4,
                "expiration": "2020-09-13T13:26:40Z",
            })
        );
        let bytes = wire.anonymous().get(&download).await;
        assert_eq!((bytes.status, bytes.shown().as_str()), (200, "meow"));
        assert_eq!(bytes.headers[CONTENT_TYPE], "image/png");
        wire.user("bob")
            .get(&format!("chatkit/{version}/rooms/lobby/attachments/x"))
            .await
            .refused(404, ATTACHMENT_NOT_FOUND);
    }
}

#[tokio::test]
async fn a_message_contains_its_attachments_with_all_fields() {
    let wire = Wire::with_lobby().await;
    let id = upload(&wire).await;
    let mut events = wire.user("bob").follow("chatkit/v7/rooms/lobby").await;
    let parts = json!({"parts": [{"type": "image/png", "attachment": {"id": id}}]});
    wire.user("alice").post("chatkit/v6/rooms/lobby/messages", &parts).await.json(201);
    let listed = wire.user("bob").get("chatkit/v6/rooms/lobby/messages").await.json(200)[0].clone();
    let one = wire.user("bob").get("chatkit/v6/rooms/lobby/messages/1").await.json(200);
    let received = events.data("new_message").await;
    for message in [listed, one, received] {
        let part = &message["parts"][0];
        assert_eq!((&part["type"], part.get("content"), part.get("url")), (&json!("image/png"), None, None));
        let file = &part["attachment"];
        assert_eq!((&file["id"], &file["size"], &file["custom_data"]), (&json!(id), &json!(4), &json!({"x": 1})));
        assert_eq!(wire.anonymous().get(&after_host(&file["download_url"])).await.shown(), "meow");
        // Android requests a new download URL by `refresh_url`.
        let fresh = wire.user("bob").get(&after_host(&file["refresh_url"])).await.json(200);
        assert!(fresh["download_url"].is_string() && fresh["expiration"].is_string());
    }
}

/// Announces, uploads and sends a file, and returns the attachment in the message.
async fn sent(wire: &Wire, file: &Value) -> Value {
    let ticket = announce(wire, "v6", file).await;
    put(wire, &ticket, "meow").await.empty(200);
    let parts = json!({"parts": [{"type": "image/png", "attachment": {"id": ticket["attachment_id"]}}]});
    wire.user("alice").post("chatkit/v6/rooms/lobby/messages", &parts).await.json(201);
    wire.user("bob").get("chatkit/v6/rooms/lobby/messages?limit=1").await.json(200)[0]["parts"][0]["attachment"].clone()
}

#[tokio::test]
async fn the_custom_data_of_an_attachment_may_be_any_json() {
    let wire = Wire::with_lobby().await;
    for data in [json!("anything"), json!(7), json!(false), json!([1, [2]]), json!({"a": null}), json!("")] {
        let file = json!({"content_type": "image/png", "content_length": 4, "custom_data": data});
        assert_eq!(sent(&wire, &file).await["custom_data"], data);
    }
    let path = "chatkit/v6/rooms/lobby/attachments";
    let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    for (data, taken) in [
        (nested(32), true),
        (nested(33), false),
        (json!("x".repeat(5 * 1024 - 2)), true),
        (json!("x".repeat(5 * 1024 - 1)), false),
    ] {
        let file = json!({"content_type": "image/png", "content_length": 4, "custom_data": data});
        let answer = wire.user("alice").post(path, &file).await;
        if taken {
            answer.json(200);
        } else {
            answer.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
        }
    }
}

/// The vendor's Go suite expects a name although it sends none.
#[tokio::test]
async fn an_attachment_always_has_a_name() {
    let wire = Wire::with_lobby().await;
    for (name, expected) in [(json!("cat.png"), Some("cat.png")), (json!(""), None), (Value::Null, None)] {
        let attachment = sent(&wire, &json!({"content_type": "image/png", "content_length": 4, "name": name})).await;
        assert_eq!(attachment["name"].as_str().unwrap(), expected.unwrap_or(attachment["id"].as_str().unwrap()));
        let text = wire.user("bob").get("chatkit/v2/rooms/lobby/messages?limit=1").await.json(200)[0].clone();
        assert_eq!(text["attachment"]["name"], attachment["name"]);
    }
}

#[tokio::test]
async fn a_presigned_url_is_valid_for_its_file_operation_and_time() {
    let wire = Wire::with_lobby().await;
    let file = json!({"content_type": "image/png", "content_length": 4});
    let ticket = announce(&wire, "v6", &file).await;
    let other = announce(&wire, "v6", &file).await;
    let (address, foreign) = (after_host(&ticket["upload_url"]), after_host(&other["upload_url"]));
    let pass = foreign.split_once('?').unwrap().1;
    let changed = format!("{}?{pass}", address.split_once('?').unwrap().0);
    let anonymous = wire.anonymous();
    anonymous.send(Method::PUT, &changed, "meow").await.refused(403, INVALID_PASS);
    anonymous.send(Method::PUT, &format!("{address}x"), "meow").await.refused(403, INVALID_PASS);
    anonymous.get(&address.replace("?pass", "/x?pass")).await.refused(403, INVALID_PASS);
    anonymous.send(Method::PUT, address.split_once('?').unwrap().0, "meow").await.error();
    // A file can be uploaded once.
    put(&wire, &ticket, "meow").await.empty(200);
    put(&wire, &ticket, "MEOW").await.refused(404, ATTACHMENT_NOT_FOUND);
    let path = format!("chatkit/v6/rooms/lobby/attachments/{}", ticket["attachment_id"].as_str().unwrap());
    let download = after_host(&wire.user("bob").get(&path).await.json(200)["download_url"]);
    anonymous.send(Method::PUT, &download, "MEOW").await.error();
    assert_eq!(anonymous.get(&download).await.shown(), "meow");
    wire.pass_seconds(3600);
    anonymous.get(&download).await.refused(403, INVALID_PASS);
    put(&wire, &other, "meow").await.refused(403, INVALID_PASS);
}

#[tokio::test]
async fn a_file_must_have_the_announced_size() {
    let wire = Wire::with_lobby().await;
    let ticket = announce(&wire, "v6", &json!({"content_type": "image/png", "content_length": 4})).await;
    for content in ["", "meo"] {
        put(&wire, &ticket, content).await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    }
    put(&wire, &ticket, "meow!").await.refused(413, FILE_SIZE_LIMIT_EXCEEDED);
    put(&wire, &ticket, "meow").await.empty(200);
    let large = json!({"content_type": "image/png", "content_length": 20 * 1024 * 1024 + 1});
    let answer = wire.user("alice").post("chatkit/v6/rooms/lobby/attachments", &large).await;
    answer.refused(413, FILE_SIZE_LIMIT_EXCEEDED);
}

#[tokio::test]
async fn a_message_cannot_contain_attachments_of_another_room_or_without_an_upload() {
    let wire = Wire::with_lobby().await;
    let other = json!({"id": "den", "name": "Den", "private": true});
    wire.user("alice").post("chatkit/v6/rooms", &other).await.json(201);
    let ticket = announce(&wire, "v6", &json!({"content_type": "image/png", "content_length": 4})).await;
    let id = ticket["attachment_id"].as_str().unwrap();
    let parts = json!({"parts": [{"type": "image/png", "attachment": {"id": id}}]});
    let send = async |room: &str| wire.user("alice").post(&format!("chatkit/v6/rooms/{room}/messages"), &parts).await;
    send("lobby").await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    wire.user("bob").get(&format!("chatkit/v6/rooms/lobby/attachments/{id}")).await.refused(404, ATTACHMENT_NOT_FOUND);
    put(&wire, &ticket, "meow").await.empty(200);
    send("den").await.refused(422, UNPROCESSABLE_VALIDATION_FAILED);
    wire.user("alice").get(&format!("chatkit/v6/rooms/den/attachments/{id}")).await.refused(404, ATTACHMENT_NOT_FOUND);
    send("lobby").await.json(201);
}

#[tokio::test]
async fn deleting_a_room_deletes_its_files() {
    let wire = Wire::with_lobby().await;
    let id = upload(&wire).await;
    let path = format!("chatkit/v6/rooms/lobby/attachments/{id}");
    let download = after_host(&wire.user("bob").get(&path).await.json(200)["download_url"]);
    wire.su().delete("chatkit/v6/rooms/lobby").await.empty(204);
    wire.anonymous().get(&download).await.refused(404, ATTACHMENT_NOT_FOUND);
}

#[tokio::test]
async fn presigned_urls_are_absolute_with_the_host_of_the_request() {
    let wire = Wire::with_lobby().await;
    let alice = wire.user("alice");
    let file = json!({"content_type": "image/png", "content_length": 4});
    let mut request = alice.request(Method::POST, "chatkit/v6/rooms/lobby/attachments", file.to_string());
    request.headers_mut().insert("host", "chat.example:8443".parse().unwrap());
    let ticket = Answer::read(alice.raw(request).await).await.json(200);
    assert!(ticket["upload_url"].as_str().unwrap().starts_with("http://chat.example:8443/"));
}
