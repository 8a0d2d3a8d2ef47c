//! A stream of tokio as a transport, with tokio's clock and tasks.

use std::fmt;
use std::future::Future;
use std::io;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep_until};

use super::{Task, Wire};

/// The smallest room for one read, used at first and for a connection with little traffic.
const LEAST_ROOM: usize = 4 * 1024;
/// The largest room for one read.
const MOST_ROOM: usize = 64 * 1024;

/// The transport over a stream of tokio: any `AsyncRead + AsyncWrite`.
///
/// Buffers grow with received bytes, never with announced sizes. The clock is that of tokio, which tests can pause.
/// Tasks run on the runtime that is current when the connection is created.
///
/// ```
/// use api_websocket::wire::TokioWire;
/// use api_websocket::{Connection, ConnectionOptions, Role};
///
/// # async fn example() -> Result<(), api_websocket::ConnectionError> {
/// let (near, far) = tokio::io::duplex(1024);
/// let server = Connection::over(Role::Server, TokioWire::new(near), ConnectionOptions::default());
/// let mut client = Connection::over(Role::Client, TokioWire::new(far), ConnectionOptions::default());
/// server.send_text("hello").await?;
/// assert_eq!(client.receive::<String>().await?, "hello");
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(example()).unwrap();
/// ```
pub struct TokioWire<IO> {
    stream: IO,
    /// Bytes that were read before.
    early: Bytes,
    room: usize,
    /// The largest number of bytes of one write.
    piece: usize,
    /// Whether the stream keeps written bytes until it is flushed.
    buffered: bool,
    /// Created at the first deadline, then reset.
    clock: Option<Pin<Box<Sleep>>>,
}

