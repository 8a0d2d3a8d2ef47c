//! The actions of the state machine when a deadline has passed.

use std::time::Instant;

use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame};

use super::machine::Machine;
use super::timers::Due;

impl Machine {
    /// Records that bytes were read from the transport.
    #[inline]
    pub(crate) fn record_received(&mut self, clock: impl Fn() -> Instant) {
        self.timers.record_received(clock);
    }

    /// Sets whether reading is suspended until the program takes the received message.
    pub(crate) fn suspend(&mut self, suspended: bool, now: Instant) {
        self.timers.suspend(suspended, now);
    }

    /// Returns the next time at which [`Machine::tick`] has something to do.
    #[inline]
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.timers.deadline()
    }

    /// Performs the actions that are due.
    pub(crate) fn tick(&mut self, now: Instant) -> Tick {
        let mut tick = Tick::default();
        while let Some(due) = self.timers.due(now) {
            match due {
                Due::Ping => {
                    self.pings += 1;
                    let payload = self.pings.to_string();
                    tick.pinged |= self.ping(payload.as_bytes(), now).is_ok();
                }
                Due::Answer => match self.phase.unanswered_close().cloned() {
                    Some(frame) => self.put_close(&frame, now),
                    None => self.timers.closing(now),
                },
                // A connection that is closing already gets no second close frame.
                Due::Leave => drop(self.close(&CloseFrame::code_only(CloseCode::GOING_AWAY), now)),
                Due::Failure(error) => {
                    let silent = self.close_frame_for(&error).is_none();
                    self.fail(error, now);
                    if silent {
                        self.phase.settle();
                        return Tick { abandoned: true, ..tick };
                    }
                }
                Due::Abandon => {
                    self.phase.end(ConnectionError::ConnectionClosed(None));
                    return Tick { abandoned: true, ..tick };
                }
            }
        }
        tick
    }
}

/// The result of a tick.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tick {
    /// Whether a ping was put into the output.
    pub(crate) pinged: bool,
    /// Whether the transport is to be dropped without further writes.
    pub(crate) abandoned: bool,
}
