//! Detects that hyper has processed the server's first HTTP/2 frame, its SETTINGS (RFC 9113 §3.4).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use tokio::sync::oneshot;

/// Size of a frame header: a length of three bytes, and six further bytes (RFC 9113 §4.1).
const HEAD: usize = 9;

/// A stream that observes the first frame read from it.
#[derive(Debug)]
pub(super) struct FirstFrame<S> {
    stream: S,
    /// The length field of the first frame, as far as it was read.
    length: [u8; 3],
    read: usize,
    settled: Option<oneshot::Sender<()>>,
}

impl<S> FirstFrame<S> {
    /// Wraps an unread stream; the receiver completes once the first frame was processed.
    pub(super) fn of(stream: S) -> (Self, oneshot::Receiver<()>) {
        let (sender, settled) = oneshot::channel();
        (Self { stream, length: [0; 3], read: 0, settled: Some(sender) }, settled)
    }

    fn saw(&mut self, bytes: &[u8]) {
        let missing = self.length.iter_mut().skip(self.read);
        missing.zip(bytes).for_each(|(place, byte)| *place = *byte);
        self.read = self.read.saturating_add(bytes.len());
    }

    fn is_over(&self) -> bool {
        let [high, middle, low] = self.length;
        self.read >= HEAD + usize::from(high) * 65_536 + usize::from(middle) * 256 + usize::from(low)
    }
}

impl<S: Read + Unpin> Read for FirstFrame<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.settled.is_none() {
            return Pin::new(&mut this.stream).poll_read(task, buffer);
        }
        // hyper reads again only after it processed what it read before, so this is signalled at the next read.
        if this.is_over() {
            if let Some(settled) = this.settled.take() {
                // Sending fails if the receiver was dropped.
                let _ = settled.send(());
            }
            return Pin::new(&mut this.stream).poll_read(task, buffer);
        }
        let mut room = [0; 1024];
        let most = room.len().min(buffer.remaining());
        let mut read = ReadBuf::new(room.get_mut(..most).unwrap_or_default());
        ready!(Pin::new(&mut this.stream).poll_read(task, read.unfilled()))?;
        this.saw(read.filled());
        buffer.put_slice(read.filled());
        Poll::Ready(Ok(()))
    }
}

impl<S: Write + Unpin> Write for FirstFrame<S> {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(task, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(task, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::FirstFrame;

    #[tokio::test]
    async fn the_receiver_completes_at_the_first_read_after_the_frame() {
        // SETTINGS with two entries, in pieces, and the beginning of what follows.
        let frame = [0, 0, 12, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100, 0, 8, 0, 0, 0, 1];
        let (near, mut far) = duplex(64);
        let (stream, mut settled) = FirstFrame::of(TokioIo::new(near));
        let mut stream = TokioIo::new(stream);
        for byte in frame {
            assert!(settled.try_recv().is_err());
            far.write_all(&[byte]).await.expect("written");
            assert_eq!(stream.read_u8().await.expect("read"), byte);
        }
        assert!(settled.try_recv().is_err());
        far.write_all(b"next").await.expect("written");
        let mut next = [0; 4];
        stream.read_exact(&mut next).await.expect("read");
        assert_eq!((&next, settled.try_recv()), (b"next", Ok(())));
    }
}
