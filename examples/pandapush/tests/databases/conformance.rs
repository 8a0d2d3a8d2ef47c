//! What every operation does, the same on both databases.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pandapush::access::{Keyring, Usage};
use pandapush::store::{CreatedKey, Keys, NewKey, Store, StoreError, WEB_CONSOLE};
use secrecy::{ExposeSecret as _, SecretString};

use crate::OnBoth;
use crate::fresh::Fresh;

pub(crate) const TESTS: &[OnBoth] = &[
    ("an_application_is_stored_with_its_creator_as_administrator", creation),
    ("a_user_sees_the_applications_that_list_the_user", visibility),
    ("a_change_replaces_the_name_and_all_administrators", change),
    ("a_refused_change_changes_nothing", refused_change),
    ("a_key_is_stored_with_all_that_it_was_created_with", key),
    ("a_key_of_no_application_is_not_created", key_of_nothing),
    ("a_key_is_revoked_once_and_only_in_its_application", revocation),
    ("a_deletion_takes_everything_of_the_application_and_nothing_else", deletion),
    ("uses_are_added_and_the_last_one_is_the_latest", uses),
    ("the_revision_grows_with_each_change_of_keys", revision),
    ("the_key_of_the_admin_pages_is_made_once_and_again_when_it_is_revoked", console_key),
    ("the_development_key_is_made_once", development_key),
    ("the_secret_of_sessions_stays", session_secret),
    ("an_ended_session_is_known_until_it_would_have_expired", sessions),
    ("texts_of_any_kind_come_back_unchanged", texts),
    ("keys_in_memory_follow_each_change_at_once", in_memory),
];

/// An id that no application has.
const UNKNOWN: &str = "nosuchapplication";

async fn create_key(store: &Store, application: &str) -> CreatedKey {
    let new = NewKey { created_by: "ada".to_owned(), expires: None, purpose: Some("tests".to_owned()) };
    store.create_key(application, new).await.unwrap().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn creation(fresh: &Fresh) {
    fresh.with(async |store| {
        let begin = Timestamp::now() - SignedDuration::from_millis(1);
        let named = store.create_application(Some("Chat"), "ada").await.unwrap();
        assert_eq!((named.name.as_deref(), named.created_by.as_deref()), (Some("Chat"), Some("ada")));
        assert!(named.created_at.unwrap() >= begin && named.created_at == named.updated_at);
        let nameless = store.create_application(None, "bob").await.unwrap();
        assert_ne!(named.id, nameless.id);
        for application in [named, nameless] {
            let stored = store.application(&application.id).await.unwrap().unwrap();
            assert_eq!(stored.admins, [application.created_by.clone().unwrap()]);
            assert_eq!((stored.application, stored.keys), (application, Vec::new()));
        }
        assert_eq!(store.application(UNKNOWN).await.unwrap(), None);
    });
}

fn visibility(fresh: &Fresh) {
    fresh.with(async |store| {
        let first = store.create_application(Some("b"), "ada").await.unwrap().id;
        let second = store.create_application(Some("a"), "bob").await.unwrap().id;
        let third = store.create_application(Some("c"), "ada").await.unwrap().id;
        let ids = async |user| -> Vec<String> {
            store.applications(user).await.unwrap().into_iter().map(|application| application.id).collect()
        };
        assert_eq!(ids(None).await, [&*second, &*first, &*third]);
        assert_eq!(ids(Some("ada")).await, [&*first, &*third]);
        assert_eq!(ids(Some("eve")).await, [""; 0]);
        for (user, visible) in [(None, true), (Some("ada"), true), (Some("bob"), false), (Some("ADA"), false)] {
            assert_eq!(store.is_visible(&first, user).await.unwrap(), visible, "{user:?}");
            assert!(!store.is_visible(UNKNOWN, user).await.unwrap(), "{user:?}");
        }
        assert!(store.add_admin(&first, "bob").await.unwrap());
        assert!(store.add_admin(&first, "bob").await.unwrap());
        assert_eq!(store.application(&first).await.unwrap().unwrap().admins, ["ada", "bob"]);
        assert_eq!(ids(Some("bob")).await, [&*second, &*first]);
        assert!(!store.add_admin(UNKNOWN, "bob").await.unwrap());
    });
}

fn change(fresh: &Fresh) {
    fresh.with(async |store| {
        let before = store.create_application(Some("before"), "ada").await.unwrap();
        let admins = ["cy", "bob", "cy"].map(str::to_owned);
        assert!(store.update_application(&before.id, Some("after"), &admins).await.unwrap());
        let stored = store.application(&before.id).await.unwrap().unwrap();
        assert_eq!(
            (stored.application.name.as_deref(), stored.application.created_at),
            (Some("after"), before.created_at)
        );
        assert!(stored.application.updated_at >= before.updated_at);
        assert_eq!(stored.admins, ["bob", "cy"]);
        assert!(!store.is_visible(&before.id, Some("ada")).await.unwrap());
        assert!(store.update_application(&before.id, None, &[]).await.unwrap());
        let stored = store.application(&before.id).await.unwrap().unwrap();
        assert_eq!((stored.application.name, stored.admins.len()), (None, 0));
        assert!(!store.update_application(UNKNOWN, Some("x"), &admins).await.unwrap());
    });
}

fn refused_change(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(Some("before"), "ada").await.unwrap().id;
        let long = "x".repeat(256);
        for (name, admin) in [("after", &*long), (&long, "bob"), ("after", "b\0b"), ("af\0ter", "bob")] {
            let refused = store.update_application(&id, Some(name), &["bob".to_owned(), admin.to_owned()]).await;
            assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
        }
        let stored = store.application(&id).await.unwrap().unwrap();
        assert_eq!((stored.application.name.as_deref(), &*stored.admins), (Some("before"), &["ada".to_owned()][..]));
        assert!(matches!(store.create_application(Some(&long), "ada").await, Err(StoreError::Invalid(_))));
        assert!(matches!(store.add_admin(&id, &long).await, Err(StoreError::Invalid(_))));
        let new = NewKey { purpose: Some(long), ..NewKey::default() };
        assert!(matches!(store.create_key(&id, new).await, Err(StoreError::Invalid(_))));
    });
}

