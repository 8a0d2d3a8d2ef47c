//! The bytes of files, one file each in a folder.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::domain::AttachmentRecord;
use crate::model::AttachmentId;

/// How a whole file's name ends.
const WHOLE: &str = "file";

/// How the name of a file ends that is not written to its end.
const UNFINISHED: &str = "unfinished";

/// A folder with the bytes of files, under names made of their ids. Everything here blocks.
#[derive(Debug, Clone)]
pub struct FileFolder(PathBuf);

/// What was found when a folder was compared with what it should hold.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Swept {
    /// How many files nobody knows were removed: a crash left them.
    pub removed: usize,
    /// Uploaded files whose bytes are not there, or not all of them.
    pub lost: Vec<AttachmentId>,
}

impl FileFolder {
    /// The folder that belongs to a database: `FILE.files`.
    pub fn beside(database: &Path) -> PathBuf {
        let mut name = OsString::from(database);
        name.push(".files");
        PathBuf::from(name)
    }

    /// Opens a folder, or makes it.
    ///
    /// # Errors
    /// If it is not there and cannot be made.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&path)?;
        Ok(Self(path))
    }

    /// Keeps bytes; once this returns they are there after a crash of the process.
    ///
    /// # Errors
    /// If they cannot be written; then what was there is still there.
    pub fn write(&self, id: &AttachmentId, content: &[u8]) -> io::Result<()> {
        // Half a file must never be found under the name of a whole one, nor may two writers meet.
        let unfinished = self.0.join(format!("{}.{UNFINISHED}", Uuid::new_v4()));
        let written = fs::write(&unfinished, content).and_then(|()| fs::rename(&unfinished, self.path(id)));
        if written.is_err() {
            drop(fs::remove_file(unfinished));
        }
        written
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// If they are not there, or cannot be read.
    pub fn read(&self, id: &AttachmentId) -> io::Result<Vec<u8>> {
        fs::read(self.path(id))
    }

    /// Forgets bytes; whether they were there does not matter, and what cannot be deleted is only wasted space.
    pub fn remove(&self, id: &AttachmentId) {
        drop(fs::remove_file(self.path(id)));
    }

    /// How many bytes of a file there are; none if it is not there.
    pub fn length(&self, id: &AttachmentId) -> Option<u64> {
        fs::metadata(self.path(id)).ok().map(|facts| facts.len())
    }

    /// Whether there are whole files.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn holds_files(&self) -> io::Result<bool> {
        let mut paths = fs::read_dir(&self.0)?.map(|entry| entry.map(|entry| entry.path()));
        paths.try_fold(false, |found, path| Ok(found || path?.extension().is_some_and(|end| end == WHOLE)))
    }

    /// Removes what none of these files left here, and tells which of them are not here. What does not look like a file of ours
    /// stays.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn sweep(&self, known: &[AttachmentRecord]) -> io::Result<Swept> {
        let names: BTreeSet<PathBuf> = known.iter().map(|file| self.path(&file.id)).collect();
        let mut swept = Swept::default();
        for entry in fs::read_dir(&self.0)? {
            let path = entry?.path();
            let ours = path.extension().is_some_and(|end| end == WHOLE || end == UNFINISHED);
            if ours && !names.contains(&path) && fs::remove_file(path).is_ok() {
                swept.removed += 1;
            }
        }
        let lost = known.iter().filter(|file| file.uploaded && self.length(&file.id) != Some(file.size));
        swept.lost = lost.map(|file| file.id.clone()).collect();
        Ok(swept)
    }

    /// An id may have come from a file that was imported, so nothing but letters, digits and hyphens gets into a path.
    fn path(&self, id: &AttachmentId) -> PathBuf {
        let name: String = id.as_str().bytes().map(safe).collect();
        self.0.join(format!("{name}.{WHOLE}"))
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
    fn a_sweep_takes_what_a_crash_left_and_nothing_else() {
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
    fn what_cannot_be_written_leaves_nothing_behind() {
        let place = tempfile::tempdir().unwrap();
        let folder = FileFolder::open(place.path()).unwrap();
        // A folder is in the way, so the last step fails.
        fs::create_dir_all(place.path().join("a.file/b")).unwrap();
        folder.write(&AttachmentId::new("a"), b"content").unwrap_err();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
