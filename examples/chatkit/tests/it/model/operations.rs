//! Each step as an operation of the domain, after the checks that a session makes.

use chatkit::api::DESCRIPTIONS;
use chatkit::domain::{Actor, AttachmentRecord, Changed, Instance, Intent, Publication, Refusal};
use chatkit::model::{
    AnnounceAttachment, AssignRole, AttachmentId, BatchUsers, CreateRoom, CreateUser, MessageId, Position, Role,
    RoomId, Scope, SendMessage, UpdatePermissions, UpdateRoom, UpdateUser, UserId, UserIds,
};
use jiff::Timestamp;
use serde_json::json;

use super::content::Content;
use super::step::{self, Step, Version};

/// The operations on an instance at one time.
pub(crate) struct Operations<'i> {
    pub(crate) instance: &'i mut Instance,
    pub(crate) now: Timestamp,
}

/// The user, room and message that a request names in its path.
#[derive(Default)]
struct Named {
    user: Option<UserId>,
    room: Option<RoomId>,
    message: Option<MessageId>,
}

type Outcome = Result<Vec<Publication>, Refusal>;

impl Operations<'_> {
    /// Performs a step, and returns its publications.
    pub(crate) fn take(&mut self, step: &Step) -> Outcome {
        match step.clone() {
            Step::CreateUser { user, .. } => publications(self.instance.create_user(new_user(user), self.now)),
            Step::CreateUsers { users, .. } => {
                let batch = BatchUsers { users: users.into_iter().map(new_user).collect() };
                publications(self.instance.create_users(batch, self.now))
            }
            Step::UpdateUser { user, name, .. } => {
                let changes = UpdateUser { name: Some(name.to_owned()), ..UpdateUser::default() };
                publications(self.instance.update_user(&user.into(), changes, self.now))
            }
            Step::DeleteUser { user, .. } => publications(self.instance.delete_user(&user.into())),
            Step::ScheduleUserDeletion { user } => {
                publications(self.instance.schedule_user_deletion(&user.into(), self.job()))
            }
            Step::CreateRoom { .. } | Step::UpdateRoom { .. } | Step::DeleteRoom { .. } => self.take_room(step),
            Step::ScheduleRoomDeletion { room } => {
                publications(self.instance.schedule_room_deletion(&room.into(), self.job()))
            }
            Step::Join { .. } | Step::Leave { .. } | Step::Add { .. } | Step::Remove { .. } => self.take_members(step),
            Step::Send { .. } | Step::Edit { .. } | Step::DeleteMessage { .. } | Step::Type { .. } => {
                self.take_message(step)
            }
            Step::SetCursor { user, room, position } => {
                let (user, room) = (UserId::from(user), RoomId::from(room));
                self.check(&Actor::user(user.clone()), "ChatkitCursors", "set_cursor", Named::both(&user, &room))?;
                publications(self.instance.set_cursor(&room, &user, Position { position }, self.now))
            }
            Step::CreateRole { .. }
            | Step::DeleteRole { .. }
            | Step::UpdatePermissions { .. }
            | Step::AssignRole { .. }
            | Step::RemoveRole { .. } => self.take_role(step).map(|()| Vec::new()),
            Step::Wipe => publications(Ok(self.instance.wipe())),
            Step::Announce { .. } | Step::Upload { .. } | Step::AddFile { .. } => {
                self.take_file(step).map(|()| Vec::new())
            }
        }
    }

    fn take_room(&mut self, step: &Step) -> Outcome {
        match step.clone() {
            Step::CreateRoom { creator, room, private, members, .. } => {
                let actor = Actor::user(creator);
                self.check(&actor, "Chatkit", "create_room", Named::default())?;
                let user_ids = members.into_iter().map(UserId::from).collect();
                let (id, name) = (Some(room.into()), room.to_owned());
                let new = CreateRoom { id, name, private, user_ids, ..CreateRoom::default() };
                let no_id = || unreachable!("the body names it");
                publications(self.instance.create_room(&actor, new, no_id, self.now))
            }
            Step::UpdateRoom { room, private, .. } => {
                let changes = UpdateRoom { private: Some(private), ..UpdateRoom::default() };
                publications(self.instance.update_room(&room.into(), changes, self.now))
            }
            Step::DeleteRoom { room, .. } => publications(self.instance.delete_room(&room.into())),
            other => unreachable!("{other:?}"),
        }
    }

    fn take_members(&mut self, step: &Step) -> Outcome {
        let ids = |users: Vec<&'static str>| UserIds { user_ids: users.into_iter().map(UserId::from).collect() };
        match step.clone() {
            Step::Join { user, room, .. } => {
                let (user, room) = (UserId::from(user), RoomId::from(room));
                self.check(&Actor::user(user.clone()), "Chatkit", "join_room", Named::both(&user, &room))?;
                publications(self.instance.join_room(&user, &room))
            }
            Step::Leave { user, room, .. } => {
                let (user, room) = (UserId::from(user), RoomId::from(room));
                self.check(&Actor::user(user.clone()), "Chatkit", "leave_room", Named::both(&user, &room))?;
                publications(self.instance.leave_room(&user, &room))
            }
            Step::Add { room, users, .. } => publications(self.instance.add_users(&room.into(), &ids(users))),
            Step::Remove { room, users, .. } => publications(self.instance.remove_users(&room.into(), &ids(users))),
            other => unreachable!("{other:?}"),
        }
    }

    fn take_message(&mut self, step: &Step) -> Outcome {
        match step.clone() {
            Step::Send { user, room, content } => {
                let (user, room) = (UserId::from(user), RoomId::from(room));
                self.check(&Actor::user(user.clone()), "Chatkit", "send_message", Named::room(&room))?;
                publications(self.instance.send_message(&user, &room, parts(&content), self.now))
            }
            Step::Edit { user, room, message, content } => {
                let (user, room, message) = (UserId::from(user), RoomId::from(room), MessageId::new(message));
                let named = Named { message: Some(message), ..Named::room(&room) };
                self.check(&Actor::superuser_as(user.clone()), "Chatkit", "edit_message", named)?;
                publications(self.instance.edit_message(&user, &room, message, parts(&content), self.now))
            }
            Step::DeleteMessage { message, version: Version::V2, .. } => {
                publications(self.instance.delete_message_anywhere(MessageId::new(message)))
            }
            Step::DeleteMessage { room, message, .. } => {
                publications(self.instance.delete_message(&room.into(), MessageId::new(message)))
            }
            Step::Type { user, room, .. } => {
                let (user, room) = (UserId::from(user), RoomId::from(room));
                self.check(&Actor::user(user.clone()), "Chatkit", "start_typing", Named::room(&room))?;
                publications(self.instance.start_typing(&user, &room))
            }
            other => unreachable!("{other:?}"),
        }
    }

    fn take_role(&mut self, step: &Step) -> Result<(), Refusal> {
        match step.clone() {
            Step::CreateRole { scope, role, permissions } => {
                let permissions = permissions.into_iter().map(str::to_owned).collect();
                self.instance.create_role(Role { name: role.to_owned(), scope: scope.into(), permissions })
            }
            Step::DeleteRole { scope, role } => self.instance.delete_role(scope.into(), role),
            Step::UpdatePermissions { scope, role, added, removed } => {
                let names = |names: Vec<&str>| Some(names.into_iter().map(str::to_owned).collect());
                let (add_permissions, remove_permissions) = (names(added), names(removed));
                let changes = UpdatePermissions { add_permissions, remove_permissions };
                self.instance.update_permissions(scope.into(), role, &changes)
            }
            Step::AssignRole { user, role, room } => {
                let role = AssignRole { name: role.to_owned(), room_id: room.map(Into::into) };
                self.instance.assign_role(&user.into(), role)
            }
            Step::RemoveRole { user, room } => self.instance.remove_role(&user.into(), room.map(RoomId::from).as_ref()),
            other => unreachable!("{other:?}"),
        }
    }

    fn take_file(&mut self, step: &Step) -> Result<(), Refusal> {
        match step.clone() {
            Step::Announce { user, room, file } => {
                let (actor, room) = (Actor::user(user), RoomId::from(room));
                self.check(&actor, "Chatkit", "announce_attachment", Named::room(&room))?;
                let announced = AnnounceAttachment {
                    content_type: "text/plain".to_owned(),
                    content_length: 3,
                    name: None,
                    custom_data: None,
                };
                self.instance.announce_attachment(&actor, &room, announced, AttachmentId::new(file), self.now)
            }
            Step::Upload { file } => self.instance.uploaded(&AttachmentId::new(file)),
            Step::AddFile { room, file } => self.instance.add_file(AttachmentRecord {
                id: AttachmentId::new(file),
                room_id: room.into(),
                user_id: None,
                content_type: "text/plain".to_owned(),
                size: 3,
                name: Some("name".to_owned()),
                custom_data: None,
                created_at: self.now,
                uploaded: true,
                named: true,
            }),
            other => unreachable!("{other:?}"),
        }
    }

    /// Checks what a session checks: first the requirements of the endpoint, then that the entities in its path exist.
    fn check(&self, actor: &Actor, api: &str, endpoint: &str, named: Named) -> Result<(), Refusal> {
        let api = DESCRIPTIONS.iter().find(|known| known.name == api).unwrap();
        let endpoint = api.endpoints.iter().find(|known| known.name == endpoint).unwrap();
        let Named { user, room, message } = named;
        let in_any_room = api.name == "ChatkitCursors";
        let intent = Intent { requires: endpoint.requires, user, room, in_any_room, message };
        self.instance.authorize(actor, &intent)?;
        self.instance.require_named(&intent)
    }

    fn job(&self) -> String {
        format!("job {}", self.now)
    }
}

impl Named {
    fn room(room: &RoomId) -> Self {
        Self { room: Some(room.clone()), ..Self::default() }
    }

    fn both(user: &UserId, room: &RoomId) -> Self {
        Self { user: Some(user.clone()), ..Self::room(room) }
    }
}

impl From<step::Scope> for Scope {
    fn from(scope: step::Scope) -> Self {
        match scope {
            step::Scope::Global => Self::Global,
            step::Scope::Room => Self::Room,
        }
    }
}

fn publications<T>(changed: Result<Changed<T>, Refusal>) -> Outcome {
    changed.map(|changed| changed.publications)
}

fn new_user(id: &'static str) -> CreateUser {
    CreateUser { id: id.into(), name: id.to_owned(), avatar_url: None, custom_data: None }
}

fn parts(content: &Content) -> SendMessage {
    serde_json::from_value(json!({"parts": content.parts()})).unwrap()
}