fn key(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let expires = at("2031-02-03T04:05:06.789Z");
        let new = NewKey { created_by: "bob".to_owned(), expires: Some(expires), purpose: Some("tests".to_owned()) };
        let created = store.create_key(&id, new).await.unwrap().unwrap();
        let stored = store.key(&id, &created.key.id).await.unwrap().unwrap();
        assert_eq!((&stored.application, &stored.id, stored.expires), (&id, &created.key.id, Some(expires)));
        assert!(stored.has_secret(created.key.secret.expose_secret()) && !stored.is_revoked());
        let record = store.application(&id).await.unwrap().unwrap().keys.remove(0);
        assert_eq!((record.id, record.application_id), (created.key.id, id.clone()));
        assert_eq!((record.created_by.as_deref(), record.purpose.as_deref()), (Some("bob"), Some("tests")));
        assert_eq!((record.expires, record.created_at), (Some(expires), Some(created.created_at)));
        assert_eq!((record.last_used, record.use_count, record.revoked_at), (None, 0, None));
        create_key(&store, &id).await;
        let (_, keys) = store.all_keys().await.unwrap();
        assert_eq!(keys.len(), 2);
        assert!(keys.iter().any(|key| key.expires.is_none()));
    });
}

fn key_of_nothing(fresh: &Fresh) {
    fresh.with(async |store| {
        assert!(store.create_key(UNKNOWN, NewKey::default()).await.unwrap().is_none());
        assert!(store.all_keys().await.unwrap().1.is_empty());
    });
}

fn revocation(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let other = store.create_application(None, "ada").await.unwrap().id;
        let key = create_key(&store, &id).await.key.id;
        assert_eq!(store.revoke_key(&other, &key).await.unwrap(), None);
        assert!(!store.key(&id, &key).await.unwrap().unwrap().is_revoked());
        let revoked_at = store.revoke_key(&id, &key).await.unwrap().unwrap();
        assert!(store.key(&id, &key).await.unwrap().unwrap().is_revoked());
        assert_eq!(store.revoke_key(&id, &key).await.unwrap(), Some(revoked_at));
        assert_eq!(store.application(&id).await.unwrap().unwrap().keys[0].revoked_at, Some(revoked_at));
        assert_eq!(store.revoke_key(&id, "PSIDnone").await.unwrap(), None);
    });
}

