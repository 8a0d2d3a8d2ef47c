//! A database that is stopped, killed or locked, and comes back.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use libtest_mimic::Trial;
use pandapush::access::Keyring;
use pandapush::store::{Keys, Location, NewKey, PostgresLocation, StoreError, open};
use peers::{Authority, Postgres, PostgresServer, trial};
use tokio::runtime::Runtime;

/// A test with a server of its own.
type OnServer = (&'static str, fn(PostgresServer));

pub(crate) fn trials() -> Vec<Trial> {
    let tests: [OnServer; 4] = [
        ("a_stopped_server_is_reported_and_the_pool_heals", stopped),
        ("a_killed_server_loses_nothing_that_was_answered", killed),
        ("connections_are_encrypted_and_certificates_verified", encrypted),
        ("wrong_settings_are_explained_without_the_password", wrong_settings),
    ];
    let on_server = tests.into_iter().map(|(name, test)| {
        trial(format!("postgres::{name}"), Postgres::find_quietly(), move |postgres| {
            test(postgres.start_durable().map_err(|error| error.to_string())?);
            Ok(())
        })
    });
    on_server
        .chain([Trial::test("sqlite::a_locked_file_is_reported_and_the_store_heals", || {
            locked();
            Ok(())
        })])
        .collect()
}

fn stopped(mut server: PostgresServer) {
    Runtime::new().unwrap().block_on(async {
        let location = Location::Postgres(Box::new(server.url().parse().unwrap()));
        let store = open(&location).await.unwrap();
        let id = store.create_application(None, "ada").await.unwrap().id;
        let keys = Keys::load(store.clone(), Arc::new(Keyring::default())).await.unwrap();
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        let key = keys.create(&id, new.clone()).await.unwrap().unwrap().key;
        assert!(keys.health().borrow().ok);

        server.stop().unwrap();
        for _ in 0..3 {
            let error = store.applications(None).await.unwrap_err();
            assert!(matches!(&error, StoreError::Unavailable(_)), "{error}");
        }
        keys.reload().await.unwrap_err();
        let health = keys.health().borrow().clone();
        assert!(!health.ok && health.error.is_some(), "{health:?}");
        assert!(keys.keyring().find(&id, &key.id).is_some(), "authentication goes on with the last keys");
        keys.keyring().count_use(&key, Timestamp::now());
        keys.write_usage().await.unwrap_err();
        keys.keyring().count_use(&key, Timestamp::now());
        keys.write_usage().await.unwrap_err();

        server.start().unwrap();
        // Without a new store, and at the first attempt.
        assert_eq!(store.applications(None).await.unwrap().len(), 1);
        keys.write_usage().await.unwrap();
        assert_eq!(store.application(&id).await.unwrap().unwrap().keys[0].use_count, 2, "uses were kept meanwhile");
        assert!(keys.health().borrow().ok);
        assert!(keys.health().borrow().since >= health.since);
        keys.create(&id, new).await.unwrap().unwrap();
    });
}

fn killed(mut server: PostgresServer) {
    Runtime::new().unwrap().block_on(async {
        let location = Location::Postgres(Box::new(server.url().parse().unwrap()));
        let store = open(&location).await.unwrap();
        let id = store.create_application(None, "ada").await.unwrap().id;
        let writer = {
            let (store, id) = (store.clone(), id.clone());
            tokio::spawn(async move {
                let mut created = Vec::new();
                let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
                while let Ok(Some(key)) = store.create_key(&id, new.clone()).await {
                    created.push(key.key.id);
                }
                created
            })
        };
        while store.all_keys().await.unwrap().1.len() < 10 {}
        server.kill().unwrap();
        let created = writer.await.unwrap();
        server.start().unwrap();
        let (_, keys) = store.all_keys().await.unwrap();
        for key in &created {
            assert!(keys.iter().any(|stored| stored.id == *key), "{key} was answered");
        }
        assert!(created.len() >= 10 && keys.len() <= created.len() + 1);
    });
}

fn wrong_settings(server: PostgresServer) {
    Runtime::new().unwrap().block_on(async {
        let url = server.url();
        for (url, expected) in [
            (url.replace("pandapush:pandapush", "pandapush:very-secret"), "password authentication failed"),
            (url.replace("/postgres", "/nosuchdatabase").replacen("nosuchdatabase:", "postgres:", 1), "does not exist"),
            (format!("{url}?sslmode=require"), "server does not support TLS"),
        ] {
            let error = match url.parse() {
                Ok(config) => open(&Location::Postgres(Box::new(config))).await.unwrap_err().to_string(),
                Err(error) => panic!("{error}"),
            };
            assert!(error.contains(expected) && !error.contains("very-secret"), "{error}");
        }
    });
    drop(server);
}

fn encrypted(mut server: PostgresServer) {
    let [ours, other] = [Authority::new(), Authority::new()];
    let [certificate, key] = ours.server();
    server.require_tls(&certificate, &key).unwrap();
    Runtime::new().unwrap().block_on(async {
        // The certificate is for `localhost`.
        let url = server.url().replace("127.0.0.1", "localhost");
        let at = |url: &str, authority: Option<&Authority>| {
            let location: PostgresLocation = url.parse().unwrap();
            let certificate_authority = authority.map(Authority::certificate);
            Location::Postgres(Box::new(PostgresLocation { certificate_authority, ..location }))
        };
        let store = open(&at(&url, Some(&ours))).await.unwrap();
        store.create_application(None, "ada").await.unwrap();
        for (location, expected) in [
            (at(&url, None), "no encryption"),
            (at(&url, Some(&other)), "certificate"),
            (at(&format!("{url}?sslmode=require"), None), "certificate"),
            (at(&server.url(), Some(&ours)), "certificate"),
        ] {
            let error = open(&location).await.unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let missing = PostgresLocation { certificate_authority: Some("nowhere.pem".into()), ..url.parse().unwrap() };
        let error = open(&Location::Postgres(Box::new(missing))).await.unwrap_err().to_string();
        assert!(error.contains("the certificate authorities in nowhere.pem"), "{error}");
    });
}

fn locked() {
    Runtime::new().unwrap().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pandapush.sqlite");
        let store = open(&Location::Sqlite(path.clone())).await.unwrap();
        let keys = Keys::load(store.clone(), Arc::new(Keyring::default())).await.unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.busy_timeout(Duration::ZERO).unwrap();
        let id = store.create_application(None, "ada").await.unwrap().id;
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let error = keys.create(&id, NewKey::default()).await.unwrap_err();
        assert!(matches!(&error, StoreError::Unavailable(_)), "{error}");
        assert!(error.to_string().contains("locked"), "{error}");
        assert!(!keys.health().borrow().ok);
        keys.reload().await.expect("reading goes on");
        assert!(keys.health().borrow().ok);
        other.execute_batch("COMMIT").unwrap();
        keys.create(&id, NewKey::default()).await.unwrap().unwrap();
    });
}
