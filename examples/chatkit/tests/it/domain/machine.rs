//! Random operations, after each of which the state agrees with itself and with what its events told.

use std::collections::{BTreeMap, BTreeSet};

use chatkit::domain::{Actor, Changed, Instance, Refusal};
use chatkit::model::{
    CursorEvent, Direction, Link, LinkKind, MembershipEvent, Message, MessageId, MessagePage, NewLink, Position, Room,
    RoomId, RoomPage, SendTextMessage, TextMessage, UpdateRoom, UserEvent, UserId, UserIds,
};
use proptest::prelude::*;

use super::fixture::{at, ids, new_room, new_user, no_id, text};
use super::mirror::{Mirror, without_members};

const USERS: [&str; 4] = ["alice", "bob", "carol", "dave"];
const ROOMS: [&str; 3] = ["attic", "cellar", "lobby"];

/// One thing somebody does; users, rooms and messages may not exist.
#[derive(Debug, Clone)]
enum Step {
    CreateUser(UserId),
    DeleteUser(UserId),
    CreateRoom { creator: UserId, room: &'static str, members: Vec<&'static str> },
    RenameRoom(RoomId),
    DeleteRoom(RoomId),
    Join(UserId, RoomId),
    Leave(UserId, RoomId),
    Add(RoomId, Vec<UserId>),
    Remove(RoomId, Vec<UserId>),
    Send(UserId, RoomId),
    SendText { sender: UserId, room: RoomId, kind: Option<LinkKind> },
    Edit(RoomId, MessageId),
    DeleteMessage(RoomId, MessageId),
    Type(UserId, RoomId),
    SetCursor(UserId, RoomId, i64),
}

fn step() -> impl Strategy<Value = Step> {
    let user = || prop::sample::select(&USERS[..]).prop_map(UserId::new);
    let room = || prop::sample::select(&ROOMS[..]).prop_map(RoomId::new);
    let message = || (1..20_u64).prop_map(MessageId::new);
    let users = || prop::collection::vec(user(), 0..3);
    let kind = || {
        prop::option::of(prop::sample::select(vec![LinkKind::Image, LinkKind::Video, LinkKind::Audio, LinkKind::File]))
    };
    let create_room = (user(), prop::sample::select(&ROOMS[..]), prop::sample::subsequence(&USERS[..], 0..=4));
    prop_oneof![
        2 => user().prop_map(Step::CreateUser),
        1 => user().prop_map(Step::DeleteUser),
        3 => create_room.prop_map(|(creator, room, members)| Step::CreateRoom { creator, room, members }),
        1 => room().prop_map(Step::RenameRoom),
        1 => room().prop_map(Step::DeleteRoom),
        2 => (user(), room()).prop_map(|(user, room)| Step::Join(user, room)),
        1 => (user(), room()).prop_map(|(user, room)| Step::Leave(user, room)),
        1 => (room(), users()).prop_map(|(room, users)| Step::Add(room, users)),
        1 => (room(), users()).prop_map(|(room, users)| Step::Remove(room, users)),
        5 => (user(), room()).prop_map(|(user, room)| Step::Send(user, room)),
        3 => (user(), room(), kind()).prop_map(|(sender, room, kind)| Step::SendText { sender, room, kind }),
        1 => (room(), message()).prop_map(|(room, message)| Step::Edit(room, message)),
        2 => (room(), message()).prop_map(|(room, message)| Step::DeleteMessage(room, message)),
        1 => (user(), room()).prop_map(|(user, room)| Step::Type(user, room)),
        3 => (user(), room(), -2..20_i64).prop_map(|(user, room, position)| Step::SetCursor(user, room, position)),
    ]
}

/// The instance, and what was heard of it.
struct Machine {
    instance: Instance,
    mirror: Mirror,
}

impl Machine {
    /// Does one step; what was refused must have changed nothing.
    fn take(&mut self, step: Step, second: i64) {
        let before = self.instance.clone();
        if self.attempt(step, second).is_err() {
            assert_eq!(format!("{before:?}"), format!("{:?}", self.instance));
        }
    }

