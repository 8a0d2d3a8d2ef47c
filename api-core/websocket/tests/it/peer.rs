//! The other end of a wire: bytes, a clock that the test moves, and counters of the use of the wire.

use std::future::poll_fn;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use api_websocket::wire::{Task, Wire};
use api_websocket::{Connection, ConnectionOptions, Role};
use bytes::BytesMut;

#[derive(Default)]
struct Line {
    /// To the end under test.
    incoming: BytesMut,
    ended: bool,
    broken: Option<io::ErrorKind>,
    /// From it.
    outgoing: BytesMut,
    /// The largest number of bytes in flight.
    room: usize,
    writes: usize,
    polls: usize,
    /// The error of writing, while reading works.
    unwritable: Option<io::ErrorKind>,
    shut_down: bool,
    gone: bool,
    wakers: Vec<Waker>,
    deadline: Option<Instant>,
    clock: Option<Instant>,
}

impl Line {
    fn wait(&mut self, task: &Context<'_>) {
        if !self.wakers.iter().any(|waker| waker.will_wake(task.waker())) {
            self.wakers.push(task.waker().clone());
        }
    }

    fn wake(&mut self) {
        self.wakers.drain(..).for_each(Waker::wake);
    }
}

/// The wire of the end under test.
pub(crate) struct End {
    line: Arc<Mutex<Line>>,
    /// Whether the wire can run tasks.
    spawns: bool,
}

impl End {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().expect("no panic under the lock")
    }

    /// Returns the end without a place to run tasks.
    pub(crate) fn alone(mut self) -> Self {
        self.spawns = false;
        self
    }
}

impl Wire for End {
    fn poll_read(&mut self, task: &mut Context<'_>, into: &mut BytesMut) -> Poll<io::Result<usize>> {
        let mut line = self.line();
        line.polls += 1;
        if line.incoming.is_empty() {
            if let Some(kind) = line.broken {
                return Poll::Ready(Err(kind.into()));
            }
            if line.ended {
                return Poll::Ready(Ok(0));
            }
            line.wait(task);
            return Poll::Pending;
        }
        let bytes = line.incoming.split();
        into.extend_from_slice(&bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_write(&mut self, task: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let mut line = self.line();
        if let Some(kind) = line.broken {
            return Poll::Ready(Err(kind.into()));
        }
        if let Some(kind) = line.unwritable {
            return Poll::Ready(Err(kind.into()));
        }
        let count = line.room.saturating_sub(line.outgoing.len()).min(from.len());
        if count == 0 {
            line.wait(task);
            return Poll::Pending;
        }
        line.writes += 1;
        line.outgoing.extend_from_slice(&from[..count]);
        line.wake();
        Poll::Ready(Ok(count))
    }

    fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut line = self.line();
        line.shut_down = true;
        line.wake();
        Poll::Ready(Ok(()))
    }

    fn now(&self) -> Instant {
        self.line().clock.expect("a clock")
    }

    fn poll_deadline(&mut self, task: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        let mut line = self.line();
        line.polls += 1;
        if line.clock.is_some_and(|now| now >= deadline) {
            return Poll::Ready(());
        }
        line.deadline = Some(deadline);
        line.wait(task);
        Poll::Pending
    }

    fn spawn(&mut self, task: Task) -> Result<(), Task> {
        if !self.spawns {
            return Err(task);
        }
        tokio::spawn(task);
        Ok(())
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let mut line = self.line();
        (line.shut_down, line.gone) = (true, true);
        line.wake();
    }
}

/// The test's end.
pub(crate) struct Peer(Arc<Mutex<Line>>);

/// Creates a wire: the end for a connection, and the peer.
pub(crate) fn wire() -> (End, Peer) {
    let line = Line { room: usize::MAX, clock: Some(Instant::now()), ..Line::default() };
    let line = Arc::new(Mutex::new(line));
    (End { line: line.clone(), spawns: true }, Peer(line))
}

/// Creates a connection in this role, and its peer.
pub(crate) fn connected(role: Role, options: ConnectionOptions) -> (Connection, Peer) {
    let (end, peer) = wire();
    (Connection::over(role, end, options), peer)
}

/// Creates a server's connection, and its peer.
pub(crate) fn server(options: ConnectionOptions) -> (Connection, Peer) {
    connected(Role::Server, options)
}

/// Lets all tasks run until they wait.
pub(crate) async fn settle() {
    for _ in 0..32 {
        tokio::task::yield_now().await;
    }
}

impl Peer {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().expect("no panic under the lock")
    }

    pub(crate) fn send(&self, bytes: &[u8]) {
        let mut line = self.line();
        line.incoming.extend_from_slice(bytes);
        line.wake();
    }

