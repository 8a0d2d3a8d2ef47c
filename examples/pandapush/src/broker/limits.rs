//! The bounds of what a client can make grow, and the times of a session.

/// Milliseconds of a clock that never goes back. The broker only compares them.
pub type Milliseconds = u64;

/// Bounds of one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The number of sessions.
    pub sessions: usize,
    /// The number of subscriptions of one session.
    pub subscriptions: usize,
    /// The number of subscriptions of all sessions together.
    pub all_subscriptions: usize,
    /// The number of events that wait in one session.
    pub queued_events: usize,
    /// Their size in bytes. One event more than this is accepted if none waits.
    pub queued_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 200_000,
            subscriptions: 1000,
            all_subscriptions: 2_000_000,
            queued_events: 4096,
            queued_bytes: 1 << 20,
        }
    }
}

/// The times of sessions, all derived from how long a connect is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    hold: Milliseconds,
}

impl Times {
    /// Makes the times from how long a connect is held, in milliseconds.
    pub fn new(hold: Milliseconds) -> Self {
        Self { hold }
    }

    /// Returns how long a connect is held.
    pub fn hold(self) -> Milliseconds {
        self.hold
    }

    /// Returns how long after its last connect a client is still known: 1.6 times the hold.
    pub fn unknown(self) -> Milliseconds {
        self.hold.saturating_mul(8) / 5
    }

    /// Returns how long after its last connect a session is kept: twice the hold.
    pub fn removal(self) -> Milliseconds {
        self.hold.saturating_mul(2)
    }
}

impl Default for Times {
    fn default() -> Self {
        Self::new(30_000)
    }
}
