//! The session of a request: the implementor of the traits.

use std::sync::Arc;

use api_core::context::Context;
use jiff::Timestamp;

use super::backend::Backend;
use super::links::Links;
use super::origin::Origin;
use super::table::Follower;
use super::topics::Topics;
use crate::api::ChatkitError;
use crate::domain::{Actor, Changed, Instance, Intent, Refusal};
use crate::model::{Message, UserId};

/// An authenticated caller of one endpoint of one instance.
///
/// Authorization is checked when the session opens, so that a request is rejected before its body is read. It is
/// checked again in each operation while the state is locked, because the state may have changed in between.
#[derive(Debug, Clone)]
pub struct Session {
    pub(super) backend: Backend,
    pub(super) actor: Actor,
    pub(super) origin: Origin,
    intent: Intent,
}

impl Backend {
    /// Opens the session of a request. The token and the requirements of the endpoint are checked before the body is
    /// read.
    ///
    /// # Errors
    /// Returns an error if the path names another instance, if the token is missing or invalid, if a requirement is not
    /// met, or if something in the path does not exist.
    pub fn session(&self, context: &mut Context<'_>) -> Result<Session, ChatkitError> {
        Session::open(self.clone(), context, false)
    }

    /// Opens a session like [`session`](Self::session) does, for an endpoint whose room need not exist.
    ///
    /// # Errors
    /// Returns the errors of [`session`](Self::session).
    pub fn session_in_any_room(&self, context: &mut Context<'_>) -> Result<Session, ChatkitError> {
        Session::open(self.clone(), context, true)
    }
}

impl Session {
    /// Opens the session of a request. The token is checked first, then the requirements of the endpoint, then the
    /// existence of everything in the path.
    fn open(backend: Backend, context: &mut Context<'_>, in_any_room: bool) -> Result<Self, ChatkitError> {
        let actor = backend.authenticate(context)?;
        let origin = backend.origin_of(context.head());
        let intent = Intent { in_any_room, ..intent(context) };
        let session = Self { backend, actor, origin, intent };
        session.read(|instance| instance.require_named(&session.intent))?;
        Ok(session)
    }

    /// Returns the acting user.
    pub(super) fn identity(&self) -> Result<&UserId, ChatkitError> {
        Ok(self.actor.identity()?)
    }

    /// Checks again that the caller may do what it was admitted to.
    pub(super) fn authorized(&self, instance: &Instance) -> Result<(), Refusal> {
        instance.authorize(&self.actor, &self.intent)
    }

    /// Reads the state.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Instance) -> Result<T, Refusal>) -> Result<T, ChatkitError> {
        self.backend.read(|instance| {
            instance.authorize(&self.actor, &self.intent)?;
            read(instance)
        })
    }

    /// Changes the state and publishes the events of the change.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut Instance, Timestamp) -> Result<Changed<T>, Refusal>,
    ) -> Result<T, ChatkitError> {
        self.change_and_end(change, |_, _| ())
    }

    /// Changes the state without causing events.
    pub(super) fn change_without_events<T>(
        &self,
        change: impl FnOnce(&mut Instance) -> Result<T, Refusal>,
    ) -> Result<T, ChatkitError> {
        self.change(|instance, _| change(instance).map(Changed::without_events))
    }

    /// Changes permissions. Subscriptions that are no longer permitted are ended.
    pub(super) fn change_rights(
        &self,
        change: impl FnOnce(&mut Instance) -> Result<(), Refusal>,
    ) -> Result<(), ChatkitError> {
        self.change_and_end(
            |instance, _| change(instance).map(Changed::without_events),
            |topics, instance| topics.end_where(|follower| follower.refusal(instance)),
        )
    }

    /// Changes the state and ends the subscriptions to what no longer exists.
    pub(super) fn change_and_end<T>(
        &self,
        change: impl FnOnce(&mut Instance, Timestamp) -> Result<Changed<T>, Refusal>,
        end: impl FnOnce(&mut Topics, &Instance),
    ) -> Result<T, ChatkitError> {
        let authorized = |instance: &mut Instance, now| {
            instance.authorize(&self.actor, &self.intent)?;
            change(instance, now)
        };
        self.backend.change(authorized, end)
    }

    /// Takes a snapshot and subscribes to the changes after it, without a gap.
    pub(super) fn follow<T, S>(
        &self,
        snapshot: impl FnOnce(&Instance) -> Result<T, Refusal>,
        follow: impl FnOnce(&mut Topics, T, Timestamp) -> S,
    ) -> Result<S, ChatkitError> {
        let authorized = |instance: &Instance| {
            instance.authorize(&self.actor, &self.intent)?;
            snapshot(instance)
        };
        self.backend.follow(authorized, follow)
    }

    /// Returns the subscriber whose permission is checked again after each change of permissions. `None` for a
    /// superuser.
    pub(super) fn follower(&self) -> Option<Follower> {
        let user = self.actor.user.clone().filter(|_| !self.actor.superuser)?;
        Some(Follower { user, intent: self.intent.clone() })
    }

    /// Returns the addresses of files for this caller.
    pub(super) fn links(&self) -> Links<'_> {
        self.backend.links(&self.origin)
    }

    /// Adds the addresses of files to messages.
    pub(super) fn with_addresses(&self, messages: Vec<Arc<Message>>) -> Vec<Message> {
        let links = self.links();
        messages.into_iter().map(|message| links.address(Arc::unwrap_or_clone(message))).collect()
    }
}

/// Returns the requirements of the endpoint, and the user, room and message in the path.
fn intent(context: &Context<'_>) -> Intent {
    let Some(endpoint) = context.endpoint() else { return Intent::default() };
    let names = |wanted| endpoint.path.captures().any(|capture| capture == wanted);
    Intent {
        requires: endpoint.requires,
        user: names("user").then(|| context.capture("user").ok()).flatten(),
        room: names("room").then(|| context.capture("room").ok()).flatten(),
        in_any_room: false,
        message: names("message").then(|| context.capture("message").ok()).flatten(),
    }
}