    /// Ends the direction to the end under test.
    pub(crate) fn end(&self) {
        let mut line = self.line();
        line.ended = true;
        line.wake();
    }

    /// Breaks the wire.
    pub(crate) fn break_with(&self, kind: io::ErrorKind) {
        let mut line = self.line();
        line.broken = Some(kind);
        line.wake();
    }

    /// Makes writing fail. Reading still works.
    pub(crate) fn break_writes(&self) {
        self.line().unwritable = Some(io::ErrorKind::TimedOut);
    }

    /// Returns how often the end under test has polled for bytes or the time.
    pub(crate) fn polls(&self) -> usize {
        self.line().polls
    }

    /// Sets the largest number of bytes in flight.
    pub(crate) fn room(&self, room: usize) {
        let mut line = self.line();
        line.room = room;
        line.wake();
    }

    /// Moves the clock, and lets all tasks run.
    pub(crate) async fn pass(&self, time: Duration) {
        settle().await;
        {
            let mut line = self.line();
            line.clock = line.clock.map(|now| now + time);
            line.wake();
        }
        settle().await;
    }

    /// Takes all bytes that have arrived.
    pub(crate) async fn take_received(&self) -> Vec<u8> {
        settle().await;
        let mut line = self.line();
        let bytes = line.outgoing.split().to_vec();
        line.wake();
        bytes
    }

    /// Returns the next frame: its first byte, and its unmasked payload.
    pub(crate) async fn frame(&self) -> (u8, Vec<u8>) {
        poll_fn(|task| {
            let mut line = self.line();
            if let Some((length, first, payload)) = parse(&line.outgoing) {
                let _ = line.outgoing.split_to(length);
                line.wake();
                return Poll::Ready((first, payload));
            }
            assert!(!line.shut_down, "ended with {:02x?}", &line.outgoing[..]);
            line.wait(task);
            Poll::Pending
        })
        .await
    }

    /// Waits until the end under test ends its direction, and checks that no bytes are left.
    pub(crate) async fn ended(&self) {
        poll_fn(|task| {
            let mut line = self.line();
            if line.shut_down {
                return Poll::Ready(());
            }
            line.wait(task);
            Poll::Pending
        })
        .await;
        assert_eq!(self.take_received().await, b"");
    }

    /// Returns how many bytes the end under test has not read.
    pub(crate) fn untaken(&self) -> usize {
        self.line().incoming.len()
    }

    pub(crate) fn writes(&self) -> usize {
        self.line().writes
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.line().shut_down
    }

    /// Returns whether the wire was dropped.
    pub(crate) fn is_gone(&self) -> bool {
        self.line().gone
    }
}

/// Parses the first frame: its length, its first byte, and its payload.
fn parse(bytes: &[u8]) -> Option<(usize, u8, Vec<u8>)> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let (length, mut at) = match second & 0x7f {
        126 => (usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)), 4),
        127 => (usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?, 10),
        short => (usize::from(short), 2),
    };
    let mut mask = [0; 4];
    if second & 0x80 != 0 {
        mask.copy_from_slice(bytes.get(at..at + 4)?);
        at += 4;
    }
    let payload = bytes.get(at..at + length)?;
    let payload = payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
    Some((at + length, first, payload))
}

/// Returns a frame of a client.
pub(crate) fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0xa1, 0x02, 0xf3, 0x44];
    let mut frame = head(first, 0x80, payload.len());
    frame.extend(MASK);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// Returns a frame of a server.
pub(crate) fn bare(first: u8, payload: &[u8]) -> Vec<u8> {
    [head(first, 0, payload.len()), payload.to_vec()].concat()
}

fn head(first: u8, mask: u8, length: usize) -> Vec<u8> {
    match length {
        0..=125 => vec![first, mask | u8::try_from(length).expect("short")],
        126..=0xffff => [&[first, mask | 0x7e][..], &u16::try_from(length).expect("16 bits").to_be_bytes()].concat(),
        _ => [&[first, mask | 0x7f][..], &(length as u64).to_be_bytes()].concat(),
    }
}

/// Returns a text of a client.
pub(crate) fn text(text: &str) -> Vec<u8> {
    masked(0x81, text.as_bytes())
}

/// Returns a close frame of a client.
pub(crate) fn close(code: u16, reason: &str) -> Vec<u8> {
    masked(0x88, &close_body(code, reason))
}

pub(crate) fn close_body(code: u16, reason: &str) -> Vec<u8> {
    [&code.to_be_bytes()[..], reason.as_bytes()].concat()
}

/// Returns a text as received from a server.
pub(crate) fn received_text(text: &str) -> (u8, Vec<u8>) {
    (0x81, text.as_bytes().to_vec())
}

pub(crate) fn second(count: u64) -> Duration {
    Duration::from_secs(count)
}
