//! Random operations. After each, the state and the events of the domain are those of the reference model.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::domain::{Event, Instance, Publication, Topic};
use chatkit::model::{Direction, MessagePage, RoomEvent, RoomId, RoomStart, TextMessage};
use proptest::prelude::*;

use super::fixture::at;
use crate::model::check_message;
use crate::model::observed::{
    ObservedCursors, ObservedMembers, ObservedMessages, ObservedUser, ObservedUserV7, Observer,
};
use crate::model::operations::Operations;
use crate::model::reference::Reference;
use crate::model::step::{Step, operation, start};

/// The state computed from publications, by user and by room.
#[derive(Default)]
struct Mirror {
    users: BTreeMap<String, ObservedUser>,
    users_v7: BTreeMap<String, ObservedUserV7>,
    rooms: BTreeMap<String, ObservedMessages>,
    memberships: BTreeMap<String, ObservedMembers>,
    room_cursors: BTreeMap<String, ObservedCursors>,
    user_cursors: BTreeMap<String, ObservedCursors>,
}

impl Mirror {
    fn apply(&mut self, instance: &Instance, publication: Publication) {
        match (publication.topic, publication.event) {
            (Topic::User(user), Event::User(notice)) => {
                if let Some(event) = instance.user_event(&user, &notice) {
                    self.users.entry(user.to_string()).or_default().apply(event);
                }
                if let Some(event) = instance.user_event_v7(&user, &notice) {
                    self.users_v7.entry(user.to_string()).or_default().apply(event);
                }
            }
            (Topic::Room(room), Event::Room { event, latest }) => {
                if let RoomEvent::NewMessage(message) = &event {
                    assert_eq!(message.id, latest);
                }
                self.rooms.entry(room.to_string()).or_default().apply(event);
            }
            (Topic::Memberships(room), Event::Membership(event)) => {
                self.memberships.entry(room.to_string()).or_default().apply(event);
            }
            (Topic::RoomCursors(room), Event::Cursor(event)) => {
                self.room_cursors.entry(room.to_string()).or_default().apply(event);
            }
            (Topic::UserCursors(user), Event::Cursor(event)) => {
                self.user_cursors.entry(user.to_string()).or_default().apply(event);
            }
            (Topic::Notifications(_), Event::Notification(..)) | (Topic::Room(_), Event::AccessChanged) => {}
            (topic, event) => panic!("{event:?} does not belong on {topic:?}"),
        }
    }

    /// Removes users and rooms that were deleted, and starts new ones from the first event of a subscription.
    fn follow(&mut self, instance: &Instance, reference: &Reference) {
        self.users.retain(|user, _| reference.users.contains_key(&**user));
        self.users_v7.retain(|user, _| reference.users.contains_key(&**user));
        self.user_cursors.retain(|user, _| reference.users.contains_key(&**user));
        self.rooms.retain(|room, _| reference.rooms.contains_key(&**room));
        self.memberships.retain(|room, _| reference.rooms.contains_key(&**room));
        for user in reference.users.keys().filter(|user| !self.users.contains_key(**user)).collect::<Vec<_>>() {
            self.users.insert((*user).to_owned(), first_state(instance.start_user_topic(&(*user).into()).unwrap()));
            self.users_v7
                .insert((*user).to_owned(), first_state(instance.start_user_topic_v7(&(*user).into()).unwrap()));
        }
        for room in reference.rooms.keys().filter(|room| !self.memberships.contains_key(**room)).collect::<Vec<_>>() {
            let start = instance.start_memberships_topic(&(*room).into()).unwrap();
            self.memberships.insert((*room).to_owned(), first_state(start));
        }
    }

    fn check(&self, reference: &Reference) {
        for user in reference.users.keys() {
            reference.check_user(user, &self.users[*user]);
            reference.check_user_v7(user, &self.users_v7[*user]);
        }
        for room in reference.rooms.keys() {
            reference.check_messages(room, self.rooms.get(*room).unwrap_or(&ObservedMessages::default()));
            reference.check_members(room, &self.memberships[*room]);
        }
        // The deletion of a room or a user removes cursors without an event. All others were in an event.
        for ((room, user), position) in &reference.cursors {
            let key = ((*user).to_owned(), (*room).to_owned());
            assert_eq!(self.room_cursors[*room].0[&key], *position);
            assert_eq!(self.user_cursors[*user].0[&key], *position);
        }
    }
}

fn first_state<E, T: Observer<E>>(first: E) -> T {
    let mut observed = T::default();
    observed.apply(first);
    observed
}

/// Compares the first events of a new subscription with the model.
fn check_state(instance: &Instance, reference: &Reference) {
    for user in reference.users.keys() {
        let id = (*user).into();
        reference.check_user(user, &first_state(instance.start_user_topic(&id).unwrap()));
        reference.check_user_v7(user, &first_state(instance.start_user_topic_v7(&id).unwrap()));
        let roles = instance.roles_of_user(&id).unwrap();
        let roles = roles.iter().map(|role| (role.room_id.as_ref().map(RoomId::as_str), &*role.role_name));
        assert_eq!(roles.collect::<BTreeSet<_>>(), reference.roles_of(user), "{user}");
        let start = instance.start_user_cursors_topic(&id).unwrap();
        reference.check_cursors(|_, owner| owner == *user, &first_state(start));
    }
    for name in reference.rooms.keys() {
        let room = (*name).into();
        reference.check_members(name, &first_state(instance.start_memberships_topic(&room).unwrap()));
        reference.check_cursors(|of, _| of == *name, &first_state(instance.start_room_cursors_topic(&room)));
        let start = RoomStart { message_limit: Some(100) };
        let first = instance.start_room_topic(&room, &start, None).unwrap();
        reference.check_messages(name, &ObservedMessages(first.iter().map(|message| message.id.number()).collect()));
        let page = MessagePage { initial_id: None, limit: Some(100), direction: Direction::Newer };
        let messages = instance.messages(&room, &page).unwrap();
        for ((id, expected), message) in reference.rooms[name].messages.iter().zip(&messages) {
            check_message(*id, expected, message, &TextMessage::from(message.as_ref()));
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
            Ok(publications) => publications.into_iter().for_each(|publication| mirror.apply(&instance, publication)),
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
