//! The generated client calls the backend in process: requests and responses pass both codecs, but no socket.

use std::future::poll_fn;
use std::task::Poll;

use api_core::dialect::Dialect;
use api_core::{Client, Next, Outcome, OutcomeExt as _, Transport};
use chatkit::api::{
    Chatkit as _, ChatkitApi, ChatkitCursors as _, ChatkitCursorsApi, ChatkitError, ChatkitV2 as _, ChatkitV2Api,
};
use chatkit::model::{
    CreateRoom, CreateUser, CursorEvent, MessagePage, NewPart, Position, RoomEvent, RoomStart, SendMessage, UserEvent,
    UserIds,
};
use chatkit::server::Backend;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use pusher_platform::error_types::ROOM_MEMBERSHIP_REQUIRED;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};

struct World {
    backend: Backend,
    locator: InstanceLocator,
    key: Key,
}

impl World {
    fn new() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        Self { backend: Backend::new(locator.clone(), std::slice::from_ref(&key)), locator, key }
    }

    fn header(&self, grant: &Grant) -> HeaderValue {
        let now = jiff::Timestamp::now().as_second().try_into().unwrap();
        let token = TokenSigner::new(&self.locator, &self.key).sign(grant, now).unwrap().token;
        HeaderValue::try_from(format!("Bearer {}", token.as_str())).unwrap()
    }

    fn client<A: api_core::Api>(&self, grant: &Grant) -> Client<A, impl Transport + use<A>> {
        Client::<A, _>::new(self.backend.in_process())
            .bind("instance", self.locator.instance_id())
            .header(AUTHORIZATION, self.header(grant))
            .dialect(Dialect::Elements)
    }
}

fn new_user(id: &str) -> CreateUser {
    serde_json::from_value(serde_json::json!({ "id": id, "name": id.to_uppercase() })).unwrap()
}

fn new_room(id: &str) -> CreateRoom {
    serde_json::from_value(serde_json::json!({ "id": id, "name": id, "private": false })).unwrap()
}

fn text(content: &str) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: content.to_owned() }] }
}

#[tokio::test]
async fn users_rooms_messages_and_cursors_pass_both_codecs() {
    let world = World::new();
    let server = world.client::<ChatkitApi>(&Grant::superuser());
    server.create_user(new_user("alice")).await.unwrap();
    server.create_user(new_user("bob/50% off")).await.unwrap();
    let alice = world.client::<ChatkitApi>(&Grant::user("alice"));
    let room = alice.create_room(new_room("lobby")).await.unwrap();
    assert_eq!(room.id.as_str(), "lobby");

    let mut events = alice.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    let sent = alice.send_message("lobby".into(), text("hello")).await.unwrap();
    let Next::Event(event) = events.next().await.unwrap() else { panic!("expected an event") };
    assert_eq!(event.id.unwrap().as_str(), sent.message_id.to_string());
    assert!(matches!(event.body.event, RoomEvent::NewMessage(message) if message.user_id.as_str() == "alice"));

    let old = world.client::<ChatkitV2Api>(&Grant::user("alice"));
    let messages = old.messages("lobby".into(), MessagePage::default()).await.unwrap();
    assert_eq!(messages[0].text, "hello");

    let cursors = world.client::<ChatkitCursorsApi>(&Grant::user("bob/50% off"));
    assert_eq!(cursors.cursor("lobby".into(), "bob/50% off".into()).await.unwrap(), None);
    let mut moves = cursors.follow_user_cursors("bob/50% off".into()).await.unwrap();
    let Next::Event(first) = moves.next().await.unwrap() else { panic!("expected the initial state") };
    assert!(matches!(first.body.event, CursorEvent::InitialState(state) if state.cursors.is_empty()));
    cursors.set_cursor("lobby".into(), "bob/50% off".into(), Position { position: 1 }).await.unwrap();
    let Next::Event(second) = moves.next().await.unwrap() else { panic!("expected the new cursor") };
    assert!(matches!(second.body.event, CursorEvent::NewCursor(cursor) if cursor.position == 1));
}

#[tokio::test]
async fn errors_of_the_api_keep_their_variants_and_failures_are_distinct() {
    let world = World::new();
    let server = world.client::<ChatkitApi>(&Grant::superuser());
    let missing = server.user("nobody".into()).await;
    assert!(matches!(missing.outcome(), Outcome::Answered(ChatkitError::UserNotFound(_))));
    let refused = world.client::<ChatkitApi>(&Grant::user("alice")).create_user(new_user("x")).await;
    assert!(matches!(refused, Err(ChatkitError::MissingPermission(_))));
    let unbound = ChatkitApi::connect(world.backend.in_process());
    assert!(matches!(unbound.user("x".into()).await.outcome(), Outcome::Failed(_)));
    let anonymous = ChatkitApi::connect(world.backend.in_process()).bind("instance", "test");
    assert!(matches!(anonymous.user("x".into()).await, Err(ChatkitError::MissingToken(_))));
    let elsewhere = ChatkitApi::connect(world.backend.in_process()).bind("instance", "other");
    assert!(matches!(elsewhere.user("x".into()).await, Err(ChatkitError::InstanceNotFound(_))));
}

