//! Several processes on one database. Each store here has connections of its own, as another process has.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pandapush::access::{Keyring, Usage};
use pandapush::store::{Intervals, KeyReload, Keys, NewKey, open};
use tokio::time::timeout;

use crate::OnBoth;
use crate::fresh::Fresh;

pub(crate) const TESTS: &[OnBoth] = &[
    ("nodes_that_start_together_migrate_once", starts),
    ("writers_of_several_processes_lose_nothing", writers),
    ("keys_of_another_process_work_and_end_within_a_second", reload),
    ("a_notice_makes_a_node_look_at_once", notice),
    ("uses_are_written_at_each_interval", usage),
];

/// How long another node may need to see a change.
const SECOND: Duration = Duration::from_secs(1);

fn starts(fresh: &Fresh) {
    fresh.runtime.block_on(async {
        let starts: Vec<_> = (0..6)
            .map(|_| {
                let location = fresh.location.clone();
                tokio::spawn(async move {
                    let store = open(&location).await.unwrap();
                    store.ensure_development_key("devapp", "devkey", &"devsecret".to_owned().into()).await.unwrap();
                    store.session_secret().await.unwrap()
                })
            })
            .collect();
        let mut secrets = Vec::new();
        for start in starts {
            secrets.push(secrecy::ExposeSecret::expose_secret(&start.await.unwrap()).to_owned());
        }
        secrets.dedup();
        assert_eq!(secrets.len(), 1);
        assert_eq!(open(&fresh.location).await.unwrap().all_keys().await.unwrap().1.len(), 1);
    });
}

fn writers(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        let key = store.create_key(&id, new).await.unwrap().unwrap().key.id;
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let (location, id, key) = (fresh.location.clone(), id.clone(), key.clone());
                tokio::spawn(async move {
                    let store = open(&location).await.unwrap();
                    for _ in 0..20 {
                        let last_used = Timestamp::now();
                        let usage = Usage { application: id.clone(), key: key.clone(), count: 1, last_used };
                        store.count_uses(&[usage]).await.unwrap();
                        let new = NewKey { created_by: "bob".to_owned(), ..NewKey::default() };
                        store.create_key(&id, new).await.unwrap().unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let stored = store.application(&id).await.unwrap().unwrap();
        assert_eq!(stored.keys.len(), 81);
        assert_eq!(stored.keys.iter().find(|found| found.id == key).unwrap().use_count, 80);
    });
}

/// Waits until a condition holds.
async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

fn reload(fresh: &Fresh) {
    fresh.with(async |other| {
        let id = other.create_application(None, "ada").await.unwrap().id;
        let store = open(&fresh.location).await.unwrap();
        let keys = Keys::load(store, Arc::new(Keyring::default())).await.unwrap();
        let running = tokio::spawn(KeyReload::new(keys.clone(), Intervals::default()).run());
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        let key = other.create_key(&id, new).await.unwrap().unwrap().key.id;
        let find = || keys.keyring().find(&id, &key);
        timeout(SECOND, until(|| find().is_some())).await.expect("a new key works");
        other.revoke_key(&id, &key).await.unwrap();
        timeout(SECOND, until(|| find().is_some_and(|key| key.is_revoked()))).await.expect("a revoked key ends");
        other.delete_application(&id).await.unwrap();
        timeout(SECOND, until(|| find().is_none())).await.expect("a deleted key ends");
        running.abort();
    });
}

fn notice(fresh: &Fresh) {
    fresh.with(async |other| {
        let id = other.create_application(None, "ada").await.unwrap().id;
        let store = open(&fresh.location).await.unwrap();
        let keys = Keys::load(store, Arc::new(Keyring::default())).await.unwrap();
        let never = Duration::from_hours(1);
        let intervals = Intervals { changes: never, reload: never, usage: never };
        let running = tokio::spawn(KeyReload::new(keys.clone(), intervals).run());
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        let key = other.create_key(&id, new).await.unwrap().unwrap().key.id;
        keys.notice_change();
        timeout(SECOND, until(|| keys.keyring().find(&id, &key).is_some())).await.expect("a new key works");
        running.abort();
    });
}

fn usage(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let keys = Keys::load(store.clone(), Arc::new(Keyring::default())).await.unwrap();
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        let key = keys.create(&id, new).await.unwrap().unwrap().key;
        let intervals = Intervals { usage: Duration::from_millis(10), ..Intervals::default() };
        let running = tokio::spawn(KeyReload::new(keys.clone(), intervals).run());
        for _ in 0..3 {
            keys.keyring().count_use(&key, Timestamp::now());
        }
        let counted = async { while store.application(&id).await.unwrap().unwrap().keys[0].use_count < 3 {} };
        timeout(SECOND * 5, counted).await.expect("uses are written");
        assert_eq!(store.application(&id).await.unwrap().unwrap().keys[0].use_count, 3);
        running.abort();
    });
}
