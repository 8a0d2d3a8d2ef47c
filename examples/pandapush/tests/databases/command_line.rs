//! `pandapush admin` and `pandapush migrate`, as programs on a database that others use meanwhile.

use std::process::{Command, Output};

use jiff::Timestamp;
use pandapush::access::{Action, Credentials, Keyring, authorize};
use pandapush::store::{Location, Store};
use serde_json::Value;

use crate::OnBoth;
use crate::fresh::Fresh;

pub(crate) const TESTS: &[OnBoth] = &[
    ("an_application_and_a_key_are_created_and_printed_as_json", creation),
    ("commands_print_text_for_people", text),
    ("changes_are_seen_by_a_server_and_the_other_way_round", together),
    ("a_token_of_the_command_line_is_accepted", token),
    ("mistakes_are_explained", mistakes),
    ("migrate_prints_its_steps_once", migrate),
    ("every_option_of_the_original_names_the_same_database", variables),
];

/// Runs the program on the database of a test, without variables of the environment.
fn run(fresh: &Fresh, arguments: &[&str]) -> Output {
    let mut command = program(arguments);
    match &fresh.location {
        Location::Sqlite(path) => command.arg("--data").arg(path.parent().unwrap()),
        Location::Postgres(_) => command.arg("--database").arg(&fresh.url),
    };
    command.output().unwrap()
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pandapush"));
    command.args(arguments).env_clear();
    command
}

