//! A large export is read piece by piece: the memory used does not grow with it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::chatkit;

const USERS: usize = 200;
const ROOMS: usize = 50;

/// Returns the users and rooms of a made-up export.
fn users_and_rooms() -> String {
    let times = r#""created_at":"2019-01-01T00:00:00Z","updated_at":"2019-01-01T00:00:00Z""#;
    let mut text = String::new();
    for user in 0..USERS {
        writeln!(text, r#"{{"id":"user-{user}","name":"User {user}",{times}}}"#).unwrap();
    }
    for room in 0..ROOMS {
        let members: Vec<String> = (0..20).map(|member| format!("\"user-{}\"", (room + member * 7) % USERS)).collect();
        let (members, private) = (members.join(","), room % 2 == 0);
        writeln!(
            text,
            r#"{{"id":"room-{room}","name":"Room {room}","created_by_id":"user-{room}","private":{private},"member_ids":[{members}],{times}}}"#
        )
        .unwrap();
    }
    text
}

/// Returns a message of about one kilobyte.
fn message(number: usize) -> String {
    let second = number % 86_400;
    let time = format!("2019-02-01T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60);
    format!(
        r#"{{"id":{id},"sender_id":"user-{sender}","room_id":"room-{room}","created_at":"{time}","updated_at":"{time}","parts":[{{"part_type":"inline","payload":{{"type":"text/plain","content":"{number} {padding}"}}}}]}}"#,
        id = number + 1,
        sender = number % USERS,
        room = number * 31 % ROOMS,
        padding = "ë 🦊 ".repeat(100),
    ) + "\n"
}

/// Imports an export of so many messages through a pipe, and returns the highest memory use in kilobytes before the
/// end of the input.
fn peak_memory(messages: usize) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("chat.db");
    let mut child = Command::new(env!("CARGO_BIN_EXE_chatkit"))
        .args(["import", "-", "--instance", "v1:us1:mine", "--data"])
        .arg(&data)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(users_and_rooms().as_bytes()).unwrap();
    for number in 0..messages {
        input.write_all(message(number).as_bytes()).unwrap();
    }
    // Everything but the content of the pipe was read by now.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let expected = format!("imported {USERS} users, {ROOMS} rooms, {messages} messages, 0 files, 0 cursors");
    let report = String::from_utf8(output.stderr).unwrap();
    assert!(report.contains(&expected), "{report}");
    let exported = chatkit(&["export", "-", "--data", data.to_str().unwrap()]);
    let found = exported.stdout.split(|byte| *byte == b'\n').filter(|line| line.starts_with(br#"{"record":"message""#));
    assert_eq!(found.count(), messages);
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    peak.expect("the system reports the memory used")
}

#[test]
fn the_memory_of_an_import_does_not_grow_with_the_export() {
    let (small, large) = (peak_memory(2_000), peak_memory(20_000));
    // The messages of the larger export alone have 18 MB more.
    assert!(large < small + 4 * 1024, "2,000 messages took {small} kB, but 20,000 took {large} kB");
}
