//! Files in memory, bounded in all.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use api_core::call::ByteStream;
use bytes::{Bytes, BytesMut};

use super::error::StoreError;
use crate::model::AttachmentId;

/// Files in memory, with a maximum size of all together.
#[derive(Debug)]
pub(super) struct MemoryFiles {
    files: Mutex<HashMap<AttachmentId, Bytes>>,
    /// The bytes of all files, and of those that are being uploaded.
    used: AtomicUsize,
    limit: usize,
}

impl MemoryFiles {
    pub(super) fn new(limit: usize) -> Self {
        Self { files: Mutex::default(), used: AtomicUsize::new(0), limit }
    }

    pub(super) async fn store(
        &self,
        id: &AttachmentId,
        mut content: ByteStream,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let mut room = Room { files: self, bytes: 0 };
        let mut read = BytesMut::new();
        while let Some(piece) = content.next().await {
            let piece = piece.map_err(StoreError::BrokenOff)?;
            let size = (read.len() + piece.len()) as u64;
            if size > limit {
                return Err(StoreError::TooLarge { size, limit });
            }
            room.grow(piece.len())?;
            read.extend_from_slice(&piece);
        }
        let size = room.bytes;
        // From here on the room belongs to the file.
        room.bytes = 0;
        let replaced = self.lock().insert(id.clone(), read.freeze());
        self.free(replaced.map_or(0, |content| content.len()));
        Ok(size as u64)
    }

    pub(super) fn read(&self, id: &AttachmentId) -> io::Result<ByteStream> {
        let content = self.lock().get(id).cloned();
        content.map(ByteStream::from).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    pub(super) fn delete(&self, id: &AttachmentId) {
        let removed = self.lock().remove(id);
        self.free(removed.map_or(0, |content| content.len()));
    }

    fn free(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AttachmentId, Bytes>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room that an upload has taken. It is given back when the upload fails or is dropped.
struct Room<'a> {
    files: &'a MemoryFiles,
    bytes: usize,
}

impl Room<'_> {
    fn grow(&mut self, bytes: usize) -> Result<(), StoreError> {
        let limit = self.files.limit;
        let grown = |used: usize| used.checked_add(bytes).filter(|used| *used <= limit);
        self.files.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown).map_err(|_| StoreError::Full)?;
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.files.free(self.bytes);
    }
}