    fn attempt(&mut self, step: Step, second: i64) -> Result<(), Refusal> {
        let now = at(second);
        let instance = &mut self.instance;
        match step {
            Step::CreateUser(user) => {
                let user = instance.create_user(new_user(user.as_str()), now)?.value;
                self.mirror.rooms.insert(user.id, BTreeMap::new());
            }
            Step::DeleteUser(user) => {
                let changed = instance.delete_user(&user)?;
                self.hear(changed);
                self.mirror.forget_user(&user);
            }
            Step::CreateRoom { creator, room, members } => {
                let actor = Actor::user(creator);
                let changed = instance.create_room(&actor, new_room(room, &members), no_id, now)?;
                let room = self.hear(changed);
                self.mirror.opened(&room);
            }
            Step::RenameRoom(room) => {
                let update = UpdateRoom { name: Some(format!("name {second}")), ..UpdateRoom::default() };
                let changed = instance.update_room(&room, update, now)?;
                self.hear(changed);
            }
            Step::DeleteRoom(room) => {
                let changed = instance.delete_room(&room)?;
                self.hear(changed);
                self.mirror.forget_room(&room);
            }
            Step::Join(user, room) => {
                let changed = instance.join_room(&user, &room)?;
                self.hear(changed);
            }
            Step::Leave(user, room) => {
                let changed = instance.leave_room(&user, &room)?;
                self.hear(changed);
            }
            Step::Add(room, user_ids) => {
                let changed = instance.add_users(&room, &UserIds { user_ids })?;
                self.hear(changed);
            }
            Step::Remove(room, user_ids) => {
                let changed = instance.remove_users(&room, &UserIds { user_ids })?;
                self.hear(changed);
            }
            Step::Send(user, room) => {
                let changed = instance.send_message(&user, &room, text("hello"), now)?;
                self.hear(changed);
            }
            Step::SendText { sender, room, kind } => {
                let address = format!("https://example.org/{second}.png");
                let link = kind.map(|kind| NewLink { resource_link: address.clone(), kind });
                let message = SendTextMessage { text: second.to_string(), attachment: link };
                let changed = instance.send_message(&sender, &room, message, now)?;
                let id = self.hear(changed).message_id;
                let view = TextMessage::from(&self.instance.message(&room, id)?);
                let name = format!("{second}.png");
                let attachment = kind.map(|kind| Link { resource_link: address, kind, name });
                assert_eq!((view.text, view.attachment), (second.to_string(), attachment));
            }
            Step::Edit(room, message) => {
                let Some(editor) = self.mirror.rooms.keys().next() else { return Ok(()) };
                let editor = editor.clone();
                let old = instance.message(&room, message);
                let changed = instance.edit_message(&editor, &room, message, text("edited"), now)?;
                let new = instance.message(&room, message)?;
                assert_eq!(new, Message { parts: new.parts.clone(), updated_at: now, ..old? });
                self.hear(changed);
            }
            Step::DeleteMessage(room, message) => {
                let changed = instance.delete_message(&room, message)?;
                self.hear(changed);
            }
            Step::Type(user, room) => {
                let changed = instance.start_typing(&user, &room)?;
                self.hear(changed);
            }
            Step::SetCursor(user, room, position) => {
                let changed = instance.set_cursor(&room, &user, Position { position }, now)?;
                self.hear(changed);
            }
        }
        Ok(())
    }

    fn hear<T>(&mut self, changed: Changed<T>) -> T {
        self.mirror.hear(&self.instance, changed.publications);
        changed.value
    }

    fn check(&self) {
        let rooms = self.instance.rooms(&RoomPage::default());
        assert_eq!(
            rooms.iter().map(|room| &room.id).collect::<Vec<_>>(),
            self.mirror.members.keys().collect::<Vec<_>>()
        );
        for room in &rooms {
            self.check_room(&room.id);
        }
        for user in self.mirror.rooms.keys() {
            self.check_user(user);
        }
        assert_eq!(self.mirror.room_cursors, self.mirror.user_cursors);
    }

