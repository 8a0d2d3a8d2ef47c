//! The storage of file content, in memory or in a folder. Content passes through it piece by piece.

mod error;
mod in_folder;
mod in_memory;
mod pieces;
mod uploads;

use std::io;

use api_core::call::ByteStream;

pub(super) use self::error::StoreError;
use self::in_memory::{MemoryFiles, ReceivedContent};
use self::uploads::{Upload, Uploads};
use crate::model::AttachmentId;
use crate::store::{FileFolder, UnfinishedFile};

/// Maximum size of all files in memory, in bytes, with those that are being uploaded.
const MEMORY: usize = 256 << 20;

/// The storage of file content.
#[derive(Debug)]
pub(super) struct FileStorage {
    place: Place,
    uploads: Uploads,
}

#[derive(Debug)]
enum Place {
    /// In memory, until the process ends.
    Memory(MemoryFiles),
    Folder(FileFolder),
}

impl FileStorage {
    pub(super) fn in_memory() -> Self {
        Self { place: Place::Memory(MemoryFiles::new(MEMORY)), uploads: Uploads::default() }
    }

    pub(super) fn in_folder(folder: FileFolder) -> Self {
        Self { place: Place::Folder(folder), uploads: Uploads::default() }
    }

    /// Receives the content of a file of at most `limit` bytes. It is no file before [`Received::keep`]. There is one
    /// upload of a file at a time, until the result is kept or dropped.
    ///
    /// # Errors
    /// Returns an error if the content is too large or breaks off, if the file is being uploaded, or if there is no
    /// room.
    ///
    /// # Cancel safety
    /// Cancel safe: nothing is left when the future is dropped.
    pub(super) async fn receive(
        &self,
        id: &AttachmentId,
        content: ByteStream,
        limit: u64,
    ) -> Result<Received, StoreError> {
        if let Some(size) = content.length().filter(|size| *size > limit) {
            return Err(StoreError::TooLarge { size, limit });
        }
        let upload = self.uploads.begin(id)?;
        Ok(match &self.place {
            Place::Memory(memory) => {
                let content = memory.receive(content, limit).await?;
                Received { size: content.size(), content: Content::Memory(content), upload }
            }
            Place::Folder(folder) => {
                let (file, size) = in_folder::receive(folder, content, limit).await?;
                Received { size, content: Content::Folder(file), upload }
            }
        })
    }

    /// Returns the content of a file. It is read as it is sent.
    ///
    /// # Errors
    /// Returns an error if the content does not exist or cannot be read.
    pub(super) async fn read(&self, id: &AttachmentId) -> io::Result<ByteStream> {
        match &self.place {
            Place::Memory(memory) => memory.read(id),
            Place::Folder(folder) => in_folder::read(folder, id).await,
        }
    }

    /// Deletes the content of a file. Errors are ignored: a remaining file only wastes space.
    pub(super) fn delete(&self, id: &AttachmentId) {
        match &self.place {
            Place::Memory(memory) => memory.delete(id),
            Place::Folder(folder) => folder.remove(id),
        }
    }
}

/// Content that has arrived. Dropping it deletes it.
#[derive(Debug)]
pub(super) struct Received {
    size: u64,
    content: Content,
    upload: Upload,
}

#[derive(Debug)]
enum Content {
    Memory(ReceivedContent),
    Folder(UnfinishedFile),
}

impl Received {
    /// Returns the size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Makes the content that of its file. It blocks. After it returns, content in a folder survives a crash of the
    /// process. No other upload of the file begins before `Kept` is dropped.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written.
    pub(super) fn keep(self) -> io::Result<Kept> {
        match self.content {
            Content::Memory(content) => content.keep(self.upload.id()),
            Content::Folder(file) => file.finish(self.upload.id())?,
        }
        Ok(Kept(self.upload))
    }
}

/// A file whose content was stored, and whose record is to be changed.
#[derive(Debug)]
pub(super) struct Kept(Upload);