fn deletion(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let other = store.create_application(None, "ada").await.unwrap().id;
        let (key, kept) = (create_key(&store, &id).await.key.id, create_key(&store, &other).await.key.id);
        assert!(store.delete_application(&id).await.unwrap());
        assert_eq!(store.application(&id).await.unwrap(), None);
        assert!(store.key(&id, &key).await.unwrap().is_none());
        assert!(!store.is_visible(&id, Some("ada")).await.unwrap());
        assert!(store.key(&other, &kept).await.unwrap().is_some());
        assert!(store.is_visible(&other, Some("ada")).await.unwrap());
        assert!(!store.delete_application(&id).await.unwrap());
    });
}

fn uses(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let key = create_key(&store, &id).await.key.id;
        let usage = |key: &str, count, last_used| Usage {
            application: id.clone(),
            key: key.to_owned(),
            count,
            last_used: at(last_used),
        };
        store
            .count_uses(&[usage(&key, 3, "2030-01-01T00:00:00Z"), usage("gone", 1, "2030-01-01T00:00:00Z")])
            .await
            .unwrap();
        // Another node writes an earlier use later.
        store.count_uses(&[usage(&key, 3_000_000_000, "2029-01-01T00:00:00Z")]).await.unwrap();
        store.count_uses(&[]).await.unwrap();
        let record = store.application(&id).await.unwrap().unwrap().keys.remove(0);
        assert_eq!((record.use_count, record.last_used), (3_000_000_003, Some(at("2030-01-01T00:00:00Z"))));
    });
}

fn revision(fresh: &Fresh) {
    fresh.with(async |store| {
        let mut last = store.revision().await.unwrap();
        let mut grown = async |what: &str, expected: bool| {
            let now = store.revision().await.unwrap();
            assert_eq!(now > last, expected, "{what}");
            last = now;
        };
        let id = store.create_application(None, "ada").await.unwrap().id;
        grown("create application", false).await;
        let key = create_key(&store, &id).await.key.id;
        grown("create key", true).await;
        store.revoke_key(&id, &key).await.unwrap();
        grown("revoke key", true).await;
        store.update_application(&id, Some("x"), &[]).await.unwrap();
        grown("update application", false).await;
        store.delete_application(&id).await.unwrap();
        grown("delete application", true).await;
        store.ensure_development_key("devapp", "devkey", &"devsecret".to_owned().into()).await.unwrap();
        grown("development key", true).await;
        store.ensure_development_key("devapp", "devkey", &"devsecret".to_owned().into()).await.unwrap();
        grown("development key again", false).await;
    });
}

fn console_key(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let past = Some(at("2020-01-01T00:00:00Z"));
        let expired = NewKey { created_by: String::new(), expires: past, purpose: Some(WEB_CONSOLE.to_owned()) };
        let expired = store.create_key(&id, expired).await.unwrap().unwrap().key.id;
        let keys = Keys::load(store.clone(), Arc::new(Keyring::default())).await.unwrap();
        let first = keys.console_key(&id, "ada").await.unwrap().unwrap();
        assert_ne!(first.id, expired);
        let years = first.expires.unwrap().since(Timestamp::now()).unwrap().get_seconds() / (365 * 24 * 3600);
        assert!((9..=10).contains(&years), "{years}");
        assert_eq!(keys.console_key(&id, "bob").await.unwrap().unwrap().id, first.id);
        assert!(keys.keyring().find(&id, &first.id).is_some());
        keys.revoke(&id, &first.id).await.unwrap().unwrap();
        assert_ne!(keys.console_key(&id, "ada").await.unwrap().unwrap().id, first.id);
        assert!(keys.console_key(UNKNOWN, "ada").await.unwrap().is_none());
    });
}

