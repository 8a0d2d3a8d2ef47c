//! Actions of the program on pings and pongs, which a connection runs without its lock.

use bytes::Bytes;

use crate::options::{OnPong, PingPolicy};
use crate::protocol::{Machine, Tick};

/// Actions to run once the lock is released. In the common case there are none.
#[derive(Default)]
pub(super) struct Notices(Option<Box<Due>>);

#[derive(Default)]
struct Due {
    policy: Option<PingPolicy>,
    pongs: Vec<(OnPong, Bytes)>,
}

/// Maximum number of pongs whose actions are collected before they run. A peer may send any number.
const PONGS_AT_ONCE: usize = 64;

impl Notices {
    pub(super) fn pinged(&mut self, tick: Tick, machine: &Machine) {
        if tick.pinged {
            self.0.get_or_insert_default().policy.clone_from(&machine.options().ping);
        }
    }

    pub(super) fn pong(&mut self, payload: Bytes, machine: &Machine) {
        if let Some(action) = &machine.options().on_pong {
            self.0.get_or_insert_default().pongs.push((action.clone(), payload));
        }
    }

    pub(super) fn are_many(&self) -> bool {
        self.0.as_ref().is_some_and(|due| due.pongs.len() >= PONGS_AT_ONCE)
    }

    /// Runs the actions. Returns whether there were any.
    #[inline]
    pub(super) fn run(self) -> bool {
        let Some(due) = self.0 else { return false };
        due.run();
        true
    }
}

impl Due {
    #[cold]
    fn run(self) {
        if let Some(action) = self.policy.and_then(|policy| policy.on_ping) {
            action();
        }
        for (action, payload) in self.pongs {
            action(&payload);
        }
    }
}
