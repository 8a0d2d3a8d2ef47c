//! Messages of the domain: sending, pages, both forms, editing, deletion and typing.

use chatkit::domain::Refusal;
use chatkit::model::{
    AttachmentId, AttachmentReference, Direction, LinkKind, MessageId, MessagePage, NewLink, NewPart, Part,
    SendMessage, SendTextMessage, TextMessage,
};

use super::fixture::{
    at, create, ids, instance, message_in, names, new_room, read_to, room, room_in, seen, send, text, user, value,
};

#[test]
fn a_message_is_sent_to_the_room_and_updates_the_counts_of_all_members() {
    let mut instance = instance();
    let sent = instance.send_message(&user("alice"), &room("lobby"), text("hello"), at(10)).unwrap();
    assert_eq!(names(&sent.publications), ["lobby: new_message", "alice: room_updated", "bob: room_updated"]);
    assert_eq!(message_in(&sent.publications[0]).unwrap().id, sent.value.message_id);
    let updated = room_in(&instance, &sent.publications[2]).unwrap();
    // The sender's messages count too.
    assert_eq!((updated.unread_count, updated.last_message_at), (Some(1), Some(at(10).into())));
}

#[test]
fn ids_increase_within_the_instance() {
    let mut instance = instance();
    create(&mut instance, "alice", new_room("attic", &[])).unwrap();
    let sent: Vec<_> =
        ["lobby", "attic", "lobby"].map(|to| send(&mut instance, "alice", to, "x").unwrap().number()).into();
    assert_eq!(sent, [1, 2, 3]);
}

#[test]
fn a_page_has_a_direction_and_excludes_its_initial_id() {
    let mut instance = instance();
    for number in 0..5 {
        send(&mut instance, "alice", "lobby", &number.to_string()).unwrap();
    }
    value(instance.delete_message(&room("lobby"), MessageId::new(3)).unwrap());
    let (older, newer) = (Direction::Older, Direction::Newer);
    for (direction, initial_id, limit, expected) in [
        (older, None, None, vec![5, 4, 2, 1]),
        (older, None, Some(2), vec![5, 4]),
        (older, Some(4), None, vec![2, 1]),
        (older, Some(3), Some(1), vec![2]),
        (older, Some(1), None, vec![]),
        (newer, None, Some(3), vec![1, 2, 4]),
        (newer, Some(2), None, vec![4, 5]),
        (newer, Some(3), Some(1), vec![4]),
        (newer, Some(99), None, vec![]),
        (newer, None, Some(0), vec![]),
    ] {
        let page = MessagePage { initial_id: initial_id.map(MessageId::new), limit, direction };
        let found = instance.messages(&room("lobby"), &page).unwrap();
        assert_eq!(ids(&found), expected, "{page:?}");
    }
}

#[test]
fn a_text_message_is_readable_in_both_forms() {
    let mut instance = instance();
    let link = NewLink { resource_link: "https://example.org/cat.png".to_owned(), kind: LinkKind::Image };
    let old = SendTextMessage { text: "look".to_owned(), attachment: Some(link) };
    let id = instance.send_message(&user("bob"), &room("lobby"), old, at(10)).unwrap().value.message_id;
    let message = instance.message(&room("lobby"), id).unwrap();
    let types: Vec<_> = message.parts.iter().map(Part::media_type).collect();
    assert_eq!(types, ["text/plain", "image/x-pusher-img"]);
    let view = TextMessage::from(&message);
    let attachment = view.attachment.unwrap();
    assert_eq!((view.id, view.text.as_str(), attachment.name.as_str()), (id, "look", "cat.png"));
    assert_eq!(attachment.kind, LinkKind::Image);
}

