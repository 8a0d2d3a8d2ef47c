//! Cursors of the domain and their effect on unread counts.

use chatkit::model::READ_CURSOR;

use super::fixture::{at, instance, names, read_to, room, room_in, seen, send, user};

#[test]
fn a_cursor_is_absent_until_it_is_set() {
    let mut instance = instance();
    let (lobby, bob) = (room("lobby"), user("bob"));
    assert_eq!(instance.cursor(&lobby, &bob), Ok(None));
    read_to(&mut instance, "bob", "lobby", 7);
    let cursor = instance.cursor(&lobby, &bob).unwrap().unwrap();
    assert_eq!((cursor.cursor_type, cursor.position, cursor.updated_at), (READ_CURSOR, 7, at(11).into()));
    assert_eq!(instance.cursors_of_user(&bob), Ok(vec![cursor.clone()]));
    assert_eq!(instance.cursors_of_room(&lobby), vec![cursor]);
    assert_eq!(instance.cursors_of_room(&room("nowhere")), vec![]);
}

#[test]
fn the_unread_count_is_the_number_of_messages_after_the_cursor() {
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
fn setting_a_cursor_sends_it_and_a_changed_unread_count() {
    let mut instance = instance();
    send(&mut instance, "alice", "lobby", "x").unwrap();
    let events = read_to(&mut instance, "bob", "lobby", 1);
    let cursor = ["lobby cursors: new_cursor", "bob cursors: new_cursor", "bob: new_cursor"];
    assert_eq!(names(&events), [cursor.as_slice(), &["bob: room_updated"]].concat());
    assert_eq!(room_in(&instance, &events[3]).unwrap().unread_count, Some(0));
    // Setting the same position again sends the cursor, but the count is unchanged.
    assert_eq!(names(&read_to(&mut instance, "bob", "lobby", 1)), cursor);
}

#[test]
fn a_cursor_requires_neither_the_room_nor_membership() {
    let mut instance = instance();
    let nowhere = ["nowhere cursors: new_cursor", "carol cursors: new_cursor", "carol: new_cursor"];
    assert_eq!(names(&read_to(&mut instance, "carol", "nowhere", 1)), nowhere);
    let lobby = ["lobby cursors: new_cursor", "carol cursors: new_cursor", "carol: new_cursor"];
    assert_eq!(names(&read_to(&mut instance, "carol", "lobby", 1)), lobby);
}
