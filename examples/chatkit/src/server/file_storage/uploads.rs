//! The files that are being uploaded.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::AttachmentId;

/// The files that are being uploaded. Each is in one upload at a time.
#[derive(Debug, Default)]
pub(super) struct Uploads(Mutex<HashSet<AttachmentId>>);

impl Uploads {
    /// Begins the upload of a file. Returns `None` if there is one already.
    pub(super) fn begin(&self, id: &AttachmentId) -> Option<Upload<'_>> {
        self.lock().insert(id.clone()).then(|| Upload { uploads: self, id: id.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<AttachmentId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One upload, which ends when it is dropped.
pub(super) struct Upload<'a> {
    uploads: &'a Uploads,
    id: AttachmentId,
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        self.uploads.lock().remove(&self.id);
    }
}
