//! Databases of the original, of older and of newer versions.

use jiff::Timestamp;
use pandapush::store::{Location, NewKey, StoreError, open, open_existing};

use crate::OnBoth;
use crate::fresh::Fresh;

pub(crate) const TESTS: &[OnBoth] = &[
    ("a_database_of_the_original_is_adopted_with_every_row", original),
    ("a_database_of_an_early_version_of_the_original_is_adopted", early_original),
    ("a_database_of_a_newer_version_is_refused_and_unchanged", newer),
    ("a_failed_step_leaves_nothing_behind", failed_step),
    ("an_opened_database_opens_again", again),
    ("a_file_of_another_program_is_refused_and_unchanged", foreign),
    ("a_missing_file_is_created_only_on_request", missing),
    ("files_can_be_read_by_their_owner_only", private),
];

/// The tables of the original, and of the library that made them, with the types of both databases.
fn tables(fresh: &Fresh, key_statistics: bool, secret: u32) -> String {
    let time = if fresh.is_sqlite() { "datetime" } else { "timestamptz" };
    let statistics = if key_statistics { format!(", last_used {time}, use_count integer") } else { String::new() };
    format!(
        "CREATE TABLE knex_migrations (id integer PRIMARY KEY, name varchar(255), batch integer, migration_time {time});
         CREATE TABLE knex_migrations_lock (\"index\" integer PRIMARY KEY, is_locked integer);
         INSERT INTO knex_migrations (id, name, batch) VALUES (1, '1_init.js', 1);
         CREATE TABLE applications (id varchar(255) NOT NULL PRIMARY KEY, name varchar(255), created_by varchar(255),
             created_at {time}, updated_at {time});
         CREATE TABLE application_users (application_id varchar(255) REFERENCES applications (id),
             user_id varchar(255));
         CREATE TABLE keys (id varchar(255) NOT NULL PRIMARY KEY,
             application_id varchar(255) REFERENCES applications (id), secret varchar({secret}),
             created_by varchar(255), expires {time}, purpose varchar(255), created_at {time},
             updated_at {time}{statistics});
         INSERT INTO applications VALUES
             ('app1', 'One', 'ada', '2019-01-02T03:04:05.678Z', '2019-01-02T03:04:05.678Z'),
             ('app2', NULL, NULL, NULL, NULL);
         INSERT INTO application_users VALUES ('app1', 'ada'), ('app1', 'bob'), ('app1', 'bob'), ('app2', 'bob');
         INSERT INTO keys (id, application_id, secret, created_by, expires, purpose, created_at) VALUES
             ('PSIDold', 'app1', '0123456789012345678901234567890123456789', 'ada', '2030-01-01T00:00:00.000Z', 'old',
              '2019-01-02T03:04:05.678Z'),
             ('PSIDever', 'app1', 'short', NULL, NULL, NULL, NULL);"
    )
}

fn original(fresh: &Fresh) {
    fresh.runtime.block_on(async {
        fresh.execute(&tables(fresh, true, 1024)).await;
        fresh
            .execute(
                "UPDATE keys SET use_count = 2147483647, last_used = '2024-05-06T07:08:09.123Z' WHERE id = 'PSIDold'",
            )
            .await;
        let store = open(&fresh.location).await.unwrap();
        let first = store.application("app1").await.unwrap().unwrap();
        assert_eq!(first.application.name.as_deref(), Some("One"));
        assert_eq!(first.application.created_at, Some("2019-01-02T03:04:05.678Z".parse().unwrap()));
        assert_eq!(first.admins, ["ada", "bob"]);
        let old = first.keys.iter().find(|key| key.id == "PSIDold").unwrap();
        assert_eq!(old.expires, Some("2030-01-01T00:00:00Z".parse().unwrap()));
        assert_eq!((old.use_count, old.revoked_at), (2_147_483_647, None));
        assert_eq!(old.last_used, Some("2024-05-06T07:08:09.123Z".parse().unwrap()));
        assert!(first.keys.iter().any(|key| key.id == "PSIDever" && key.expires.is_none() && key.use_count == 0));
        assert_eq!(store.application("app2").await.unwrap().unwrap().admins, ["bob"]);
        let (_, keys) = store.all_keys().await.unwrap();
        assert!(
            keys.iter().any(|key| key.id == "PSIDold" && key.has_secret("0123456789012345678901234567890123456789"))
        );
        assert_eq!(keys.len(), 2);
        works(fresh).await;
    });
}

fn early_original(fresh: &Fresh) {
    fresh.runtime.block_on(async {
        fresh.execute(&tables(fresh, false, 255)).await;
        works(fresh).await;
        let store = open(&fresh.location).await.unwrap();
        assert_eq!(store.application("app1").await.unwrap().unwrap().keys.len(), 3);
    });
}

/// Checks that new keys, whose secrets are longer, can be stored, counted and revoked.
async fn works(fresh: &Fresh) {
    let store = open(&fresh.location).await.unwrap();
    let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
    let key = store.create_key("app1", new).await.unwrap().unwrap().key;
    for key in [&*key.id, "PSIDold"] {
        let usage = pandapush::access::Usage {
            application: "app1".to_owned(),
            key: key.to_owned(),
            count: 1,
            last_used: Timestamp::now(),
        };
        store.count_uses(&[usage]).await.unwrap();
    }
    assert!(store.revoke_key("app1", &key.id).await.unwrap().is_some());
}

fn newer(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(Some("kept"), "ada").await.unwrap().id;
        let later = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
                     VALUES (999, 'later', '2040-01-01T00:00:00Z', '1')";
        fresh.execute(later).await;
        let refused = open(&fresh.location).await.unwrap_err();
        assert!(matches!(refused, StoreError::Newer { found: 999, .. }), "{refused}");
        assert!(refused.to_string().contains("written by a newer version of pandapush"), "{refused}");
        fresh.execute("DELETE FROM refinery_schema_history WHERE version = 999").await;
        assert!(open(&fresh.location).await.unwrap().application(&id).await.unwrap().is_some());
    });
}

