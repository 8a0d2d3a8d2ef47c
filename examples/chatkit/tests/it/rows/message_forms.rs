//! The conversion between the two forms of messages (`PROTOCOL.md` §6): each row of the table, in both directions.

use http::Method;
use serde_json::{Value, json};

use super::stage::{after_host, upload_form};
use crate::wire::Wire;

const LOBBY: &str = "rooms/lobby/messages";

async fn send(wire: &Wire, version: &str, message: &Value) -> u64 {
    let path = format!("chatkit/{version}/{LOBBY}");
    wire.user("alice").post(&path, message).await.json(201)["message_id"].as_u64().unwrap()
}

/// Returns the parts of the latest message, which versions 6 and 7 show alike.
async fn parts(wire: &Wire) -> Value {
    let six = wire.user("bob").get(&format!("chatkit/v6/{LOBBY}?limit=1")).await.json(200);
    let seven = wire.user("bob").get(&format!("chatkit/v7/{LOBBY}?limit=1")).await.json(200);
    assert_eq!(six, seven);
    six[0]["parts"].clone()
}

/// Returns the latest message in the form of version 2.
async fn older(wire: &Wire) -> Value {
    wire.user("bob").get(&format!("chatkit/v2/{LOBBY}?limit=1")).await.json(200)[0].clone()
}

#[tokio::test]
async fn a_text_becomes_the_first_part() {
    let wire = Wire::with_lobby().await;
    for text in ["hello", "", "a\nb \u{1f600}"] {
        send(&wire, "v2", &json!({ "text": text })).await;
        assert_eq!(parts(&wire).await, json!([{"type": "text/plain", "content": text}]));
        assert_eq!(older(&wire).await["text"], text);
    }
}

#[tokio::test]
async fn a_link_becomes_a_second_part_with_a_platform_media_type() {
    let wire = Wire::with_lobby().await;
    for (kind, media_type) in [
        ("image", "image/x-pusher-img"),
        ("file", "file/x-pusher-file"),
        ("video", "video/x-pusher-video"),
        ("audio", "audio/x-pusher-audio"),
    ] {
        let link = json!({"resource_link": "https://example.org/a/b.bin?c=d", "type": kind});
        send(&wire, "v2", &json!({"text": "look", "attachment": link})).await;
        assert_eq!(
            parts(&wire).await,
            json!([
                {"type": "text/plain", "content": "look"},
                {"type": media_type, "url": "https://example.org/a/b.bin?c=d"},
            ])
        );
        // The conversion back adds a name.
        let mut expected = link;
        expected["name"] = json!("b.bin");
        assert_eq!(older(&wire).await["attachment"], expected);
    }
}

#[tokio::test]
async fn an_uploaded_file_becomes_an_attachment_with_its_name_and_size() {
    let wire = Wire::with_lobby().await;
    for (content_type, media_type, kind) in
        [("image/png", "image/x-pusher-img", "image"), ("application/pdf", "file/x-pusher-file", "file")]
    {
        let form = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: {content_type}\r\n\r\n\
             meow\r\n--x--\r\n"
        );
        let path = "chatkit_files/v1/rooms/lobby/users/alice/files/my%20cat.png";
        let uploaded = upload_form(&wire.user("alice"), path, &form).await.json(200);
        assert_eq!(uploaded["type"], kind);
        send(&wire, "v2", &json!({"text": "look", "attachment": uploaded})).await;
        let parts = parts(&wire).await;
        assert_eq!((&parts[0]["content"], &parts[1]["type"]), (&json!("look"), &json!(media_type)));
        let attachment = &parts[1]["attachment"];
        assert_eq!((&attachment["name"], &attachment["size"]), (&json!("my cat.png"), &json!(4)));
        // The older form has a link to the content, which requires no token.
        let link = older(&wire).await["attachment"].clone();
        assert_eq!((&link["type"], &link["name"]), (&json!(kind), &json!("my cat.png")));
        let found = wire.anonymous().get(&after_host(&link["resource_link"])).await;
        assert_eq!((found.status, found.shown().as_str()), (200, "meow"));
    }
}

#[tokio::test]
async fn the_text_is_the_first_inline_part_of_plain_text_or_empty() {
    let wire = Wire::with_lobby().await;
    for (parts, text) in [
        (json!([{"type": "text/html", "content": "<b>"}, {"type": "text/plain", "content": "x"}]), "x"),
        (json!([{"type": "text/plain", "content": "x"}, {"type": "text/plain", "content": "y"}]), "x"),
        (json!([{"type": "text/html", "content": "<b>"}]), ""),
        (json!([{"type": "text/plain", "url": "https://example.org/x"}]), ""),
    ] {
        send(&wire, "v6", &json!({ "parts": parts })).await;
        assert_eq!(older(&wire).await["text"], text, "{parts}");
    }
}

