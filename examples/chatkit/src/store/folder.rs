//! The folder that stores the content of files.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::private::{create_new_private, keep_private};
use crate::domain::AttachmentRecord;
use crate::model::AttachmentId;

/// The extension of a complete file.
const COMPLETE: &str = "file";

/// The extension of a file that is being written.
const UNFINISHED: &str = "unfinished";

/// A folder with the content of files, named after their ids. All operations block.
#[derive(Debug, Clone)]
pub struct FileFolder(PathBuf);

/// The result of comparing a folder with the files it should contain.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Swept {
    /// The number of unknown files that were removed. A crash can leave such files.
    pub removed: usize,
    /// Uploaded files whose content is missing or incomplete.
    pub lost: Vec<AttachmentId>,
}

impl FileFolder {
    /// Returns the path of the folder that belongs to a database: `FILE.files`.
    pub fn path_for(database: &Path) -> PathBuf {
        let mut name = OsString::from(database);
        name.push(".files");
        PathBuf::from(name)
    }

    /// Opens a folder, or creates it. On Unix only its owner may use it then.
    ///
    /// # Errors
    /// Returns an error if the folder does not exist and cannot be created, or if others may use it and its
    /// permissions cannot be changed.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&path)?;
        // It may exist already, and others may have been able to read it.
        keep_private(&path)?;
        Ok(Self(path))
    }

    /// Stores the content of a file. After it returns, the content survives a crash of the process.
    ///
    /// # Errors
    /// Returns an error if the content cannot be written. The previous content is then unchanged.
    pub fn write(&self, id: &AttachmentId, content: &[u8]) -> io::Result<()> {
        let (unfinished, mut file) = self.begin()?;
        file.write_all(content)?;
        drop(file);
        unfinished.finish(id)
    }

    /// Begins a file whose content is written in pieces.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written.
    pub fn begin(&self) -> io::Result<(UnfinishedFile, File)> {
        // Written under a unique name and renamed, so that neither a partial file nor a concurrent writer can appear
        // under the final name.
        let path = self.0.join(format!("{}.{UNFINISHED}", Uuid::new_v4()));
        let file = create_new_private(&path)?;
        Ok((UnfinishedFile { folder: self.clone(), path }, file))
    }

    /// Opens the content of a file, and returns it with its size in bytes.
    ///
    /// # Errors
    /// Returns an error if the content does not exist or cannot be read.
    pub fn open_file(&self, id: &AttachmentId) -> io::Result<(File, u64)> {
        let file = File::open(self.path(id))?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }

    /// Returns the content of a file.
    ///
    /// # Errors
    /// Returns an error if the content does not exist or cannot be read.
    pub fn read(&self, id: &AttachmentId) -> io::Result<Vec<u8>> {
        fs::read(self.path(id))
    }

    /// Deletes the content of a file. Errors are ignored: a remaining file only wastes space.
    pub fn remove(&self, id: &AttachmentId) {
        drop(fs::remove_file(self.path(id)));
    }

    /// Returns the size of a file's content in bytes, or `None` if it does not exist.
    pub fn length(&self, id: &AttachmentId) -> Option<u64> {
        fs::metadata(self.path(id)).ok().map(|facts| facts.len())
    }

    /// Whether the folder contains complete files.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read.
    pub fn holds_files(&self) -> io::Result<bool> {
        let mut paths = fs::read_dir(&self.0)?.map(|entry| entry.map(|entry| entry.path()));
        paths.try_fold(false, |found, path| Ok(found || path?.extension().is_some_and(|end| end == COMPLETE)))
    }

    /// Removes files that are not in `known`, and returns which of `known` are missing. Files with other extensions are
    /// kept.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read.
    pub fn sweep(&self, known: &[AttachmentRecord]) -> io::Result<Swept> {
        let names: BTreeSet<PathBuf> = known.iter().map(|file| self.path(&file.id)).collect();
        let mut swept = Swept::default();
        for entry in fs::read_dir(&self.0)? {
            let path = entry?.path();
            let managed = path.extension().is_some_and(|end| end == COMPLETE || end == UNFINISHED);
            if managed && !names.contains(&path) && fs::remove_file(path).is_ok() {
                swept.removed += 1;
            }
        }
        swept.lost = self.lost(known);
        Ok(swept)
    }

    /// Returns which uploaded files of `known` have no content, or incomplete content.
    pub fn lost(&self, known: &[AttachmentRecord]) -> Vec<AttachmentId> {
        let lost = known.iter().filter(|file| file.uploaded && self.length(&file.id) != Some(file.size));
        lost.map(|file| file.id.clone()).collect()
    }

    /// Returns the path of a file. An id may come from an import, so all characters except letters, digits and hyphens
    /// are escaped.
    fn path(&self, id: &AttachmentId) -> PathBuf {
        let name: String = id.as_str().bytes().map(safe).collect();
        self.0.join(format!("{name}.{COMPLETE}"))
    }
}

/// A file that is being written. Dropping it removes it.
#[derive(Debug)]
pub struct UnfinishedFile {
    folder: FileFolder,
    path: PathBuf,
}

impl UnfinishedFile {
    /// Gives the written file its id. A file that had it is replaced.
    ///
    /// # Errors
    /// Returns an error if the file cannot be renamed. It is removed then.
    pub fn finish(self, id: &AttachmentId) -> io::Result<()> {
        fs::rename(&self.path, self.folder.path(id))
    }
}

impl Drop for UnfinishedFile {
    fn drop(&mut self) {
        // After `finish` there is no file of this name.
        drop(fs::remove_file(&self.path));
    }
}

fn safe(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || byte == b'-' { char::from(byte).to_string() } else { format!("_{byte:02x}") }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::RoomId;

    fn file(id: &str, size: u64, uploaded: bool) -> AttachmentRecord {
        AttachmentRecord {
            id: AttachmentId::new(id),
            room_id: RoomId::new("lobby"),
            user_id: None,
            content_type: "text/plain".to_owned(),
            size,
            name: None,
            custom_data: None,
            created_at: Timestamp::UNIX_EPOCH,
            uploaded,
            named: false,
        }
    }

    #[test]
    fn a_sweep_removes_only_files_left_by_a_crash() {
        let place = tempfile::tempdir().unwrap();
        let folder = FileFolder::open(place.path()).unwrap();
        for id in ["whole", "short", "orphan"] {
            folder.write(&AttachmentId::new(id), b"content").unwrap();
        }
        for name in ["half.unfinished", "notes.txt"] {
            fs::write(place.path().join(name), "x").unwrap();
        }
        let known =
            [file("whole", 7, true), file("short", 8, true), file("gone", 7, true), file("announced", 7, false)];
        let swept = folder.sweep(&known).unwrap();
        assert_eq!(swept, Swept { removed: 2, lost: vec![AttachmentId::new("short"), AttachmentId::new("gone")] });
        let mut left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["notes.txt", "short.file", "whole.file"]);
    }

    #[test]
    fn a_failed_write_leaves_no_file() {
        let place = tempfile::tempdir().unwrap();
        let folder = FileFolder::open(place.path()).unwrap();
        // A folder with the final name makes the rename fail.
        fs::create_dir_all(place.path().join("a.file/b")).unwrap();
        folder.write(&AttachmentId::new("a"), b"content").unwrap_err();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
