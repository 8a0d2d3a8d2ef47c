//! The chunks of a subscription on their way to the socket.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, BufMut as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::bell::Bell;
use super::handover::Subscribed;
use super::head;
use crate::response_body::ResponseBody;

/// The size from which no further events are added to one write, in bytes.
const FULL: usize = 16 * 1024;

/// The size from which an event is written from where it is, in bytes. Smaller ones are copied, to go out in one write.
const LARGE: usize = 8 * 1024;

/// The size of a chunk that is written without memory of the subscription, in bytes. Most events are smaller.
const SINGLE: usize = 320;

/// The size of the smaller of two buffers for such a chunk, in bytes.
const SMALLEST: usize = 128;

/// The bytes that are read at once while events are sent. A client normally sends none.
const READ_AHEAD: usize = 64;

/// A stream between two answers, and what was read from it after the last request.
#[derive(Debug)]
pub(crate) struct Free<S> {
    pub(crate) stream: S,
    pub(crate) ahead: Vec<u8>,
}

/// A subscription that is being sent over a stream.
///
/// As a future it is ready after the end of the events, with the stream for the next one. `None` if the connection is
/// over. Its error is that of the stream, or of a subscription that broke off.
///
/// It is no `async fn`, because the future of one would hold each value twice.
#[derive(Debug)]
pub(crate) struct Sending<S> {
    /// `None` once the future is ready.
    stream: Option<S>,
    /// `None` after its end.
    body: Option<ResponseBody>,
    unwritten: Unwritten,
    /// Rings when the client sends something, or closes the connection.
    input: Bell,
    /// What the client has sent for after this response. Nothing more is read then.
    ahead: Vec<u8>,
    closes: bool,
    /// Whether all was written, and the stream is being closed.
    is_closing: bool,
}

