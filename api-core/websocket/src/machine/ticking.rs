//! What a machine does because time has passed, and what it tells its clock.

use std::time::Instant;

use super::super::{CloseCode, CloseFrame, ConnectionError};
use super::Machine;
use super::timers::Due;

impl Machine {
    /// Bytes were put into the input.
    pub(crate) fn heard(&mut self, now: Instant) {
        self.timers.heard(now);
    }

    /// Whether reading waits for somebody to take what was read.
    pub(crate) fn suspend(&mut self, suspended: bool, now: Instant) {
        self.timers.suspend(suspended, now);
    }

    /// The next time at which [`Machine::tick`] has something to do.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.timers.deadline()
    }

    /// Does what is due.
    pub(crate) fn tick(&mut self, now: Instant) -> Tick {
        let mut tick = Tick::default();
        while let Some(due) = self.timers.due(now) {
            match due {
                Due::Ping => {
                    self.pings += 1;
                    let payload = self.pings.to_string();
                    tick.pinged |= self.ping(payload.as_bytes(), now).is_ok();
                }
                Due::Answer => match self.unanswered_close.take() {
                    Some(frame) => self.put_close(&frame, now),
                    None => self.timers.closing(now),
                },
                // Closing already is as good.
                Due::Leave => drop(self.close(&CloseFrame::code_only(CloseCode::GOING_AWAY), now)),
                Due::Failure(error) => {
                    let silent = self.farewell(&error).is_none();
                    self.fail(error, now);
                    if silent {
                        return self.abandon(tick);
                    }
                }
                Due::Abandon => {
                    if self.ended.is_none() {
                        self.ended = Some(ConnectionError::ConnectionClosed(None));
                    }
                    return self.abandon(tick);
                }
            }
        }
        tick
    }

    /// Nothing more can be said, not even the answer to a close that waits for it.
    fn abandon(&mut self, tick: Tick) -> Tick {
        self.unanswered_close = None;
        Tick { abandoned: true, ..tick }
    }
}

/// What became of a tick.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tick {
    /// A ping was put into the output.
    pub(crate) pinged: bool,
    /// The transport is to be dropped as it is.
    pub(crate) abandoned: bool,
}