#[tokio::test]
async fn a_resumed_room_topic_sends_only_the_missed_messages() {
    let world = World::new();
    let server = world.client::<ChatkitApi>(&Grant::superuser());
    server.create_user(new_user("alice")).await.unwrap();
    let alice = world.client::<ChatkitApi>(&Grant::user("alice"));
    alice.create_room(new_room("lobby")).await.unwrap();
    let mut last = None;
    for number in 0..5 {
        let sent = alice.send_message("lobby".into(), text(&number.to_string())).await.unwrap();
        last.get_or_insert(sent.message_id);
    }
    let resume = last.map(|id| id.to_string().into());
    let mut events = alice.follow_room("lobby".into(), RoomStart::default(), resume).await.unwrap();
    for _ in 0..4 {
        assert!(matches!(events.next().await.unwrap(), Next::Event(_)));
    }
    let idle = poll_fn(|task| {
        let next = std::pin::pin!(events.next()).poll(task);
        Poll::Ready(next.is_pending())
    });
    assert!(idle.await, "no event follows the four missed ones");
}

#[tokio::test]
async fn the_user_topic_starts_with_the_initial_state() {
    let world = World::new();
    world.client::<ChatkitApi>(&Grant::superuser()).create_user(new_user("alice")).await.unwrap();
    let alice = world.client::<ChatkitApi>(&Grant::user("alice"));
    let mut events = alice.follow_user().await.unwrap();
    let Next::Event(first) = events.next().await.unwrap() else { panic!("expected the initial state") };
    assert!(matches!(first.body.event, UserEvent::InitialState(state) if state.current_user.id.as_str() == "alice"));
    alice.create_room(new_room("lobby")).await.unwrap();
    let Next::Event(added) = events.next().await.unwrap() else { panic!("expected the added room") };
    assert!(matches!(added.body.event, UserEvent::AddedToRoom { room } if room.id.as_str() == "lobby"));
}

#[tokio::test]
async fn the_room_topic_of_a_removed_member_ends() {
    let world = World::new();
    let server = world.client::<ChatkitApi>(&Grant::superuser());
    server.create_user(new_user("alice")).await.unwrap();
    server.create_user(new_user("bob")).await.unwrap();
    let alice = world.client::<ChatkitApi>(&Grant::user("alice"));
    alice.create_room(new_room("lobby")).await.unwrap();
    let bob_alone = UserIds { user_ids: vec!["bob".into()] };
    server.add_users("lobby".into(), bob_alone.clone()).await.unwrap();
    let bob = world.client::<ChatkitApi>(&Grant::user("bob"));
    let mut followed = bob.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    let mut kept = alice.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    server.remove_users("lobby".into(), bob_alone).await.unwrap();
    alice.send_message("lobby".into(), text("a secret")).await.unwrap();
    let Next::End(end) = followed.next().await.unwrap() else { panic!("expected the end of Bob's subscription") };
    assert_eq!((end.status, end.body["error"].as_str()), (401, Some(ROOM_MEMBERSHIP_REQUIRED)));
    assert!(matches!(kept.next().await.unwrap(), Next::Event(_)), "Alice's subscription stays open");
}

#[tokio::test]
async fn the_topic_of_a_deleted_room_ends_and_a_new_room_of_that_id_sends_it_nothing() {
    let world = World::new();
    let server = world.client::<ChatkitApi>(&Grant::superuser());
    server.create_user(new_user("alice")).await.unwrap();
    server.create_user(new_user("bob")).await.unwrap();
    let (alice, bob) =
        (world.client::<ChatkitApi>(&Grant::user("alice")), world.client::<ChatkitApi>(&Grant::user("bob")));
    alice.create_room(new_room("lobby")).await.unwrap();
    let mut followed = alice.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    server.delete_room("lobby".into()).await.unwrap();
    bob.create_room(new_room("lobby")).await.unwrap();
    bob.send_message("lobby".into(), text("not for Alice")).await.unwrap();
    let Next::End(end) = followed.next().await.unwrap() else { panic!("expected the end of the topic") };
    assert_eq!(end.status, 404);
}

#[tokio::test]
async fn older_versions_are_served_at_their_paths() {
    let world = World::new();
    let server = world.client::<ChatkitApi>(&Grant::superuser());
    server.create_user(new_user("alice")).await.unwrap();
    for (path, status) in [
        ("/services/chatkit/v5/test/users/alice?", 200),
        ("/services//chatkit/v3//test/users/alice", 200),
        ("/services/chatkit_authorizer/v1/test/roles", 200),
        ("/services/chatkit/v5/other/users/alice", 404),
        ("/services/chatkit/v8/test/users/alice", 404),
    ] {
        let request = http::Request::get(path).header(AUTHORIZATION, world.header(&Grant::superuser()));
        let answer = server.raw(request.body(api_core::Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
}
