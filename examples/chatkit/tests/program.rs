//! The program as its users run it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

#[test]
fn the_tour_tells_what_happened_and_succeeds() {
    let output = chatkit(&["tour"]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    for step in
        ["created the user alice", "Bob heard it", "cursor of bob move", "An error response", "A failure", "a try"]
    {
        assert!(told.contains(step), "`{step}` is missing from:\n{told}");
    }
}

#[test]
fn every_operation_of_the_description_can_be_called() {
    let server = Served::start(&[]);
    let created = server.call(&["create_user", "id=alice", "name=Alice"]);
    assert!(created.status.success(), "{created:?}");
    let user: serde_json::Value = serde_json::from_slice(&created.stdout).unwrap();
    assert_eq!(user["name"], "Alice");
    let room = server.call(&["create_room", "id=lobby", "name=Lobby", "private=false", "--as", "alice"]);
    assert!(room.status.success(), "{room:?}");
    let parts = r#"parts=[{"type":"text/plain","content":"hi"}]"#;
    assert!(server.call(&["send_message", "room=lobby", parts, "--as", "alice"]).status.success());
    let messages = server.call(&["ChatkitV2.messages", "room=lobby"]);
    let messages: serde_json::Value = serde_json::from_slice(&messages.stdout).unwrap();
    assert_eq!(messages[0]["text"], "hi");
}

#[test]
fn an_error_of_the_api_is_printed_and_fails_the_program() {
    let server = Served::start(&[]);
    let output = server.call(&["user", "user=nobody"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("services/chatkit/not_found/user_not_found"));
}

#[test]
fn a_mistyped_operation_or_key_is_answered_with_what_there_is() {
    let operation = chatkit(&["call", "create_usr"]);
    assert!(String::from_utf8_lossy(&operation.stderr).contains("create_user"), "{operation:?}");
    let key = chatkit(&["call", "user", "usr=alice"]);
    assert!(String::from_utf8_lossy(&key.stderr).contains("it takes user"), "{key:?}");
}

#[test]
fn help_lists_the_operations_with_their_docs() {
    let help = chatkit(&["call", "--help"]);
    let help = String::from_utf8_lossy(&help.stdout);
    for text in ["create_user id=… name=…", "Creates a user.", "set_cursor", "[joinable=…]"] {
        assert!(help.contains(text), "`{text}` is missing from:\n{help}");
    }
}

#[test]
fn demo_credentials_are_printed_and_one_s_own_are_not() {
    let demo = Served::start(&[]);
    assert!(demo.told.iter().any(|line| line.contains("key demo-key:demo-secret")));
    assert!(demo.told.iter().any(|line| line.starts_with("console: ") && line.ends_with("&key=demo-key:demo-secret")));
    let own = Served::start(&["--instance", "v1:us1:own", "--key", "id:very-secret"]);
    assert!(!own.told.iter().any(|line| line.contains("very-secret")));
    assert!(own.told.contains(&format!("console: {}/#instance=v1:us1:own", own.url)));
}

fn chatkit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chatkit")).args(arguments).output().unwrap()
}

/// A server that ends with the test.
struct Served {
    child: Child,
    told: Vec<String>,
    url: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chatkit"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut served = Self { child, told: Vec::new(), url: String::new() };
        for line in lines {
            if let Some(url) = line.strip_prefix("listening on ") {
                url.clone_into(&mut served.url);
                return served;
            }
            served.told.push(line);
        }
        panic!("the server ended before it listened: {:?}", served.told);
    }

    fn call(&self, arguments: &[&str]) -> Output {
        let mut all = vec!["call", "--url", &self.url];
        all.extend(arguments);
        chatkit(&all)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
