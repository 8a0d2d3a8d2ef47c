//! A transport in memory: two ends with a bounded buffer in each direction.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::{Buf, BytesMut};

use super::{Task, Wakers, Wire};

/// The largest number of bytes that wait in each direction.
const CAPACITY: usize = 64 << 10;

/// One end of a transport in memory, for tests and for servers in the same process.
///
/// [`Pipe::with`] sets the task at the other end, which this end polls, so that no runtime is needed. That task runs
/// under the lock of this end's connection, and must not use that connection.
///
/// ```
/// use api_websocket::wire::Pipe;
/// use api_websocket::{Connection, ConnectionOptions, Role};
/// # use std::future::Future;
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut task = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).poll(&mut task) {
/// #         std::task::Poll::Ready(output) => output,
/// #         std::task::Poll::Pending => panic!("it waits"),
/// #     }
/// # }
/// # block_on(async {
/// let (one, other) = Pipe::pair();
/// let client = Connection::over(Role::Client, one, ConnectionOptions::default());
/// let mut server = Connection::over(Role::Server, other, ConnectionOptions::default());
/// client.send_text("hello").await?;
/// assert_eq!(server.receive::<String>().await?, "hello");
/// # Ok::<(), api_websocket::ConnectionError>(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct Pipe {
    incoming: Arc<Mutex<Direction>>,
    outgoing: Arc<Mutex<Direction>>,
    companion: Companion,
}

/// The task at the other end, and the tasks that polled this end. The last one to poll is not always one that waits.
#[derive(Default)]
struct Companion {
    task: Option<Task>,
    waiting: Arc<Wakers>,
}

#[derive(Debug, Default)]
struct Direction {
    bytes: BytesMut,
    ended: bool,
    /// Whether the reader was dropped.
    unread: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

impl Pipe {
    /// Creates both ends.
    pub fn pair() -> (Self, Self) {
        let (one, two) = (Arc::<Mutex<Direction>>::default(), Arc::<Mutex<Direction>>::default());
        let end = |incoming: &Arc<_>, outgoing: &Arc<_>| Self {
            incoming: Arc::clone(incoming),
            outgoing: Arc::clone(outgoing),
            companion: Companion::default(),
        };
        (end(&one, &two), end(&two, &one))
    }

    /// Sets the task at the other end, which is polled whenever this end is.
    #[must_use]
    pub fn with(mut self, companion: Task) -> Self {
        self.companion.task = Some(companion);
        self
    }

    fn run(&mut self, task: &mut Context<'_>) {
        let Some(companion) = &mut self.companion.task else { return };
        self.companion.waiting.register(task.waker());
        let waker = Waker::from(self.companion.waiting.clone());
        if companion.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            self.companion.task = None;
        }
    }
}

impl Wire for Pipe {
    fn poll_read(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>> {
        self.run(task);
        let mut direction = lock(&self.incoming);
        let count = direction.bytes.len();
        if count == 0 && !direction.ended {
            direction.reader = Some(task.waker().clone());
            return Poll::Pending;
        }
        into.extend_from_slice(&direction.bytes);
        direction.bytes.clear();
        wake(direction.writer.take());
        Poll::Ready(Ok(count))
    }

    fn poll_write(&mut self, task: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        self.run(task);
        let mut direction = lock(&self.outgoing);
        if direction.unread || direction.ended {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let count = CAPACITY.saturating_sub(direction.bytes.len()).min(from.len());
        if count == 0 {
            direction.writer = Some(task.waker().clone());
            return Poll::Pending;
        }
        direction.bytes.extend_from_slice(from.get(..count).unwrap_or_default());
        wake(direction.reader.take());
        Poll::Ready(Ok(count))
    }

    fn poll_flush(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.run(task);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut direction = lock(&self.outgoing);
        direction.ended = true;
        wake(direction.reader.take());
        drop(direction);
        self.run(task);
        Poll::Ready(Ok(()))
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let mut outgoing = lock(&self.outgoing);
        outgoing.ended = true;
        wake(outgoing.reader.take());
        drop(outgoing);
        let mut incoming = lock(&self.incoming);
        incoming.unread = true;
        let length = incoming.bytes.len();
        incoming.bytes.advance(length);
        wake(incoming.writer.take());
    }
}

impl std::fmt::Debug for Companion {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(if self.task.is_some() { "running" } else { "none" })
    }
}

fn lock(direction: &Mutex<Direction>) -> MutexGuard<'_, Direction> {
    direction.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}