/// What is yet to be written.
#[derive(Debug, Default)]
struct Unwritten {
    small: Vec<u8>,
    written: usize,
    /// A large event, after `small`. The end of its chunk is written with what follows.
    large: Bytes,
    owes_end_of_chunk: bool,
    /// Whether the stream did not accept all of it. Events wait in the queue of their topic meanwhile, whose bounds
    /// and lag policy apply there.
    is_stalled: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sending<S> {
    /// Creates the state before the head of the response.
    pub(crate) fn new(free: Free<S>, subscribed: Subscribed) -> Self {
        let (head, body) = subscribed.response.into_parts();
        let mut unwritten = Unwritten::default();
        head::write(&head, subscribed.closes, &mut unwritten.small);
        let Free { stream, ahead } = free;
        let closes = subscribed.closes;
        let (stream, body, input) = (Some(stream), Some(body), Bell::default());
        Self { stream, body, unwritten, input, ahead, closes, is_closing: false }
    }

    /// Ready after the end of the events, and with true if the client has closed the connection.
    fn poll_events(&mut self, task: &mut Context<'_>) -> Poll<io::Result<bool>> {
        if self.poll_input(task)?.is_ready() {
            return Poll::Ready(Ok(true));
        }
        // The head goes out with the first events.
        let mut has_more = self.gather(task)?;
        loop {
            let Some(stream) = &mut self.stream else { return Poll::Ready(Ok(true)) };
            ready!(self.unwritten.poll_write(Pin::new(stream), task))?;
            if !has_more {
                ready!(Pin::new(stream).poll_flush(task))?;
                return if self.body.is_none() { Poll::Ready(Ok(false)) } else { Poll::Pending };
            }
            has_more = self.gather(task)?;
        }
    }

    /// Ready once the client has closed the connection.
    fn poll_input(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let (true, Some(stream)) = (self.ahead.is_empty(), &mut self.stream) {
            let mut bytes = [0; READ_AHEAD];
            let mut buffer = ReadBuf::new(&mut bytes);
            ready!(self.input.poll(task, |task| Pin::new(stream).poll_read(task, &mut buffer)))?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.ahead.extend_from_slice(buffer.filled());
        }
        Poll::Pending
    }

    /// Adds the events that are ready to what is written next, unless an earlier write waits. Returns whether there may
    /// be more.
    fn gather(&mut self, task: &mut Context<'_>) -> io::Result<bool> {
        if self.unwritten.is_stalled {
            return Ok(true);
        }
        while let Some(body) = &mut self.body {
            match body.poll_chunk(task) {
                Poll::Pending => return Ok(false),
                Poll::Ready(None) => {
                    self.unwritten.end();
                    self.body = None;
                }
                Poll::Ready(Some(frame)) => {
                    // Trailers have no place here: a subscription has none.
                    let Ok(event) = frame.map_err(io::Error::other)?.into_data() else { continue };
                    let is_last = body.is_waiting();
                    if is_last && self.write_single(&event, task)? {
                        return Ok(false);
                    }
                    if self.unwritten.add(event) {
                        return Ok(true);
                    }
                    if is_last {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(false)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sending<S> {
    /// Writes a small event, if nothing else waits. Only what the stream does not accept is kept. Returns whether it
    /// was written.
    fn write_single(&mut self, event: &Bytes, task: &mut Context<'_>) -> io::Result<bool> {
        // The size, and the ends of two lines.
        const AROUND: usize = 24;
        if event.is_empty() || event.len() > SINGLE - AROUND || !self.unwritten.is_nothing() {
            return Ok(false);
        }
        // A buffer is filled with zeros first, which counts for the many small events.
        if event.len() <= SMALLEST - AROUND {
            self.write_from([0; SMALLEST], event, task)?;
        } else {
            self.write_from([0; SINGLE], event, task)?;
        }
        Ok(true)
    }

    /// Writes an event as a chunk, which is put together in a buffer that is large enough.
    fn write_from<const N: usize>(
        &mut self,
        mut chunk: [u8; N],
        event: &Bytes,
        task: &mut Context<'_>,
    ) -> io::Result<()> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        let mut free = chunk.as_mut_slice();
        head::chunk(event.len(), &mut free);
        free.put_slice(event);
        free.put_slice(b"\r\n");
        let length = N - free.len();
        let chunk = chunk.get(..length).unwrap_or_default();
        let written = match Pin::new(stream).poll_write(task, chunk) {
            Poll::Ready(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
            Poll::Ready(written) => written?,
            Poll::Pending => 0,
        };
        let rest = chunk.get(written..).unwrap_or_default();
        self.unwritten.small.extend_from_slice(rest);
        self.unwritten.is_stalled = !rest.is_empty();
        Ok(())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Future for Sending<S> {
    type Output = io::Result<Option<Free<S>>>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.is_closing {
            let is_over = ready!(self.poll_events(task))?;
            self.is_closing = is_over || self.closes;
        }
        if !self.is_closing {
            let ahead = std::mem::take(&mut self.ahead);
            return Poll::Ready(Ok(self.stream.take().map(|stream| Free { stream, ahead })));
        }
        if let Some(stream) = &mut self.stream {
            // What was written is on its way. The error is that of a client that has gone.
            let _ = ready!(Pin::new(stream).poll_shutdown(task));
        }
        self.stream = None;
        Poll::Ready(Ok(None))
    }
}

impl Unwritten {
    fn is_nothing(&self) -> bool {
        self.small.is_empty() && self.large.is_empty() && !self.owes_end_of_chunk
    }

    /// Adds an event as a chunk of its own. Returns whether what waits should be written now.
    fn add(&mut self, event: Bytes) -> bool {
        // An empty chunk would be the end.
        if event.is_empty() {
            return false;
        }
        let copied = if event.len() >= LARGE { 0 } else { event.len() };
        // The ends of two chunks and a size, so that nothing grows step by step.
        self.small.reserve(copied + 24);
        self.end_chunk();
        head::chunk(event.len(), &mut self.small);
        self.owes_end_of_chunk = true;
        if copied == 0 {
            self.large = event;
            return true;
        }
        self.small.extend_from_slice(&event);
        self.end_chunk();
        self.small.len() >= FULL
    }

    /// Adds the last chunk.
    fn end(&mut self) {
        self.end_chunk();
        self.small.extend_from_slice(b"0\r\n\r\n");
    }

    fn end_chunk(&mut self) {
        if std::mem::take(&mut self.owes_end_of_chunk) {
            self.small.extend_from_slice(b"\r\n");
        }
    }

    /// Writes everything. Its memory is given back, because most subscribers wait for long.
    fn poll_write<S: AsyncWrite>(&mut self, mut stream: Pin<&mut S>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.small.is_empty() && self.large.is_empty() {
            return Poll::Ready(Ok(()));
        }
        loop {
            let bytes = match self.small.get(self.written..) {
                Some(small @ [_, ..]) => small,
                _ => &self.large,
            };
            if bytes.is_empty() {
                break;
            }
            let Poll::Ready(written) = stream.as_mut().poll_write(task, bytes) else {
                self.is_stalled = true;
                return Poll::Pending;
            };
            match written? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count if self.written < self.small.len() => self.written += count,
                count => self.large.advance(count),
            }
        }
        *self = Self { owes_end_of_chunk: self.owes_end_of_chunk, ..Self::default() };
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::io;
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll, Waker};

    use api_core::Body;
    use bytes::Bytes;
    use futures_util::stream;
    use http::Response;
    use http_body::Frame;
    use http_body_util::StreamBody;
    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    use super::{Free, Sending};
    use crate::Limits;
    use crate::bounds::{Answering, Bounds, Traffic};
    use crate::events::handover::Subscribed;
    use crate::response_body::ResponseBody;

    /// A connection to a client that sends nothing, and reads nothing from some byte on.
    struct Full(usize);

    impl AsyncRead for Full {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    impl AsyncWrite for Full {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            let accepted = bytes.len().min(self.0);
            self.0 -= accepted;
            if accepted == 0 { Poll::Pending } else { Poll::Ready(Ok(accepted)) }
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    /// A regression test: if nothing of a write was accepted, each later event was added to it.
    #[test]
    fn no_event_is_taken_while_the_stream_accepts_no_bytes() {
        for accepted in [0, 1, 100, 10_000] {
            let taken = Arc::new(AtomicUsize::new(0));
            let count = taken.clone();
            let events = stream::repeat_with(move || {
                count.fetch_add(1, Ordering::Relaxed);
                Ok::<_, Infallible>(Frame::data(Bytes::from_static(&[b'x'; 100])))
            });
            let body = Body::stream(StreamBody::new(events));
            let body = ResponseBody::stream(
                body,
                Bounds::new(Limits::default()).waiting().clone(),
                Answering::on(Traffic::default()),
            );
            let subscribed = Subscribed { response: Response::new(body), closes: false };
            let mut sending = pin!(Sending::new(Free { stream: Full(accepted), ahead: Vec::new() }, subscribed));
            let mut poll = || {
                assert!(sending.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
                taken.load(Ordering::Relaxed)
            };
            let first = poll();
            assert!(first < 500, "{first} events of 100 bytes");
            assert_eq!([poll(), poll(), poll()], [first; 3], "{accepted} bytes were accepted");
        }
    }
}
