//! The bytes of files: in memory, or one file each in a folder.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::model::AttachmentId;

/// Where the bytes of files are.
#[derive(Debug)]
pub(super) enum Blobs {
    /// In memory, gone with the process.
    Memory(Mutex<HashMap<AttachmentId, Bytes>>),
    /// In a folder, under names made of their ids.
    Folder(PathBuf),
}

impl Blobs {
    pub(super) fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    /// Keeps bytes; once this returns they are there after a crash of the process.
    ///
    /// # Errors
    /// If the folder cannot be written; nothing is kept then.
    pub(super) async fn keep(&self, id: &AttachmentId, content: Bytes) -> io::Result<()> {
        match self {
            Self::Memory(blobs) => {
                lock(blobs).insert(id.clone(), content);
                Ok(())
            }
            Self::Folder(folder) => {
                let path = path(folder, id);
                blocking(move || {
                    // Half a file must never be found under the name of a whole one.
                    let unfinished = path.with_extension("unfinished");
                    std::fs::write(&unfinished, content)?;
                    std::fs::rename(unfinished, path)
                })
                .await
            }
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// If they are not there, or cannot be read.
    pub(super) async fn read(&self, id: &AttachmentId) -> io::Result<Bytes> {
        match self {
            Self::Memory(blobs) => lock(blobs).get(id).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()),
            Self::Folder(folder) => {
                let path = path(folder, id);
                blocking(move || std::fs::read(path)).await.map(Bytes::from)
            }
        }
    }

    /// Forgets bytes; whether they were there does not matter, and what cannot be deleted is only wasted space.
    pub(super) fn forget(&self, id: &AttachmentId) {
        match self {
            Self::Memory(blobs) => drop(lock(blobs).remove(id)),
            Self::Folder(folder) => drop(std::fs::remove_file(path(folder, id))),
        }
    }
}

fn lock(blobs: &Mutex<HashMap<AttachmentId, Bytes>>) -> MutexGuard<'_, HashMap<AttachmentId, Bytes>> {
    blobs.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An id may have come from a file that was imported, so nothing but letters, digits and hyphens gets into a path.
fn path(folder: &Path, id: &AttachmentId) -> PathBuf {
    let name: String = id.as_str().bytes().map(safe).collect();
    folder.join(format!("{name}.file"))
}

fn safe(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || byte == b'-' { char::from(byte).to_string() } else { format!("_{byte:02x}") }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Blobs;
    use crate::model::AttachmentId;

    #[tokio::test]
    async fn what_is_kept_is_there_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        for blobs in [Blobs::in_memory(), Blobs::Folder(folder.path().to_owned())] {
            for id in ["a-1", "../../etc/passwd", ""] {
                let id = AttachmentId::new(id);
                blobs.keep(&id, Bytes::from_static(b"content")).await.unwrap();
                assert_eq!(blobs.read(&id).await.unwrap(), "content");
                blobs.forget(&id);
                assert!(blobs.read(&id).await.is_err());
            }
        }
    }
}