    fn check_room(&self, room: &RoomId) {
        let members = self.mirror.members[room].iter().cloned().collect();
        let start = self.instance.start_memberships_topic(room);
        assert_eq!(start, Ok(MembershipEvent::InitialState { user_ids: members }));

        let told: Vec<u64> = self.mirror.messages[room].iter().map(|id| id.number()).collect();
        let newer = self.page(room, Direction::Newer);
        let mut older = self.page(room, Direction::Older);
        older.reverse();
        assert_eq!((ids(&newer), ids(&older)), (told.clone(), told));

        let start = self.instance.start_room_cursors_topic(room);
        assert_eq!(positions(start), of(&self.mirror.room_cursors, |(_, id)| id == room));
    }

    fn check_user(&self, user: &UserId) {
        let Ok(UserEvent::InitialState(state)) = self.instance.start_user_topic(user) else {
            panic!("the user exists")
        };
        let told: Vec<Room> = self.mirror.rooms[user].values().cloned().collect();
        assert_eq!(state.rooms.iter().cloned().map(without_members).collect::<Vec<_>>(), told);
        for room in &state.rooms {
            self.check_seen(user, room);
        }
        let positions_told = self.mirror.positions.get(user).cloned().unwrap_or_default();
        let found = state.cursors.iter().map(|cursor| (cursor.room_id.clone(), cursor.position)).collect();
        assert_eq!(positions_told, found);
        let start = self.instance.start_user_cursors_topic(user).unwrap();
        assert_eq!(positions(start), of(&self.mirror.user_cursors, |(id, _)| id == user));
    }

    /// Counts again, the slow way.
    fn check_seen(&self, user: &UserId, room: &Room) {
        let members: BTreeSet<UserId> = room.member_user_ids.iter().flatten().cloned().collect();
        assert!(members.contains(user));
        assert_eq!(members, self.mirror.members[&room.id]);
        let cursor = self.instance.cursor(&room.id, user).unwrap();
        let read = |message: &&Message| {
            cursor.as_ref().is_none_or(|cursor| i128::from(message.id.number()) > i128::from(cursor.position))
        };
        let messages = self.page(&room.id, Direction::Newer);
        assert_eq!(room.unread_count, u64::try_from(messages.iter().filter(read).count()).ok());
        assert_eq!(room.last_message_at, messages.last().map(|message| message.created_at));
    }

    fn page(&self, room: &RoomId, direction: Direction) -> Vec<Message> {
        let page = MessagePage { initial_id: None, limit: Some(100), direction };
        self.instance.messages(room, &page).unwrap()
    }
}

type Positions = BTreeMap<(UserId, RoomId), i64>;

fn positions(event: CursorEvent) -> Positions {
    let CursorEvent::InitialState(state) = event else { panic!("the first event is the state") };
    state.cursors.into_iter().map(|cursor| ((cursor.user_id, cursor.room_id), cursor.position)).collect()
}

fn of(told: &Positions, wanted: impl Fn(&(UserId, RoomId)) -> bool) -> Positions {
    told.iter().filter(|(key, _)| wanted(key)).map(|(key, position)| (key.clone(), *position)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_state_agrees_with_itself_and_with_its_events(steps in prop::collection::vec(step(), 1..80)) {
        let mut machine = Machine { instance: Instance::new(), mirror: Mirror::default() };
        // Start with somebody in somewhere, so that fewer steps come to nothing.
        let start = USERS.map(|user| Step::CreateUser(UserId::new(user)));
        let rooms = ROOMS.map(|room| Step::CreateRoom { creator: "alice".into(), room, members: vec!["bob", "carol"] });
        for (second, step) in (0..).zip(start.into_iter().chain(rooms).chain(steps)) {
            machine.take(step, second);
            machine.check();
        }
    }
}
