//! `chatkit_files` (`PROTOCOL.md` §7): files of version 2 messages.

use chatkit::api::{ChatkitFiles as _, ChatkitFilesApi};
use chatkit::model::LinkKind;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use pusher_platform::error_types::{ATTACHMENT_NOT_FOUND, FILE_SIZE_LIMIT_EXCEEDED, ROOM_NOT_FOUND};
use pusher_platform::token::Grant;
use serde_json::json;

use super::stage::{after_host, upload_form};
use crate::wire::{Answer, FIRST, Wire};

const CAT: &str = "chatkit_files/v1/rooms/lobby/users/alice/files/cat.png";

/// Returns a form with the file and another field.
fn form(content_type: &str, content: &str) -> String {
    format!(
        "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\nContent-Type: {content_type}\r\n\r\n\
         {content}\r\n--x--\r\n"
    )
}

#[tokio::test]
async fn post_files_returns_the_attachment_of_a_message() {
    let wire = Wire::with_lobby().await;
    for (content_type, kind) in
        [("image/png", "image"), ("video/mp4", "video"), ("audio/ogg; codecs=x", "audio"), ("application/pdf", "file")]
    {
        let uploaded = upload_form(&wire.user("alice"), CAT, &form(content_type, "meow")).await.json(200);
        assert_eq!(uploaded["type"], kind);
        let message = json!({"text": "", "attachment": uploaded});
        wire.user("alice").post("chatkit/v2/rooms/lobby/messages", &message).await.json(201);
    }
}

#[tokio::test]
async fn get_file_returns_metadata_and_a_download_url() {
    let wire = Wire::with_lobby().await;
    let uploaded = upload_form(&wire.user("alice"), CAT, &form("image/png", "meow")).await.json(200);
    let path = "chatkit_files/v1/rooms/lobby/files/cat.png";
    // The link in a message is the URL of this endpoint.
    assert!(after_host(&uploaded["resource_link"]).ends_with("/rooms/lobby/files/cat.png"));
    let found = wire.user("bob").get(path).await.json(200);
    assert_eq!(found["file"], json!({"name": "cat.png", "bytes": 4, "last_modified": FIRST}));
    assert_eq!(found["ttl"], json!(3600));
    let bytes = wire.anonymous().get(&after_host(&found["resource_link"])).await;
    assert_eq!((bytes.shown().as_str(), bytes.headers[CONTENT_TYPE].as_bytes()), ("meow", &b"image/png"[..]));
    wire.user("bob").get("chatkit_files/v1/rooms/lobby/files/dog.png").await.refused(404, ATTACHMENT_NOT_FOUND);
    wire.user("bob").get("chatkit_files/v1/rooms/nowhere/files/cat.png").await.refused(404, ROOM_NOT_FOUND);
}

#[tokio::test]
async fn a_second_file_of_the_same_name_affects_only_later_messages() {
    let wire = Wire::with_lobby().await;
    for content in ["old", "new!"] {
        let uploaded = upload_form(&wire.user("alice"), CAT, &form("image/png", content)).await.json(200);
        let message = json!({"text": content, "attachment": uploaded});
        wire.user("alice").post("chatkit/v2/rooms/lobby/messages", &message).await.json(201);
    }
    let messages = wire.user("bob").get("chatkit/v2/rooms/lobby/messages").await.json(200);
    for (message, content) in messages.as_array().unwrap().iter().zip(["new!", "old"]) {
        let link = &message["attachment"]["resource_link"];
        assert_eq!(wire.anonymous().get(&after_host(link)).await.shown(), content);
    }
}

#[tokio::test]
async fn an_invalid_form_is_rejected() {
    let wire = Wire::with_lobby().await;
    let alice = wire.user("alice");
    for (content_type, body) in [
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n--x--\r\n",
        ),
        ("multipart/form-data; boundary=x", "not a form"),
        ("multipart/form-data", "--x--\r\n"),
        ("application/json", "{}"),
    ] {
        let mut request = alice.request(Method::POST, CAT, body);
        request.headers_mut().insert(CONTENT_TYPE, content_type.parse().unwrap());
        let answer = Answer::read(alice.raw(request).await).await;
        assert_eq!(answer.status, 400, "{content_type}: {}", answer.shown());
        answer.error();
    }
    alice.get("chatkit_files/v1/rooms/lobby/files/cat.png").await.refused(404, ATTACHMENT_NOT_FOUND);
}

/// The content type of the form is an argument of the method.
#[tokio::test]
async fn the_generated_client_uploads_a_form() {
    let wire = Wire::with_lobby().await;
    let token = format!("Bearer {}", wire.token(&Grant::user("alice")));
    let client = ChatkitFilesApi::connect(wire.backend.in_process())
        .bind("instance", "test")
        .header(AUTHORIZATION, HeaderValue::try_from(token).unwrap());
    let content_type = "multipart/form-data; boundary=x".to_owned();
    let form = form("image/png", "meow").into();
    let uploaded = client.upload_file("lobby".into(), "alice".into(), "a/b c.png".to_owned(), content_type, form).await;
    assert_eq!(uploaded.unwrap().kind, LinkKind::Image);
    assert_eq!(client.file("lobby".into(), "a/b c.png".to_owned()).await.unwrap().file.bytes, 4);
}

#[tokio::test]
async fn a_file_has_at_most_five_megabytes() {
    let wire = Wire::with_lobby().await;
    let largest = "x".repeat(5 * 1024 * 1024);
    upload_form(&wire.user("alice"), CAT, &form("image/png", &largest)).await.json(200);
    let answer = upload_form(&wire.user("alice"), CAT, &form("image/png", &format!("{largest}x"))).await;
    answer.refused(413, FILE_SIZE_LIMIT_EXCEEDED);
}
