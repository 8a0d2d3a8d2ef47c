//! A database that does not answer.

use std::sync::{Arc, Mutex};

use super::world::{Broken, World, settings};
use crate::store::{SqliteDatabase, Store};

#[tokio::test]
async fn each_operation_has_the_text_of_the_original_and_no_cause() {
    let folder = tempfile::tempdir().unwrap();
    let inner = SqliteDatabase::open(&folder.path().join("pandapush.sqlite")).await.unwrap();
    let left = Arc::new(Mutex::new(u32::MAX));
    let store = Store::new(Broken { inner, left: left.clone() });
    store.migrate().await.unwrap();
    let id = store.create_application(None, "ada").await.unwrap().id;
    let world = World::over(store, settings()).await;
    for (method, rest, body, expected) in [
        ("GET", "applications".to_owned(), "", "Error loading applications."),
        ("POST", "applications".to_owned(), "{}", "error creating application"),
        ("GET", format!("application/{id}"), "", "Error loading application"),
        ("POST", format!("application/{id}"), r#"{"admins":[]}"#, "error updating application"),
        ("DELETE", format!("application/{id}"), "", "error removing application"),
        ("POST", format!("application/{id}/keys"), "{}", "error"),
        ("POST", format!("application/{id}/token"), "{}", "error"),
        ("POST", format!("application/{id}/keys/k/token"), "{}", "error"),
        ("POST", format!("application/{id}/keys/k/revoke"), "", "error"),
    ] {
        // The session, then whether the user may see the application, then the operation itself.
        let needed = if rest == "applications" { 1 } else { 2 };
        for answered in 0..=needed {
            *left.lock().unwrap() = answered;
            let answer = world.send("ada", method, &format!("/admin/api/{rest}"), body).await;
            let expected = if answered == 0 { "error" } else { expected };
            assert_eq!(answer.says(), (500, expected), "{method} {rest} after {answered}");
        }
    }
    *left.lock().unwrap() = u32::MAX;
    assert_eq!(world.send("ada", "GET", &format!("/admin/api/application/{id}"), "").await.status, 200);
}

#[tokio::test]
async fn a_session_that_cannot_be_ended_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let inner = SqliteDatabase::open(&folder.path().join("pandapush.sqlite")).await.unwrap();
    let left = Arc::new(Mutex::new(u32::MAX));
    let store = Store::new(Broken { inner, left: left.clone() });
    store.migrate().await.unwrap();
    let world = World::over(store, settings()).await;
    *left.lock().unwrap() = 1;
    let answer = world.send("ada", "DELETE", "/admin/session", "").await;
    assert_eq!((answer.says(), answer.header("set-cookie")), ((500, "error"), ""));
}