fn development_key(fresh: &Fresh) {
    fresh.with(async |store| {
        let secret: SecretString = "devsecret".to_owned().into();
        for _ in 0..2 {
            store.ensure_development_key("devapp", "devkey", &secret).await.unwrap();
        }
        let key = store.key("devapp", "devkey").await.unwrap().unwrap();
        assert!(key.has_secret("devsecret"));
        let years = key.expires.unwrap().since(Timestamp::now()).unwrap().get_seconds() / (365 * 24 * 3600);
        assert!((99..=100).contains(&years), "{years}");
        assert_eq!(store.applications(None).await.unwrap().len(), 1);
        for (application, secret, expected) in [
            ("devapp", "other", "the key devkey exists with another secret than DEV_KEY_SECRET"),
            ("otherapp", "devsecret", "the key devkey exists in another application than otherapp"),
        ] {
            let refused = store.ensure_development_key(application, "devkey", &secret.to_owned().into()).await;
            let error = refused.unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        // An existing application gets the key.
        store.ensure_development_key("devapp", "second", &secret).await.unwrap();
        assert_eq!(store.application("devapp").await.unwrap().unwrap().keys.len(), 2);
    });
}

fn session_secret(fresh: &Fresh) {
    fresh.with(async |store| {
        let first = store.session_secret().await.unwrap();
        let second = store.session_secret().await.unwrap();
        assert_eq!(first.expose_secret(), second.expose_secret());
        assert_eq!(first.expose_secret().len(), 256);
    });
}

fn sessions(fresh: &Fresh) {
    fresh.with(async |store| {
        let hour = SignedDuration::from_hours(1);
        assert!(!store.is_session_ended("a").await.unwrap());
        store.end_session("a", Timestamp::now() + hour).await.unwrap();
        store.end_session("a", Timestamp::now() + hour).await.unwrap();
        store.end_session("b", Timestamp::now() - hour).await.unwrap();
        assert!(store.is_session_ended("a").await.unwrap());
        // The next end of a session removes those that have expired anyway.
        store.end_session("c", Timestamp::now() + hour).await.unwrap();
        assert!(!store.is_session_ended("b").await.unwrap());
        assert!(store.is_session_ended("a").await.unwrap());
    });
}

fn texts(fresh: &Fresh) {
    fresh.with(async |store| {
        let longest = "🐼".repeat(255);
        for name in
            ["", " ", "Robert'); DROP TABLE keys;--", "größer 日本 🙂", "$1 ?1 :a \\ \" %", "a\nb\tc\u{7f}", &longest]
        {
            let created = store.create_application(Some(name), name).await.unwrap();
            let stored = store.application(&created.id).await.unwrap().unwrap();
            assert_eq!((stored.application.name.as_deref(), &*stored.admins), (Some(name), &[name.to_owned()][..]));
            assert!(store.is_visible(&created.id, Some(name)).await.unwrap());
        }
        for id in ["' OR '1'='1", "%", "_", "*"] {
            assert!(!store.is_visible(id, None).await.unwrap(), "{id}");
            assert_eq!(store.application(id).await.unwrap(), None, "{id}");
        }
    });
}

fn in_memory(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        let before = create_key(&store, &id).await.key.id;
        let keys = Keys::load(store, Arc::new(Keyring::default())).await.unwrap();
        assert!(keys.keyring().find(&id, &before).is_some());
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        let created = keys.create(&id, new).await.unwrap().unwrap().key;
        let found = keys.keyring().find(&id, &created.id).unwrap();
        assert!(found.has_secret(created.secret.expose_secret()));
        keys.revoke(&id, &created.id).await.unwrap().unwrap();
        assert!(keys.keyring().find(&id, &created.id).unwrap().is_revoked());
        keys.reload().await.unwrap();
        assert!(keys.keyring().find(&id, &created.id).unwrap().is_revoked());
        assert!(keys.delete_application(&id).await.unwrap());
        assert!(keys.keyring().find(&id, &before).is_none());
        assert!(keys.create(&id, NewKey::default()).await.unwrap().is_none());
    });
}
