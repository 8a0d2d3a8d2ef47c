//! The state of one instance behind one lock, and who may open a session on it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api_core::context::{Context, RequestBody, Slashes};
use api_core::routing::{Cors, Finish, InProcess, NotFound, Routes};
use api_core::{Api as _, Body, Compose};
use api_server::{IncomingBody, Server};
use jiff::Timestamp;
use pusher_platform::{InstanceLocator, Key, PlatformErrors, ServerEnvironment, sdk_headers};

use super::session::Session;
use super::topics::Topics;
use crate::api::{ChatkitApi, ChatkitCursorsApi, ChatkitError, ChatkitV2Api};
use crate::domain::{Actor, Changed, Instance, Refusal};

/// One instance of Chatkit. Cheap to clone; all clones are the same instance.
#[derive(Clone)]
pub struct Backend(Arc<Shared>);

struct Shared {
    environment: ServerEnvironment,
    /// One lock over state and topics: a change and its events become visible together, and nothing waits inside.
    state: Mutex<State>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

#[derive(Default)]
struct State {
    instance: Instance,
    topics: Topics,
}

impl Backend {
    /// An empty instance that knows these keys.
    pub fn new(locator: InstanceLocator, keys: &[Key]) -> Self {
        Self::with_clock(locator, keys, Timestamp::now)
    }

    /// The same with a clock of one's own.
    pub fn with_clock(
        locator: InstanceLocator,
        keys: &[Key],
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        let environment = ServerEnvironment::new(locator, keys);
        Self(Arc::new(Shared { environment, state: Mutex::default(), clock: Box::new(clock) }))
    }

    /// Every service and version as routes of one server.
    pub fn routes<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        let (v6, v2, cursors) = (self.clone(), self.clone(), self.clone());
        ChatkitApi::serve_with(move |context: &mut Context<'_>| v6.session(context))
            .or_else(ChatkitV2Api::serve_with(move |context: &mut Context<'_>| v2.session(context)))
            .or_else(ChatkitCursorsApi::serve_with(move |context: &mut Context<'_>| cursors.session(context)))
    }

    /// The same as a transport without a socket.
    pub fn in_process(&self) -> InProcess<impl Routes<Body> + use<>> {
        InProcess::with(self.routes::<Body>(), finish())
    }

    /// The same as a server for a listener.
    pub fn server(&self) -> Server<impl Routes<IncomingBody> + use<>> {
        self.server_beside(NotFound)
    }

    /// The same with others' routes beside the services, a page for instance.
    pub fn server_beside<R: Routes<IncomingBody>>(&self, others: R) -> Server<impl Routes<IncomingBody> + use<R>> {
        Server::with(self.routes::<IncomingBody>().or_else(others), finish())
    }

    /// Opens the session of a request: its token is verified before anything else is read.
    ///
    /// # Errors
    /// If the path names another instance, or the token is missing or not good.
    pub fn session(&self, context: &mut Context<'_>) -> Result<Session, ChatkitError> {
        let now = u64::try_from((self.0.clock)().as_second()).unwrap_or_default();
        let access = self.0.environment.authenticate(context, now)?;
        Ok(Session::new(self.clone(), Actor::from(&access)))
    }

    /// Reads the state.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Instance) -> Result<T, Refusal>) -> Result<T, ChatkitError> {
        Ok(read(&self.lock().instance)?)
    }

    /// Changes the state and publishes what the change causes.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut Instance, Timestamp) -> Result<Changed<T>, Refusal>,
    ) -> Result<T, ChatkitError> {
        self.change_and_end(change, |_| ())
    }

    /// The same, for a change after which something can no longer be followed.
    pub(super) fn change_and_end<T>(
        &self,
        change: impl FnOnce(&mut Instance, Timestamp) -> Result<Changed<T>, Refusal>,
        end: impl FnOnce(&mut Topics),
    ) -> Result<T, ChatkitError> {
        let now = (self.0.clock)();
        let mut state = self.lock();
        let State { instance, topics } = &mut *state;
        let Changed { value, publications } = change(instance, now)?;
        topics.publish(publications, now);
        end(topics);
        Ok(value)
    }

    /// Takes a snapshot and follows what comes after it, with nothing in between.
    pub(super) fn follow<T, S>(
        &self,
        snapshot: impl FnOnce(&Instance) -> Result<T, Refusal>,
        follow: impl FnOnce(&mut Topics, T, Timestamp) -> S,
    ) -> Result<S, ChatkitError> {
        let now = (self.0.clock)();
        let mut state = self.lock();
        let State { instance, topics } = &mut *state;
        let snapshot = snapshot(instance)?;
        Ok(follow(topics, snapshot, now))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A panic inside loses one answer; the domain changes its state only after all checks, so it is whole.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Backend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Backend")
            .field("instance", &self.0.environment.locator().instance_id())
            .finish_non_exhaustive()
    }
}

/// What the platform's clients expect of every answer (reference pusher-platform §1 and §2): doubled slashes count as one, errors
/// have the platform's form, browsers of any origin may call.
fn finish() -> Finish {
    let headers = ["authorization", "content-type", "last-event-id"].into_iter().chain(sdk_headers::ALL);
    let mut finish = Finish { format: &PlatformErrors, ..Finish::default() };
    finish.settings.slashes = Slashes::Merge;
    finish.cors = Some(Cors::any_origin().allow_headers(headers).max_age(Duration::from_hours(1)));
    finish
}
