//! The state of one instance behind one lock, and who may open a session on it.

use std::error::Error as _;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::context::Context;
use bytes::Bytes;
use http::request::Parts;
use jiff::Timestamp;
use pusher_platform::token::{Grant, IssuedToken, TokenSigner};
use pusher_platform::{InstanceLocator, Key, ServerEnvironment};
use secrecy::ExposeSecret as _;

use super::blobs::Blobs;
use super::builder::Builder;
use super::links::{LinkSigner, Links};
use super::origin::Origin;
use super::session::Session;
use super::settings::Settings;
use super::storage::Storage;
use super::topics::{Registration, Topics};
use super::visitor::Visitor;
use crate::api::ChatkitError;
use crate::domain::{Actor, Changed, Instance, Key as RecordKey, Record, Refusal, Write};
use crate::model::{AttachmentId, UserId};

/// One instance of Chatkit. Cheap to clone; all clones are the same instance.
#[derive(Clone)]
pub struct Backend(Arc<Shared>);

struct Shared {
    environment: ServerEnvironment,
    settings: Settings,
    signer: Option<TokenSigner>,
    beams_signer: Option<TokenSigner>,
    links: LinkSigner,
    blobs: Blobs,
    /// One lock over state and topics: a change and its events become visible together, and nothing waits inside.
    state: Mutex<State>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

struct State {
    instance: Instance,
    topics: Topics,
    storage: Option<Box<dyn Storage>>,
    trust: Trust,
}

/// What is known of the storage since the last write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// The state is what was kept.
    Kept,
    /// So it is, but the last write failed: nothing is changed before one succeeds.
    Doubtful,
    /// The last write failed, and what was kept could not be read back: the state may be more than that.
    Unread,
}

