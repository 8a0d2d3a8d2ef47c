//! Content of a known length as a body, in pieces that are made as they are sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http_body::{Body, Frame, SizeHint};

/// The size of a piece, in bytes.
pub(super) const PIECE: usize = 64 * 1024;

/// A body of a known length.
pub(super) struct Pieces<S> {
    pieces: Pin<Box<S>>,
    left: u64,
}

impl<S: Stream<Item = io::Result<Bytes>>> Pieces<S> {
    pub(super) fn new(pieces: S, length: u64) -> Self {
        Self { pieces: Box::pin(pieces), left: length }
    }
}

impl Pieces<()> {
    /// Cuts bytes in memory into pieces.
    pub(super) fn of_bytes(mut bytes: Bytes) -> Pieces<impl Stream<Item = io::Result<Bytes>> + Send> {
        let length = bytes.len() as u64;
        let cut = std::iter::from_fn(move || {
            let piece = bytes.split_to(PIECE.min(bytes.len()));
            (!piece.is_empty()).then_some(Ok(piece))
        });
        Pieces::new(stream::iter(cut), length)
    }
}

impl<S: Stream<Item = io::Result<Bytes>>> Body for Pieces<S> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let polled = self.pieces.as_mut().poll_next(task);
        if let Poll::Ready(Some(Ok(piece))) = &polled {
            self.left = self.left.saturating_sub(piece.len() as u64);
        }
        polled.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
