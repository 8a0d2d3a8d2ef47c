//! The instance on which the request of every table row succeeds, and functions that send these requests.

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::table::Row;
use crate::wire::{Answer, Caller, Follower, Wire};

/// An instance with data for every row of the table.
///
/// Users: `alice`, `bob` and `carol`. Rooms: `lobby` of `alice` and `bob`, with a message and a cursor of each, and
/// `park` of `carol`. Further: files, a job, the room role `guard`, and all permissions for the role `default`.
pub(crate) struct Stage {
    pub(crate) wire: Wire,
    job: String,
    uploaded: String,
    upload: String,
    download: String,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let wire = Wire::with(|settings| settings.test_tokens = true);
        for id in ["alice", "bob", "carol", "gone"] {
            wire.create_user(id).await;
        }
        wire.change_default(&json!({"add_permissions": ["room:update", "room:delete"]})).await;
        let (su, alice) = (wire.su(), wire.user("alice"));
        let room = |id: &str, others: Value| json!({"id": id, "name": id, "private": false, "user_ids": others});
        alice.post("chatkit/v6/rooms", &room("lobby", json!(["bob"]))).await.json(201);
        wire.user("carol").post("chatkit/v6/rooms", &room("park", json!([]))).await.json(201);
        assert_eq!(wire.send_text("alice", "lobby", "one").await, 1);
        assert_eq!(wire.send_text("bob", "lobby", "two").await, 2);
        for user in ["alice", "bob"] {
            let path = format!("chatkit_cursors/v2/cursors/0/rooms/lobby/users/{user}");
            wire.user(user).put(&path, &json!({"position": 1})).await.json(201);
        }
        let guard = json!({"name": "guard", "scope": "room", "permissions": []});
        su.post("chatkit_authorizer/v2/roles", &guard).await.empty(201);
        su.put("chatkit_authorizer/v2/users/alice/roles", &json!({"name": "guard", "room_id": "lobby"}))
            .await
            .empty(201);
        let job = su.bare(Method::PUT, "chatkit_scheduler/v1/users/gone").await.json(202)["id"].to_string();
        let form = "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nmeow\r\n--x--\r\n";
        upload_form(&alice, "chatkit_files/v1/rooms/lobby/users/alice/files/cat.png", form).await.json(200);
        let (_, upload) = announce(&alice).await;
        let (uploaded, address) = announce(&alice).await;
        wire.anonymous().send(Method::PUT, &address, "hello").await.empty(200);
        let path = format!("chatkit/v6/rooms/lobby/attachments/{uploaded}");
        let download = after_host(&alice.get(&path).await.json(200)["download_url"]);
        Self { wire, job: job.trim_matches('"').to_owned(), uploaded, upload, download }
    }

    /// Sends the request of a row.
    pub(crate) async fn ask(&self, row: &Row, caller: &Caller<'_>) -> Answer {
        self.ask_with(row, caller, row.body).await
    }

    /// Sends the request of a row with another body.
    pub(crate) async fn ask_with(&self, row: &Row, caller: &Caller<'_>, body: &str) -> Answer {
        let path = self.path(row);
        if row.endpoint == "upload_file" {
            return upload_form(caller, &path, body).await;
        }
        caller.send(row.method.parse().unwrap(), &path, body.to_owned()).await
    }

    pub(crate) async fn follow(&self, row: &Row, caller: &Caller<'_>) -> Follower {
        caller.follow(&self.path(row)).await
    }

    /// Returns a caller that a row allows: a superuser with or without the subject `alice`, `alice`, or none.
    pub(crate) fn caller(&self, row: &Row) -> Caller<'_> {
        match (row.needs("su"), row.needs("subject")) {
            (true, true) => self.wire.su_as("alice"),
            (true, false) => self.wire.su(),
            (false, _) if row.needs.is_empty() => self.wire.anonymous(),
            (false, _) => self.wire.user("alice"),
        }
    }

    fn path(&self, row: &Row) -> String {
        let path = format!("{}{}", row.service, row.path);
        [
            ("{job}", &self.job),
            ("{uploaded}", &self.uploaded),
            ("{upload}", &self.upload),
            ("{download}", &self.download),
        ]
        .iter()
        .fold(path, |path, (name, value)| path.replace(name, value))
    }
}

/// Announces a file of five bytes and returns its id and upload URL.
async fn announce(caller: &Caller<'_>) -> (String, String) {
    let file = json!({"content_type": "text/plain", "content_length": 5, "name": "note.txt"});
    let ticket = caller.post("chatkit/v6/rooms/lobby/attachments", &file).await.json(200);
    (ticket["attachment_id"].as_str().unwrap().to_owned(), after_host(&ticket["upload_url"]))
}

pub(crate) async fn upload_form(caller: &Caller<'_>, path: &str, form: &str) -> Answer {
    let mut request = caller.request(Method::POST, path, form.to_owned());
    request.headers_mut().insert(CONTENT_TYPE, "multipart/form-data; boundary=x".parse().unwrap());
    Answer::read(caller.raw(request).await).await
}

/// Returns path and query of an absolute URL.
#[track_caller]
pub(crate) fn after_host(address: &Value) -> String {
    let address = address.as_str().unwrap();
    let rest = address.strip_prefix("http://localhost").unwrap_or_else(|| panic!("not absolute: {address}"));
    assert!(rest.starts_with('/'), "{address}");
    rest.to_owned()
}
