//! Deadlines: pings, time-outs and the closing handshake. The caller passes the time.

use std::time::{Duration, Instant};

use crate::error::ConnectionError;
use crate::options::{ConnectionOptions, Liveness, PingPolicy};

/// The longest time-out. `Instant` cannot hold `Duration::MAX`.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// An action that is due.
#[derive(Debug)]
pub(super) enum Due {
    /// Send a ping.
    Ping,
    /// Answer the close frame of the peer.
    Answer,
    /// Close, because the time after a shutdown has passed.
    Leave,
    /// Fail the connection.
    Failure(ConnectionError),
    /// Drop the transport, because closing took too long.
    Abandon,
}

/// The deadlines of a connection.
#[derive(Debug)]
pub(super) struct Timers {
    interval: Option<Duration>,
    pong_timeout: Option<Duration>,
    liveness: Liveness,
    idle_timeout: Option<Duration>,
    message_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    close_timeout: Duration,
    ping_at: Option<Instant>,
    pong_by: Option<Instant>,
    last_received: Instant,
    begun: Option<Instant>,
    stalled: Option<Instant>,
    answer_by: Option<Instant>,
    leave_by: Option<Instant>,
    close_by: Option<Instant>,
    /// Whether reading waits for the program. Time-outs of reading do not run then.
    suspended: bool,
}

impl Timers {
    pub(super) fn new(options: &ConnectionOptions, now: Instant) -> Self {
        let mut timers = Self {
            interval: None,
            pong_timeout: None,
            liveness: Liveness::PongsOnly,
            idle_timeout: options.idle_timeout,
            message_timeout: options.message_timeout,
            write_timeout: options.write_timeout,
            close_timeout: options.close_timeout,
            ping_at: None,
            pong_by: None,
            last_received: now,
            begun: None,
            stalled: None,
            answer_by: None,
            leave_by: None,
            close_by: None,
            suspended: false,
        };
        timers.ping_by(options.ping.as_ref(), now);
        timers
    }

    /// Starts, replaces or stops the pings.
    pub(super) fn ping_by(&mut self, policy: Option<&PingPolicy>, now: Instant) {
        let policy = policy.filter(|policy| !policy.interval.is_zero());
        self.interval = policy.map(|policy| policy.interval);
        self.pong_timeout = policy.and_then(|policy| policy.pong_timeout);
        self.liveness = policy.map_or(Liveness::PongsOnly, |policy| policy.liveness);
        self.pong_by = None;
        self.ping_at = self.interval.filter(|_| self.close_by.is_none()).map(|interval| after(now, interval));
    }

    /// Sets how long closing may take.
    pub(super) fn close_timeout(&mut self, time: Duration, now: Instant) {
        self.close_timeout = time;
        self.close_by = self.close_by.map(|by| by.min(after(now, time)));
    }

    /// Records that bytes were read. The time of it counts only where there is an idle time-out.
    #[inline]
    pub(super) fn record_received(&mut self, clock: impl Fn() -> Instant) {
        if self.idle_timeout.is_some() {
            self.last_received = clock();
        }
        if self.liveness == Liveness::AnyBytes {
            self.pong_by = None;
        }
    }

    /// Records that a pong was received.
    pub(super) fn pong(&mut self) {
        self.pong_by = None;
    }

    /// Records that a message has arrived in part.
    pub(super) fn message_begun(&mut self, now: Instant) {
        self.begun = self.begun.or(Some(now));
    }

    /// Records that no message has arrived in part.
    #[inline]
    pub(super) fn message_complete(&mut self) {
        self.begun = None;
    }

    /// Records that nothing is left to be written.
    #[inline]
    pub(super) fn all_written(&mut self) {
        self.stalled = None;
    }

    /// Sets whether something is left to be written, and whether some of it was just written.
    pub(super) fn write(&mut self, waiting: bool, progress: bool, now: Instant) {
        self.stalled = match (waiting, progress) {
            (false, _) => None,
            (true, true) => Some(now),
            (true, false) => self.stalled.or(Some(now)),
        };
    }

