//! The bookkeeping of the connections to one origin. It uses no clock, no lock and does no I/O.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A connection, as far as the bookkeeping knows it.
pub(super) trait Link: Sized {
    /// Returns whether a request can be sent now.
    fn is_usable(&self) -> bool;

    /// Returns whether no request can be sent any more.
    fn is_closed(&self) -> bool;

    /// Returns another handle of the same connection, if requests share it.
    fn share(&self) -> Option<Self>;
}

/// A caller that waits for a connection.
pub(super) trait Waiter<C, E> {
    /// Gives the caller a connection, or the error of the attempt to open one.
    ///
    /// # Errors
    /// Returns what the caller no longer waits for.
    fn give(self, given: Result<C, E>) -> Result<(), Result<C, E>>;
}

/// The bounds of unused connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdleLimits {
    /// The number of unused connections to one origin.
    pub(super) each: usize,
    /// The time after which an unused connection is closed.
    pub(super) time: Duration,
}

/// Whether requests to an origin share a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "http2"), allow(dead_code, reason = "HTTP/1.1 alone shares no connections"))]
pub(super) enum Sharing {
    /// Not known before the first connection is open: TLS decides.
    Unknown,
    /// Each connection serves one request at a time (HTTP/1.1).
    Never,
    /// One connection serves all requests (HTTP/2).
    Always,
}

/// The number of a caller that waits, and of the opening that was begun for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u64);

/// The connections to one origin. `C`: a connection. `W`: a waiting caller. `H`: what stops an opening.
///
/// Where connections are not shared, there are never fewer openings than waiting callers. Otherwise there is one
/// opening at a time, and all callers wait for it.
#[derive(Debug)]
pub(super) struct Ledger<C, W, H> {
    /// Unused connections, the one unused for longest first.
    idle: VecDeque<Since<C>>,
    /// The connection that requests share, and when it was last taken.
    shared: Option<Since<C>>,
    openings: Vec<(Ticket, Option<H>)>,
    /// Callers, the one that has waited for longest first.
    waiting: VecDeque<(Ticket, W)>,
    sharing: Sharing,
    issued: u64,
}

/// The result of [`Ledger::take`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken<C> {
    Link(C),
    /// There are connections that will be usable once their last response is done, most often at once.
    Busy,
    Nothing,
}

#[derive(Debug)]
struct Since<C> {
    link: C,
    since: Instant,
}

impl<C: Link, W, H> Ledger<C, W, H> {
    pub(super) fn new(sharing: Sharing) -> Self {
        let (idle, waiting) = (VecDeque::new(), VecDeque::new());
        Self { idle, shared: None, openings: Vec::new(), waiting, sharing, issued: 0 }
    }

    /// Takes a connection that can be used now: the shared one, or the one that was used last.
    pub(super) fn take(&mut self, now: impl FnOnce() -> Instant) -> Taken<C> {
        if let Some(shared) = &mut self.shared {
            if !shared.link.is_closed()
                && let Some(link) = shared.link.share()
            {
                shared.since = now();
                return Taken::Link(link);
            }
            self.shared = None;
        }
        let mut place = self.idle.len();
        while let Some(last) = place.checked_sub(1) {
            place = last;
            let Some(idle) = self.idle.get(place) else { break };
            if idle.link.is_closed() {
                self.idle.remove(place);
            } else if idle.link.is_usable()
                && let Some(idle) = self.idle.remove(place)
            {
                return Taken::Link(idle.link);
            }
        }
        if self.idle.is_empty() { Taken::Nothing } else { Taken::Busy }
    }

