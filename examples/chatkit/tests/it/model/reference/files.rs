//! Files: announced, uploaded, and added to a room under a name.

use std::collections::BTreeMap;

use pusher_platform::error_types::ATTACHMENT_NOT_FOUND;

type Name = &'static str;

/// The files by id.
#[derive(Debug, Default)]
pub(crate) struct Files(pub(crate) BTreeMap<Name, File>);

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) room: Name,
    pub(crate) uploaded: bool,
    /// Whether it can be found by its name. All files of a room have the same name here, so that the last one can.
    pub(crate) named: bool,
}

impl Files {
    pub(super) fn announce(&mut self, room: Name, file: Name) {
        self.0.insert(file, File { room, uploaded: false, named: false });
    }

    pub(super) fn upload(&mut self, file: Name) -> Result<(), Name> {
        let file = self.0.get_mut(file).filter(|file| !file.uploaded).ok_or(ATTACHMENT_NOT_FOUND)?;
        file.uploaded = true;
        Ok(())
    }

    pub(super) fn add(&mut self, room: Name, file: Name) {
        for other in self.0.values_mut().filter(|other| other.room == room) {
            other.named = false;
        }
        self.0.insert(file, File { room, uploaded: true, named: true });
    }

    pub(super) fn remove_room(&mut self, room: &str) {
        self.0.retain(|_, file| file.room != room);
    }
}
