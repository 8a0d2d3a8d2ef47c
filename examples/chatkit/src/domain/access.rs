//! Who may do what: the one place that decides.

use super::actor::Actor;
use super::instance::Instance;
use super::permission::Permission;
use super::refusal::Refusal;
use super::requirement::Requirement;
use crate::model::{MessageId, RoomId, UserId};

/// What somebody wants to do: what is required for it, and whom and what the path names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// Names of requirements, all of them needed; see [`Requirement::from_name`].
    pub requires: &'static [&'static str],
    /// The user that the path names.
    pub user: Option<UserId>,
    /// The room that the path names.
    pub room: Option<RoomId>,
    /// Whether that room need not exist, as where cursors are set.
    pub in_any_room: bool,
    /// The message that the path names.
    pub message: Option<MessageId>,
}

impl Instance {
    /// Decides whether an actor may do what it wants to.
    ///
    /// # Errors
    /// The first requirement that is not met. Where nothing is required, or something that nobody knows, only a super-user
    /// passes: a trait that forgot to say it opens nothing.
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
        })
    }

    /// Whether what the path names is there. It is asked once the actor is known to have the right, and before a body is read.
    ///
    /// # Errors
    /// The first thing that does not exist.
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

    /// What is allowed in a room is the union of what the global role and the role in that room allow.
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
        let user = actor.identity()?;
        let room = room.ok_or(Refusal::SuperuserRequired)?;
        if !self.existing_room(room)?.members.contains(user) {
            return Err(Refusal::NotAMember { user: user.clone(), room: room.clone() });
        }
        Ok(())
    }
}

fn require_superuser(actor: &Actor) -> Result<(), Refusal> {
    if actor.superuser { Ok(()) } else { Err(Refusal::SuperuserRequired) }
}

fn require_self(actor: &Actor, user: Option<&UserId>) -> Result<(), Refusal> {
    let itself = user.is_some() && actor.user.as_ref() == user;
    if actor.superuser || itself { Ok(()) } else { Err(Refusal::InvalidTokenSubject) }
}