    /// Returns whether a caller waits.
    pub(super) fn is_waited_for(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Adds a caller for which there is no connection. Returns its ticket, and whether a connection is to be opened.
    pub(super) fn wait(&mut self, waiter: W) -> (Ticket, bool) {
        let ticket = Ticket(self.issued);
        self.issued += 1;
        self.waiting.push_back((ticket, waiter));
        let opens = match self.sharing {
            Sharing::Never => self.openings.len() < self.waiting.len(),
            Sharing::Unknown | Sharing::Always => self.openings.is_empty(),
        };
        if opens {
            self.openings.push((ticket, None));
        }
        (ticket, opens)
    }

    /// Notes what stops an opening.
    pub(super) fn opening(&mut self, ticket: Ticket, stop: H) {
        if let Some((_, place)) = self.openings.iter_mut().find(|(opening, _)| *opening == ticket) {
            *place = Some(stop);
        }
    }

    /// Adds a connection that was opened. Returns the tickets for which further ones are to be opened, because this one
    /// cannot be shared.
    pub(super) fn opened<E>(&mut self, ticket: Ticket, link: C, now: Instant, limits: IdleLimits) -> Vec<Ticket>
    where
        W: Waiter<C, E>,
    {
        self.openings.retain(|(opening, _)| *opening != ticket);
        if link.share().is_some() {
            self.sharing = Sharing::Always;
            while let Some((_, waiter)) = self.waiting.pop_front() {
                let Some(handle) = link.share() else { break };
                // The caller may have been dropped.
                let _ = waiter.give(Ok(handle));
            }
            if self.shared.as_ref().is_none_or(|shared| shared.link.is_closed()) {
                self.shared = Some(Since { link, since: now });
            }
            return Vec::new();
        }
        self.sharing = Sharing::Never;
        // The caller for which it was opened is served first, so that the failure of another opening is not its own.
        if let Some(place) = self.waiting.iter().position(|(waiting, _)| *waiting == ticket)
            && let Some(own) = self.waiting.remove(place)
        {
            self.waiting.push_front(own);
        }
        self.put(link, now, limits);
        let missing = self.waiting.len().saturating_sub(self.openings.len());
        let without = self.waiting.iter().map(|(waiting, _)| *waiting);
        let without = without.filter(|waiting| self.openings.iter().all(|(opening, _)| opening != waiting));
        let further: Vec<Ticket> = without.take(missing).collect();
        self.openings.extend(further.iter().map(|ticket| (*ticket, None)));
        further
    }

    /// Gives the error of an opening to those who waited for it.
    pub(super) fn failed<E: Clone>(&mut self, ticket: Ticket, error: &E)
    where
        W: Waiter<C, E>,
    {
        let known = self.openings.len();
        self.openings.retain(|(opening, _)| *opening != ticket);
        if self.openings.len() == known {
            // It was stopped, and no caller counts on it.
            return;
        }
        if self.sharing != Sharing::Never {
            for (_, waiter) in self.waiting.drain(..) {
                // The caller may have been dropped.
                let _ = waiter.give(Err(error.clone()));
            }
            return;
        }
        if self.openings.len() < self.waiting.len() {
            let own = self.waiting.iter().position(|(waiting, _)| *waiting == ticket).unwrap_or_default();
            if let Some((_, waiter)) = self.waiting.remove(own) {
                let _ = waiter.give(Err(error.clone()));
            }
        }
    }

    /// Gives a connection that became free to the caller that has waited for longest, or keeps it. Past the limit it
    /// closes the one that was unused for longest.
    pub(super) fn put<E>(&mut self, mut link: C, now: Instant, limits: IdleLimits)
    where
        W: Waiter<C, E>,
    {
        while let Some((_, waiter)) = self.waiting.pop_front() {
            match waiter.give(Ok(link)) {
                Err(Ok(unwanted)) => link = unwanted,
                Ok(()) | Err(Err(_)) => return,
            }
        }
        if limits.each == 0 {
            return;
        }
        if self.idle.len() >= limits.each {
            self.idle.pop_front();
        }
        self.idle.push_back(Since { link, since: now });
    }

    /// Removes a caller that no longer waits. Returns what stops an opening that no other caller counts on.
    pub(super) fn cancelled(&mut self, ticket: Ticket) -> Option<H> {
        self.waiting.retain(|(waiting, _)| *waiting != ticket);
        let place = match self.sharing {
            Sharing::Never if self.openings.len() > self.waiting.len() => {
                self.openings.iter().position(|(opening, _)| *opening == ticket)?
            }
            Sharing::Unknown | Sharing::Always if self.waiting.is_empty() && !self.openings.is_empty() => 0,
            _ => return None,
        };
        self.openings.remove(place).1
    }

    /// Closes what was unused for too long. Returns when the next connection will have been.
    pub(super) fn expire(&mut self, now: Instant, limit: Duration) -> Option<Instant> {
        self.idle.retain(|idle| idle.is_fresh(now, limit));
        self.shared = self.shared.take().filter(|shared| shared.is_fresh(now, limit));
        let first = self.idle.front().into_iter().chain(&self.shared).map(|kept| kept.since).min()?;
        first.checked_add(limit)
    }

    /// Returns the number of unused connections.
    pub(super) fn idle(&self) -> usize {
        self.idle.len()
    }

    /// Returns whether there is no connection, no opening and no caller.
    pub(super) fn is_vacant(&self) -> bool {
        self.idle.is_empty() && self.shared.is_none() && self.openings.is_empty() && self.waiting.is_empty()
    }
}

impl<C: Link> Since<C> {
    fn is_fresh(&self, now: Instant, limit: Duration) -> bool {
        now.saturating_duration_since(self.since) < limit && !self.link.is_closed()
    }
}
