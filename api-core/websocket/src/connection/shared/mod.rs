//! The state that the handles of one connection share: the protocol and the transport.
//!
//! There is no task between a handler and its socket: receiving reads the transport, sending writes it. A driver,
//! [`Shared::poll_drive`], performs the remaining work: pings, time-outs, pongs, output that could not be written at
//! once, and the end of the transport. On a server the task of the handler drives the connection, elsewhere a separate
//! task if the transport can spawn one.

mod driving;
mod notices;
mod receiving;
mod sending;
mod shutdown;
mod state;

use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame};
use crate::options::PingPolicy;
use crate::protocol::Machine;
use crate::wire::{Task, Wakers, Wire};

use self::state::{Attention, Driver, DriverKind, Inbox, State};

pub(crate) struct Shared {
    state: Mutex<State>,
    /// Whether a round of the driver would change nothing, because nothing has used the state since a task waits.
    settled: AtomicBool,
    /// Tasks that the driver also polls.
    driver_tasks: Mutex<Vec<Task>>,
    readers: Arc<Wakers>,
    writers: Arc<Wakers>,
    /// Wakes all readers, for the transport.
    read_waker: Waker,
    /// Wakes all writers, for the transport.
    write_waker: Waker,
}

impl Shared {
    pub(crate) fn new(machine: Machine, wire: Box<dyn Wire>) -> Arc<Self> {
        let (readers, writers) = (Arc::new(Wakers::default()), Arc::new(Wakers::default()));
        let (read_waker, write_waker) = (Waker::from(readers.clone()), Waker::from(writers.clone()));
        let state = Mutex::new(State::new(machine, wire));
        let settled = AtomicBool::new(false);
        Arc::new(Self { state, settled, driver_tasks: Mutex::default(), readers, writers, read_waker, write_waker })
    }

    /// Spawns a task that drives the connection, if the transport can spawn one.
    pub(crate) fn spawn_driver(self: &Arc<Self>) {
        let mut state = self.lock();
        let Some(transport) = &mut state.transport else { return };
        let shared = self.clone();
        let mut driver_tasks: Vec<Task> = Vec::new();
        let driver = Box::pin(std::future::poll_fn(move |task| {
            driver_tasks.append(&mut shared.driver_tasks());
            driver_tasks.retain_mut(|one| one.as_mut().poll(task).is_pending());
            let mut driven = shared.poll_drive(task);
            if driven.is_pending() && shared.is_abandoned() {
                // No handle is left that could close with another code.
                shared.finish(&CloseFrame::code_only(CloseCode::GOING_AWAY));
                driven = shared.poll_drive(task);
            }
            if driver_tasks.is_empty() { driven } else { Poll::Pending }
        }));
        if transport.wire.spawn(driver).is_ok() {
            state.driver = Some(Driver::new(DriverKind::OwnTask));
        }
    }

    /// Announces a driver that has not started yet.
    pub(crate) fn will_be_driven(&self) {
        self.lock().driver = Some(Driver::new(DriverKind::Handler));
    }

    /// Gives a task to the driver, or returns it.
    pub(crate) fn spawn(&self, task: Task) -> Result<(), Task> {
        if !self.lock().driver.as_ref().is_some_and(|driver| driver.kind == DriverKind::OwnTask) {
            return Err(task);
        }
        self.driver_tasks().push(task);
        self.writers.wake_all();
        Ok(())
    }

    fn driver_tasks(&self) -> MutexGuard<'_, Vec<Task>> {
        self.driver_tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes unless that was done before, and discards further messages.
    pub(crate) fn finish(&self, frame: &CloseFrame) {
        let mut state = self.lock();
        let now = state.now();
        let _ = state.machine.close(frame, now);
        state.inbox = Inbox::Discarding;
        self.flush(&mut state);
        drop(state);
        self.wake_all();
    }

    /// Sends a close frame. Receiving goes on.
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

    /// Disables the automatic answer to a close frame of the peer.
    pub(crate) fn allow_half_close(&self) {
        self.lock().machine.answer_close_later();
    }

    /// Starts, replaces or stops the pings.
    pub(crate) fn ping_by(&self, policy: Option<PingPolicy>) {
        let mut state = self.lock();
        let now = state.now();
        state.machine.ping_by(policy, now);
        drop(state);
        self.writers.wake_all();
    }

    /// Returns whether no handle is left and the connection can still be closed.
    pub(crate) fn is_abandoned(&self) -> bool {
        let state = self.lock_for_message();
        state.handles == 0 && state.machine.check_open().is_ok()
    }

    /// Ends the connection at once, because its driver was dropped.
    pub(crate) fn cut(&self) {
        let mut state = self.lock();
        let now = state.now();
        state.machine.end_of_input(None, now);
        let transport = state.transport.take();
        drop(state);
        self.wake_all();
        drop(transport);
    }

    /// Polls until nothing is received any more, or received messages are discarded.
    pub(crate) fn poll_receiving_ended(&self, task: &mut Context<'_>) -> Poll<()> {
        let state = self.lock();
        if state.inbox.discards() || state.machine.ended().is_some() {
            return Poll::Ready(());
        }
        self.writers.register(task.waker());
        Poll::Pending
    }

    /// Polls until nothing more is received or sent, and returns the reason.
    pub(crate) fn poll_ended(&self, task: &mut Context<'_>) -> Poll<ConnectionError> {
        let state = self.lock();
        match state.machine.ended() {
            Some(ended) if state.machine.is_over() => Poll::Ready(ended.clone()),
            _ => {
                // The end of the connection wakes readers and writers.
                self.writers.register(task.waker());
                Poll::Pending
            }
        }
    }

    /// Discards further messages, because the receiver was dropped.
    pub(crate) fn receiver_dropped(&self) {
        let mut state = self.lock();
        let now = state.now();
        if let Inbox::Message(_) = std::mem::replace(&mut state.inbox, Inbox::Discarding) {
            state.machine.suspend(false, now);
        }
        drop(state);
        self.writers.wake_all();
    }

    pub(crate) fn handle_created(&self) {
        self.lock_for_message().handles += 1;
    }

    pub(crate) fn handle_dropped(&self) {
        let mut state = self.lock();
        state.handles = state.handles.saturating_sub(1);
        if state.handles > 0 {
            return;
        }
        let mut transport = None;
        if state.driver.is_none() {
            // No driver will close the connection later.
            let now = state.now();
            let _ = state.machine.close(&CloseFrame::code_only(CloseCode::GOING_AWAY), now);
            self.flush(&mut state);
            let _ = self.shut_down_wire(&mut state);
            transport = state.transport.take();
        }
        drop(state);
        self.wake_all();
        // Dropped without the lock, because the transport may own other values, such as a server in the same process.
        drop(transport);
    }

    fn wake_all(&self) {
        self.readers.wake_all();
        self.writers.wake_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock_for_message();
        state.quiet = false;
        state
    }

    /// Takes the lock for something after which a quiet connection is still quiet, or which says that it is not.
    #[inline]
    fn lock_for_message(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if self.take_settled() {
            state.listener.set(Attention::Waiting);
        }
        state
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}
