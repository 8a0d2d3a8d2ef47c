//! The shared state of one instance.

use std::error::Error as _;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::call::ByteStream;
use api_core::context::Context;
use http::request::Parts;
use jiff::Timestamp;
use pusher_platform::token::{Grant, IssuedToken, TokenSigner};
use pusher_platform::{InstanceLocator, Key, ServerEnvironment};
use secrecy::ExposeSecret as _;

use super::file_storage::{FileStorage, Received, StoreError};
use super::first_events::FirstEvents;
use super::links::{LinkSigner, Links};
use super::origin::Origin;
use super::settings::Settings;
use super::storage::Storage;
use super::topics::Topics;
use crate::api::ChatkitError;
use crate::domain::{Actor, Changed, Instance, Key as RecordKey, Record, Refusal, Write};
use crate::model::AttachmentId;

/// A backend with one instance of Chatkit. Clones are cheap and share the instance.
#[derive(Clone)]
pub struct Backend(Arc<Shared>);

struct Shared {
    environment: ServerEnvironment,
    settings: Settings,
    signer: Option<TokenSigner>,
    beams_signer: Option<TokenSigner>,
    links: LinkSigner,
    files: FileStorage,
    first_events: FirstEvents,
    /// One lock for state and topics: a change and its events become visible together. Nothing waits while holding it.
    state: Mutex<State>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

struct State {
    instance: Instance,
    topics: Topics,
    storage: Option<Box<dyn Storage>>,
    health: StorageHealth,
}

/// The result of the last write to the storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StorageHealth {
    /// The last write succeeded: the state is stored.
    Healthy,
    /// The last write failed and the state was restored from the storage. The storage is tested before the next change.
    Restored,
    /// The last write failed and the state could not be restored. It may contain changes that are not stored.
    Diverged,
}

/// The parts of a backend.
pub(super) struct BackendParts {
    pub(super) locator: InstanceLocator,
    pub(super) keys: Vec<Key>,
    pub(super) settings: Settings,
    pub(super) clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    pub(super) storage: Option<Box<dyn Storage>>,
    pub(super) instance: Instance,
    pub(super) files: FileStorage,
}

impl Backend {
    /// Creates a backend from its parts.
    pub(super) fn assemble(parts: BackendParts) -> Self {
        let BackendParts { locator, keys, settings, clock, storage, instance, files } = parts;
        let state = State { instance, topics: Topics::default(), storage, health: StorageHealth::Healthy };
        Self(Arc::new(Shared {
            signer: keys.first().map(|key| TokenSigner::new(&locator, key)),
            beams_signer: keys.first().and_then(beams_key).map(|key| TokenSigner::new(&locator, &key)),
            links: LinkSigner::new(&locator, keys.first()),
            environment: ServerEnvironment::new(locator, &keys),
            settings,
            files,
            first_events: FirstEvents::default(),
            state: Mutex::new(state),
            clock,
        }))
    }

    /// Returns the instance locator.
    pub fn locator(&self) -> &InstanceLocator {
        self.0.environment.locator()
    }

    pub(super) fn authenticate(&self, context: &mut Context<'_>) -> Result<Actor, ChatkitError> {
        let now = u64::try_from(self.now().as_second()).unwrap_or_default();
        Ok(Actor::from(&self.0.environment.authenticate(context, now)?))
    }

