//! The lane of a log: what a process appends to it, one call after the other. What waits meanwhile goes together.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use redis::{Script, ScriptInvocation, Value};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::time::Instant;

use crate::error::Error;
use crate::keys::Keys;
use crate::link::{Link, milliseconds};
use crate::position::Position;
use crate::script::{APPEND, AppendScript, WRITERS};

/// The most entries, and bytes and one entry, that are appended by one call.
const BATCH_ENTRIES: usize = 64;
const BATCH_BYTES: usize = 1 << 20;

/// The waiting appends to one log.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) keys: Arc<Keys>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Job>,
    /// A task takes what waits.
    running: bool,
}

/// One append that waits. Its permit bounds how many do.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) work: Work,
    pub(crate) deadline: Instant,
    pub(crate) permit: OwnedSemaphorePermit,
    pub(crate) answer: oneshot::Sender<Result<Appended, Error>>,
}

/// What is appended.
#[derive(Debug)]
pub(crate) enum Work {
    Payload(Bytes),
    Script { script: AppendScript, keys: Vec<String>, args: Vec<Bytes> },
}

/// The outcome of an append.
#[derive(Debug, Clone, PartialEq)]
pub struct Appended {
    /// The position of the entry. For a script, that of the last entry of the log.
    pub position: Position,
    /// What the script returned. `None` if its first attempt had its effect but the answer was lost.
    pub result: Option<Value>,
}

/// Who makes a call, and which.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    pub(crate) writer: &'a str,
    pub(crate) number: u64,
}

impl Lane {
    pub(crate) fn new(keys: Keys) -> Self {
        Self { keys: Arc::new(keys), state: Mutex::default() }
    }

    /// Adds a job. Returns whether the caller has to start a task that runs [`Lane::next_batch`] until it is empty.
    #[must_use]
    pub(crate) fn push(&self, job: Job) -> bool {
        let mut state = self.lock();
        state.waiting.push_back(job);
        !std::mem::replace(&mut state.running, true)
    }

    /// Takes the jobs of the next call: one script, or entries. Empty if nothing waits; the task ends then.
    pub(crate) fn next_batch(&self) -> Vec<Job> {
        let mut state = self.lock();
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while let Some(job) = state.waiting.pop_front() {
            match &job.work {
                Work::Payload(payload) => bytes += payload.len(),
                Work::Script { .. } if batch.is_empty() => return vec![job],
                Work::Script { .. } => {
                    state.waiting.push_front(job);
                    break;
                }
            }
            batch.push(job);
            if batch.len() >= BATCH_ENTRIES || bytes >= BATCH_BYTES {
                break;
            }
        }
        state.running = !batch.is_empty();
        batch
    }

    /// Makes the call of a batch, and answers its jobs before the first of their deadlines.
    pub(crate) async fn append(&self, link: &Link, token: Token<'_>, batch: Vec<Job>) {
        let Some(first) = batch.first() else { return };
        if let Work::Script { script, keys, args } = &first.work {
            let mut call = self.call(&script.0, link, token);
            call.key(keys);
            for arg in args {
                call.arg(arg.as_ref());
            }
            let answer = invoke::<(String, bool, Value)>(link, first.deadline, &call).await;
            let appended = answer.and_then(|(last, repeated, result)| {
                Ok(Appended { position: last.parse()?, result: (!repeated).then_some(result) })
            });
            for job in batch {
                job.answer(appended.clone());
            }
            return;
        }
        let mut call = self.call(&APPEND, link, token);
        for job in &batch {
            if let Work::Payload(payload) = &job.work {
                call.arg(payload.as_ref());
            }
        }
        let answer = invoke::<String>(link, first.deadline, &call).await;
        let last = answer.and_then(|last| Ok(last.parse::<Position>()?));
        let length = batch.len();
        for (index, job) in batch.into_iter().enumerate() {
            // The entries of one call have positions that follow each other.
            let position = last.clone().map(|last| last.before(length - 1 - index));
            job.answer(position.map(|position| Appended { position, result: None }));
        }
    }

    /// The call of a script that appends, with the keys and arguments that all of them have.
    fn call<'a>(&self, script: &'a Script, link: &Link, token: Token<'_>) -> ScriptInvocation<'a> {
        let mut call = script.key(&*self.keys.stream);
        call.key(&*self.keys.head).arg(link.options.log_length).arg(milliseconds(link.options.unused_after));
        call.arg(salt()).arg(token.writer).arg(token.number).arg(WRITERS);
        call
    }

    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    fn answer(self, outcome: Result<Appended, Error>) {
        // The caller may have gone.
        let _ = self.answer.send(outcome);
        drop(self.permit);
    }
}

/// Returns a random number for a log that may be begun.
pub(crate) fn salt() -> u32 {
    fastrand::u32(..1 << 31)
}

async fn invoke<T: redis::FromRedisValue>(
    link: &Link,
    deadline: Instant,
    call: &ScriptInvocation<'_>,
) -> Result<T, Error> {
    link.run(deadline, |mut live| async move { call.invoke_async(&mut live.connection).await }).await
}
