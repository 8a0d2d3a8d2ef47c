//! Who may do what.
//!
//! Roles given by the application will be looked up in [`Instance::require_permission`]; until then every user has the
//! role `default`.

use super::actor::Actor;
use super::instance::Instance;
use super::permission::Permission;
use super::refusal::Refusal;
use super::room_record::RoomRecord;
use crate::model::UserId;

impl Instance {
    /// Only the application's own server, for itself or in the name of a user.
    pub(super) fn require_superuser(actor: &Actor) -> Result<(), Refusal> {
        if actor.superuser { Ok(()) } else { Err(Refusal::SuperuserRequired) }
    }

    /// Only this user, or a super-user.
    pub(super) fn require_self(actor: &Actor, user: &UserId) -> Result<(), Refusal> {
        if actor.superuser || actor.user.as_ref() == Some(user) { Ok(()) } else { Err(Refusal::InvalidTokenSubject) }
    }

    /// Somebody must act: a super-user without a name will not do.
    pub(super) fn require_identity(actor: &Actor) -> Result<&UserId, Refusal> {
        actor.user.as_ref().ok_or(Refusal::InvalidTokenSubject)
    }

    /// Only an existing user whose roles allow it, or a super-user.
    pub(super) fn require_permission(&self, actor: &Actor, permission: Permission) -> Result<(), Refusal> {
        if actor.superuser {
            return Ok(());
        }
        let user = Self::require_identity(actor)?;
        if !permission.is_default() {
            return Err(Refusal::MissingPermission(permission));
        }
        self.existing_user(user).map(drop)
    }

    /// Only a member of the room, or a super-user.
    pub(super) fn require_member(actor: &Actor, record: &RoomRecord) -> Result<(), Refusal> {
        if actor.superuser {
            return Ok(());
        }
        let user = Self::require_identity(actor)?;
        if !record.members.contains(user) {
            return Err(Refusal::NotAMember { user: user.clone(), room: record.room.id.clone() });
        }
        Ok(())
    }
}