impl Kept {
    /// Returns the id of the file.
    pub(super) fn id(&self) -> &AttachmentId {
        self.0.id()
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use api_core::call::ByteStream;
    use bytes::Bytes;
    use futures_util::{FutureExt as _, StreamExt as _, stream};

    use super::{FileStorage, MemoryFiles, Place, StoreError, Uploads};
    use crate::model::AttachmentId;
    use crate::store::FileFolder;

    /// A stream of these pieces that then waits for ever.
    fn unfinished(pieces: &[&'static str]) -> ByteStream {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok::<_, std::io::Error>(Bytes::from(*piece))).collect();
        ByteStream::new(stream::iter(pieces).chain(stream::once(pending())))
    }

    fn both(folder: &std::path::Path) -> [FileStorage; 2] {
        [FileStorage::in_memory(), FileStorage::in_folder(FileFolder::open(folder).expect("a folder"))]
    }

    async fn store(
        storage: &FileStorage,
        id: &AttachmentId,
        content: ByteStream,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let received = storage.receive(id, content, limit).await?;
        let size = received.size();
        received.keep()?;
        Ok(size)
    }

    async fn read(storage: &FileStorage, id: &AttachmentId) -> std::io::Result<Bytes> {
        Ok(storage.read(id).await?.collect(1 << 20).await.expect("whole"))
    }

    #[tokio::test]
    async fn stored_content_can_be_read_until_it_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        for storage in both(folder.path()) {
            for id in ["a-1", "../../etc/passwd", ""] {
                let id = AttachmentId::new(id);
                let content = "content ".repeat(40_000);
                let size = content.len() as u64;
                assert_eq!(store(&storage, &id, content.clone().into(), size).await.unwrap(), size);
                assert_eq!(storage.read(&id).await.unwrap().length(), Some(size));
                assert_eq!(read(&storage, &id).await.unwrap(), content);
                storage.delete(&id);
                assert!(read(&storage, &id).await.is_err());
            }
        }
    }

    #[tokio::test]
    async fn content_that_is_too_large_or_breaks_off_is_not_stored() {
        let folder = tempfile::tempdir().unwrap();
        for storage in both(folder.path()) {
            let id = AttachmentId::new("a");
            let broken = stream::iter([Ok(Bytes::from("12")), Err(std::io::Error::other("broken"))]);
            let pieces = stream::iter(["12", "34"].map(|piece| Ok::<_, std::io::Error>(Bytes::from(piece))));
            let error = store(&storage, &id, ByteStream::new(pieces), 3).await.unwrap_err();
            assert!(matches!(error, StoreError::TooLarge { size: 4, limit: 3 }), "{error}");
            let error = store(&storage, &id, "1234".into(), 3).await.unwrap_err();
            assert!(matches!(error, StoreError::TooLarge { size: 4, limit: 3 }), "{error}");
            let error = store(&storage, &id, ByteStream::new(broken), 3).await.unwrap_err();
            assert!(matches!(error, StoreError::BrokenOff(_)), "{error}");
            assert!(storage.read(&id).await.is_err());
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");
    }

    #[tokio::test]
    async fn a_file_has_one_upload_at_a_time_and_one_that_was_dropped_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        for storage in both(folder.path()) {
            let id = AttachmentId::new("a");
            let mut first = Box::pin(store(&storage, &id, unfinished(&["1"]), 2));
            assert!(first.as_mut().now_or_never().is_none());
            let error = store(&storage, &id, "2".into(), 2).await.unwrap_err();
            assert!(matches!(error, StoreError::InProgress), "{error}");
            store(&storage, &AttachmentId::new("b"), "2".into(), 2).await.unwrap();
            drop(first);
            store(&storage, &id, "3".into(), 2).await.unwrap();
            assert_eq!(read(&storage, &id).await.unwrap(), "3");
        }
    }

    #[tokio::test]
    async fn files_in_memory_are_bounded_in_all_with_those_that_are_uploaded() {
        let storage = FileStorage { place: Place::Memory(MemoryFiles::new(10)), uploads: Uploads::default() };
        let [a, b, c] = ["a", "b", "c"].map(AttachmentId::new);
        store(&storage, &a, "1234".into(), 9).await.unwrap();
        let mut half = Box::pin(store(&storage, &b, unfinished(&["12", "34"]), 9));
        assert!(half.as_mut().now_or_never().is_none());
        let full = |result: Result<u64, StoreError>| result.is_err_and(|error| matches!(error, StoreError::Full));
        assert!(full(store(&storage, &c, "123".into(), 9).await));
        drop(half);
        store(&storage, &c, "123".into(), 9).await.unwrap();
        assert!(full(store(&storage, &b, "1234".into(), 9).await));
        storage.delete(&a);
        store(&storage, &b, "1234".into(), 9).await.unwrap();
        store(&storage, &b, "123456".into(), 9).await.unwrap_err();
        assert_eq!(read(&storage, &b).await.unwrap(), "1234", "a failed upload replaces nothing");
    }
}
