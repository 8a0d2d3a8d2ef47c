//! What the handles of one connection share: the protocol's state and the wire, moved by whoever polls.
//!
//! There is no task between a handler and its socket: receiving reads the wire, sending writes it. Beside them somebody drives what
//! must go on while nobody receives or sends, [`Shared::poll_drive`]: pings, time-outs, pongs, what could not be written at once, and
//! the end. On a server that is the task of the handler, on a client a task of its own.

mod driving;
mod leaving;
mod notices;
mod receiving;
mod sending;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use self::leaving::Leaving;
use super::machine::{Machine, Role};
use super::wakers::Wakers;
use super::{CloseFrame, ConnectionError, DataMessage, Message, PingPolicy, Task, Wire};

/// How long the driver may leave pings unanswered while a receiver in another task does not receive.
const LOOK_AFTER: Duration = Duration::from_secs(1);

pub(crate) struct Shared {
    state: Mutex<State>,
    /// What a driver of its own task takes along.
    beside: Mutex<Vec<Task>>,
    readers: Arc<Wakers>,
    writers: Arc<Wakers>,
    /// The two above as the wire sees them.
    read_waker: Waker,
    write_waker: Waker,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and most combinations occur")]
struct State {
    machine: Machine,
    /// Gone once all is over.
    wire: Option<Box<dyn Wire>>,
    /// A data message that the driver read while nobody received.
    ahead: Option<DataMessage>,
    /// Whether something polls [`Shared::poll_drive`].
    driven: bool,
    /// Who waited last for a message, and whether somebody began to since the driver's last round.
    receiver: Option<Waker>,
    received_lately: bool,
    receiver_gone: bool,
    handles: usize,
    /// Whether the peer's close was shown as a message.
    close_shown: bool,
    /// The deadline that the driver waits for, if it waits for one.
    armed: Option<Instant>,
    /// Whether the driver is a task of its own, which can take others along.
    own_task: bool,
    /// Bytes were written and not flushed.
    unflushed: bool,
    shut_down: bool,
    leaving: Leaving,
}

impl Shared {
    pub(crate) fn new(machine: Machine, wire: Box<dyn Wire>) -> Arc<Self> {
        let (readers, writers) = (Arc::new(Wakers::default()), Arc::new(Wakers::default()));
        let state = State {
            machine,
            wire: Some(wire),
            ahead: None,
            driven: false,
            receiver: None,
            received_lately: false,
            receiver_gone: false,
            handles: 0,
            close_shown: false,
            armed: None,
            own_task: false,
            unflushed: false,
            shut_down: false,
            leaving: Leaving::AtOnce,
        };
        let (read_waker, write_waker) = (Waker::from(readers.clone()), Waker::from(writers.clone()));
        Arc::new(Self { state: Mutex::new(state), beside: Mutex::default(), readers, writers, read_waker, write_waker })
    }

    /// Lets a task of the wire's own drive the connection, if it has one to give.
    pub(crate) fn spawn_driver(self: &Arc<Self>) {
        let mut state = self.lock();
        let Some(wire) = &mut state.wire else { return };
        let shared = self.clone();
        let mut beside: Vec<Task> = Vec::new();
        let driver = Box::pin(std::future::poll_fn(move |task| {
            beside.append(&mut shared.beside());
            beside.retain_mut(|one| one.as_mut().poll(task).is_pending());
            let mut driven = shared.poll_drive(task);
            if driven.is_pending() && shared.is_abandoned() {
                // Nobody can say any more how it went.
                shared.finish(&CloseFrame::code_only(super::CloseCode::GOING_AWAY));
                driven = shared.poll_drive(task);
            }
            if beside.is_empty() { driven } else { Poll::Pending }
        }));
        if wire.spawn(driver).is_ok() {
            state.driven = true;
            state.own_task = true;
        }
    }

    /// Somebody will drive the connection from now on, who has not begun yet.
    pub(crate) fn will_be_driven(&self) {
        self.lock().driven = true;
    }

    /// Runs a task beside the connection, or gives it back.
    pub(crate) fn spawn(&self, task: Task) -> Result<(), Task> {
        if !self.lock().own_task {
            return Err(task);
        }
        self.beside().push(task);
        self.writers.wake_all();
        Ok(())
    }

