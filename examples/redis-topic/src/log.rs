//! One log: its operations.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::task::unconstrained;
use tokio::time::timeout_at;

use crate::error::Error;
use crate::follower::Follower;
use crate::lane::{Appended, Job, Lane, Token, Work};
use crate::page::{Cursor, Page, open};
use crate::position::Position;
use crate::script::AppendScript;
use crate::server::Server;

/// What an entry that waits takes beside its payload, roughly.
const OVERHEAD: usize = 256;

/// A named log. Every process that opens the same name on the same server, with the same prefix, shares it.
///
/// It is cheap to clone. All handles of one log in a process append in one order: that in which the futures of `append`
/// are polled first. So an order is kept by awaiting one call before the next, or by joining them.
#[derive(Clone)]
pub struct RedisLog {
    server: Arc<Server>,
    lane: Arc<Lane>,
}

impl RedisLog {
    pub(crate) fn new(server: Arc<Server>, name: &str) -> Self {
        let lane = server.lane(name);
        Self { server, lane }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.lane.keys.name
    }

    /// Appends an entry and returns its position. Every follower in every process gets it, or a gap.
    ///
    /// While Redis is away, it waits for the time limit and repeats what was not answered. An entry that was appended
    /// by an earlier attempt is recognized, and not appended again.
    ///
    /// # Errors
    /// Returns [`Error::Unknown`] if the time is over and the entry may have been appended. After any other error it
    /// was not appended, and will not be.
    ///
    /// # Cancel safety
    /// Not cancel safe: if the future is dropped, the entry may or may not be appended.
    pub async fn append(&self, payload: impl Into<Bytes>) -> Result<Position, Error> {
        let payload = payload.into();
        let bytes = payload.len();
        self.submit(Work::Payload(payload), bytes).await.map(|appended| appended.position)
    }

    /// Runs a script that changes `keys` and appends to this log, in one step. It has its place among the calls of
    /// [`RedisLog::append`].
    ///
    /// # Errors
    /// As for [`RedisLog::append`]. If the script itself fails, what it had done until then remains, as always in
    /// Redis.
    ///
    /// # Cancel safety
    /// Not cancel safe: if the future is dropped, the script may or may not run.
    pub async fn append_with(
        &self,
        script: &AppendScript,
        keys: Vec<String>,
        args: Vec<Bytes>,
    ) -> Result<Appended, Error> {
        let bytes = keys.iter().map(String::len).chain(args.iter().map(Bytes::len)).sum();
        self.submit(Work::Script { script: script.clone(), keys, args }, bytes).await
    }

    /// Returns the position of the last entry. What is appended later is after it.
    ///
    /// A log that does not exist is begun, and the position of its beginning returned.
    ///
    /// # Errors
    /// Returns an error if Redis did not answer within the time limit.
    pub async fn position(&self) -> Result<Position, Error> {
        let opened = open(&self.server.link, &self.lane.keys, self.server.link.deadline()).await;
        opened.map(|(last, _)| last)
    }

    /// Reads up to `limit` entries, at least one, after a position.
    ///
    /// An [`Item::Gap`](crate::Item::Gap) stands where entries may be missing: if what followed `after` was trimmed, if
    /// the log was emptied or removed, or if Redis was restarted. After [`Position::ZERO`] the oldest entry that is
    /// kept comes first, without a gap before it.
    ///
    /// # Errors
    /// Returns an error if Redis did not answer within the time limit.
    pub async fn read(&self, after: Position, limit: usize) -> Result<Page, Error> {
        let link = &self.server.link;
        Cursor::new(after).read(link, &self.lane.keys, limit, link.deadline()).await
    }

    /// Follows the log after a position, as [`RedisLog::read`] reads it, and goes on with what is appended.
    ///
    /// It needs no connection yet, and is in force from this position on: nothing appended after it is missed.
    /// All followers of a log in a process share one subscription of Redis, which ends with the last of them.
    pub fn follow(&self, after: Position) -> Follower {
        Follower::new(self.server.clone(), self.lane.keys.clone(), after)
    }

    async fn submit(&self, work: Work, bytes: usize) -> Result<Appended, Error> {
        let limit = self.server.link.options.max_entry_bytes;
        if bytes > limit {
            return Err(Error::TooLarge { bytes, limit });
        }
        let deadline = self.server.link.deadline();
        let room = bytes.saturating_add(OVERHEAD).min(self.server.link.options.pending_bytes);
        // A pool that is larger than 4 GiB is bounded by its parts.
        let room = u32::try_from(room).unwrap_or(u32::MAX);
        // A task that has used up its budget would be sent behind calls that are polled later.
        let permit = unconstrained(timeout_at(deadline, self.server.pending.clone().acquire_many_owned(room)));
        let Ok(Ok(permit)) = permit.await else {
            return Err(Error::Unavailable("too many entries wait to be appended".to_owned()));
        };
        let (answer, answered) = oneshot::channel();
        if self.lane.push(Job { work, deadline, permit, answer }) {
            tokio::spawn(run(self.server.clone(), self.lane.clone()));
        }
        answered.await.unwrap_or_else(|_| Err(Error::Unknown("the runtime is shutting down".to_owned())))
    }
}

/// Appends what waits in a lane, until nothing does.
async fn run(server: Arc<Server>, lane: Arc<Lane>) {
    loop {
        let batch = lane.next_batch();
        if batch.is_empty() {
            return;
        }
        // Numbered only now, so that the numbers of a log's calls grow in the order of the calls.
        let token = Token { writer: &server.writer, number: server.next_number() };
        lane.append(&server.link, token, batch).await;
    }
}

impl fmt::Debug for RedisLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("RedisLog").field(&self.lane.keys.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Waker};

    use futures_util::future::join_all;

    use super::RedisLog;
    use crate::options::Options;
    use crate::server::Server;

    #[tokio::test]
    async fn entries_that_wait_are_bounded_in_bytes() {
        // Nothing listens on this port, so nothing is appended. Every entry takes 256 bytes beside its own.
        let table = [(1_000, 10, 3), (1_000, 244, 2), (1_000, 100_000, 1), (0, 10, 1), (100_000, 1, 100)];
        for (pending_bytes, entry, expected) in table {
            let options = Options::default().pending_bytes(pending_bytes);
            let log = RedisLog::new(Arc::new(Server::new("redis://127.0.0.1:1", options).unwrap()), "room");
            let mut appends = pin!(join_all((0..100).map(|_| log.append(vec![0; entry]))));
            assert!(appends.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            assert_eq!(log.lane.waiting(), expected, "{pending_bytes} {entry}");
        }
    }
}