impl Backend {
    /// An empty instance in memory that knows these keys.
    pub fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        Self::assemble(Self::builder(locator, keys), Instance::new(), Blobs::in_memory())
    }

    /// The same with a clock of one's own.
    pub fn with_clock(
        locator: InstanceLocator,
        keys: &[Key],
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self::assemble(Self::builder(locator, keys).clock(clock), Instance::new(), Blobs::in_memory())
    }

    /// A backend with settings, or one that goes on with what was kept.
    pub fn builder(locator: InstanceLocator, keys: &[Key]) -> Builder {
        Builder::new(locator, keys)
    }

    pub(super) fn assemble(builder: Builder, instance: Instance, blobs: Blobs) -> Self {
        let Builder { locator, keys, settings, clock, storage, .. } = builder;
        let state = State { instance, topics: Topics::default(), storage, trust: Trust::Kept };
        Self(Arc::new(Shared {
            signer: keys.first().map(|key| TokenSigner::new(&locator, key)),
            beams_signer: keys.first().and_then(beams_key).map(|key| TokenSigner::new(&locator, &key)),
            links: LinkSigner::new(&locator, keys.first()),
            environment: ServerEnvironment::new(locator, &keys),
            settings,
            blobs,
            state: Mutex::new(state),
            clock,
        }))
    }

    /// Opens the session of a request: its token is verified, and what its endpoint requires, before anything else is read.
    ///
    /// # Errors
    /// If the path names another instance, the token is missing or not good, a requirement is not met, or what the path names
    /// does not exist.
    pub fn session(&self, context: &mut Context<'_>) -> Result<Session, ChatkitError> {
        Session::open(self.clone(), context, false)
    }

    /// The same where a room that the path names need not exist.
    ///
    /// # Errors
    /// As for [`session`](Self::session).
    pub fn session_in_any_room(&self, context: &mut Context<'_>) -> Result<Session, ChatkitError> {
        Session::open(self.clone(), context, true)
    }

    /// Opens the session of a request to an endpoint that asks for no token.
    ///
    /// # Errors
    /// If the path names another instance.
    pub fn visitor(&self, context: &Context<'_>) -> Result<Visitor, ChatkitError> {
        Visitor::of_instance(self.clone(), context)
    }

    /// Opens the session of a request to a pre-signed address.
    ///
    /// # Errors
    /// If the path names another instance, or the address was changed or is no longer good.
    pub fn with_pass(&self, context: &mut Context<'_>) -> Result<Visitor, ChatkitError> {
        Visitor::with_pass(self.clone(), context)
    }

    /// Which instance this is.
    pub fn locator(&self) -> &InstanceLocator {
        self.0.environment.locator()
    }

    /// Makes somebody present until the registration is dropped.
    pub(super) fn register(&self, user: UserId) -> Registration {
        Registration::new(self.clone(), user)
    }

    pub(super) fn authenticate(&self, context: &mut Context<'_>) -> Result<Actor, ChatkitError> {
        let now = u64::try_from(self.now().as_second()).unwrap_or_default();
        Ok(Actor::from(&self.0.environment.authenticate(context, now)?))
    }

    /// How whoever sent this reaches the server.
    pub(super) fn origin_of(&self, head: &Parts) -> Origin {
        self.0.settings.public_url.clone().unwrap_or_else(|| Origin::of(self.0.settings.scheme, head))
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(super) fn blobs(&self) -> &Blobs {
        &self.0.blobs
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

    /// Signs a token for the service that wakes devices. It is no access token: another secret signs it.
    pub(super) fn issue_for_beams(&self, grant: &Grant) -> Result<IssuedToken, ChatkitError> {
        let now = u64::try_from(self.now().as_second()).unwrap_or_default();
        signed(self.0.beams_signer.as_ref(), grant, now)
    }

    /// Keeps the bytes of a file.
    pub(super) async fn keep_file(&self, id: &AttachmentId, content: Bytes) -> Result<(), ChatkitError> {
        self.0.blobs.keep(id, content).await.map_err(|error| {
            tracing::error!(%error, file = %id, "a file was not kept");
            not_kept()
        })
    }

    /// Reads the state.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Instance) -> Result<T, Refusal>) -> Result<T, ChatkitError> {
        Ok(read(&self.trusted()?.instance)?)
    }

    /// Changes the state, keeps what changed, then publishes what the change causes: nobody is told of what may be lost.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut Instance, Timestamp) -> Result<Changed<T>, Refusal>,
        end: impl FnOnce(&mut Topics, &Instance),
    ) -> Result<T, ChatkitError> {
        let now = self.now();
        let mut state = self.trusted()?;
        state.prove()?;
        let Changed { value, publications } = change(&mut state.instance, now)?;
        let writes = state.keep()?;
        let State { instance, topics, .. } = &mut *state;
        topics.publish(instance, &self.0.links, publications, now);
        end(topics, instance);
        drop(state);
        self.forget_files(&writes);
        Ok(value)
    }

    /// Takes a snapshot and follows what comes after it, with nothing in between.
    pub(super) fn follow<T, S>(
        &self,
        snapshot: impl FnOnce(&Instance) -> Result<T, Refusal>,
        follow: impl FnOnce(&mut Topics, T, Timestamp) -> S,
    ) -> Result<S, ChatkitError> {
        let now = self.now();
        let mut state = self.trusted()?;
        let State { instance, topics, .. } = &mut *state;
        let snapshot = snapshot(instance)?;
        Ok(follow(topics, snapshot, now))
    }

    /// Changes nothing but who listens.
    pub(super) fn with_topics<T>(&self, change: impl FnOnce(&mut Topics, Timestamp) -> T) -> T {
        let now = self.now();
        change(&mut self.lock().topics, now)
    }

    /// Nobody can reach the bytes of a file whose record is gone.
    fn forget_files(&self, writes: &[Write]) {
        for write in writes {
            if let Write::Remove(RecordKey::Attachment(id)) = write {
                self.0.blobs.forget(id);
            }
        }
    }

    /// The state, if it is known to be what was kept.
    fn trusted(&self) -> Result<MutexGuard<'_, State>, ChatkitError> {
        let mut state = self.lock();
        if state.trust == Trust::Unread {
            state.read_back()?;
        }
        Ok(state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic inside loses one answer; the domain changes its state only after all checks, so it is whole.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Keeps what changed, or takes it back.
    fn keep(&mut self) -> Result<Vec<Write>, ChatkitError> {
        let writes = self.instance.take_writes();
        if let Some(storage) = &mut self.storage
            && !writes.is_empty()
            && let Err(error) = storage.write(&writes)
        {
            let cause = error.source().map(ToString::to_string);
            tracing::error!(%error, cause, "a change was not kept");
            self.trust = Trust::Unread;
            self.read_back()?;
            return Err(not_kept());
        }
        Ok(writes)
    }

    /// Takes the state as it was kept.
    fn read_back(&mut self) -> Result<(), ChatkitError> {
        if let Some(storage) = &mut self.storage {
            self.instance = restored(storage.as_mut())?;
            self.trust = Trust::Doubtful;
        }
        Ok(())
    }

    /// After a failure, tries a write that changes nothing: to fail with it costs less than to take a change back.
    fn prove(&mut self) -> Result<(), ChatkitError> {
        if let (Trust::Doubtful, Some(storage)) = (self.trust, &mut self.storage) {
            // There is something only where nothing was ever kept: then it is the whole instance, and an empty one.
            let mut writes = self.instance.take_writes();
            let first = !writes.is_empty();
            if !first {
                writes.push(Write::Put(Record::Counters(self.instance.counters())));
            }
            if let Err(error) = storage.write(&writes) {
                tracing::error!(%error, "still nothing can be kept");
                self.trust = if first { Trust::Unread } else { Trust::Doubtful };
                return Err(not_kept());
            }
            self.trust = Trust::Kept;
        }
        Ok(())
    }
}

/// The state as it was kept.
fn restored(storage: &mut dyn Storage) -> Result<Instance, ChatkitError> {
    let records = storage.load().map_err(|error| {
        tracing::error!(%error, "what was kept cannot be read back");
        not_kept()
    })?;
    Instance::restore(records).map_err(|error| {
        tracing::error!(%error, "what was kept makes no instance");
        not_kept()
    })
}

/// A key under the same name with a secret made of the key's: what it signs opens nothing here.
fn beams_key(key: &Key) -> Option<Key> {
    format!("{}:beams tokens of {}", key.id(), key.secret().expose_secret()).parse().ok()
}

fn signed(signer: Option<&TokenSigner>, grant: &Grant, now: u64) -> Result<IssuedToken, ChatkitError> {
    let issued = signer.and_then(|signer| signer.sign(grant, now).ok());
    issued.ok_or_else(|| ChatkitError::TestTokensOff("The instance has no key to sign with.".to_owned()))
}

fn not_kept() -> ChatkitError {
    ChatkitError::StorageFailed("The change could not be kept, and was not made.".to_owned())
}

impl fmt::Debug for Backend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Backend").field("instance", &self.locator().instance_id()).finish_non_exhaustive()
    }
}
