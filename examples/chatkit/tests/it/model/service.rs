//! The service, and each step as a call of a derived client.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use api_core::dialect::Dialect;
use api_core::{Api, ApiError as _, Client, Transport};
use chatkit::api::{
    Chatkit as _, ChatkitApi, ChatkitAuthorizer as _, ChatkitAuthorizerApi, ChatkitCursors as _, ChatkitCursorsApi,
    ChatkitError, ChatkitScheduler as _, ChatkitSchedulerApi, ChatkitV2 as _, ChatkitV2Api, ChatkitV7 as _,
    ChatkitV7Api,
};
use chatkit::model::{
    AssignRole, BatchUsers, CreateRoom, CreateUser, MessageId, Position, Role, RoleOf, UpdateRoom, UpdateUser, UserId,
    UserIds,
};
use chatkit::server::Backend;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::content::{Content, LINK};
use super::step::{Step, Version};

const BEGINNING: i64 = 1_600_000_000;

/// An instance whose clock the test advances.
pub(crate) struct Service {
    backend: Backend,
    locator: InstanceLocator,
    key: Key,
    clock: Arc<AtomicI64>,
}

/// Calls the same method of the client of a version.
macro_rules! on {
    ($service:expr, $grant:expr, $version:expr, |$client:ident| $call:expr) => {
        match $version {
            Version::V2 => {
                let $client = $service.client::<ChatkitV2Api>($grant);
                $call.await.map(drop)
            }
            Version::V6 => {
                let $client = $service.client::<ChatkitApi>($grant);
                $call.await.map(drop)
            }
            Version::V7 => {
                let $client = $service.client::<ChatkitV7Api>($grant);
                $call.await.map(drop)
            }
        }
    };
}

