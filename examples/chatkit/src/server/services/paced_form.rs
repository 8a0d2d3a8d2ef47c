//! A form that is read no faster than its fields are.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use api_core::Failure;
use api_core::call::ByteStream;
use api_core::error::{FailureKind, Problem};
use bytes::Bytes;
use futures_util::Stream;

/// Maximum number of bytes before the content of the file, for boundaries, headers and other fields.
const BEFORE_THE_FILE: usize = 64 * 1024;

/// The size of a piece before the file, in bytes. multer takes a few before it looks at them.
const SMALL_PIECE: usize = 2 * 1024;

/// The size of a piece, in bytes.
const PIECE: usize = 64 * 1024;

/// The bytes of a form, in pieces.
///
/// multer reads its stream until that has to wait, and looks for the end of a header without a limit. So this stream
/// waits after each piece, and fails if the file does not begin early.
pub(super) struct Paced {
    form: ByteStream,
    /// The rest of a piece that was cut.
    rest: Bytes,
    /// Whether the file was found.
    found: Arc<AtomicBool>,
    before: usize,
    /// Whether the next poll has to wait.
    pauses: bool,
}

impl Paced {
    /// Returns the stream, and what to set when the file was found.
    pub(super) fn new(form: ByteStream) -> (Self, Arc<AtomicBool>) {
        let found = Arc::<AtomicBool>::default();
        (Self { form, rest: Bytes::new(), found: found.clone(), before: 0, pauses: false }, found)
    }
}

impl Stream for Paced {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if std::mem::take(&mut this.pauses) {
            task.waker().wake_by_ref();
            return Poll::Pending;
        }
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.form).poll_next(task)) {
                Some(Ok(piece)) => this.rest = piece,
                other => return Poll::Ready(other),
            }
        }
        let largest = if this.found.load(Ordering::Relaxed) {
            PIECE
        } else if this.before < BEFORE_THE_FILE {
            SMALL_PIECE
        } else {
            let reason = "the form has no field `file` in its first 64 KiB";
            return Poll::Ready(Some(Err(
                Failure::new(FailureKind::Decode, reason).caused_by(Problem::bad_request(reason))
            )));
        };
        let piece = this.rest.split_to(largest.min(this.rest.len()));
        if !this.found.load(Ordering::Relaxed) {
            this.before += piece.len();
        }
        this.pauses = true;
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use api_core::call::ByteStream;
    use futures_util::{FutureExt as _, StreamExt as _};

    use super::{BEFORE_THE_FILE, PIECE, Paced, SMALL_PIECE};

    #[tokio::test]
    async fn a_form_is_read_in_pieces_and_ends_if_its_file_does_not_begin_early() {
        let form = vec![b'x'; 4 * PIECE];
        let (mut paced, _) = Paced::new(ByteStream::from(form.clone()));
        assert_eq!(paced.next().await.unwrap().unwrap().len(), SMALL_PIECE);
        assert!(paced.next().now_or_never().is_none(), "it waits after each piece");
        for _ in 1..BEFORE_THE_FILE / SMALL_PIECE {
            assert_eq!(paced.next().await.unwrap().unwrap().len(), SMALL_PIECE);
        }
        assert!(paced.next().await.unwrap().is_err_and(|failure| failure.to_string().contains("64 KiB")));

        let (mut paced, found_early) = Paced::new(ByteStream::from(form));
        assert_eq!(paced.next().await.unwrap().unwrap().len(), SMALL_PIECE);
        found_early.store(true, Ordering::Relaxed);
        let mut read = SMALL_PIECE;
        while let Some(piece) = paced.next().await {
            let length = piece.unwrap().len();
            assert!(length <= PIECE);
            read += length;
        }
        assert_eq!(read, 4 * PIECE);
    }
}
