//! What an import of the vendor's export stores, and what it replaces.

use std::fs;

use chatkit::domain::{ADMIN_ROLE, DEFAULT_ROLE, Instance, Record};
use chatkit::model::{AttachmentId, Direction, MessagePage, NewPart, Role, Scope, SendMessage};
use chatkit::server::Storage as _;
use chatkit::store::{ImportError, Progress, PusherExport, import_pusher};
use jiff::Timestamp;
use serde_json::json;

use super::super::place::Place;
use super::{import_folder, import_text, lines, sample, sample_lines, sample_objects};

#[test]
fn exporting_an_imported_instance_and_importing_that_yields_the_same_bytes() {
    let mut place = Place::empty();
    let imported = import_folder(&mut place, &sample(), false).unwrap();
    assert_eq!(imported.tally.to_string(), "3 users, 2 rooms, 6 messages, 0 files, 0 cursors");
    let first = place.export();
    let mut other = Place::empty();
    other.import(&first, false).unwrap();
    assert_eq!(other.export(), first);
}

#[test]
fn every_form_of_the_files_yields_the_same_records() {
    let mut place = Place::empty();
    import_folder(&mut place, &sample(), false).unwrap();
    let expected = place.export();

    // The arrays of the vendor's sample, indented, and the names that its readers use.
    let folder = tempfile::tempdir().unwrap();
    for kind in ["users", "rooms", "messages"] {
        let objects = sample_objects(&format!("{kind}.ndjson"));
        let array = serde_json::to_string_pretty(&objects).unwrap();
        fs::write(folder.path().join(format!("{kind}.json")), array).unwrap();
    }
    let mut arrays = Place::empty();
    import_folder(&mut arrays, folder.path(), false).unwrap();
    assert_eq!(arrays.export(), expected);

    let objects = sample_lines();
    let whole = [lines(&objects), format!("\u{feff}{}", lines(&objects).replace('\n', "\r\n\r\n"))];
    for text in whole.into_iter().chain([serde_json::to_string(&objects).unwrap()]) {
        let mut one = Place::empty();
        import_text(&mut one, text, false).unwrap();
        assert_eq!(one.export(), expected);
    }
}

#[test]
fn progress_is_reported_in_bytes_and_ends_with_the_size_of_the_files() {
    #[derive(Default)]
    struct Counted(Vec<u64>);
    impl Progress for Counted {
        fn expect(&mut self, _: u64) {
            unreachable!("the caller knows the size")
        }

        fn advance(&mut self, steps: u64) {
            self.0.push(steps);
        }
    }
    let mut place = Place::empty();
    let (export, bytes) = PusherExport::open_folder(&sample()).unwrap();
    let mut counted = Counted::default();
    import_pusher(export, &mut place.storage, &place.files, false, &mut counted).unwrap();
    assert_eq!(counted.0.iter().sum::<u64>(), bytes);
    assert!(counted.0.len() > sample_lines().len(), "progress is reported for each object");
}

#[test]
fn ids_are_kept_exactly_and_times_in_whole_seconds() {
    let mut objects = sample_lines();
    objects[0]["created_at"] = json!("2018-05-02T09:15:00.123456+02:00");
    objects[5]["id"] = json!((1_u64 << 53) - (1 << 40));
    let mut place = Place::empty();
    import_text(&mut place, lines(&objects), false).unwrap();
    let records = place.storage.load().unwrap();
    let alice = records.iter().find_map(|record| match record {
        Record::User { user, .. } if user.id.as_str() == "alice" => Some(user),
        _ => None,
    });
    assert_eq!(alice.unwrap().created_at.to_string(), "2018-05-02T07:15:00Z");
    let instance = Instance::restore(records).unwrap();
    assert!(instance.message(&"workshop".into(), chatkit::model::MessageId::new((1 << 53) - (1 << 40))).is_ok());
}

#[test]
fn new_messages_get_ids_after_the_imported_and_the_deleted_ones() {
    let mut objects = sample_lines();
    objects[8]["id"] = json!(7777);
    let mut place = Place::empty();
    import_text(&mut place, lines(&objects), false).unwrap();
    let mut instance = Instance::restore(place.storage.load().unwrap()).unwrap();
    let parts = vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: "new".to_owned() }];
    let sent = instance
        .send_message(&"alice".into(), &"workshop".into(), SendMessage { parts }, Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(sent.value.message_id.number(), 7778, "the id 7777 is that of a deleted message");
}

