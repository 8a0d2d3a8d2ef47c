//! A database with its files in a temporary folder, and an instance with records of every kind.

use std::fs;

use chatkit::domain::{Actor, AttachmentRecord, Instance, Record};
use chatkit::model::{
    AssignRole, AttachmentId, AttachmentReference, CreateRoom, CreateUser, NewPart, Position, Role, Scope, SendMessage,
};
use chatkit::server::Storage as _;
use chatkit::store::{FileFolder, ImportError, Imported, NoProgress, Source, SqliteStorage, export, import};
use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;

/// An open database with its files, in a temporary folder.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) storage: SqliteStorage,
    pub(crate) files: FileFolder,
}

impl Place {
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = SqliteStorage::open(&folder.path().join("chat.db"), "mine").unwrap();
        let files = FileFolder::open(folder.path().join("chat.db.files")).unwrap();
        Self { folder, storage, files }
    }

    /// Creates a database with records of every kind.
    pub(crate) fn full() -> Self {
        let mut place = Self::empty();
        place.storage.write(&sample_instance().take_writes()).unwrap();
        place.files.write(&AttachmentId::new("picture"), b"\x00\xffbytes").unwrap();
        place
    }

    pub(crate) fn export(&mut self) -> String {
        let mut lines = Vec::new();
        let exported = export(&mut self.storage, &self.files, &mut lines, &mut NoProgress).unwrap();
        assert_eq!(exported.lost, []);
        String::from_utf8(lines).unwrap()
    }

    pub(crate) fn import(&mut self, lines: &str, replace: bool) -> Result<Imported, ImportError> {
        let source = Source::open(lines.as_bytes())?;
        import(source, &mut self.storage, &self.files, replace, &mut NoProgress)
    }

    /// Returns all records and the number of files.
    pub(crate) fn contents(&mut self) -> (Vec<Record>, usize) {
        (self.storage.load().unwrap(), fs::read_dir(self.folder.path().join("chat.db.files")).unwrap().count())
    }
}

/// Creates an instance with users, a room, roles, messages, a cursor, a file and a job.
pub(crate) fn sample_instance() -> Instance {
    let mut instance = Instance::new();
    let now: Timestamp = "2017-03-23T11:36:42.123456789Z".parse().unwrap();
    let custom = json!({"weight": 0.1, "odd": 2.225_073_858_507_201e-308, "deep": [{"ü": null}], "big": u64::MAX});
    for id in ["alice", "bob", "carol"] {
        let custom_data = custom.as_object().cloned();
        let user = CreateUser { id: id.into(), name: "Ünï \"quoted\"\n".to_owned(), avatar_url: None, custom_data };
        let _ = instance.create_user(user, now).unwrap();
    }
    let new = CreateRoom {
        id: Some("lobby".into()),
        name: "Lobby".to_owned(),
        user_ids: vec!["bob".into()],
        ..CreateRoom::default()
    };
    let _ = instance.create_room(&Actor::user("alice"), new, || unreachable!(), now).unwrap();
    let guest = Role { name: "guest".to_owned(), scope: Scope::Room, permissions: vec!["room:join".to_owned()] };
    instance.create_role(guest).unwrap();
    let role = AssignRole { name: "guest".to_owned(), room_id: Some("lobby".into()) };
    instance.assign_role(&"bob".into(), role).unwrap();
    let picture = AttachmentRecord {
        id: AttachmentId::new("picture"),
        room_id: "lobby".into(),
        user_id: Some("alice".into()),
        content_type: "image/png".to_owned(),
        size: 7,
        name: Some("p.png".to_owned()),
        custom_data: None,
        created_at: now,
        uploaded: true,
        named: true,
    };
    instance.add_file(picture).unwrap();
    let attachment = AttachmentReference { id: AttachmentId::new("picture") };
    for part in [
        NewPart::Inline { media_type: "text/plain".to_owned(), content: "hello".to_owned() },
        NewPart::Attachment { media_type: "image/png".to_owned(), attachment },
    ] {
        let _ =
            instance.send_message(&"alice".into(), &"lobby".into(), SendMessage { parts: vec![part] }, now).unwrap();
    }
    let _ = instance.set_cursor(&"lobby".into(), &"bob".into(), Position { position: 1 }, now).unwrap();
    let _ = instance.schedule_user_deletion(&"carol".into(), "job".to_owned()).unwrap();
    instance
}
