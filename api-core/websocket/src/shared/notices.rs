//! What a connection tells the program, once its lock is open again.

use bytes::Bytes;

use super::super::PingPolicy;
use super::super::machine::{Machine, Tick};
use super::super::options::OnPong;

/// What the program wants to be told of, once the lock is open again. Mostly it is nothing.
#[derive(Default)]
pub(super) struct Notices(Option<Box<Told>>);

#[derive(Default)]
struct Told {
    policy: Option<PingPolicy>,
    pongs: Vec<(OnPong, Bytes)>,
}

/// Pongs that are told of together: a peer may send any number.
const PONGS_AT_ONCE: usize = 64;

impl Notices {
    pub(super) fn pinged(&mut self, tick: Tick, machine: &Machine) {
        if tick.pinged {
            self.0.get_or_insert_default().policy.clone_from(&machine.options().ping);
        }
    }

    pub(super) fn pong(&mut self, payload: bytes::Bytes, machine: &Machine) {
        if let Some(action) = &machine.options().on_pong {
            self.0.get_or_insert_default().pongs.push((action.clone(), payload));
        }
    }

    pub(super) fn are_many(&self) -> bool {
        self.0.as_ref().is_some_and(|told| told.pongs.len() >= PONGS_AT_ONCE)
    }

    /// Whether there was something to tell.
    pub(super) fn tell(self) -> bool {
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