fn failed_step(fresh: &Fresh) {
    fresh.runtime.block_on(async {
        fresh.execute(&tables(fresh, true, 1024)).await;
        // Makes the creation of the third table of the second step fail.
        fresh.execute("CREATE TABLE settings (other integer)").await;
        let failed = open(&fresh.location).await.unwrap_err();
        assert!(matches!(failed, StoreError::Migration(_)), "{failed}");
        fresh.execute("DROP TABLE settings").await;
        works(fresh).await;
    });
}

fn again(fresh: &Fresh) {
    fresh.with(async |store| {
        let id = store.create_application(None, "ada").await.unwrap().id;
        assert_eq!(store.migrate().await.unwrap(), [""; 0]);
        let again = open_existing(&fresh.location).await.unwrap();
        assert!(again.application(&id).await.unwrap().is_some());
    });
}

fn foreign(fresh: &Fresh) {
    let Location::Sqlite(path) = &fresh.location else { return };
    fresh.runtime.block_on(async {
        fresh.execute("CREATE TABLE songs (title text)").await;
        let before = std::fs::read(path).unwrap();
        let refused = open(&fresh.location).await.unwrap_err();
        assert!(matches!(refused, StoreError::Foreign(_)), "{refused}");
        assert_eq!(std::fs::read(path).unwrap(), before);
        std::fs::write(path, "no database at all, but long enough to have a header of one").unwrap();
        let refused = open(&fresh.location).await.unwrap_err();
        assert!(matches!(refused, StoreError::Foreign(_)), "{refused}");
    });
}

fn missing(fresh: &Fresh) {
    let Location::Sqlite(path) = &fresh.location else { return };
    fresh.runtime.block_on(async {
        let refused = open_existing(&fresh.location).await.unwrap_err();
        assert!(matches!(refused, StoreError::Missing(_)), "{refused}");
        assert!(!path.exists());
        let deeper = Location::Sqlite(path.with_file_name("new").join("folder").join("file"));
        open(&deeper).await.unwrap();
        open_existing(&deeper).await.unwrap();
    });
}

fn private(fresh: &Fresh) {
    #[cfg(unix)]
    if let Location::Sqlite(path) = &fresh.location {
        use std::os::unix::fs::PermissionsExt as _;
        fresh.with(async |store| {
            store.create_application(None, "ada").await.unwrap();
            for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
                let file = file.unwrap();
                assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
            }
        });
    }
    #[cfg(not(unix))]
    let _ = fresh;
}
