//! Random operations, after each of which the state and the events of the domain are those of the reference model.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::domain::{Event, Instance, Publication, Topic};
use chatkit::model::{Direction, MessagePage, RoomEvent, RoomId, RoomStart, TextMessage};
use proptest::prelude::*;

use super::fixture::at;
use crate::model::check_message;
use crate::model::operations::Operations;
use crate::model::reference::Reference;
use crate::model::step::{Step, operation, start};
use crate::model::told::{CursorsTold, MembersTold, MessagesTold, Told, UserTold, UserToldV7};

/// What was heard of the publications, by user and by room.
#[derive(Default)]
struct Mirror {
    users: BTreeMap<String, UserTold>,
    users_v7: BTreeMap<String, UserToldV7>,
    rooms: BTreeMap<String, MessagesTold>,
    memberships: BTreeMap<String, MembersTold>,
    room_cursors: BTreeMap<String, CursorsTold>,
    user_cursors: BTreeMap<String, CursorsTold>,
}

impl Mirror {
    fn hear(&mut self, instance: &Instance, publication: Publication) {
        match (publication.topic, publication.event) {
            (Topic::User(user), Event::User(notice)) => {
                if let Some(event) = instance.user_event(&user, &notice) {
                    self.users.entry(user.to_string()).or_default().hear(event);
                }
                if let Some(event) = instance.user_event_v7(&user, &notice) {
                    self.users_v7.entry(user.to_string()).or_default().hear(event);
                }
            }
            (Topic::Room(room), Event::Room { event, latest }) => {
                if let RoomEvent::NewMessage(message) = &event {
                    assert_eq!(message.id, latest);
                }
                self.rooms.entry(room.to_string()).or_default().hear(event);
            }
            (Topic::Memberships(room), Event::Membership(event)) => {
                self.memberships.entry(room.to_string()).or_default().hear(event);
            }
            (Topic::RoomCursors(room), Event::Cursor(event)) => {
                self.room_cursors.entry(room.to_string()).or_default().hear(event);
            }
            (Topic::UserCursors(user), Event::Cursor(event)) => {
                self.user_cursors.entry(user.to_string()).or_default().hear(event);
            }
            (Topic::Notifications(_), Event::Notification(..)) => {}
            (topic, event) => panic!("{event:?} does not belong on {topic:?}"),
        }
    }

    /// Lets go of what is gone, and begins with what is new as a subscription does.
    fn follow(&mut self, instance: &Instance, reference: &Reference) {
        self.users.retain(|user, _| reference.users.contains_key(&**user));
        self.users_v7.retain(|user, _| reference.users.contains_key(&**user));
        self.user_cursors.retain(|user, _| reference.users.contains_key(&**user));
        self.rooms.retain(|room, _| reference.rooms.contains_key(&**room));
        self.memberships.retain(|room, _| reference.rooms.contains_key(&**room));
        for user in reference.users.keys().filter(|user| !self.users.contains_key(**user)).collect::<Vec<_>>() {
            self.users.insert((*user).to_owned(), begun(instance.start_user_topic(&(*user).into()).unwrap()));
            self.users_v7.insert((*user).to_owned(), begun(instance.start_user_topic_v7(&(*user).into()).unwrap()));
        }
        for room in reference.rooms.keys().filter(|room| !self.memberships.contains_key(**room)).collect::<Vec<_>>() {
            let start = instance.start_memberships_topic(&(*room).into()).unwrap();
            self.memberships.insert((*room).to_owned(), begun(start));
        }
    }

    fn check(&self, reference: &Reference) {
        for user in reference.users.keys() {
            reference.check_user(user, &self.users[*user]);
            reference.check_user_v7(user, &self.users_v7[*user]);
        }
        for room in reference.rooms.keys() {
            reference.check_messages(room, self.rooms.get(*room).unwrap_or(&MessagesTold::default()));
            reference.check_members(room, &self.memberships[*room]);
        }
        // The deletion of a room or a user takes cursors away without an event; those that are there were told of.
        for ((room, user), position) in &reference.cursors {
            let key = ((*user).to_owned(), (*room).to_owned());
            assert_eq!(self.room_cursors[*room].0[&key], *position);
            assert_eq!(self.user_cursors[*user].0[&key], *position);
        }
    }
}

fn begun<E, T: Told<E>>(first: E) -> T {
    let mut told = T::default();
    told.hear(first);
    told
}

/// The state as a subscriber who comes now is told it.
fn check_state(instance: &Instance, reference: &Reference) {
    for user in reference.users.keys() {
        let id = (*user).into();
        reference.check_user(user, &begun(instance.start_user_topic(&id).unwrap()));
        reference.check_user_v7(user, &begun(instance.start_user_topic_v7(&id).unwrap()));
        let roles = instance.roles_of_user(&id).unwrap();
        let roles = roles.iter().map(|role| (role.room_id.as_ref().map(RoomId::as_str), &*role.role_name));
        assert_eq!(roles.collect::<BTreeSet<_>>(), reference.roles_of(user), "{user}");
        let start = instance.start_user_cursors_topic(&id).unwrap();
        reference.check_cursors(|_, owner| owner == *user, &begun(start));
    }
    for name in reference.rooms.keys() {
        let room = (*name).into();
        reference.check_members(name, &begun(instance.start_memberships_topic(&room).unwrap()));
        reference.check_cursors(|of, _| of == *name, &begun(instance.start_room_cursors_topic(&room)));
        let start = RoomStart { message_limit: Some(100) };
        let first = instance.start_room_topic(&room, &start, None).unwrap();
        reference.check_messages(name, &MessagesTold(first.iter().map(|message| message.id.number()).collect()));
        let page = MessagePage { initial_id: None, limit: Some(100), direction: Direction::Newer };
        let messages = instance.messages(&room, &page).unwrap();
        for ((id, expected), message) in reference.rooms[name].messages.iter().zip(&messages) {
            check_message(*id, expected, message, &TextMessage::from(message));
        }
    }
}

fn run(steps: Vec<Step>) {
    let (mut instance, mut reference, mut mirror) = (Instance::new(), Reference::default(), Mirror::default());
    for (second, step) in (0..).zip(start().chain(steps)) {
        let (now, before) = (at(second), format!("{instance:?}"));
        let expected = reference.take(&step, now.as_second());
        let found = Operations { instance: &mut instance, now }.take(&step);
        assert_eq!(found.as_ref().map(drop).map_err(chatkit::domain::Refusal::kind), expected, "{step:?}");
        match found {
            Ok(publications) => publications.into_iter().for_each(|publication| mirror.hear(&instance, publication)),
            Err(_) => assert_eq!(before, format!("{instance:?}"), "{step:?} was refused and changed something"),
        }
        if matches!(step, Step::Wipe) {
            mirror = Mirror::default();
        }
        mirror.follow(&instance, &reference);
        mirror.check(&reference);
        check_state(&instance, &reference);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_state_and_its_events_are_those_of_the_reference(steps in prop::collection::vec(operation(), 1..80)) {
        run(steps);
    }
}
