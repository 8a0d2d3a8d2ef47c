//! The parts of a body, read piece by piece between their delimiters (RFC 2046 §5.1.1).

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream;
use http_body::Body as _;

use crate::body::Body;
use crate::error::Problem;

use super::disposition::Head;

/// Maximum size of the header section of a part in bytes.
const MAX_HEAD: usize = 16 * 1024;

/// A reader of the parts of a body. It holds a piece of the body as the peer sent it, and at most a header section.
pub(super) struct Reader {
    /// In a `Mutex`, because a body is not `Sync`.
    body: Mutex<Body>,
    buffer: BytesMut,
    /// What stands between two parts: a line end, two dashes and the boundary.
    delimiter: Vec<u8>,
}

impl Reader {
    pub(super) fn new(body: Body, boundary: &str) -> Self {
        // The first delimiter may be without a line end in front.
        Self {
            body: Mutex::new(body),
            buffer: BytesMut::from(b"\r\n".as_slice()),
            delimiter: format!("\r\n--{boundary}").into_bytes(),
        }
    }

    /// Returns the header section of the next part. What is left of the current one is skipped. `None` at the end.
    pub(super) async fn next_part(&mut self) -> Result<Option<Head>, Problem> {
        while poll_fn(|task| self.poll_piece(task)).await?.is_some() {}
        self.buffer.advance(self.delimiter.len());
        self.at_least(2).await?;
        if self.buffer.starts_with(b"--") {
            return Ok(None);
        }
        // Spaces after the boundary are padding.
        let line_end = self.position(b"\r\n").await?;
        if !self.buffer.iter().take(line_end).all(|byte| matches!(byte, b' ' | b'\t')) {
            return Err(malformed("a boundary is not followed by a line end"));
        }
        self.buffer.advance(line_end);
        // The line end stays: an empty header section is two of them.
        let end = self.position(b"\r\n\r\n").await?;
        let section = self.buffer.split_to(end + 4);
        Head::parse(&section).map(Some).ok_or_else(|| malformed("a part has no `Content-Disposition` with a `name`"))
    }

    /// Returns the next piece of the current part, `None` at its end.
    pub(super) fn poll_piece(&mut self, task: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Problem>> {
        loop {
            match find(&self.buffer, &self.delimiter) {
                Some(0) => return Poll::Ready(Ok(None)),
                Some(end) => return Poll::Ready(Ok(Some(self.buffer.split_to(end).freeze()))),
                None => {}
            }
            // A delimiter may have begun in the last bytes.
            let safe = (self.buffer.len() + 1).saturating_sub(self.delimiter.len());
            if safe > 0 {
                return Poll::Ready(Ok(Some(self.buffer.split_to(safe).freeze())));
            }
            ready!(self.poll_fill(task))?;
        }
    }

    /// Returns the rest of the current part, if all of it has arrived.
    pub(super) fn arrived(&mut self) -> Option<Bytes> {
        let end = find(&self.buffer, &self.delimiter)?;
        Some(self.buffer.split_to(end).freeze())
    }

    /// Reads until the buffer has a number of bytes.
    async fn at_least(&mut self, count: usize) -> Result<(), Problem> {
        while self.buffer.len() < count {
            poll_fn(|task| self.poll_fill(task)).await?;
        }
        Ok(())
    }

    /// Reads until the buffer has a text within the size of a header section, and returns its position.
    async fn position(&mut self, wanted: &[u8]) -> Result<usize, Problem> {
        // What was searched is not searched again, or single bytes would cost the square of a header section.
        let mut from = 0;
        loop {
            let within = self.buffer.get(..MAX_HEAD).unwrap_or(&self.buffer);
            if let Some(at) = within.get(from..).and_then(|rest| find(rest, wanted)) {
                return Ok(from + at);
            }
            from = within.len().saturating_sub(wanted.len() - 1);
            if self.buffer.len() >= MAX_HEAD {
                return Err(malformed("the header section of a part is larger than 16 KiB"));
            }
            poll_fn(|task| self.poll_fill(task)).await?;
        }
    }

    fn poll_fill(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Problem>> {
        let body = self.body.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        Poll::Ready(match ready!(Pin::new(body).poll_frame(task)) {
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    self.buffer.extend_from_slice(&data);
                }
                Ok(())
            }
            Some(Err(error)) => Err(Problem::caused_by(error.as_ref()).unwrap_or_else(Problem::body_broken)),
            None => Err(malformed("the body ends before its last boundary")),
        })
    }
}

/// The pieces of the part that a reader is at.
pub(super) struct Pieces(pub(super) Option<Reader>);

impl Stream for Pieces {
    type Item = Result<Bytes, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reader) = &mut self.0 else { return Poll::Ready(None) };
        let piece = ready!(reader.poll_piece(task)).transpose();
        if !matches!(piece, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(piece)
    }
}

fn malformed(reason: &'static str) -> Problem {
    Problem::malformed_body(reason)
}

/// Returns the position of a text.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
