//! Authorization over time: revoked permissions and deleted users end subscriptions, and Beams tokens grant no access.

use api_core::dialect::Dialect;
use api_core::{Api, Client, Next, Outcome, OutcomeExt as _, Transport};
use chatkit::api::{
    Chatkit as _, ChatkitApi, ChatkitAuthorizer as _, ChatkitAuthorizerApi, ChatkitBeamsTokenProvider as _,
    ChatkitBeamsTokenProviderApi, ChatkitCursors as _, ChatkitCursorsApi, ChatkitError, ChatkitPresence as _,
    ChatkitPresenceApi,
};
use chatkit::model::{
    AnnounceAttachment, AttachmentReference, CreateRoom, CreateUser, CustomData, NewPart, RoomId, Scope, SendMessage,
    TokenFor, UpdatePermissions, UpdateUser,
};
use chatkit::server::Backend;
use http::header::AUTHORIZATION;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};
use serde_json::{Value, json};

struct World {
    backend: Backend,
    locator: InstanceLocator,
    key: Key,
}

impl World {
    /// Creates an instance with Alice and Bob in the room `lobby`.
    async fn new() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        let world = Self { backend: Backend::new(locator.clone(), std::slice::from_ref(&key)), locator, key };
        for id in ["alice", "bob"] {
            let new = CreateUser { id: id.into(), name: id.to_owned(), avatar_url: None, custom_data: None };
            world.server::<ChatkitApi>().create_user(new).await.unwrap();
        }
        let lobby = CreateRoom {
            id: Some(lobby()),
            name: "Lobby".to_owned(),
            user_ids: vec!["bob".into()],
            ..CreateRoom::default()
        };
        world.user::<ChatkitApi>("alice").create_room(lobby).await.unwrap();
        world
    }

    fn server<A: Api>(&self) -> Client<A, impl Transport + use<A>> {
        self.client(&Grant::superuser())
    }

    fn user<A: Api>(&self, id: &str) -> Client<A, impl Transport + use<A>> {
        self.client(&Grant::user(id))
    }

    fn client<A: Api>(&self, grant: &Grant) -> Client<A, impl Transport + use<A>> {
        let now = jiff::Timestamp::now().as_second().try_into().unwrap();
        let token = TokenSigner::new(&self.locator, &self.key).sign(grant, now).unwrap().token;
        self.with_token(token.as_str())
    }

    fn with_token<A: Api>(&self, token: &str) -> Client<A, impl Transport + use<A>> {
        Client::<A, _>::new(self.backend.in_process())
            .bind("instance", self.locator.instance_id())
            .header(AUTHORIZATION, format!("Bearer {token}").try_into().unwrap())
            .dialect(Dialect::Elements)
    }
}

fn lobby() -> RoomId {
    RoomId::new("lobby")
}

#[tokio::test]
async fn revoking_a_permission_ends_the_subscriptions_that_require_it() {
    let world = World::new().await;
    let mut presence = world.user::<ChatkitPresenceApi>("bob").follow_presence("alice".into()).await.unwrap();
    let mut cursors = world.user::<ChatkitCursorsApi>("bob").follow_room_cursors(lobby()).await.unwrap();
    let mut servers = world.server::<ChatkitPresenceApi>().follow_presence("alice".into()).await.unwrap();
    assert!(matches!(presence.next().await.unwrap(), Next::Event(_)));
    assert!(matches!(cursors.next().await.unwrap(), Next::Event(_)));
    assert!(matches!(servers.next().await.unwrap(), Next::Event(_)));
    let taken = UpdatePermissions {
        add_permissions: None,
        remove_permissions: Some(vec!["presence:subscribe".to_owned(), "cursors:read:get".to_owned()]),
    };
    let authorizer = world.server::<ChatkitAuthorizerApi>();
    authorizer.update_permissions("default".to_owned(), Scope::Global, taken).await.unwrap();
    let Next::End(end) = presence.next().await.unwrap() else { panic!("expected the end") };
    assert_eq!(
        (end.status, end.body["error"].as_str()),
        (401, Some("services/chatkit_authorizer/authorization/missing_permission"))
    );
    assert!(matches!(cursors.next().await.unwrap(), Next::End(end) if end.status == 401));
    // The permissions of a superuser do not depend on roles.
    let mut registered = world.user::<ChatkitPresenceApi>("alice").register("alice".into()).await.unwrap();
    assert!(matches!(servers.next().await.unwrap(), Next::Event(_)));
    registered.close().unwrap();
}