#[test]
fn an_edit_keeps_id_sender_and_time_of_creation() {
    let mut instance = instance();
    let id = send(&mut instance, "alice", "lobby", "hello").unwrap();
    let edit = instance.edit_message(&user("bob"), &room("lobby"), id, text("bye"), at(20)).unwrap();
    assert!(edit.publications.is_empty());
    let message = instance.message(&room("lobby"), id).unwrap();
    assert_eq!((message.id, &message.user_id), (id, &user("alice")));
    assert_eq!((message.created_at, message.updated_at), (at(10).into(), at(20).into()));
    assert_eq!(TextMessage::from(&message).text, "bye");
}

#[test]
fn deleting_a_message_removes_it_and_updates_the_counts() {
    let mut instance = instance();
    let (first, second) = (send(&mut instance, "alice", "lobby", "1"), send(&mut instance, "alice", "lobby", "2"));
    read_to(&mut instance, "bob", "lobby", 1);
    // Bob has read the first message: neither his count nor the last message change.
    let deleted = instance.delete_message(&room("lobby"), first.unwrap()).unwrap();
    assert_eq!(names(&deleted.publications), ["lobby: message_deleted", "alice: room_updated"]);
    let deleted = instance.delete_message_anywhere(second.clone().unwrap()).unwrap();
    assert_eq!(names(&deleted.publications), ["lobby: message_deleted", "alice: room_updated", "bob: room_updated"]);
    assert_eq!(
        (seen(&instance, "bob", "lobby").unread_count, seen(&instance, "bob", "lobby").last_message_at),
        (Some(0), None)
    );
    let again = instance.delete_message_anywhere(second.clone().unwrap()).map(value);
    assert_eq!(again, Err(Refusal::MessageNotFound(second.unwrap())));
}

#[test]
fn a_message_is_not_found_under_another_room() {
    let mut instance = instance();
    create(&mut instance, "alice", new_room("attic", &[])).unwrap();
    let id = send(&mut instance, "alice", "lobby", "hello").unwrap();
    let attic = room("attic");
    let missing = Refusal::MessageNotFound(id);
    assert_eq!(instance.message(&attic, id).unwrap_err(), missing);
    assert_eq!(instance.delete_message(&attic, id).unwrap_err(), missing);
    let edit = instance.edit_message(&user("alice"), &attic, id, text("x"), at(20));
    assert_eq!(edit.unwrap_err(), missing);
}

#[test]
fn an_invalid_message_is_rejected_with_its_error_type() {
    let mut instance = instance();
    let unknown = AttachmentReference { id: AttachmentId::new("x") };
    for (message, kind) in [
        (SendMessage { parts: vec![] }, "services/chatkit/unprocessable_entity/validation_failed"),
        (
            SendMessage { parts: vec![NewPart::Inline { media_type: String::new(), content: "x".to_owned() }] },
            "services/chatkit/unprocessable_entity/validation_failed",
        ),
        (
            SendMessage { parts: vec![NewPart::Attachment { media_type: "a/b".to_owned(), attachment: unknown }] },
            "services/chatkit/unprocessable_entity/validation_failed",
        ),
        (text(&"x".repeat(16 * 1024)), "services/chatkit/unprocessable_entity/message_size_limit_exceeded"),
    ] {
        let refusal = instance.send_message(&user("bob"), &room("lobby"), message, at(10)).unwrap_err();
        assert_eq!(refusal.kind(), kind);
    }
    // The rejected messages used no ids.
    assert_eq!(send(&mut instance, "bob", "lobby", "").unwrap(), MessageId::new(1));
}

#[test]
fn a_typing_event_is_sent_to_the_room_with_the_id_of_the_latest_message() {
    let mut instance = instance();
    send(&mut instance, "alice", "lobby", "hello").unwrap();
    let typing = instance.start_typing(&user("bob"), &room("lobby")).unwrap();
    assert_eq!(names(&typing.publications), ["lobby: is_typing"]);
    let chatkit::domain::Event::Room { latest, .. } = typing.publications[0].event else {
        panic!("expected a room event")
    };
    assert_eq!(latest, MessageId::new(1));
}