/// Runs a command that succeeds, and returns what it prints.
fn printed(fresh: &Fresh, arguments: &[&str]) -> String {
    let output = run(fresh, arguments);
    let (out, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{arguments:?}: {out}{errors}");
    out
}

/// Runs a command that succeeds, and returns its only line of JSON.
fn json(fresh: &Fresh, arguments: &[&str]) -> Value {
    let printed = printed(fresh, &[arguments, &["--json"]].concat());
    assert_eq!(printed.lines().count(), 1, "{printed}");
    serde_json::from_str(&printed).unwrap()
}

/// Runs a command that fails, and returns its message.
fn refused(fresh: &Fresh, arguments: &[&str]) -> String {
    let output = run(fresh, arguments);
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn creation(fresh: &Fresh) {
    // Nothing exists yet: the first application creates the database.
    let application = json(fresh, &["admin", "create-app", "Chat"]);
    let id = application["id"].as_str().unwrap();
    assert_eq!((application.as_object().unwrap().len(), &application["name"], id.len()), (2, &Value::from("Chat"), 20));
    let key = json(fresh, &["admin", "create-key", id, "--purpose", "tests", "--expires", "P1Y"]);
    let (key_id, secret) = (key["id"].as_str().unwrap(), key["secret"].as_str().unwrap());
    assert_eq!((key.as_object().unwrap().len(), key["application_id"].as_str(), secret.len()), (3, Some(id), 256));
    fresh.with(async |store| {
        assert!(store.key(id, key_id).await.unwrap().unwrap().has_secret(secret));
        let record = store.application(id).await.unwrap().unwrap().keys.remove(0);
        assert_eq!((record.purpose.as_deref(), record.created_by.as_deref()), (Some("tests"), Some("admin")));
        let days = record.expires.unwrap().since(Timestamp::now()).unwrap().get_seconds() / (24 * 3600);
        assert!((364..=366).contains(&days), "{days}");
    });
    assert_eq!(json(fresh, &["admin", "list-apps"])[0]["id"], id);
    let shown = json(fresh, &["admin", "show", id]);
    assert_eq!((&shown["keys"][0]["id"], &shown["admins"][0]), (&Value::from(key_id), &Value::from("admin")));
    assert!(!shown.to_string().contains(secret));
    let revoked = json(fresh, &["admin", "revoke-key", id, key_id]);
    assert_eq!(revoked["id"], key_id);
    assert_eq!(json(fresh, &["admin", "add-admin", id, "bob"])["user"], "bob");
    assert_eq!(json(fresh, &["admin", "delete-app", id])["deleted"], true);
    assert_eq!(json(fresh, &["admin", "list-apps"]), Value::Array(Vec::new()));
}

fn text(fresh: &Fresh) {
    let id = printed(fresh, &["admin", "create-app", "Größe\u{1b}[2J", "--user", "ada"]);
    let id = id.trim();
    assert_eq!(id.len(), 20);
    let key = printed(fresh, &["admin", "create-key", id]);
    let value =
        |name: &str| key.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned()).unwrap();
    let (key_id, secret) = (value("key "), value("secret "));
    let list = printed(fresh, &["admin", "list-apps"]);
    assert!(list.starts_with("ID ") && list.contains(id) && list.contains("Größe\u{fffd}[2J"), "{list}");
    let shown = printed(fresh, &["admin", "show", id]);
    assert!(shown.contains(&format!("{key_id}  valid  never    0     never      -")), "{shown}");
    assert!(shown.contains("administrators  ada") && !shown.contains(&secret), "{shown}");
    assert_eq!(printed(fresh, &["admin", "revoke-key", id, &key_id]), format!("revoked {key_id}\n"));
    assert!(printed(fresh, &["admin", "show", id]).contains(&format!("{key_id}  revoked")));
    assert_eq!(printed(fresh, &["admin", "delete-app", id]), format!("deleted {id}\n"));
}

fn together(fresh: &Fresh) {
    fresh.with(async |store: Store| {
        let id = store.create_application(Some("Chat"), "ada").await.unwrap().id;
        let revision = store.revision().await.unwrap();
        let key = json(fresh, &["admin", "create-key", &id]);
        assert!(store.revision().await.unwrap() > revision, "a running server is made to look");
        assert!(store.key(&id, key["id"].as_str().unwrap()).await.unwrap().is_some());
        store.create_application(Some("second"), "ada").await.unwrap();
        assert_eq!(json(fresh, &["admin", "list-apps"]).as_array().unwrap().len(), 2);
    });
}

fn token(fresh: &Fresh) {
    let id = printed(fresh, &["admin", "create-app", "Chat"]);
    let id = id.trim();
    let key = json(fresh, &["admin", "create-key", id]);
    let key = key["id"].as_str().unwrap();
    let presence = r#"{"id":"ada","name":"Ada"}"#;
    let channel = format!("/{id}/presence/*");
    let wanted = ["admin", "token", id, key, &channel, "--sub", "--presence", presence, "--expires", "PT10M"];
    let token = printed(fresh, &wanted).trim().to_owned();
    assert_eq!(json(fresh, &wanted)["token"].as_str().unwrap().split('.').count(), 3);
    let keyring = Keyring::default();
    fresh.with(async |store| keyring.replace(store.all_keys().await.unwrap().1));
    let allowed = |action, channel: &str, minutes: i64| {
        let now = Timestamp::now() + jiff::SignedDuration::from_mins(minutes);
        authorize(&keyring, action, channel, || Ok(Credentials::Token(token.clone())), now).is_ok()
    };
    let room = format!("/{id}/presence/room");
    assert!(allowed(Action::Subscribe, &room, 9));
    assert!(!allowed(Action::Subscribe, &room, 11));
    assert!(!allowed(Action::Publish, &room, 0));
    assert!(!allowed(Action::Subscribe, &format!("/{id}/private/room"), 0));

    for (channel, expected) in [
        ("/other/private/x", format!("must be a name or a pattern that begins with /{id}/")),
        (&*format!("/{id}x/private/x"), format!("must be a name or a pattern that begins with /{id}/")),
        (&format!("/{id}/private/a b"), "must be a name or a pattern".to_owned()),
    ] {
        let error = refused(fresh, &["admin", "token", id, key, channel, "--sub"]);
        assert!(error.contains(&expected), "{error}");
    }
    let error = refused(fresh, &["admin", "token", id, key, &room, "--presence", "{}"]);
    assert!(error.contains("write a JSON object with an id"), "{error}");
    printed(fresh, &["admin", "revoke-key", id, key]);
    let error = refused(fresh, &["admin", "token", id, key, &room, "--sub"]);
    assert!(error.contains("was revoked: no server accepts a token that it signs"), "{error}");
}

fn mistakes(fresh: &Fresh) {
    let id = printed(fresh, &["admin", "create-app", "Chat"]);
    let id = id.trim();
    for (arguments, expected) in [
        (&["admin", "show", "nothing"][..], "there is no application nothing; `pandapush admin list-apps` lists them"),
        (&["admin", "delete-app", "nothing"], "there is no application nothing"),
        (&["admin", "create-key", "nothing"], "there is no application nothing"),
        (&["admin", "add-admin", "nothing", "bob"], "there is no application nothing"),
        (&["admin", "revoke-key", "nothing", "k"], "there is no application nothing"),
        (&["admin", "revoke-key", id, "k"], "has no key k; `pandapush admin show"),
        (&["admin", "create-key", id, "--expires", "soon"], "write a duration as `PT1H` or `P1Y`"),
        (&["admin", "create-app", &"x".repeat(256)], "the name must have at most 255 characters"),
    ] {
        let error = refused(fresh, arguments);
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
    let output = program(&["admin", "list-apps"]).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && error.contains("give a directory with `--data DIR`"), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("typo");
    let output = program(&["admin", "list-apps", "--data"]).arg(&missing).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && error.contains("there is no database") && !missing.exists(), "{error}");
}

fn migrate(fresh: &Fresh) {
    let steps = printed(fresh, &["migrate"]);
    assert!(steps.lines().count() > 1 && steps.lines().all(|line| line.starts_with("applied ")), "{steps}");
    for command in [&["migrate"][..], &["admin", "migrate"]] {
        assert_eq!(printed(fresh, command), "the tables are up to date\n");
    }
}

fn variables(fresh: &Fresh) {
    let id = printed(fresh, &["admin", "create-app", "Chat"]);
    let mut command = program(&["admin", "list-apps", "--json"]);
    match &fresh.location {
        Location::Sqlite(path) => command.env("DATABASE_PATH", path),
        Location::Postgres(location) => command
            .env("DATABASE", "postgres")
            .env("DATABASE_ADDRESS", "127.0.0.1")
            .env("DATABASE_PORT", location.config.get_ports()[0].to_string())
            .env("DATABASE_USERNAME", location.config.get_user().unwrap())
            .env("DATABASE_PASSWORD", std::str::from_utf8(location.config.get_password().unwrap()).unwrap())
            .env("DATABASE_NAME", location.config.get_dbname().unwrap()),
    };
    let output = command.output().unwrap();
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert_eq!(rows[0]["id"], id.trim());
}
