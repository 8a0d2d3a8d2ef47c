//! Cursors and what they do to unread counts.

use chatkit::model::READ_CURSOR;

use super::fixture::{at, instance, names, read_to, room, room_in, seen, send, user};

#[test]
fn a_cursor_is_nothing_until_it_is_set() {
    let mut instance = instance();
    let (lobby, bob) = (room("lobby"), user("bob"));
    assert_eq!(instance.cursor(&lobby, &bob), Ok(None));
    read_to(&mut instance, "bob", "lobby", 7);
    let cursor = instance.cursor(&lobby, &bob).unwrap().unwrap();
    assert_eq!((cursor.cursor_type, cursor.position, cursor.updated_at), (READ_CURSOR, 7, at(11)));
    assert_eq!(instance.cursors_of_user(&bob), Ok(vec![cursor.clone()]));
    assert_eq!(instance.cursors_of_room(&lobby), vec![cursor]);
    assert_eq!(instance.cursors_of_room(&room("nowhere")), vec![]);
}

#[test]
fn unread_are_the_messages_after_the_cursor() {
    let mut instance = instance();
    for _ in 0..3 {
        send(&mut instance, "alice", "lobby", "x").unwrap();
    }
    assert_eq!(seen(&instance, "bob", "lobby").unread_count, Some(3));
    for (position, unread) in [(1, 2), (3, 0), (99, 0), (2, 1), (0, 3), (-5, 3), (i64::MIN, 3), (i64::MAX, 0)] {
        read_to(&mut instance, "bob", "lobby", position);
        assert_eq!(seen(&instance, "bob", "lobby").unread_count, Some(unread), "{position}");
    }
    assert_eq!(seen(&instance, "alice", "lobby").unread_count, Some(3));
}

#[test]
fn all_devices_hear_of_a_cursor_and_of_a_changed_count() {
    let mut instance = instance();
    send(&mut instance, "alice", "lobby", "x").unwrap();
    let told = read_to(&mut instance, "bob", "lobby", 1);
    let cursor = ["lobby cursors: new_cursor", "bob cursors: new_cursor", "bob: new_cursor"];
    assert_eq!(names(&told), [cursor.as_slice(), &["bob: room_updated"]].concat());
    assert_eq!(room_in(&instance, &told[3]).unwrap().unread_count, Some(0));
    // The same position again: a new cursor, but nothing else is new.
    assert_eq!(names(&read_to(&mut instance, "bob", "lobby", 1)), cursor);
}

#[test]
fn neither_room_nor_membership_is_needed() {
    let mut instance = instance();
    let nowhere = ["nowhere cursors: new_cursor", "carol cursors: new_cursor", "carol: new_cursor"];
    assert_eq!(names(&read_to(&mut instance, "carol", "nowhere", 1)), nowhere);
    let stranger = ["lobby cursors: new_cursor", "carol cursors: new_cursor", "carol: new_cursor"];
    assert_eq!(names(&read_to(&mut instance, "carol", "lobby", 1)), stranger);
}