    /// Returns the origin by which the sender of a request reaches the server.
    pub(super) fn origin_of(&self, head: &Parts) -> Origin {
        self.0.settings.public_url.clone().unwrap_or_else(|| Origin::of(self.0.settings.scheme, head))
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(super) fn first_events(&self) -> &FirstEvents {
        &self.0.first_events
    }

    pub(super) fn files(&self) -> &FileStorage {
        &self.0.files
    }

    pub(super) fn link_signer(&self) -> &LinkSigner {
        &self.0.links
    }

    pub(super) fn links<'a>(&'a self, origin: &'a Origin) -> Links<'a> {
        Links { signer: &self.0.links, origin, now: self.now() }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// Signs an access token with the instance's first key.
    pub(super) fn issue(&self, grant: &Grant) -> Result<IssuedToken, ChatkitError> {
        let now = u64::try_from(self.now().as_second()).unwrap_or_default();
        signed(self.0.signer.as_ref(), grant, now)
    }

    /// Signs a token for the push service. It is not an access token, because it is signed with another secret.
    pub(super) fn issue_for_beams(&self, grant: &Grant) -> Result<IssuedToken, ChatkitError> {
        let now = u64::try_from(self.now().as_second()).unwrap_or_default();
        signed(self.0.beams_signer.as_ref(), grant, now)
    }

    /// Receives the content of a file of at most `limit` bytes.
    pub(super) async fn receive_file(
        &self,
        id: &AttachmentId,
        content: ByteStream,
        limit: u64,
    ) -> Result<Received, ChatkitError> {
        let received = self.0.files.receive(id, content, limit).await;
        received.map_err(|error| not_received(id, error))
    }

    /// Makes received content that of its file, and then changes the record of the file. Both are done, or neither,
    /// also if the caller is gone in between. Content is not replaced once a record says that it is there.
    ///
    /// # Errors
    /// Returns the error of `check`, which is made first, or that of `note`.
    pub(super) async fn keep_file(
        &self,
        received: Received,
        check: impl FnOnce(&Instance) -> Result<(), Refusal> + Send + 'static,
        note: impl FnOnce(&mut Instance) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), ChatkitError> {
        let backend = self.clone();
        let kept = tokio::task::spawn_blocking(move || {
            backend.read(check)?;
            let kept = received.keep().map_err(|error| unwritable(&error))?;
            let noted = backend.change(|instance, _| note(instance).map(Changed::without_events), |_, _| ());
            if noted.is_err() {
                backend.files().delete(kept.id());
            }
            noted
        });
        kept.await.map_err(|error| unwritable(&error))?
    }

    /// Reads the state.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Instance) -> Result<T, Refusal>) -> Result<T, ChatkitError> {
        Ok(read(&self.consistent()?.instance)?)
    }

    /// Changes the state, stores the change and then publishes its events. No event reports a change that may be lost.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut Instance, Timestamp) -> Result<Changed<T>, Refusal>,
        end: impl FnOnce(&mut Topics, &Instance),
    ) -> Result<T, ChatkitError> {
        let now = self.now();
        let mut state = self.consistent()?;
        state.test_storage()?;
        let Changed { value, publications } = change(&mut state.instance, now)?;
        let writes = state.store()?;
        let State { instance, topics, .. } = &mut *state;
        topics.publish(instance, &self.0.settings.notifications, publications, now);
        end(topics, instance);
        drop(state);
        self.delete_files(&writes);
        Ok(value)
    }

    /// Takes a snapshot and subscribes to the changes after it, without a gap.
    pub(super) fn follow<T, S>(
        &self,
        snapshot: impl FnOnce(&Instance) -> Result<T, Refusal>,
        follow: impl FnOnce(&mut Topics, T, Timestamp) -> S,
    ) -> Result<S, ChatkitError> {
        let now = self.now();
        let mut state = self.consistent()?;
        let State { instance, topics, .. } = &mut *state;
        let snapshot = snapshot(instance)?;
        Ok(follow(topics, snapshot, now))
    }

    /// Changes the topics, without changing the state.
    pub(super) fn with_topics<T>(&self, change: impl FnOnce(&mut Topics, Timestamp) -> T) -> T {
        let now = self.now();
        change(&mut self.lock().topics, now)
    }

    /// Deletes the content of removed files.
    fn delete_files(&self, writes: &[Write]) {
        for write in writes {
            if let Write::Remove(RecordKey::Attachment(id)) = write {
                self.0.files.delete(id);
            }
        }
    }