impl Service {
    pub(crate) fn new() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(BEGINNING));
        let now = clock.clone();
        let time = move || Timestamp::from_second(now.load(Ordering::SeqCst)).unwrap();
        let backend = Backend::with_clock(locator.clone(), std::slice::from_ref(&key), time);
        Self { backend, locator, key, clock }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) fn advance_one_second(&self) {
        self.clock.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn client<A: Api>(&self, grant: &Grant) -> Client<A, impl Transport + use<A>> {
        let now = self.now().try_into().unwrap();
        let token = TokenSigner::new(&self.locator, &self.key).sign(grant, now).unwrap().token;
        Client::<A, _>::new(self.backend.in_process())
            .bind("instance", self.locator.instance_id())
            .header(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {}", token.as_str())).unwrap())
            .dialect(Dialect::Elements)
    }

    /// Performs a step, or returns the type of the error that refuses it.
    pub(crate) async fn take(&self, step: &Step) -> Result<(), String> {
        self.call(step).await.map_err(|error| error.document().kind.into_owned())
    }

    async fn call(&self, step: &Step) -> Result<(), ChatkitError> {
        let su = &Grant::superuser();
        match step.clone() {
            Step::CreateUser { user, version } => {
                let new: CreateUser = read(json!({"id": user, "name": user}));
                on!(self, su, version, |client| client.create_user(new))
            }
            Step::CreateUsers { users, version } => {
                let users: Vec<Value> = users.iter().map(|user| json!({"id": user, "name": user})).collect();
                let batch: BatchUsers = read(json!({ "users": users }));
                on!(self, su, version, |client| client.create_users(batch))
            }
            Step::UpdateUser { user, name, version } => {
                let changes = UpdateUser { name: Some(name.to_owned()), ..UpdateUser::default() };
                on!(self, su, version, |client| client.update_user(user.into(), changes))
            }
            Step::DeleteUser { user, version } => on!(self, su, version, |client| client.delete_user(user.into())),
            Step::CreateRoom { creator, room, private, members, version } => {
                let new: CreateRoom = read(json!({"id": room, "name": room, "private": private, "user_ids": members}));
                on!(self, &Grant::user(creator), version, |client| client.create_room(new))
            }
            Step::UpdateRoom { room, private, version } => {
                let changes = UpdateRoom { private: Some(private), ..UpdateRoom::default() };
                on!(self, su, version, |client| client.update_room(room.into(), changes))
            }
            Step::DeleteRoom { room, version } => on!(self, su, version, |client| client.delete_room(room.into())),
            Step::Join { user, room, version } => {
                on!(self, &Grant::user(user), version, |client| client.join_room(user.into(), room.into()))
            }
            Step::Leave { user, room, version } => {
                on!(self, &Grant::user(user), version, |client| client.leave_room(user.into(), room.into()))
            }
            Step::Add { room, users, version } => {
                on!(self, su, version, |client| client.add_users(room.into(), ids(&users)))
            }
            Step::Remove { room, users, version } => {
                on!(self, su, version, |client| client.remove_users(room.into(), ids(&users)))
            }
            Step::Send { user, room, content } => self.send(user, room, &content).await,
            Step::Edit { user, room, message, content } => self.edit(user, room, message, &content).await,
            Step::DeleteMessage { room, message, version } => {
                let (room, message) = (room.into(), MessageId::new(message));
                match version {
                    Version::V2 => self.client::<ChatkitV2Api>(su).delete_message(message).await,
                    Version::V6 => self.client::<ChatkitApi>(su).delete_message(room, message).await,
                    Version::V7 => self.client::<ChatkitV7Api>(su).delete_message(room, message).await,
                }
            }
            Step::SetCursor { user, room, position } => {
                let client = self.client::<ChatkitCursorsApi>(&Grant::user(user));
                client.set_cursor(room.into(), user.into(), Position { position }).await.map(drop)
            }
            Step::Type { user, room, version } => {
                on!(self, &Grant::user(user), version, |client| client.start_typing(room.into()))
            }
            Step::CreateRole { .. }
            | Step::DeleteRole { .. }
            | Step::UpdatePermissions { .. }
            | Step::AssignRole { .. }
            | Step::RemoveRole { .. } => self.change_roles(step.clone()).await,
            Step::ScheduleUserDeletion { user } => {
                self.client::<ChatkitSchedulerApi>(su).schedule_user_deletion(user.into()).await.map(drop)
            }
            Step::ScheduleRoomDeletion { room } => {
                self.client::<ChatkitSchedulerApi>(su).schedule_room_deletion(room.into()).await.map(drop)
            }
            Step::Wipe => self.client::<ChatkitApi>(su).wipe().await,
            Step::Announce { .. } | Step::Upload { .. } | Step::AddFile { .. } => {
                unreachable!("the service chooses the ids of files")
            }
        }
    }

    async fn change_roles(&self, step: Step) -> Result<(), ChatkitError> {
        let client = self.client::<ChatkitAuthorizerApi>(&Grant::superuser());
        match step {
            Step::CreateRole { scope, role, permissions } => {
                let permissions = permissions.into_iter().map(str::to_owned).collect();
                client.create_role(Role { name: role.to_owned(), scope: scope.into(), permissions }).await
            }
            Step::DeleteRole { scope, role } => client.delete_role(role.to_owned(), scope.into()).await,
            Step::UpdatePermissions { scope, role, added, removed } => {
                let changes = read(json!({"add_permissions": added, "remove_permissions": removed}));
                client.update_permissions(role.to_owned(), scope.into(), changes).await
            }
            Step::AssignRole { user, role, room } => {
                let role = AssignRole { name: role.to_owned(), room_id: room.map(Into::into) };
                client.assign_role(user.into(), role).await
            }
            Step::RemoveRole { user, room } => {
                client.remove_role(user.into(), RoleOf { room_id: room.map(Into::into) }).await
            }
            other => unreachable!("{other:?} changes no role"),
        }
    }

    async fn send(&self, user: &'static str, room: &'static str, content: &Content) -> Result<(), ChatkitError> {
        let (user, room) = (&Grant::user(user), room.into());
        match content {
            Content::Text { text, link } => {
                self.client::<ChatkitV2Api>(user).send_message(room, read(text_message(text, *link))).await.map(drop)
            }
            Content::Parts { version: Version::V7, .. } => {
                let parts = read(json!({"parts": content.parts()}));
                self.client::<ChatkitV7Api>(user).send_message(room, parts).await.map(drop)
            }
            Content::Parts { .. } => {
                let parts = read(json!({"parts": content.parts()}));
                self.client::<ChatkitApi>(user).send_message(room, parts).await.map(drop)
            }
        }
    }

    async fn edit(
        &self,
        user: &'static str,
        room: &'static str,
        message: u64,
        content: &Content,
    ) -> Result<(), ChatkitError> {
        let (user, room, message) = (&Grant::superuser_as(user), room.into(), MessageId::new(message));
        match content {
            Content::Text { text, link } => {
                let text = read(text_message(text, *link));
                self.client::<ChatkitV2Api>(user).edit_message(room, message, text).await
            }
            Content::Parts { version: Version::V7, .. } => {
                let parts = read(json!({"parts": content.parts()}));
                self.client::<ChatkitV7Api>(user).edit_message(room, message, parts).await
            }
            Content::Parts { .. } => {
                let parts = read(json!({"parts": content.parts()}));
                self.client::<ChatkitApi>(user).edit_message(room, message, parts).await
            }
        }
    }
}

fn text_message(text: &str, link: Option<&str>) -> Value {
    match link {
        Some(kind) => json!({"text": text, "attachment": {"resource_link": LINK, "type": kind}}),
        None => json!({ "text": text }),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn ids(users: &[&'static str]) -> UserIds {
    UserIds { user_ids: users.iter().copied().map(UserId::from).collect() }
}
