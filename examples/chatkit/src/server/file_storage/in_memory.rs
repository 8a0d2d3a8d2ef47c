//! Files in memory, bounded in all.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::call::ByteStream;
use bytes::Bytes;

use super::error::StoreError;
use super::pieces::Pieces;
use crate::model::AttachmentId;

/// Files in memory, with a maximum size of all together. Copies share the files.
#[derive(Debug, Clone)]
pub(super) struct MemoryFiles(Arc<Files>);

#[derive(Debug)]
struct Files {
    by_id: Mutex<HashMap<AttachmentId, Bytes>>,
    /// The bytes of all files, and of those that are being uploaded.
    used: AtomicUsize,
    limit: usize,
}

impl MemoryFiles {
    pub(super) fn new(limit: usize) -> Self {
        Self(Arc::new(Files { by_id: Mutex::default(), used: AtomicUsize::new(0), limit }))
    }

    pub(super) async fn receive(&self, mut content: ByteStream, limit: u64) -> Result<ReceivedContent, StoreError> {
        let mut room = Room { files: self.clone(), bytes: 0 };
        let known = content.length().unwrap_or_default().min(limit);
        room.grow(usize::try_from(known).unwrap_or(usize::MAX))?;
        let mut read = Vec::with_capacity(room.bytes);
        while let Some(piece) = content.next().await {
            let piece = piece.map_err(StoreError::BrokenOff)?;
            let size = (read.len() + piece.len()) as u64;
            if size > limit {
                return Err(StoreError::TooLarge { size, limit });
            }
            room.grow((read.len() + piece.len()).saturating_sub(room.bytes))?;
            read.extend_from_slice(&piece);
        }
        // A vector that has grown has up to twice its length.
        Ok(ReceivedContent { content: read.into_boxed_slice().into(), room })
    }

    pub(super) fn read(&self, id: &AttachmentId) -> io::Result<ByteStream> {
        let content = self.lock().get(id).cloned().ok_or(io::ErrorKind::NotFound)?;
        // In pieces, because the content is shared and takes no memory of its own while it waits.
        Ok(ByteStream::from_body(Pieces::of_bytes(content)))
    }

    pub(super) fn delete(&self, id: &AttachmentId) {
        let removed = self.lock().remove(id);
        self.free(removed.map_or(0, |content| content.len()));
    }

    fn free(&self, bytes: usize) {
        self.0.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AttachmentId, Bytes>> {
        self.0.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Content that has arrived and is not a file yet.
#[derive(Debug)]
pub(super) struct ReceivedContent {
    content: Bytes,
    room: Room,
}

impl ReceivedContent {
    pub(super) fn size(&self) -> u64 {
        self.content.len() as u64
    }

    pub(super) fn keep(mut self, id: &AttachmentId) {
        self.room.bytes = self.room.bytes.saturating_sub(self.content.len());
        let files = self.room.files.clone();
        let replaced = files.lock().insert(id.clone(), self.content);
        files.free(replaced.map_or(0, |content| content.len()));
    }
}

/// The room that an upload has taken. What is left of it is given back when it is dropped.
#[derive(Debug)]
struct Room {
    files: MemoryFiles,
    bytes: usize,
}

impl Room {
    fn grow(&mut self, bytes: usize) -> Result<(), StoreError> {
        let files = &self.files.0;
        let grown = |used: usize| used.checked_add(bytes).filter(|used| *used <= files.limit);
        files.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown).map_err(|_| StoreError::Full)?;
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.files.free(self.bytes);
    }
}
