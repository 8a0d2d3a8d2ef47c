//! When something is due: pings, and what a peer takes too long for. Times come from outside.

use std::time::{Duration, Instant};

use super::super::{ConnectionError, ConnectionOptions, PingPolicy};

/// Longer than a connection lives.
const AGES: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// What came due.
#[derive(Debug)]
pub(super) enum Due {
    /// A ping is to be sent.
    Ping,
    /// The peer's close has waited long enough for its answer.
    Answer,
    /// The program had its time to say farewell.
    Leave,
    /// The connection fails for this.
    Failure(ConnectionError),
    /// The closing took too long: the transport is dropped.
    Abandon,
}

/// The deadlines of a connection.
#[derive(Debug)]
pub(super) struct Timers {
    interval: Option<Duration>,
    pong_timeout: Option<Duration>,
    any_bytes: bool,
    idle_timeout: Option<Duration>,
    message_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    close_timeout: Duration,
    ping_at: Option<Instant>,
    pong_by: Option<Instant>,
    heard: Instant,
    begun: Option<Instant>,
    stalled: Option<Instant>,
    answer_by: Option<Instant>,
    leave_by: Option<Instant>,
    close_by: Option<Instant>,
    /// Nothing is read because what was read waits to be taken: silence is ours then and not the peer's.
    suspended: bool,
}

impl Timers {
    pub(super) fn new(options: &ConnectionOptions, now: Instant) -> Self {
        let mut timers = Self {
            interval: None,
            pong_timeout: None,
            any_bytes: false,
            idle_timeout: options.idle_timeout,
            message_timeout: options.message_timeout,
            write_timeout: options.write_timeout,
            close_timeout: options.close_timeout,
            ping_at: None,
            pong_by: None,
            heard: now,
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

    /// Pings from now on, or no longer.
    pub(super) fn ping_by(&mut self, policy: Option<&PingPolicy>, now: Instant) {
        let policy = policy.filter(|policy| !policy.interval.is_zero());
        self.interval = policy.map(|policy| policy.interval);
        self.pong_timeout = policy.and_then(|policy| policy.pong_timeout);
        self.any_bytes = policy.is_some_and(|policy| policy.any_bytes);
        self.pong_by = None;
        self.ping_at = self.interval.filter(|_| self.close_by.is_none()).map(|interval| after(now, interval));
    }

    /// How long the closing may take.
    pub(super) fn close_timeout(&mut self, time: Duration, now: Instant) {
        self.close_timeout = time;
        self.close_by = self.close_by.map(|by| by.min(after(now, time)));
    }

    /// Bytes came.
    pub(super) fn heard(&mut self, now: Instant) {
        self.heard = now;
        if self.any_bytes {
            self.pong_by = None;
        }
    }

    /// A pong came.
    pub(super) fn pong(&mut self) {
        self.pong_by = None;
    }

    /// Whether part of a message is here and the rest is not.
    pub(super) fn message(&mut self, partial: bool, now: Instant) {
        self.begun = if partial { self.begun.or(Some(now)) } else { None };
    }

    /// Nothing waits to be written.
    pub(super) fn all_written(&mut self) {
        self.stalled = None;
    }

    /// Whether something waits to be written, and whether some of it just was.
    pub(super) fn write(&mut self, waiting: bool, progress: bool, now: Instant) {
        self.stalled = match (waiting, progress) {
            (false, _) => None,
            (true, true) => Some(now),
            (true, false) => self.stalled.or(Some(now)),
        };
    }

    /// The peer said all: no more pings, and its close is to be answered before long.
    pub(super) fn half_closed(&mut self, now: Instant) {
        self.ping_at = None;
        self.pong_by = None;
        self.answer_by = Some(after(now, self.close_timeout));
    }

    /// This end goes away, and has something to say before.
    pub(super) fn leaving(&mut self, now: Instant) {
        self.leave_by = self.leave_by.or(Some(after(now, self.close_timeout)));
    }

    /// The closing begins: no more pings, and an end in sight.
    pub(super) fn closing(&mut self, now: Instant) {
        self.ping_at = None;
        self.pong_by = None;
        self.answer_by = None;
        self.leave_by = None;
        self.close_by = self.close_by.or(Some(after(now, self.close_timeout)));
    }

    /// Reading stops, or goes on as if the peer had just been heard.
    pub(super) fn suspend(&mut self, suspended: bool, now: Instant) {
        if self.suspended && !suspended {
            self.heard = now;
            self.begun = self.begun.map(|_| now);
            if let (Some(_), Some(timeout)) = (self.pong_by, self.pong_timeout) {
                self.pong_by = Some(after(now, timeout));
            }
        }
        self.suspended = suspended;
    }

    /// The next time at which something is due.
    pub(super) fn deadline(&self) -> Option<Instant> {
        // Asked after every message, and mostly there is none.
        let quiet = self.ping_at.is_none() && self.pong_by.is_none() && self.idle_timeout.is_none();
        let calm = self.begun.is_none() && self.stalled.is_none();
        let ends = [self.answer_by, self.leave_by, self.close_by];
        if quiet && calm && ends == [None; 3] {
            return None;
        }
        let [pong, idle, message] = self.reading();
        let others = [self.ping_at, pong, idle, message, self.writing()];
        others.into_iter().chain(ends).flatten().min()
    }

    /// What is due, one thing at a time.
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
        // From now and not from when it was due: after a pause there is one ping and not a burst.
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
        [self.pong_by, since(Some(self.heard), self.idle_timeout), since(self.begun, self.message_timeout)]
    }

    fn writing(&self) -> Option<Instant> {
        Some(after(self.stalled?, self.write_timeout?))
    }
}

/// A program that wants to wait for ever may say `Duration::MAX`, which no clock can count to.
fn after(start: Instant, time: Duration) -> Instant {
    start + time.min(AGES)
}
