//! The initial events of subscriptions.

use chatkit::domain::Instance;
use chatkit::model::{CursorEvent, MembershipEvent, MessageId, RoomStart, UserEvent};

use super::fixture::{ids, instance, read_to, room, send, user};

fn with_messages(messages: u64) -> Instance {
    let mut instance = instance();
    for number in 0..messages {
        send(&mut instance, "alice", "lobby", &number.to_string()).unwrap();
    }
    instance
}

#[test]
fn a_user_topic_starts_with_the_user_rooms_and_cursors() {
    let mut instance = with_messages(2);
    read_to(&mut instance, "bob", "lobby", 1);
    let UserEvent::InitialState(state) = instance.start_user_topic(&user("bob")).unwrap() else {
        panic!("expected the initial state")
    };
    assert_eq!(state.current_user.id, user("bob"));
    assert_eq!((state.rooms.len(), state.rooms[0].unread_count), (1, Some(1)));
    assert_eq!(state.cursors[0].position, 1);
}

#[test]
fn a_user_topic_of_an_unknown_user_is_rejected() {
    let refusal = instance().start_user_topic(&user("ghost")).unwrap_err();
    assert!(refusal.to_string().contains("does not exist"), "{refusal}");
}

#[test]
fn a_room_topic_starts_with_its_last_messages_oldest_first() {
    let instance = with_messages(120);
    for (message_limit, resume_after, expected) in [
        (None, None, 101..=120),
        (Some(2), None, 119..=120),
        (Some(1000), None, 21..=120),
        // A resuming subscriber receives all missed messages, whatever its limit.
        (Some(2), Some(117), 118..=120),
        (None, Some(3), 21..=120),
        // An unknown id is ignored.
        (Some(1), Some(999), 120..=120),
    ] {
        let start = RoomStart { message_limit };
        let resume_after = resume_after.map(MessageId::new);
        let messages = instance.start_room_topic(&room("lobby"), &start, resume_after).unwrap();
        assert_eq!(ids(&messages), expected.collect::<Vec<_>>(), "{start:?} {resume_after:?}");
    }
    for (message_limit, resume_after) in [(Some(0), None), (None, Some(MessageId::new(120)))] {
        let start = RoomStart { message_limit };
        let messages = instance.start_room_topic(&room("lobby"), &start, resume_after).unwrap();
        assert!(messages.is_empty());
    }
}

#[test]
fn a_memberships_topic_starts_with_the_members() {
    let start = instance().start_memberships_topic(&room("lobby"));
    assert_eq!(start, Ok(MembershipEvent::InitialState { user_ids: vec![user("alice"), user("bob")] }));
}

#[test]
fn cursor_topics_start_with_the_cursors() {
    let mut instance = instance();
    read_to(&mut instance, "bob", "lobby", 1);
    read_to(&mut instance, "alice", "lobby", 2);
    let positions = |event| match event {
        CursorEvent::InitialState(state) => state.cursors.iter().map(|cursor| cursor.position).collect::<Vec<_>>(),
        CursorEvent::NewCursor(_) => panic!("expected the initial state"),
    };
    assert_eq!(positions(instance.start_room_cursors_topic(&room("lobby"))), [2, 1]);
    assert_eq!(positions(instance.start_user_cursors_topic(&user("bob")).unwrap()), [1]);
}
