//! The files that are being uploaded.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::StoreError;
use crate::model::AttachmentId;

/// Maximum number of uploads at one time.
const MAXIMUM: usize = 256;

/// The files that are being uploaded. Each is in one upload at a time. Copies share the files.
#[derive(Debug, Clone, Default)]
pub(super) struct Uploads(Arc<Mutex<HashSet<AttachmentId>>>);

impl Uploads {
    /// Begins the upload of a file.
    ///
    /// # Errors
    /// Returns an error if there is an upload of the file already, or if there are too many.
    pub(super) fn begin(&self, id: &AttachmentId) -> Result<Upload, StoreError> {
        let mut files = self.lock();
        if files.len() >= MAXIMUM {
            return Err(StoreError::TooMany);
        }
        if !files.insert(id.clone()) {
            return Err(StoreError::InProgress);
        }
        drop(files);
        Ok(Upload { uploads: self.clone(), id: id.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<AttachmentId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One upload, which ends when it is dropped.
#[derive(Debug)]
pub(super) struct Upload {
    uploads: Uploads,
    id: AttachmentId,
}

impl Upload {
    pub(super) fn id(&self) -> &AttachmentId {
        &self.id
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.uploads.lock().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::{MAXIMUM, StoreError, Uploads};
    use crate::model::AttachmentId;

    #[test]
    fn uploads_are_bounded_in_number_and_one_that_ends_makes_room() {
        let uploads = Uploads::default();
        let id = |number: usize| AttachmentId::new(number.to_string());
        let mut open: Vec<_> = (0..MAXIMUM).map(|number| uploads.begin(&id(number)).unwrap()).collect();
        assert!(matches!(uploads.begin(&id(MAXIMUM)), Err(StoreError::TooMany)));
        open.pop();
        uploads.begin(&id(MAXIMUM)).unwrap();
        assert!(matches!(uploads.begin(&id(0)), Err(StoreError::InProgress)));
    }
}