#[tokio::test]
async fn deleting_a_user_ends_its_subscriptions() {
    let world = World::new().await;
    let mut presence = world.user::<ChatkitPresenceApi>("bob").follow_presence("alice".into()).await.unwrap();
    let mut cursors = world.user::<ChatkitCursorsApi>("bob").follow_room_cursors(lobby()).await.unwrap();
    for _ in 0..1 {
        presence.next().await.unwrap();
        cursors.next().await.unwrap();
    }
    world.server::<ChatkitApi>().delete_user("bob".into()).await.unwrap();
    assert!(matches!(presence.next().await.unwrap(), Next::End(end) if end.status == 404));
    assert!(matches!(cursors.next().await.unwrap(), Next::End(end) if end.status == 404));
}

#[tokio::test]
async fn a_beams_token_is_no_access_token() {
    let world = World::new().await;
    let beams = world.user::<ChatkitBeamsTokenProviderApi>("bob");
    let token = beams.beams_token(TokenFor { user_id: "bob".into() }).await.unwrap().token;
    let refused = world.with_token::<ChatkitApi>(&token).user("bob".into()).await;
    assert!(matches!(refused.outcome(), Outcome::Answered(ChatkitError::InvalidToken(_))));
    let others = beams.beams_token(TokenFor { user_id: "alice".into() }).await;
    assert!(matches!(others.outcome(), Outcome::Answered(ChatkitError::InvalidTokenSubject(_))));
}

#[tokio::test]
async fn user_data_messages_and_attachments_have_size_limits() {
    let world = World::new().await;
    let bob = world.user::<ChatkitApi>("bob");
    let invalid = |refused: Result<(), ChatkitError>| {
        assert!(matches!(refused.outcome(), Outcome::Answered(ChatkitError::ValidationFailed(_))));
    };
    let deep = (0..100).fold(Value::Null, |inner, _| json!([inner]));
    let changes =
        UpdateUser { custom_data: Some(CustomData::from_iter([("a".to_owned(), deep)])), ..UpdateUser::default() };
    invalid(bob.update_user("bob".into(), changes).await);
    let changes = UpdateUser { avatar_url: Some("x".repeat(3000)), ..UpdateUser::default() };
    invalid(bob.update_user("bob".into(), changes).await);
    let part = |media_type: &str, content: &str| NewPart::Inline {
        media_type: media_type.to_owned(),
        content: content.to_owned(),
    };
    for parts in [vec![part("text/plain", ""); 51], vec![part(&"x".repeat(3000), "")]] {
        invalid(bob.send_message(lobby(), SendMessage { parts }).await.map(drop));
    }
    let file = |content_type: &str, name: &str| AnnounceAttachment {
        content_type: content_type.to_owned(),
        content_length: 1,
        name: Some(name.to_owned()),
        custom_data: None,
    };
    invalid(bob.announce_attachment(lobby(), file("image/png, text/html", "a.png")).await.map(drop));
    invalid(bob.announce_attachment(lobby(), file("image/png", &"x".repeat(3000))).await.map(drop));
    let ticket = bob.announce_attachment(lobby(), file("image/png", "a.png")).await.unwrap();
    let attachment = AttachmentReference { id: ticket.attachment_id };
    let parts = vec![NewPart::Attachment { media_type: "image/png".to_owned(), attachment }];
    // The attachment is announced but not uploaded.
    invalid(bob.send_message(lobby(), SendMessage { parts }).await.map(drop));
}