    fn beside(&self) -> MutexGuard<'_, Vec<Task>> {
        self.beside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins the closing handshake, unless that is done already.
    pub(crate) fn finish(&self, frame: &CloseFrame) {
        let mut state = self.lock();
        let now = state.now();
        let _ = state.machine.close(frame, now);
        state.receiver_gone = true;
        state.ahead = None;
        self.flush(&mut state);
        drop(state);
        self.wake_all();
    }

    /// Sends a close frame, and lets receiving go on.
    pub(crate) fn close(&self, frame: &CloseFrame, within: Option<Duration>) -> Result<(), ConnectionError> {
        let mut state = self.lock();
        let now = state.now();
        if let Some(time) = within {
            state.machine.close_timeout(time, now);
        }
        state.machine.close(frame, now)?;
        self.flush(&mut state);
        drop(state);
        // The driver has a new deadline.
        self.writers.wake_all();
        Ok(())
    }

    pub(crate) fn close_timeout(&self) -> Duration {
        self.lock().machine.options().close_timeout
    }

    /// Lets what is being said be finished when the peer closes.
    pub(crate) fn half_close(&self) {
        self.lock().machine.half_close();
    }

    /// Pings from now on, or no longer.
    pub(crate) fn ping_by(&self, policy: Option<PingPolicy>) {
        let mut state = self.lock();
        let now = state.now();
        state.machine.ping_by(policy, now);
        drop(state);
        self.writers.wake_all();
    }

    /// Whether nobody holds the connection any more, and goodbye can still be said.
    pub(crate) fn is_abandoned(&self) -> bool {
        let state = self.lock();
        state.handles == 0 && state.machine.open().is_ok()
    }

    /// The driver is gone before the end: nothing would move the connection any more, so it is over.
    pub(crate) fn cut(&self) {
        let mut state = self.lock();
        let now = state.now();
        state.machine.end_of_input(None, now);
        let wire = state.wire.take();
        drop(state);
        self.wake_all();
        drop(wire);
    }

    /// Ready once the peer has said all, or nobody here listens: what ends a direction in which nothing is said.
    pub(crate) fn poll_silence(&self, task: &mut Context<'_>) -> Poll<()> {
        let state = self.lock();
        if state.receiver_gone || state.machine.ended().is_some() {
            return Poll::Ready(());
        }
        self.writers.register(task.waker());
        Poll::Pending
    }

    /// Ready with the reason once nothing more is received or sent.
    pub(crate) fn poll_ended(&self, task: &mut Context<'_>) -> Poll<ConnectionError> {
        let state = self.lock();
        match state.machine.ended() {
            Some(ended) if state.machine.is_over() => Poll::Ready(ended.clone()),
            _ => {
                // Whoever ends the connection wakes all of both.
                self.writers.register(task.waker());
                Poll::Pending
            }
        }
    }

    /// Nobody will receive any more: what comes is read and dropped.
    pub(crate) fn receiver_gone(&self) {
        let mut state = self.lock();
        state.receiver_gone = true;
        let now = state.now();
        if state.ahead.take().is_some() {
            state.machine.suspend(false, now);
        }
        drop(state);
        self.writers.wake_all();
    }

    pub(crate) fn handle_made(&self) {
        self.lock().handles += 1;
    }

    pub(crate) fn handle_dropped(&self) {
        let mut state = self.lock();
        state.handles = state.handles.saturating_sub(1);
        if state.handles > 0 {
            return;
        }
        let mut wire = None;
        if !state.driven {
            // Nobody will say goodbye later.
            let now = state.now();
            let _ = state.machine.close(&CloseFrame::code_only(super::CloseCode::GOING_AWAY), now);
            self.flush(&mut state);
            let _ = self.shut_down(&mut state);
            wire = state.wire.take();
        }
        drop(state);
        self.wake_all();
        // What it holds may be anything, a server in process for instance.
        drop(wire);
    }

    fn wake_all(&self) {
        self.readers.wake_all();
        self.writers.wake_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn now(&self) -> Instant {
        self.wire.as_ref().map_or_else(Instant::now, |wire| wire.now())
    }

    fn why(&self) -> ConnectionError {
        self.machine.ended().cloned().unwrap_or(ConnectionError::ConnectionClosed(None))
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}