#[tokio::test]
async fn the_attachment_is_the_part_that_is_not_inline() {
    let wire = Wire::with_lobby().await;
    for (media_type, kind) in [
        ("image/png", "image"),
        ("video/mp4", "video"),
        ("audio/ogg", "audio"),
        ("application/pdf", "file"),
        ("text/plain", "file"),
        ("nonsense", "file"),
    ] {
        let parts = json!([
            {"type": "text/plain", "content": "x"},
            {"type": media_type, "url": "https://example.org/a/first?b=/c"},
        ]);
        send(&wire, "v6", &json!({ "parts": parts })).await;
        let expected = json!({"resource_link": "https://example.org/a/first?b=/c", "type": kind, "name": "first"});
        assert_eq!(older(&wire).await["attachment"], expected);
    }
    send(&wire, "v6", &json!({"parts": [{"type": "image/png", "content": "inline"}]})).await;
    assert!(older(&wire).await.get("attachment").is_none());
}

/// The words are those that the vendor's Go suite compares.
#[tokio::test]
async fn a_message_with_several_urls_or_attachments_asks_its_reader_to_upgrade() {
    let wire = Wire::with_lobby().await;
    let text = "You have received a message which can't be represented in this version of the app. \
                You will need to upgrade to read it.";
    let mut events = wire.user("bob").follow("chatkit/v2/rooms/lobby?message_limit=0").await;
    let parts = json!([
        {"type": "text/plain", "content": "see attached"},
        {"type": "audio/ogg", "url": "https://example.org/first"},
        {"type": "audio/ogg", "url": "https://example.org/second"},
    ]);
    send(&wire, "v6", &json!({ "parts": parts })).await;
    for message in [older(&wire).await, events.data("new_message").await] {
        assert_eq!((&message["text"], message.get("attachment")), (&json!(text), None));
    }
}

#[tokio::test]
async fn an_attachment_becomes_a_link_with_a_new_download_url() {
    let wire = Wire::with_lobby().await;
    let alice = wire.user("alice");
    let file = json!({"content_type": "video/mp4", "content_length": 4, "name": "film.mp4"});
    let ticket = alice.post("chatkit/v6/rooms/lobby/attachments", &file).await.json(200);
    wire.anonymous().send(Method::PUT, &after_host(&ticket["upload_url"]), "meow").await.empty(200);
    let parts = json!([{"type": "video/mp4", "attachment": {"id": ticket["attachment_id"]}}]);
    send(&wire, "v7", &json!({ "parts": parts })).await;
    // A day later, the link is a new one that has not expired.
    wire.pass_seconds(86_400);
    let link = older(&wire).await["attachment"].clone();
    assert_eq!((&link["type"], &link["name"]), (&json!("video"), &json!("film.mp4")));
    assert_eq!(wire.anonymous().get(&after_host(&link["resource_link"])).await.shown(), "meow");
}

#[tokio::test]
async fn both_forms_of_a_message_share_id_sender_room_and_times() {
    let wire = Wire::with_lobby().await;
    let id = send(&wire, "v2", &json!({"text": "x"})).await;
    let six = wire.user("bob").get(&format!("chatkit/v6/{LOBBY}/{id}")).await.json(200);
    let two = older(&wire).await;
    for key in ["id", "user_id", "room_id", "created_at", "updated_at"] {
        assert_eq!(six[key], two[key], "{key}");
    }
}

#[tokio::test]
async fn an_edit_in_one_form_is_visible_in_the_other() {
    let wire = Wire::with_lobby().await;
    let id = send(&wire, "v6", &json!({"parts": [{"type": "image/png", "url": "https://example.org/x"}]})).await;
    let path = format!("{LOBBY}/{id}");
    wire.su_as("alice").put(&format!("chatkit/v2/{path}"), &json!({"text": "old"})).await.empty(204);
    assert_eq!(parts(&wire).await, json!([{"type": "text/plain", "content": "old"}]));
    let new = json!({"parts": [{"type": "text/plain", "content": "new"}]});
    wire.su_as("alice").put(&format!("chatkit/v7/{path}"), &new).await.empty(204);
    assert_eq!(older(&wire).await["text"], "new");
}
