//! Detects the HTTP version by the fixed preface of HTTP/2. Where ALPN agreed on HTTP/2 it checks the preface.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

/// The framing of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    Http1,
    Http2,
}

/// The client connection preface of HTTP/2 (RFC 9113 §3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Reads until the version is known. The returned stream yields the bytes read again. Returns `None` if the client
/// closed first.
///
/// hyper-util's detection has no time limit, so a silent client would keep its connection. The caller puts one around
/// this function.
pub(crate) async fn detect<S: AsyncRead + Unpin>(mut stream: S) -> io::Result<Option<(Version, Rewound<S>)>> {
    let mut first = [0; PREFACE.len()];
    let mut filled = 0;
    loop {
        let (read, rest) = first.split_at_mut(filled);
        if !PREFACE.starts_with(read) {
            return Ok(Some((Version::Http1, Rewound::after(stream, Bytes::copy_from_slice(read)))));
        }
        if rest.is_empty() {
            return Ok(Some((Version::Http2, Rewound::after(stream, Bytes::from_static(PREFACE)))));
        }
        let count = stream.read(rest).await?;
        if count == 0 {
            return Ok(None);
        }
        filled += count;
    }
}

/// A stream that first yields bytes that were already read from it, and that yields its end one poll late.
///
/// hyper drops the running handlers when it sees the end of a connection. A client may close right after its last
/// request, as browsers do for a page that goes away. The delay lets the handler see the whole request first.
#[derive(Debug)]
pub(crate) struct Rewound<S> {
    first: Bytes,
    /// The end or the error that the next poll yields.
    end: Option<io::Result<()>>,
    stream: S,
}

impl<S> Rewound<S> {
    /// Wraps a stream from which nothing was read.
    pub(crate) fn untouched(stream: S) -> Self {
        Self::after(stream, Bytes::new())
    }

    /// Wraps a stream from which these bytes were read.
    pub(crate) fn after(stream: S, first: Bytes) -> Self {
        Self { first, end: None, stream }
    }

    /// Yields these bytes first, which were read from this stream.
    pub(crate) fn rewind(&mut self, read: Bytes) {
        self.first = if self.first.is_empty() { read } else { [read, self.first.clone()].concat().into() };
    }

    /// Returns the bytes that are still to be yielded first, and the stream. An end that was to be yielded is found
    /// again by reading the
    /// stream.
    #[cfg(feature = "websocket")]
    pub(crate) fn into_parts(self) -> (Bytes, S) {
        (self.first, self.stream)
    }

    pub(crate) fn inner(&self) -> &S {
        &self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Rewound<S> {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.first.is_empty() {
            if let Some(end) = self.end.take() {
                return Poll::Ready(end);
            }
            let before = buffer.filled().len();
            let read = ready!(Pin::new(&mut self.stream).poll_read(task, buffer));
            if read.is_ok() && (buffer.filled().len() > before || buffer.remaining() == 0) {
                return Poll::Ready(read);
            }
            self.end = Some(read);
            task.waker().wake_by_ref();
            return Poll::Pending;
        }
        let count = self.first.len().min(buffer.remaining());
        buffer.put_slice(&self.first.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Rewound<S> {
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
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    use tokio::io::{AsyncRead as _, AsyncReadExt, ReadBuf};

    use super::{PREFACE, Rewound, Version, detect};

    #[tokio::test]
    async fn only_the_whole_preface_selects_http2_and_no_byte_is_lost() {
        let table: [(&[u8], Option<Version>); 5] = [
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nrest", Some(Version::Http2)),
            (b"GET / HTTP/1.1\r\n\r\n", Some(Version::Http1)),
            (b"PRIVATE / HTTP/1.1\r\n\r\n", Some(Version::Http1)),
            (PREFACE.split_at(20).0, None),
            (b"", None),
        ];
        for (sent, expected) in table {
            let detected = detect(sent).await.unwrap();
            assert_eq!(detected.as_ref().map(|(version, _)| *version), expected);
            if let Some((_, mut stream)) = detected {
                let mut read = Vec::new();
                stream.read_to_end(&mut read).await.unwrap();
                assert_eq!(read, sent);
            }
        }
    }

    #[test]
    fn the_end_is_yielded_one_poll_late() {
        let mut stream = Rewound::untouched(b"x".as_slice());
        let mut read = || {
            let mut bytes = [0; 8];
            let mut buffer = ReadBuf::new(&mut bytes);
            let polled = Pin::new(&mut stream).poll_read(&mut Context::from_waker(Waker::noop()), &mut buffer);
            polled.map(|result| result.map(|()| buffer.filled().len()).unwrap())
        };
        assert_eq!([read(), read(), read()], [Poll::Ready(1), Poll::Pending, Poll::Ready(0)]);
    }
}
