//! An export that is being written, which takes the place of the previous one when it is complete.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::private::create_new_private;

/// A file beside another one that it will replace. Only its owner may read it. Dropping it removes it.
#[derive(Debug)]
pub struct UnfinishedExport {
    path: PathBuf,
    target: PathBuf,
}

impl UnfinishedExport {
    /// Creates the file that will replace `target`, which need not exist.
    ///
    /// # Errors
    /// Returns an error if no file can be created in the folder of `target`.
    pub fn create(target: &Path) -> io::Result<(Self, File)> {
        // A predictable name could already be a link to another file, or a file that another user has open.
        let mut path = OsString::from(target);
        path.push(format!(".{}.unfinished", Uuid::new_v4()));
        let path = PathBuf::from(path);
        let file = create_new_private(&path)?;
        Ok((Self { path, target: target.to_owned() }, file))
    }

    /// Replaces the target with the written file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be renamed. It is removed then, and the target is unchanged.
    pub fn finish(self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)
    }
}

impl Drop for UnfinishedExport {
    fn drop(&mut self) {
        // After `finish` there is no file of this name.
        drop(fs::remove_file(&self.path));
    }
}
