//! Running servers on one database: keys that others change, and a database that goes away.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Trial;
use pandapush::store::{Location, NewKey, Store};
use peers::{Postgres, trial};
use secrecy::ExposeSecret as _;

use crate::OnBoth;
use crate::fresh::Fresh;

pub(crate) const TESTS: &[OnBoth] = &[
    ("a_key_of_the_command_line_works_on_a_running_server_within_a_second", key),
    ("a_session_of_one_server_is_valid_on_another_until_it_is_ended_there", session),
];

/// How long another process may need to see a change.
const SECOND: Duration = Duration::from_secs(1);

/// A running server, which ends with this value.
struct Server {
    child: Child,
    address: String,
}

/// The status, the header section and the body of a response.
struct Answer(u16, String, String);

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pandapush"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .env_clear()
            .envs([("AUTH_METHOD", "basic"), ("ADMIN_USERNAME", "admin"), ("ADMIN_PASSWORD", "secret")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready =
            lines.map_while(Result::ok).find_map(|line| Some(line.strip_prefix("listening on http://")?.to_owned()));
        Self { child, address: ready.expect("the server is ready") }
    }

    fn on(fresh: &Fresh) -> Self {
        match &fresh.location {
            Location::Sqlite(path) => Self::start(&["--data", path.parent().unwrap().to_str().unwrap()]),
            Location::Postgres(_) => Self::start(&["--database", &fresh.url]),
        }
    }

    fn request(&self, method: &str, path: &str, fields: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, body.len());
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n");
        stream.write_all(format!("{head}{fields}\r\n{body}").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer(head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_owned(), body.to_owned())
    }

    /// Publishes with a key, and returns the status.
    fn publish(&self, application: &str, key: &str, secret: &str) -> u16 {
        use base64::Engine as _;
        let credentials = base64::engine::general_purpose::STANDARD.encode(format!("{key}:{secret}"));
        let fields = format!("authorization: Basic {credentials}\r\ncontent-type: application/json\r\n");
        self.request("POST", &format!("/channel/{application}/private/x"), &fields, "{}").0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Waits until a condition holds, at most for a time.
fn within(time: Duration, what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < time, "{what}");
        // Each look is a request, of which the servers need not answer thousands.
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn key(fresh: &Fresh) {
    let servers = [Server::on(fresh), Server::on(fresh)];
    let created = fresh.runtime.block_on(async {
        let store: Store = pandapush::store::open(&fresh.location).await.unwrap();
        let id = store.create_application(None, "ada").await.unwrap().id;
        let new = NewKey { created_by: "ada".to_owned(), ..NewKey::default() };
        store.create_key(&id, new).await.unwrap().unwrap().key
    });
    let publish = |server: &Server| server.publish(&created.application, &created.id, created.secret.expose_secret());
    for server in &servers {
        within(SECOND, "the new key works", || publish(server) == 200);
    }
    fresh.with(async |store| {
        store.revoke_key(&created.application, &created.id).await.unwrap().unwrap();
    });
    for server in &servers {
        within(SECOND, "the revoked key does not work", || publish(server) == 400);
    }
}

fn session(fresh: &Fresh) {
    let [one, other] = [Server::on(fresh), Server::on(fresh)];
    let Answer(status, head, _) = one.request("POST", "/admin/session", "", "username=admin&password=secret");
    assert_eq!(status, 204, "{head}");
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().split(';').next().unwrap();
    let cookie = format!("cookie: {cookie}\r\n");
    let info = |server: &Server| server.request("GET", "/admin/api/info", &cookie, "").0;
    assert_eq!((info(&one), info(&other)), (200, 200));
    assert_eq!(other.request("DELETE", "/admin/session", &cookie, "").0, 204);
    assert_eq!((info(&one), info(&other)), (401, 401));
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("postgres::a_server_survives_the_loss_of_its_database", Postgres::find_quietly(), |postgres| {
        let mut database = postgres.start_durable().map_err(|error| error.to_string())?;
        let url = database.url();
        let server = Server::start(&[
            "--database",
            &url,
            "--dev-application-id",
            "devapp",
            "--dev-key-id",
            "devkey",
            "--dev-key-secret",
            "devsecret",
        ]);
        let health = || server.request("GET", "/health", "", "");
        let admin =
            || server.request("GET", "/admin/api/applications", "authorization: Basic YWRtaW46c2VjcmV0\r\n", "");
        assert_eq!((health().0, admin().0), (200, 200));
        database.stop().map_err(|error| error.to_string())?;
        within(20 * SECOND, "the loss is reported", || health().0 == 503);
        let Answer(_, _, text) = health();
        let reported: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(reported["database"], serde_json::json!({"ok": false, "error": "not reachable"}), "{text}");
        assert_eq!(server.publish("devapp", "devkey", "devsecret"), 200, "keys that were known go on working");
        let Answer(status, _, text) = admin();
        assert_eq!((status, &*text), (500, "Error loading applications."));
        database.start().map_err(|error| error.to_string())?;
        within(20 * SECOND, "it heals without a restart", || health().0 == 200);
        assert_eq!(admin().0, 200);
        Ok(())
    })]
}
