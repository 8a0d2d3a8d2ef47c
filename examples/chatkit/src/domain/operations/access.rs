//! Authorization: the only place that decides who may do what.

use crate::domain::actor::Actor;
use crate::domain::permission::Permission;
use crate::domain::refusal::Refusal;
use crate::domain::requirement::Requirement;
use crate::domain::state::instance::Instance;
use crate::domain::state::room_record::RoomRecord;
use crate::model::{MessageId, RoomId, UserId};

/// The intent of a request: its requirements, and the user, room and message in its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// The names of the requirements, all of which must be met; see [`Requirement::from_name`].
    pub requires: &'static [&'static str],
    /// The user in the path.
    pub user: Option<UserId>,
    /// The room in the path.
    pub room: Option<RoomId>,
    /// Whether the room need not exist, for example when a cursor is set.
    pub in_any_room: bool,
    /// The message in the path.
    pub message: Option<MessageId>,
}

impl Instance {
    /// Checks whether an actor may do what it intends.
    ///
    /// # Errors
    /// Returns an error for the first requirement that is not met. If there is no requirement, or an unknown one, only
    /// a superuser is accepted: an endpoint without declared requirements is closed. A private room in the path is
    /// closed to users who are not its members, whatever the requirements and the roles of the user.
    pub fn authorize(&self, actor: &Actor, intent: &Intent) -> Result<(), Refusal> {
        if intent.requires.is_empty() {
            return require_superuser(actor);
        }
        intent.requires.iter().try_for_each(|name| match Requirement::from_name(name) {
            Some(Requirement::Superuser) | None => require_superuser(actor),
            Some(Requirement::Subject) => actor.identity().map(drop),
            Some(Requirement::Itself) => require_self(actor, intent.user.as_ref()),
            Some(Requirement::Member) => self.require_member(actor, intent.room.as_ref()),
            Some(Requirement::Permission(permission)) => {
                self.require_permission(actor, permission, intent.room.as_ref())
            }
        })?;
        self.require_entry(actor, intent)
    }

    /// Checks that everything in the path exists. It is called after the authorization and before the body is read.
    ///
    /// # Errors
    /// Returns an error for the first thing that does not exist.
    pub fn require_named(&self, intent: &Intent) -> Result<(), Refusal> {
        if let Some(user) = &intent.user {
            self.existing_user(user)?;
        }
        let Some(room) = intent.room.as_ref().filter(|_| !intent.in_any_room) else { return Ok(()) };
        let record = self.existing_room(room)?;
        match intent.message {
            Some(message) if record.message(message).is_none() => Err(Refusal::MessageNotFound(message)),
            _ => Ok(()),
        }
    }

    /// Checks a permission. In a room, the permissions of the global role and of the role in this room apply.
    fn require_permission(&self, actor: &Actor, permission: Permission, room: Option<&RoomId>) -> Result<(), Refusal> {
        if actor.superuser {
            return Ok(());
        }
        let roles = &self.existing_user(actor.identity()?)?.roles;
        let global = self.roles.global(roles.global.as_deref());
        let in_room = room.and_then(|room| roles.rooms.get(room)).and_then(|name| self.roles.in_rooms(name));
        let allowed = global.into_iter().chain(in_room).any(|allowed| allowed.contains(&permission));
        if allowed { Ok(()) } else { Err(Refusal::MissingPermission(permission)) }
    }

    fn require_member(&self, actor: &Actor, room: Option<&RoomId>) -> Result<(), Refusal> {
        if actor.superuser {
            return Ok(());
        }
        let room = room.ok_or(Refusal::SuperuserRequired)?;
        require_membership(actor, self.existing_room(room)?)
    }

    /// Checks that the room in the path, if it exists, is public or that the actor is a member of it.
    ///
    /// It follows the other requirements, so that a user without the permission learns nothing about the room.
    fn require_entry(&self, actor: &Actor, intent: &Intent) -> Result<(), Refusal> {
        let room = intent.room.as_ref().and_then(|room| self.rooms.get(room));
        let Some(record) = room.filter(|record| record.room.private && !actor.superuser) else { return Ok(()) };
        require_membership(actor, record).map_err(|refusal| match refusal {
            Refusal::RoomMembershipRequired if intent.requires.contains(&Permission::RoomJoin.name()) => {
                Refusal::CannotJoinPrivateRoom
            }
            other => other,
        })
    }
}

fn require_superuser(actor: &Actor) -> Result<(), Refusal> {
    if actor.superuser { Ok(()) } else { Err(Refusal::SuperuserRequired) }
}

fn require_membership(actor: &Actor, record: &RoomRecord) -> Result<(), Refusal> {
    if record.members.contains(actor.identity()?) { Ok(()) } else { Err(Refusal::RoomMembershipRequired) }
}

fn require_self(actor: &Actor, user: Option<&UserId>) -> Result<(), Refusal> {
    if actor.superuser || Some(actor.identity()?) == user { Ok(()) } else { Err(Refusal::InvalidTokenSubject) }
}