#[test]
fn messages_of_two_rooms_with_one_id_are_kept_and_the_later_ones_get_new_ids() {
    let mut objects = sample_lines();
    // Two of the private room, in another order than that of their ids.
    objects[9]["id"] = json!(1042);
    objects[10]["id"] = json!(1041);
    let mut place = Place::empty();
    let imported = import_text(&mut place, lines(&objects), false).unwrap();
    assert_eq!(imported.tally.messages, 6);
    assert_eq!(imported.remarks.renumbered_messages, 2);
    let instance = Instance::restore(place.storage.load().unwrap()).unwrap();
    let messages = |room: &str| {
        let page = MessagePage { limit: Some(100), direction: Direction::Newer, ..MessagePage::default() };
        let messages = instance.messages(&room.into(), &page).unwrap().into_iter();
        messages.map(|message| (message.id.number(), message.user_id.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(messages("5f2c"), [(1050, "bruno".to_owned()), (1051, "zoë/北".to_owned())]);
    assert_eq!(messages("workshop").iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1041, 1042, 1044, 1049]);
    assert_eq!(instance.counters().sent_messages, 1051);
    let first = place.export();
    let mut other = Place::empty();
    other.import(&first, false).unwrap();
    assert_eq!(other.export(), first);
}

#[test]
fn an_instance_with_data_is_replaced_only_if_requested() {
    let mut place = Place::full();
    let before = place.contents();
    let error = import_folder(&mut place, &sample(), false).unwrap_err().to_string();
    assert!(error.starts_with("the instance is not empty: it has 2 users"), "{error}");
    assert!(error.ends_with("`--replace` replaces them"), "{error}");
    assert_eq!(place.contents(), before);
    assert_eq!(place.files.read(&AttachmentId::new("picture")).unwrap(), b"\x00\xffbytes");

    import_folder(&mut place, &sample(), true).unwrap();
    assert_eq!(place.contents().1, 0, "no content of replaced files remains");
    let replaced = place.export();
    let mut fresh = Place::empty();
    import_folder(&mut fresh, &sample(), false).unwrap();
    // Numbers of users are not reused either, so they and the counters differ.
    let of_rooms =
        |text: &str| text.lines().filter(|line| line.contains("room_id")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of_rooms(&replaced), of_rooms(&fresh.export()));
    assert!(!replaced.contains("lobby") && !replaced.contains("guest"), "{replaced}");

    import_folder(&mut place, &sample(), false).unwrap_err();
    import_folder(&mut place, &sample(), true).unwrap();
}

#[test]
fn an_import_without_the_folder_of_files_changes_nothing() {
    let mut place = Place::full();
    let before = place.storage.load().unwrap();
    fs::remove_dir_all(place.folder.path().join("chat.db.files")).unwrap();
    let error = import_folder(&mut place, &sample(), true).unwrap_err();
    assert!(matches!(error, ImportError::Folder(_)), "{error}");
    assert_eq!(place.storage.load().unwrap(), before);
}

#[test]
fn an_instance_without_data_keeps_its_roles_and_a_new_one_gets_the_initial_roles() {
    let roles = |place: &mut Place| {
        let records = place.storage.load().unwrap().into_iter();
        let names = records.filter_map(|record| if let Record::Role(role) = record { Some(role.name) } else { None });
        names.collect::<Vec<_>>()
    };
    let mut fresh = Place::empty();
    import_folder(&mut fresh, &sample(), false).unwrap();
    assert_eq!(roles(&mut fresh), [ADMIN_ROLE, DEFAULT_ROLE]);

    let mut prepared = Place::empty();
    let mut instance = Instance::new();
    let role = Role { name: "guest".to_owned(), scope: Scope::Global, permissions: vec!["room:join".to_owned()] };
    instance.create_role(role).unwrap();
    prepared.storage.write(&instance.take_writes()).unwrap();
    import_folder(&mut prepared, &sample(), false).unwrap();
    assert_eq!(roles(&mut prepared), [ADMIN_ROLE, DEFAULT_ROLE, "guest"]);
    import_folder(&mut prepared, &sample(), true).unwrap();
    assert_eq!(roles(&mut prepared), [ADMIN_ROLE, DEFAULT_ROLE]);
}
