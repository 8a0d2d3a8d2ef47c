//! Files in a folder, written and read piece by piece without blocking the runtime.

use std::io;
use std::pin::Pin;

use api_core::call::ByteStream;
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::error::StoreError;
use crate::model::AttachmentId;
use crate::store::FileFolder;

/// The size of the pieces in which a file is read, and of the buffer in which it is written, in bytes.
const PIECE: usize = 64 * 1024;

/// Stores the content of a file under a temporary name, and renames it once it is whole.
pub(super) async fn store(
    folder: &FileFolder,
    id: &AttachmentId,
    mut content: ByteStream,
    limit: u64,
) -> Result<u64, StoreError> {
    let (place, id) = (folder.clone(), id.clone());
    let (unfinished, file) = blocking(move || place.begin()).await?;
    let mut file = File::from_std(file);
    file.set_max_buf_size(PIECE);
    let mut size = 0;
    while let Some(piece) = content.next().await {
        let piece = piece.map_err(StoreError::BrokenOff)?;
        size += piece.len() as u64;
        if size > limit {
            return Err(StoreError::TooLarge { size, limit });
        }
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    drop(file);
    blocking(move || unfinished.finish(&id)).await?;
    Ok(size)
}

/// Returns the content of a file, with its length.
pub(super) async fn read(folder: &FileFolder, id: &AttachmentId) -> io::Result<ByteStream> {
    let (folder, id) = (folder.clone(), id.clone());
    let (file, length) = blocking(move || folder.open_file(&id)).await?;
    let mut file = File::from_std(file);
    file.set_max_buf_size(PIECE);
    let pieces = stream::try_unfold(file.take(length), async |mut file| {
        let mut piece = BytesMut::with_capacity(PIECE.min(usize::try_from(file.limit()).unwrap_or(PIECE)));
        let read = file.read_buf(&mut piece).await?;
        if read == 0 && file.limit() > 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        Ok((read > 0).then(|| (piece.freeze(), file)))
    });
    Ok(ByteStream::from_body(Sized { pieces: Box::pin(pieces), left: length }))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// A body of a known length.
struct Sized<S> {
    pieces: Pin<Box<S>>,
    left: u64,
}

impl<S: stream::Stream<Item = io::Result<Bytes>>> http_body::Body for Sized<S> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<io::Result<http_body::Frame<Bytes>>>> {
        let polled = self.pieces.as_mut().poll_next(task);
        if let std::task::Poll::Ready(Some(Ok(piece))) = &polled {
            self.left = self.left.saturating_sub(piece.len() as u64);
        }
        polled.map(|piece| piece.map(|piece| piece.map(http_body::Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.left)
    }
}