impl<IO: AsyncRead + AsyncWrite + Send + Unpin + 'static> TokioWire<IO> {
    /// Sets the largest number of bytes of one write. Default: no limit.
    ///
    /// A stream of HTTP/2 in hyper accepts any number of bytes, regardless of the window of the peer.
    #[must_use]
    pub fn in_pieces(mut self, bytes: usize) -> Self {
        self.piece = bytes;
        self
    }

    /// Sets that the stream hands on what is written at once, as TCP does, so that it is never flushed.
    #[must_use]
    pub fn unbuffered(mut self) -> Self {
        self.buffered = false;
        self
    }

    /// Creates a transport over a stream.
    pub fn new(stream: IO) -> Self {
        Self { stream, early: Bytes::new(), room: LEAST_ROOM, piece: usize::MAX, buffered: true, clock: None }
    }

    /// Sets bytes that were read from the stream already. They are copied, since even empty ones may hold the buffer of
    /// an HTTP library.
    #[must_use]
    pub fn after(mut self, early: &[u8]) -> Self {
        self.early = Bytes::copy_from_slice(early);
        self
    }

    /// Reads into memory of the stack, and copies what was read. A connection that waits therefore holds no memory for
    /// its next read, and a message that the program keeps holds no more than its own bytes.
    #[inline]
    fn read_little(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>> {
        let mut room = [const { MaybeUninit::uninit() }; LEAST_ROOM];
        let mut room = ReadBuf::uninit(&mut room);
        ready!(Pin::new(&mut self.stream).poll_read(task, &mut room))?;
        let read = room.filled();
        into.extend_from_slice(read);
        Poll::Ready(Ok(read.len()))
    }

    /// Doubles the room after a read that filled it, and halves it after a read that left most of it empty.
    fn adapt_room(&mut self, read: usize, room: usize) {
        if read >= room {
            self.room = (self.room * 2).min(MOST_ROOM);
        } else if read <= self.room / 4 {
            self.room = (self.room / 2).max(LEAST_ROOM);
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Send + Unpin + 'static> Wire for TokioWire<IO> {
    fn poll_read(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>> {
        if !self.early.is_empty() {
            let early = std::mem::take(&mut self.early);
            into.extend_from_slice(&early);
            return Poll::Ready(Ok(early.len()));
        }
        if self.room <= LEAST_ROOM {
            let read = ready!(self.read_little(task, into))?;
            if read >= LEAST_ROOM {
                self.adapt_room(read, LEAST_ROOM);
            }
            return Poll::Ready(Ok(read));
        }
        into.reserve(self.room);
        let room = into.capacity() - into.len();
        // The future of a read has no state between polls, so a new one for each poll loses no bytes.
        let read = ready!(pin!(self.stream.read_buf(into)).poll(task))?;
        self.adapt_room(read, room);
        Poll::Ready(Ok(read))
    }

    fn poll_write(&mut self, task: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let piece = from.get(..self.piece).unwrap_or(from);
        Pin::new(&mut self.stream).poll_write(task, piece)
    }

    fn poll_flush(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.buffered { Pin::new(&mut self.stream).poll_flush(task) } else { Poll::Ready(Ok(())) }
    }

    fn poll_shutdown(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }

    /// A later deadline does not reset the timer, which is not cheap and would be done for each message where there is
    /// an idle time-out. The timer is set anew when the earlier deadline has
    /// passed.
    fn poll_deadline(&mut self, task: &mut Context<'_>, deadline: std::time::Instant) -> Poll<()> {
        let deadline = Instant::from_std(deadline);
        let clock = self.clock.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if clock.deadline() > deadline {
            clock.as_mut().reset(deadline);
        }
        ready!(clock.as_mut().poll(task));
        if clock.deadline() < deadline {
            clock.as_mut().reset(deadline);
            ready!(clock.as_mut().poll(task));
        }
        Poll::Ready(())
    }

    fn spawn(&mut self, task: Task) -> Result<(), Task> {
        let Ok(runtime) = Handle::try_current() else { return Err(task) };
        runtime.spawn(task);
        Ok(())
    }
}

impl<IO> fmt::Debug for TokioWire<IO> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokioWire").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use crate::wire::Wire;
    use bytes::BytesMut;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::sync::oneshot;

    use super::{LEAST_ROOM, MOST_ROOM, TokioWire};

    async fn read(wire: &mut impl Wire, into: &mut BytesMut) -> usize {
        poll_fn(|task| wire.poll_read(task, into)).await.expect("a read")
    }

    #[tokio::test]
    async fn bytes_flow_in_both_directions_until_the_end() {
        let (near, mut far) = duplex(64);
        let mut wire = TokioWire::new(near);
        far.write_all(b"ping").await.expect("written");
        let mut got = BytesMut::from("> ");
        assert_eq!((read(&mut wire, &mut got).await, &got[..]), (4, &b"> ping"[..]));
        assert_eq!(poll_fn(|task| wire.poll_write(task, b"pong")).await.expect("written"), 4);
        poll_fn(|task| wire.poll_flush(task)).await.expect("flushed");
        poll_fn(|task| wire.poll_shutdown(task)).await.expect("ended");
        let mut answer = String::new();
        far.read_to_string(&mut answer).await.expect("read");
        assert_eq!(answer, "pong");
        drop(far);
        assert_eq!(read(&mut wire, &mut got).await, 0);
    }

    #[tokio::test]
    async fn room_grows_while_reads_fill_it_and_shrinks_back() {
        let (near, mut far) = duplex(1 << 20);
        let mut wire = TokioWire::new(near);
        far.write_all(&vec![0; 1 << 18]).await.expect("written");
        let (mut all, mut sizes) = (0, Vec::new());
        while all < 1 << 18 {
            let mut into = BytesMut::new();
            all += read(&mut wire, &mut into).await;
            sizes.push(into.capacity());
        }
        assert_eq!((sizes.first().copied(), sizes.iter().max().copied()), (Some(LEAST_ROOM), Some(MOST_ROOM)));
        for _ in 0..5 {
            far.write_all(b"x").await.expect("written");
            read(&mut wire, &mut BytesMut::new()).await;
        }
        assert_eq!(wire.room, LEAST_ROOM);
    }

    #[tokio::test(start_paused = true)]
    async fn the_latest_deadline_counts() {
        let mut wire = TokioWire::new(duplex(1).0);
        let began = wire.now();
        let hour = began + Duration::from_hours(1);
        let second = began + Duration::from_secs(1);
        poll_fn(|task| {
            assert!(wire.poll_deadline(task, hour).is_pending());
            wire.poll_deadline(task, second)
        })
        .await;
        assert_eq!(wire.now() - began, Duration::from_secs(1));
        poll_fn(|task| wire.poll_deadline(task, second)).await;
        poll_fn(|task| wire.poll_deadline(task, hour)).await;
        assert_eq!(wire.now() - began, Duration::from_hours(1));
    }

    #[tokio::test]
    async fn a_spawned_task_runs_on_the_current_runtime() {
        let (ran, running) = oneshot::channel();
        let task = Box::pin(async move { ran.send(()).expect("awaited") });
        assert!(TokioWire::new(duplex(1).0).spawn(task).is_ok());
        running.await.expect("it ran");
    }

    #[test]
    fn without_a_runtime_a_task_is_returned() {
        assert!(TokioWire::new(duplex(1).0).spawn(Box::pin(async {})).is_err());
    }
}