    /// Returns the state, restored from the storage if it may differ.
    fn consistent(&self) -> Result<MutexGuard<'_, State>, ChatkitError> {
        let mut state = self.lock();
        if state.health == StorageHealth::Diverged {
            state.read_back()?;
        }
        Ok(state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while holding the lock fails one request. The state stays consistent, because the domain changes it
        // only after all checks.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Stores the changes. If that fails, restores the previous state.
    fn store(&mut self) -> Result<Vec<Write>, ChatkitError> {
        let writes = self.instance.take_writes();
        if let Some(storage) = &mut self.storage
            && !writes.is_empty()
            && let Err(error) = storage.write(&writes)
        {
            let cause = error.source().map(ToString::to_string);
            tracing::error!(%error, cause, "a change could not be stored");
            self.health = StorageHealth::Diverged;
            self.read_back()?;
            return Err(storage_failed());
        }
        Ok(writes)
    }

    /// Restores the state from the storage.
    fn read_back(&mut self) -> Result<(), ChatkitError> {
        if let Some(storage) = &mut self.storage {
            self.instance = restored(storage.as_mut())?;
            self.health = StorageHealth::Restored;
        }
        Ok(())
    }

    /// Tests the storage after a failure by a write that changes nothing. It is cheaper to fail here than to restore
    /// the state after a change.
    fn test_storage(&mut self) -> Result<(), ChatkitError> {
        if let (StorageHealth::Restored, Some(storage)) = (self.health, &mut self.storage) {
            // There are writes only if nothing was ever stored: they are those of an empty instance.
            let mut writes = self.instance.take_writes();
            let first = !writes.is_empty();
            if !first {
                writes.push(Write::Put(Record::Counters(self.instance.counters())));
            }
            if let Err(error) = storage.write(&writes) {
                tracing::error!(%error, "the storage still fails");
                self.health = if first { StorageHealth::Diverged } else { StorageHealth::Restored };
                return Err(storage_failed());
            }
            self.health = StorageHealth::Healthy;
        }
        Ok(())
    }
}

/// Loads the state from the storage.
fn restored(storage: &mut dyn Storage) -> Result<Instance, ChatkitError> {
    let records = storage.load().map_err(|error| {
        tracing::error!(%error, "the stored state cannot be loaded");
        storage_failed()
    })?;
    Instance::restore(records).map_err(|error| {
        tracing::error!(%error, "the stored records do not form a consistent instance");
        storage_failed()
    })
}

/// Derives a key with the same id and another secret. Tokens signed with it are not accepted as access tokens.
fn beams_key(key: &Key) -> Option<Key> {
    format!("{}:beams tokens of {}", key.id(), key.secret().expose_secret()).parse().ok()
}

fn signed(signer: Option<&TokenSigner>, grant: &Grant, now: u64) -> Result<IssuedToken, ChatkitError> {
    let issued = signer.and_then(|signer| signer.sign(grant, now).ok());
    issued.ok_or_else(|| ChatkitError::TestTokensOff("The instance has no key to sign with.".to_owned()))
}

fn not_received(id: &AttachmentId, error: StoreError) -> ChatkitError {
    match error {
        StoreError::TooLarge { size, limit } => Refusal::FileTooLarge { size, limit }.into(),
        StoreError::BrokenOff(failure) => ChatkitError::Failed(failure),
        StoreError::InProgress => {
            ChatkitError::UploadInProgress(format!("The file {id} is being uploaded by another request."))
        }
        StoreError::TooMany => ChatkitError::StorageFailed("There are too many uploads at this time.".to_owned()),
        StoreError::Full => ChatkitError::StorageFailed("There is no room for further files in memory.".to_owned()),
        StoreError::Unwritable(error) => unwritable(&error),
    }
}

fn unwritable(error: &impl fmt::Display) -> ChatkitError {
    tracing::error!(%error, "a file could not be stored");
    storage_failed()
}

fn storage_failed() -> ChatkitError {
    ChatkitError::StorageFailed("The change could not be stored and was not made.".to_owned())
}

impl fmt::Debug for Backend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Backend").field("instance", &self.locator().instance_id()).finish_non_exhaustive()
    }
}