    /// Stops the pings, because the peer has closed, and sets the deadline of the answer.
    pub(super) fn half_closed(&mut self, now: Instant) {
        self.ping_at = None;
        self.pong_by = None;
        self.answer_by = Some(after(now, self.close_timeout));
    }

    /// Sets the deadline for closing after a shutdown.
    pub(super) fn shutting_down(&mut self, now: Instant) {
        self.leave_by = self.leave_by.or(Some(after(now, self.close_timeout)));
    }

    /// Stops the pings, because closing has started, and sets the deadline for its end.
    pub(super) fn closing(&mut self, now: Instant) {
        self.ping_at = None;
        self.pong_by = None;
        self.answer_by = None;
        self.leave_by = None;
        self.close_by = self.close_by.or(Some(after(now, self.close_timeout)));
    }

    /// Stops reading, or resumes it as if bytes had just been read.
    pub(super) fn suspend(&mut self, suspended: bool, now: Instant) {
        if self.suspended && !suspended {
            self.last_received = now;
            self.begun = self.begun.map(|_| now);
            if let (Some(_), Some(timeout)) = (self.pong_by, self.pong_timeout) {
                self.pong_by = Some(after(now, timeout));
            }
        }
        self.suspended = suspended;
    }

    /// Returns the next deadline.
    #[inline]
    pub(super) fn deadline(&self) -> Option<Instant> {
        // The common case, after every message: no deadline.
        let quiet = self.ping_at.is_none() && self.pong_by.is_none() && self.idle_timeout.is_none();
        let calm = self.begun.is_none() && self.stalled.is_none();
        let lasting = self.answer_by.is_none() && self.leave_by.is_none() && self.close_by.is_none();
        if quiet && calm && lasting { None } else { self.next() }
    }

    fn next(&self) -> Option<Instant> {
        let ends = [self.answer_by, self.leave_by, self.close_by];
        let [pong, idle, message] = self.reading();
        let others = [self.ping_at, pong, idle, message, self.writing()];
        others.into_iter().chain(ends).flatten().min()
    }

    /// Returns an action that is due. Called until there is none.
    pub(super) fn due(&mut self, now: Instant) -> Option<Due> {
        let passed = |deadline: Option<Instant>| deadline.is_some_and(|deadline| deadline <= now);
        if passed(self.close_by) {
            return Some(Due::Abandon);
        }
        if passed(self.answer_by) {
            self.answer_by = None;
            return Some(Due::Answer);
        }
        if passed(self.leave_by) {
            self.leave_by = None;
            return Some(Due::Leave);
        }
        let [pong, idle, message] = self.reading();
        let failures = [
            (pong, ConnectionError::PongTimeout as fn(Duration) -> ConnectionError, self.pong_timeout),
            (idle, ConnectionError::IdleTimeout, self.idle_timeout),
            (message, ConnectionError::MessageTimeout, self.message_timeout),
            (self.writing(), ConnectionError::WriteTimeout, self.write_timeout),
        ];
        for (deadline, error, timeout) in failures {
            if passed(deadline) {
                return Some(Due::Failure(error(timeout.unwrap_or_default())));
            }
        }
        if !passed(self.ping_at) {
            return None;
        }
        // From now, not from the deadline: after a pause there is one ping, not a burst.
        self.ping_at = self.interval.map(|interval| after(now, interval));
        if let Some(timeout) = self.pong_timeout {
            self.pong_by = self.pong_by.or(Some(after(now, timeout)));
        }
        Some(Due::Ping)
    }

    fn reading(&self) -> [Option<Instant>; 3] {
        if self.suspended || self.answer_by.is_some() || self.close_by.is_some() {
            return [None; 3];
        }
        let since = |start: Option<Instant>, time: Option<Duration>| Some(after(start?, time?));
        [self.pong_by, since(Some(self.last_received), self.idle_timeout), since(self.begun, self.message_timeout)]
    }

    fn writing(&self) -> Option<Instant> {
        Some(after(self.stalled?, self.write_timeout?))
    }
}

/// Returns the time `time` after `start`, within the range of `Instant`.
fn after(start: Instant, time: Duration) -> Instant {
    start + time.min(LONGEST)
}
