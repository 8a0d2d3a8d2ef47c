//! Files in a folder, written and read piece by piece without blocking the runtime.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use api_core::call::ByteStream;
use bytes::Bytes;
use futures_util::stream;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::error::StoreError;
use super::pieces::{PIECE, Pieces};
use crate::model::AttachmentId;
use crate::store::{FileFolder, UnfinishedFile};

/// Writes content under a temporary name. Returns the file and its size.
pub(super) async fn receive(
    folder: &FileFolder,
    mut content: ByteStream,
    limit: u64,
) -> Result<(UnfinishedFile, u64), StoreError> {
    let place = folder.clone();
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
    Ok((unfinished, size))
}

/// Returns the content of a file, with its length. The file is opened for each piece, so that a peer that does not read
/// holds no file open.
pub(super) async fn read(folder: &FileFolder, id: &AttachmentId) -> io::Result<ByteStream> {
    let (place, file) = (folder.clone(), id.clone());
    let length = blocking(move || place.open_file(&file).map(|(_, length)| length)).await?;
    let (folder, id) = (folder.clone(), id.clone());
    let pieces = stream::try_unfold(0, move |at: u64| {
        let (folder, id) = (folder.clone(), id.clone());
        async move {
            if at >= length {
                return Ok(None);
            }
            let piece = blocking(move || piece_of(&folder, &id, at, length)).await?;
            let next = at + piece.len() as u64;
            Ok(Some((piece, next)))
        }
    });
    Ok(ByteStream::from_body(Pieces::new(pieces, length)))
}

fn piece_of(folder: &FileFolder, id: &AttachmentId, at: u64, length: u64) -> io::Result<Bytes> {
    let (mut file, _) = folder.open_file(id)?;
    file.seek(SeekFrom::Start(at))?;
    let mut piece = vec![0; usize::try_from(length - at).unwrap_or(PIECE).min(PIECE)];
    file.read_exact(&mut piece)?;
    Ok(piece.into())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
