//! What the handles of one connection share: the protocol's state and the wire, moved by whoever polls.
//!
//! There is no task between a handler and its socket: receiving reads the wire, sending writes it. Beside them somebody drives what
//! must go on while nobody receives or sends, [`Shared::poll_drive`]: pings, time-outs, pongs, what could not be written at once, and
//! the end. On a server that is the task of the handler, on a client a task of its own.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use super::machine::{Machine, Role, Tick};
use super::wakers::Wakers;
use super::{CloseFrame, ConnectionError, DataMessage, Message, PingPolicy, Task, Wire};

/// How long the driver may leave pings unanswered while a receiver in another task does not receive.
const LOOK_AFTER: Duration = Duration::from_secs(1);

pub(crate) struct Shared {
    state: Mutex<State>,
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
    /// Bytes were written and not flushed.
    unflushed: bool,
    shut_down: bool,
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
            unflushed: false,
            shut_down: false,
        };
        let (read_waker, write_waker) = (Waker::from(readers.clone()), Waker::from(writers.clone()));
        Arc::new(Self { state: Mutex::new(state), readers, writers, read_waker, write_waker })
    }

    /// Lets a task of the wire's own drive the connection, if it has one to give.
    pub(crate) fn spawn_driver(self: &Arc<Self>) {
        let mut state = self.lock();
        let Some(wire) = &mut state.wire else { return };
        let shared = self.clone();
        let driver = Box::pin(std::future::poll_fn(move |task| {
            let driven = shared.poll_drive(task);
            if shared.is_abandoned() {
                // Nobody can say any more how it went.
                shared.finish(&CloseFrame::code_only(super::CloseCode::GOING_AWAY));
                return shared.poll_drive(task);
            }
            driven
        }));
        if wire.spawn(driver).is_ok() {
            state.driven = true;
        }
    }

    /// Somebody will drive the connection from now on, who has not begun yet.
    pub(crate) fn will_be_driven(&self) {
        self.lock().driven = true;
    }

    /// Runs a task beside the connection, or gives it back.
    pub(crate) fn spawn(&self, task: Task) -> Result<(), Task> {
        match &mut self.lock().wire {
            Some(wire) => wire.spawn(task),
            None => Ok(()),
        }
    }

    /// The next message; those of the protocol's own business included, which are answered already.
    pub(crate) fn poll_receive(&self, task: &mut Context<'_>) -> Poll<Result<Message, ConnectionError>> {
        let mut notices = Notices::default();
        let received = {
            let mut state = self.lock();
            let received = self.receive(&mut state, task, &mut notices);
            // Who got a message may be busy with it for long; only who waits for one looks after pings and closes.
            state.received_lately = received.is_pending();
            if let Poll::Ready(Ok(Message::Pong(payload))) = &received {
                notices.pong(payload.clone(), &state.machine);
            }
            received
        };
        // Outside of the lock, since the actions may send.
        notices.tell();
        received
    }

    fn receive(
        &self,
        state: &mut State,
        task: &mut Context<'_>,
        notices: &mut Notices,
    ) -> Poll<Result<Message, ConnectionError>> {
        if let Some(message) = state.ahead.take() {
            let now = state.now();
            state.machine.suspend(false, now);
            self.writers.wake_all();
            return Poll::Ready(Ok(message.into()));
        }
        loop {
            // Without new bytes there is nothing that was not looked at before.
            if state.machine.has_news() {
                let now = state.now();
                match state.machine.receive(now) {
                    Ok(Some(message)) => {
                        if !matches!(message, Message::Text(_) | Message::Binary(_)) {
                            self.flush(state);
                        }
                        if matches!(message, Message::Close(_)) {
                            self.wake_all();
                        }
                        return Poll::Ready(Ok(message));
                    }
                    Ok(None) => {}
                    Err(error) => {
                        self.flush(state);
                        self.wake_all();
                        return Poll::Ready(Err(error));
                    }
                }
            }
            self.flush(state);
            self.readers.register(task.waker());
            if !state.receiver.as_ref().is_some_and(|known| known.will_wake(task.waker())) {
                state.receiver = Some(task.waker().clone());
            }
            if !state.driven && self.tick(state, task, notices) {
                return Poll::Ready(Err(state.why()));
            }
            match self.read(state) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(true) => {}
                Poll::Ready(false) => {
                    self.wake_all();
                    return Poll::Ready(Err(state.why()));
                }
            }
        }
    }

    /// Puts a message into the output once there is room, and writes what can be written.
    pub(crate) fn poll_send(
        &self,
        task: &mut Context<'_>,
        put: &mut dyn FnMut(&mut Machine, Instant) -> Result<(), ConnectionError>,
    ) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if let Err(error) = state.machine.open() {
            return Poll::Ready(Err(error));
        }
        if state.machine.is_full() {
            self.writers.register(task.waker());
            self.flush(&mut state);
            if let Err(error) = state.machine.open() {
                return Poll::Ready(Err(error));
            }
            if state.machine.is_full() {
                return Poll::Pending;
            }
        }
        let now = state.now();
        Poll::Ready(put(&mut state.machine, now))
    }

    /// Puts a message into the output and writes it, where there is room: one step where two would be.
    pub(crate) fn poll_send_now(
        &self,
        task: &mut Context<'_>,
        message: &DataMessage,
    ) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        if state.machine.is_full() {
            drop(state);
            ready!(self.poll_send(task, &mut |machine, now| machine.send(message, now)))?;
            return Poll::Ready(Ok(()));
        }
        let now = state.now();
        if let Err(error) = state.machine.send(message, now) {
            return Poll::Ready(Err(error));
        }
        self.flush(&mut state);
        Poll::Ready(Ok(()))
    }

    /// Puts something into the output, room or not.
    pub(crate) fn put(
        &self,
        put: impl FnOnce(&mut Machine, Instant) -> Result<(), ConnectionError>,
    ) -> Result<(), ConnectionError> {
        let mut state = self.lock();
        let now = state.now();
        put(&mut state.machine, now)
    }

    /// Writes what was put into the output; all of it where nobody else would, what goes at once where somebody drives.
    pub(crate) fn poll_flush(&self, task: &mut Context<'_>, all: bool) -> Poll<Result<(), ConnectionError>> {
        let mut state = self.lock();
        let flushed = self.flush(&mut state);
        if let Some(error) = state.machine.lost() {
            return Poll::Ready(Err(error.clone()));
        }
        if flushed || (state.driven && !all && !state.machine.is_full()) {
            return Poll::Ready(Ok(()));
        }
        self.writers.register(task.waker());
        Poll::Pending
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
            state.machine.close_timeout(time);
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

    /// What must go on while nobody receives or sends. Ready once the wire is closed.
    pub(crate) fn poll_drive(&self, task: &mut Context<'_>) -> Poll<()> {
        loop {
            let mut notices = Notices::default();
            let driven = {
                let mut state = self.lock();
                state.driven = true;
                self.writers.register(task.waker());
                self.drive(&mut state, task, &mut notices)
            };
            if !notices.tell() {
                return driven;
            }
        }
    }

    fn drive(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) -> Poll<()> {
        loop {
            if state.wire.is_none() {
                return Poll::Ready(());
            }
            self.flush(state);
            let received_lately = std::mem::take(&mut state.received_lately);
            if state.machine.ended().is_none() && (!received_lately || state.receiver_gone) {
                self.read_ahead(state, task, notices);
            }
            if state.machine.is_over() && self.end(state, task).is_ready() {
                state.wire = None;
                self.wake_all();
                return Poll::Ready(());
            }
            let due = state.machine.deadline();
            let Some(wire) = &mut state.wire else { return Poll::Ready(()) };
            let elsewhere = state.receiver.as_ref().is_some_and(|receiver| !receiver.will_wake(task.waker()));
            let look = (elsewhere && state.ahead.is_none()).then(|| wire.now() + LOOK_AFTER);
            let Some(deadline) = [due, look].into_iter().flatten().min() else { return Poll::Pending };
            if wire.poll_deadline(task, deadline).is_pending() {
                return Poll::Pending;
            }
            let now = wire.now();
            let tick = state.machine.tick(now);
            notices.pinged(tick, &state.machine);
            if tick.abandoned {
                state.wire = None;
                self.wake_all();
                return Poll::Ready(());
            }
            if state.machine.ended().is_some() {
                self.wake_all();
            }
        }
    }

    /// Reads until there is a data message, so that pings are answered and a close is noticed while nobody receives.
    fn read_ahead(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) {
        while state.ahead.is_none() && !notices.are_many() {
            let now = state.now();
            match state.machine.receive(now) {
                Ok(Some(message)) => {
                    let data = match message {
                        Message::Text(text) => DataMessage::Text(text),
                        Message::Binary(bytes) => DataMessage::Binary(bytes),
                        Message::Pong(payload) => {
                            notices.pong(payload, &state.machine);
                            continue;
                        }
                        Message::Ping(_) => {
                            self.flush(state);
                            continue;
                        }
                        Message::Close(_) => {
                            self.wake_all();
                            return;
                        }
                    };
                    if !state.receiver_gone {
                        state.ahead = Some(data);
                        state.machine.suspend(true, now);
                        self.readers.wake_all();
                    }
                }
                Err(_) => {
                    self.wake_all();
                    return;
                }
                Ok(None) => {
                    self.flush(state);
                    self.readers.register(task.waker());
                    match self.read(state) {
                        Poll::Pending => return,
                        Poll::Ready(true) => {}
                        Poll::Ready(false) => {
                            self.wake_all();
                            return;
                        }
                    }
                }
            }
        }
    }

    /// The end of the transport (RFC 6455 §7.1.1): what is left is written, the server ends its direction first, and each end reads
    /// until the other's is over, so that the last frame is not lost to a reset. The close time-out bounds it.
    fn end(&self, state: &mut State, task: &mut Context<'_>) -> Poll<()> {
        let lost = matches!(state.machine.ended(), Some(ConnectionError::ConnectionClosed(_)));
        let first = state.machine.role() == Role::Server || !state.machine.is_agreed();
        if !lost && !self.flush(state) {
            return Poll::Pending;
        }
        if (first || lost) && self.shut_down(state).is_pending() {
            return Poll::Pending;
        }
        if !lost {
            loop {
                state.machine.input.clear();
                self.readers.register(task.waker());
                match self.read(state) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(true) => {}
                    Poll::Ready(false) => break,
                }
            }
        }
        self.shut_down(state)
    }

    fn shut_down(&self, state: &mut State) -> Poll<()> {
        let Some(wire) = &mut state.wire else { return Poll::Ready(()) };
        if state.shut_down {
            return Poll::Ready(());
        }
        let mut task = Context::from_waker(&self.write_waker);
        wire.poll_shutdown(&mut task).map(|_| state.shut_down = true)
    }

    /// Does what is due where nobody drives; whether that was the end.
    fn tick(&self, state: &mut State, task: &mut Context<'_>, notices: &mut Notices) -> bool {
        while state.machine.ended().is_none() {
            let Some((deadline, wire)) = state.machine.deadline().zip(state.wire.as_mut()) else { return false };
            if wire.poll_deadline(task, deadline).is_pending() {
                return false;
            }
            let now = wire.now();
            let tick = state.machine.tick(now);
            notices.pinged(tick, &state.machine);
            self.flush(state);
            if tick.abandoned {
                state.wire = None;
            }
        }
        true
    }

    /// Whether bytes came, or the end did.
    fn read(&self, state: &mut State) -> Poll<bool> {
        let Some(wire) = &mut state.wire else {
            state.machine.end_of_input(None, Instant::now());
            return Poll::Ready(false);
        };
        let mut task = Context::from_waker(&self.read_waker);
        let read = wire.poll_read(&mut task, &mut state.machine.input);
        let now = match &read {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(_) => wire.now(),
        };
        Poll::Ready(match read {
            Poll::Ready(Ok(count)) if count > 0 => {
                state.machine.heard(now);
                true
            }
            Poll::Ready(Err(error)) => {
                state.machine.end_of_input(Some(error), now);
                false
            }
            _ => {
                state.machine.end_of_input(None, now);
                false
            }
        })
    }

    /// Writes as much as the wire takes; whether that was all.
    fn flush(&self, state: &mut State) -> bool {
        if state.machine.output().is_empty() && !state.unflushed {
            return true;
        }
        let mut task = Context::from_waker(&self.write_waker);
        let was_full = state.machine.is_full();
        loop {
            let Some(wire) = &mut state.wire else { return state.machine.output().is_empty() };
            if state.machine.output().is_empty() {
                if !state.unflushed {
                    break;
                }
                match wire.poll_flush(&mut task) {
                    Poll::Pending => return false,
                    Poll::Ready(Ok(())) => state.unflushed = false,
                    Poll::Ready(Err(error)) => return self.broken(state, error),
                }
                continue;
            }
            match wire.poll_write(&mut task, state.machine.output()) {
                Poll::Pending => {
                    if was_full && !state.machine.is_full() {
                        self.writers.wake_all();
                    }
                    return false;
                }
                Poll::Ready(Ok(count)) if count > 0 => {
                    state.unflushed = true;
                    if count >= state.machine.output().len() {
                        state.machine.all_written();
                    } else {
                        let now = wire.now();
                        state.machine.written(count, now);
                    }
                }
                Poll::Ready(Ok(_)) => return self.broken(state, std::io::ErrorKind::WriteZero.into()),
                Poll::Ready(Err(error)) => return self.broken(state, error),
            }
        }
        if was_full {
            self.writers.wake_all();
        }
        true
    }

    /// Nothing can be written any more. What the peer said before it went is still there to be read.
    fn broken(&self, state: &mut State, error: std::io::Error) -> bool {
        let now = state.now();
        state.machine.unsendable(error, now);
        state.unflushed = false;
        self.wake_all();
        true
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        let state = self.lock();
        state.handles == 0 && !state.machine.is_closing() && state.machine.ended().is_none()
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
        if !state.driven {
            // Nobody will say goodbye later.
            let now = state.now();
            let _ = state.machine.close(&CloseFrame::code_only(super::CloseCode::GOING_AWAY), now);
            self.flush(&mut state);
            let _ = self.shut_down(&mut state);
            state.wire = None;
        }
        drop(state);
        self.wake_all();
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

/// What the program wants to be told of, once the lock is open again. Mostly it is nothing.
#[derive(Default)]
struct Notices(Option<Box<Told>>);

#[derive(Default)]
struct Told {
    policy: Option<PingPolicy>,
    pongs: Vec<(super::options::OnPong, bytes::Bytes)>,
}

/// Pongs that are told of together: a peer may send any number.
const PONGS_AT_ONCE: usize = 64;

impl Notices {
    fn pinged(&mut self, tick: Tick, machine: &Machine) {
        if tick.pinged {
            self.0.get_or_insert_default().policy.clone_from(&machine.options().ping);
        }
    }

    fn pong(&mut self, payload: bytes::Bytes, machine: &Machine) {
        if let Some(action) = &machine.options().on_pong {
            self.0.get_or_insert_default().pongs.push((action.clone(), payload));
        }
    }

    fn are_many(&self) -> bool {
        self.0.as_ref().is_some_and(|told| told.pongs.len() >= PONGS_AT_ONCE)
    }

    /// Whether there was something to tell.
    fn tell(self) -> bool {
        let Some(told) = self.0 else { return false };
        if let Some(action) = told.policy.and_then(|policy| policy.on_ping) {
            action();
        }
        for (action, payload) in told.pongs {
            action(&payload);
        }
        true
    }
}
