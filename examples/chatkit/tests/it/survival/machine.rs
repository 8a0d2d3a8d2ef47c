//! Random operations, each written to storage and read back as the same instance. An operation that does not record
//! what it changed fails here.

use std::collections::BTreeMap;

use chatkit::domain::{Instance, Record};
use chatkit::server::Storage as _;
use chatkit::store::SqliteStorage;
use jiff::Timestamp;
use proptest::prelude::*;

use crate::model::operations::Operations;
use crate::model::reference::Reference;
use crate::model::step::{operation, start};

/// Compares the files of an instance with those of the reference model.
fn check_files(instance: &Instance, reference: &Reference) {
    let found: BTreeMap<&str, (&str, bool, bool)> = instance
        .attachments()
        .map(|file| (file.id.as_str(), (file.room_id.as_str(), file.uploaded, file.named)))
        .collect();
    let expected = reference.files.0.iter().map(|(id, file)| (*id, (file.room, file.uploaded, file.named)));
    assert_eq!(found, expected.collect());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_instance_read_from_storage_equals_the_one_written(steps in prop::collection::vec(operation(), 1..60)) {
        let (mut instance, mut reference) = (Instance::new(), Reference::default());
        let mut storage = SqliteStorage::in_memory("machine").unwrap();
        for (second, step) in (0..).zip(start().chain(steps)) {
            let now = Timestamp::from_second(1_490_000_000 + second).unwrap();
            let refused = Operations { instance: &mut instance, now }.take(&step).is_err();
            prop_assert_eq!(refused, reference.take(&step, now.as_second()).is_err(), "{:?}", step);
            let writes = instance.take_writes();
            prop_assert!(!refused || writes.is_empty(), "{step:?} was refused and changed {writes:?}");
            storage.write(&writes).unwrap();
            let mut restored = Instance::restore(storage.load().unwrap()).unwrap();
            let (restored_records, records): (Vec<Record>, Vec<Record>) = (restored.records().collect(), instance.records().collect());
            prop_assert_eq!(restored_records, records, "after {:?}", step);
            prop_assert!(restored.take_writes().is_empty());
            check_files(&restored, &reference);
        }
    }
}
