//! Storage failures: the change fails with an error, the state is unchanged, no event is sent, and later changes work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use api_core::dialect::Dialect;
use api_core::error::ApiError as _;
use api_core::{Client, Next, Transport};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitError};
use chatkit::domain::{Instance, Record, Write};
use chatkit::model::{CreateRoom, CreateUser, MessagePage, NewPart, RoomEvent, RoomStart, SendMessage};
use chatkit::server::{Backend, OpeningError, Storage, StorageError};
use chatkit::store::SqliteStorage;
use http::header::AUTHORIZATION;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};

/// The remaining numbers of failures, and the number of loads.
#[derive(Debug, Default)]
struct Failures {
    writes: AtomicU32,
    loads: AtomicU32,
    loaded: AtomicU32,
}

/// A real storage that fails on demand.
#[derive(Debug)]
struct FailingStorage(SqliteStorage, Arc<Failures>);

impl Storage for FailingStorage {
    fn write(&mut self, writes: &[Write]) -> Result<(), StorageError> {
        fail(&self.1.writes, "written")?;
        self.0.write(writes)
    }

    fn load(&mut self) -> Result<Vec<Record>, StorageError> {
        self.1.loaded.fetch_add(1, SeqCst);
        fail(&self.1.loads, "read")?;
        self.0.load()
    }
}

fn fail(left: &AtomicU32, doing: &'static str) -> Result<(), StorageError> {
    let fails = left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok();
    if fails { Err(StorageError::new(doing, "no space left")) } else { Ok(()) }
}

struct World {
    backend: Backend,
    failures: Arc<Failures>,
    locator: InstanceLocator,
    key: Key,
}

impl World {
    fn new() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        let failures = Arc::new(Failures::default());
        let storage = FailingStorage(SqliteStorage::in_memory("test").unwrap(), failures.clone());
        let builder = Backend::builder(locator.clone(), std::slice::from_ref(&key));
        Self { backend: builder.storage(storage).open().unwrap().backend, failures, locator, key }
    }

    fn client(&self, grant: &Grant) -> Client<ChatkitApi, impl Transport + use<>> {
        let now = jiff::Timestamp::now().as_second().try_into().unwrap();
        let token = TokenSigner::new(&self.locator, &self.key).sign(grant, now).unwrap().token;
        ChatkitApi::connect(self.backend.in_process())
            .bind("instance", self.locator.instance_id())
            .header(AUTHORIZATION, http::HeaderValue::try_from(format!("Bearer {}", token.as_str())).unwrap())
            .dialect(Dialect::Elements)
    }
}

fn new_user(id: &str) -> CreateUser {
    CreateUser { id: id.into(), name: id.to_owned(), avatar_url: None, custom_data: None }
}

fn lobby() -> CreateRoom {
    CreateRoom { id: Some("lobby".into()), name: "lobby".to_owned(), ..CreateRoom::default() }
}

fn text(content: &str) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: content.to_owned() }] }
}

fn assert_not_stored<T: std::fmt::Debug>(answer: Result<T, ChatkitError>) {
    let error = answer.unwrap_err();
    assert!(matches!(error, ChatkitError::StorageFailed(_)), "{error:?}");
    let document = error.document();
    assert_eq!((document.status.as_u16(), document.kind), (503, "services/chatkit/unavailable/storage_failed".into()));
}

#[tokio::test]
async fn a_change_that_is_not_stored_has_no_effect_and_sends_no_event() {
    let world = World::new();
    let (root, alice) = (world.client(&Grant::superuser()), world.client(&Grant::user("alice")));
    root.create_user(new_user("alice")).await.unwrap();
    alice.create_room(lobby()).await.unwrap();
    let mut events = alice.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    let first = alice.send_message("lobby".into(), text("kept")).await.unwrap().message_id;

    world.failures.writes.store(1, SeqCst);
    assert_not_stored(alice.send_message("lobby".into(), text("lost")).await);
    let there = alice.messages("lobby".into(), MessagePage::default()).await.unwrap();
    assert_eq!(there.iter().map(|message| message.id).collect::<Vec<_>>(), [first], "the state is unchanged");

    let second = alice.send_message("lobby".into(), text("kept again")).await.unwrap().message_id;
    assert!(second > first);
    for id in [first, second] {
        let Next::Event(event) = events.next().await.unwrap() else { panic!("expected an event") };
        let RoomEvent::NewMessage(message) = event.body.event else { panic!("expected a message") };
        assert_eq!(message.id, id, "the failed message sends no event");
    }
}

#[tokio::test]
async fn consecutive_write_failures_reload_the_state_once() {
    let world = World::new();
    let root = world.client(&Grant::superuser());
    root.create_user(new_user("alice")).await.unwrap();
    let loaded = world.failures.loaded.load(SeqCst);
    world.failures.writes.store(10, SeqCst);
    for _ in 0..10 {
        assert_not_stored(root.create_user(new_user("bob")).await);
    }
    assert_eq!(world.failures.loaded.load(SeqCst), loaded + 1);
    root.create_user(new_user("bob")).await.unwrap();
    root.user("alice".into()).await.unwrap();
}

#[tokio::test]
async fn requests_fail_until_the_state_is_reloaded() {
    let world = World::new();
    let root = world.client(&Grant::superuser());
    root.create_user(new_user("alice")).await.unwrap();
    world.failures.writes.store(1, SeqCst);
    world.failures.loads.store(2, SeqCst);
    assert_not_stored(root.create_user(new_user("bob")).await);
    assert_not_stored(root.user("bob".into()).await);
    let found = root.user("bob".into()).await;
    assert!(matches!(found, Err(ChatkitError::UserNotFound(_))), "{found:?}");
    root.create_user(new_user("bob")).await.unwrap();
    root.user("alice".into()).await.unwrap();
}

#[tokio::test]
async fn failures_of_the_first_write_are_recoverable() {
    let world = World::new();
    let root = world.client(&Grant::superuser());
    world.failures.writes.store(3, SeqCst);
    for _ in 0..3 {
        assert_not_stored(root.create_user(new_user("alice")).await);
    }
    root.create_user(new_user("alice")).await.unwrap();
    // The first successful write included the initial roles: reloading the state restores them.
    world.failures.writes.store(1, SeqCst);
    assert_not_stored(root.create_user(new_user("bob")).await);
    world.client(&Grant::user("alice")).create_room(lobby()).await.unwrap();
}

#[test]
fn files_are_kept_if_the_state_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.file");
    std::fs::write(&file, "x").unwrap();
    let builder = || Backend::builder("v1:us1:test".parse().unwrap(), &[]).files(folder.path());
    let storage = || SqliteStorage::in_memory("test").unwrap();
    let error = builder().storage(storage()).open().unwrap_err();
    assert!(matches!(error, OpeningError::StateMissing(_)), "{error}");
    assert!(file.exists());

    // If there is a state that does not reference the file, the file is left over from a crash.
    let mut kept = storage();
    kept.write(&Instance::new().take_writes()).unwrap();
    assert_eq!(builder().storage(kept).open().unwrap().files.removed, 1);
    assert!(!file.exists());
}
