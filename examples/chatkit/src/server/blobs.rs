//! The storage of file content, in memory or in a folder.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::model::AttachmentId;
use crate::store::FileFolder;

/// The storage of file content.
#[derive(Debug)]
pub(super) enum Blobs {
    /// In memory, until the process ends.
    Memory(Mutex<HashMap<AttachmentId, Bytes>>),
    /// In a folder.
    Folder(FileFolder),
}

impl Blobs {
    pub(super) fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    /// Stores the content of a file. After it returns, content in a folder survives a crash of the process.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written. Nothing is stored then.
    pub(super) async fn store(&self, id: &AttachmentId, content: Bytes) -> io::Result<()> {
        match self {
            Self::Memory(blobs) => {
                lock(blobs).insert(id.clone(), content);
                Ok(())
            }
            Self::Folder(folder) => {
                let (folder, id) = (folder.clone(), id.clone());
                blocking(move || folder.write(&id, &content)).await
            }
        }
    }

    /// Returns the content of a file.
    ///
    /// # Errors
    /// Returns an error if the content does not exist or cannot be read.
    pub(super) async fn read(&self, id: &AttachmentId) -> io::Result<Bytes> {
        match self {
            Self::Memory(blobs) => lock(blobs).get(id).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()),
            Self::Folder(folder) => {
                let (folder, id) = (folder.clone(), id.clone());
                blocking(move || folder.read(&id)).await.map(Bytes::from)
            }
        }
    }

    /// Deletes the content of a file. Errors are ignored: a remaining file only wastes space.
    pub(super) fn delete(&self, id: &AttachmentId) {
        match self {
            Self::Memory(blobs) => drop(lock(blobs).remove(id)),
            Self::Folder(folder) => folder.remove(id),
        }
    }
}

fn lock(blobs: &Mutex<HashMap<AttachmentId, Bytes>>) -> MutexGuard<'_, HashMap<AttachmentId, Bytes>> {
    blobs.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Blobs;
    use crate::model::AttachmentId;
    use crate::store::FileFolder;

    #[tokio::test]
    async fn stored_content_can_be_read_until_it_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        for blobs in [Blobs::in_memory(), Blobs::Folder(FileFolder::open(folder.path()).unwrap())] {
            for id in ["a-1", "../../etc/passwd", ""] {
                let id = AttachmentId::new(id);
                blobs.store(&id, Bytes::from_static(b"content")).await.unwrap();
                assert_eq!(blobs.read(&id).await.unwrap(), "content");
                blobs.delete(&id);
                assert!(blobs.read(&id).await.is_err());
            }
        }
    }
}
