//! The program `chatkit` as a process: commands, output, exit status and error messages.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};

use peers::Program;
use pusher_platform::token::TokenVerifier;

#[test]
fn the_tour_prints_its_steps_and_succeeds() {
    let output = chatkit(&["tour"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}\n{}", String::from_utf8_lossy(&output.stderr));
    for step in [
        "created the user alice",
        "Bob received it",
        "cursor of bob move",
        "An error response",
        "A failure",
        "continues after the error",
    ] {
        assert!(printed.contains(step), "`{step}` is missing from:\n{printed}");
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
fn an_unknown_operation_or_key_lists_the_known_ones() {
    let operation = chatkit(&["call", "create_usr"]);
    assert!(String::from_utf8_lossy(&operation.stderr).contains("create_user"), "{operation:?}");
    let key = chatkit(&["call", "user", "usr=alice"]);
    assert!(String::from_utf8_lossy(&key.stderr).contains("it takes user"), "{key:?}");
}

#[test]
fn follow_prints_a_line_for_each_event_and_stops_after_count_events() {
    let server = Served::with_a_room();
    server.send_text("one");
    server.send_text("two");
    let followed = server.chatkit("follow", &["follow_room", "room=lobby", "--as", "alice", "--count", "2"]);
    assert!(followed.status.success(), "{followed:?}");
    let lines: Vec<(String, serde_json::Value)> =
        String::from_utf8(followed.stdout).unwrap().lines().map(event).collect();
    let texts: Vec<&str> =
        lines.iter().map(|(_, event)| event["data"]["parts"][0]["content"].as_str().unwrap()).collect();
    assert_eq!(texts, ["one", "two"]);
    assert!(lines.iter().all(|(id, event)| id.parse() == Ok(event["data"]["id"].as_u64().unwrap())), "{lines:?}");
}

#[test]
fn follow_prints_each_event_at_once() {
    let server = Served::with_a_room();
    let mut follower = server.follow(&["follow_room", "room=lobby", "--as", "alice"]);
    for text in ["one", "two"] {
        server.send_text(text);
        assert_eq!(follower.next().unwrap().1["data"]["parts"][0]["content"], text);
    }
}

#[test]
fn follow_resumes_after_a_lost_connection() {
    let server = Served::with_a_room();
    let proxy = Proxy::to(&server);
    let mut follower = Follower::start(&proxy.url, &["follow_room", "room=lobby", "--as", "alice"]);
    for text in ["one", "two", "three"] {
        // Messages sent while the connection is lost arrive later, once and in order.
        server.send_text(text);
        assert_eq!(follower.next().unwrap().1["data"]["parts"][0]["content"], text);
        proxy.cut();
    }
}

#[test]
fn the_end_of_a_subscription_ends_follow_with_its_error() {
    let server = Served::with_a_room();
    let mut follower = server.follow(&["follow_room", "room=lobby", "--as", "alice"]);
    server.send_text("one");
    follower.next().unwrap();
    assert!(server.call(&["delete_room", "room=lobby"]).status.success());
    let (status, stderr) = follower.end();
    assert_eq!(status.code(), Some(1));
    assert!(stderr.contains("ended with 404") && stderr.contains("room_not_found"), "{stderr}");
}

#[test]
fn follow_prints_the_error_of_a_rejected_subscription() {
    let server = Served::start(&[]);
    let refused = server.chatkit("follow", &["follow_room", "room=nowhere"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stdout).contains("services/chatkit/not_found/room_not_found"));
}

#[test]
fn the_icon_and_the_link_of_notifications_are_options_of_serve() {
    let options =
        ["--notification-icon", "https://a.example/i.png", "--notification-link", "https://a.example/?x=1#top"];
    let server = Served::start(&options);
    server.create_alice_and_lobby();
    assert!(server.call(&["create_user", "id=bob", "name=Bob"]).status.success());
    assert!(server.call(&["add_users", "room=lobby", r#"user_ids=["bob"]"#]).status.success());
    let mut follower = server.follow(&["follow_notifications", "user=bob", "--as", "bob", "--count", "1"]);
    // The subscription may open after the message is sent, so messages are sent until one arrives.
    let server = Arc::new(server);
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let sender = {
        let server = Arc::clone(&server);
        std::thread::spawn(move || {
            while stopped.try_recv() != Err(std::sync::mpsc::TryRecvError::Disconnected) {
                server.send_text("one");
            }
        })
    };
    let (_, body) = follower.next().unwrap();
    drop(stop);
    sender.join().unwrap();
    let notification = &body["data"]["notification"];
    assert_eq!(notification["icon"], "https://a.example/i.png");
    assert_eq!(notification["deep_link"], "https://a.example/?x=1&ck_room_id=lobby#top");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_follow_with_success() {
    let server = Served::with_a_room();
    let mut follower = server.follow(&["follow_room", "room=lobby", "--as", "alice"]);
    server.send_text("one");
    follower.next().unwrap();
    let interrupt = Command::new("kill").args(["-INT", &follower.child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let (status, stderr) = follower.end();
    assert!(status.success() && stderr.is_empty(), "{status:?} {stderr}");
}

#[test]
fn call_and_follow_refer_to_each_other() {
    let called = chatkit(&["call", "follow_room", "room=lobby"]);
    assert_eq!(called.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&called.stderr).contains("`chatkit follow follow_room`"), "{called:?}");
    let followed = chatkit(&["follow", "create_user", "id=alice"]);
    assert_eq!(followed.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&followed.stderr).contains("`chatkit call create_user`"), "{followed:?}");
}

#[test]
fn usage_errors_have_one_message_each() {
    for (arguments, expected) in [
        (&["call", "user"][..], "`user` needs user=…"),
        (&["call", "user", "alice"], "`alice` is not `key=value`"),
        (&["call", "create_user", "body={"], "body is not JSON"),
        (&["follow", "follow_usr"], "there is no operation `follow_usr`; there are: follow"),
        (&["follow", "follow_user", "--count", "0"], "0 is not in 1.."),
        #[cfg(feature = "tls")]
        (&["call", "users", "--ca", "/nowhere"], "`/nowhere` cannot be read"),
        (&["call", "users", "--url", "localhost"], "`localhost` is not the address of an API"),
        (&["--instance", "v1:us1", "call", "users"], "the instance locator has 2 parts where three are expected"),
        (&["--key", "secret", "token"], "the key has no colon"),
        (&["token", "--lifetime", "86401"], "the lifetime of a token is at most 86400 seconds, not 86401"),
        (&["completions", "tcsh"], "possible values: bash"),
        (&["call", "send_message"], "`send_message` needs room=… (RoomId(text)), parts=… ("),
        (&["follow", "follow_room"], "`follow_room` needs room=… (RoomId(text))"),
        (&["serve", "--listen", "8080"], "--listen 8080: cannot listen on \"8080\": expected a host and a port"),
        (&["serve", "--listen", "nohost:99999"], "--listen nohost:99999: cannot listen on"),
        (&["serve", "--notification-icon", "/icon.png"], "'--notification-icon <URL>': an address begins with http://"),
        (
            &["serve", "--notification-link", "ftp://chat.example"],
            "an address begins with http:// or https:// and a host",
        ),
        #[cfg(feature = "sqlite")]
        (&["import", "--data", "unused.db", "/nowhere.jsonl"], "`/nowhere.jsonl` cannot be read"),
        #[cfg(feature = "tls")]
        (&["certificate", "/dev/null/certificates"], "the folder /dev/null/certificates cannot be created"),
    ] {
        let output = chatkit(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn a_busy_port_is_named_with_its_option() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = chatkit(&["serve", "--listen", &address]);
    let error = String::from_utf8_lossy(&output.stderr);
    let expected = format!("--listen {address}: cannot listen on \"{address}\"");
    assert!(!output.status.success() && error.contains(&expected), "{error}");
}

#[cfg(feature = "tls")]
#[test]
fn unusable_certificates_and_keys_are_named_with_their_options() {
    let folder = std::env::temp_dir().join(format!("chatkit-certificates-{}", std::process::id()));
    let made = chatkit(&["certificate", folder.to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    let (malformed, wrong) = (folder.join("malformed.pem"), folder.join("nowhere.pem"));
    std::fs::write(&malformed, "no PEM").unwrap();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    let find =
        |begin: &str| files.iter().find(|path| std::fs::read_to_string(path).unwrap().starts_with(begin)).unwrap();
    let (certificate, key) = (find("-----BEGIN CERTIFICATE"), find("-----BEGIN PRIVATE KEY"));
    for (certificate, key, expected) in [
        (&wrong, key, "cannot be read"),
        (certificate, &wrong, "cannot be read"),
        (&malformed, key, "certificate"),
        (certificate, &malformed, "key"),
    ] {
        let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
        let output = chatkit(&["serve", "--listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key]);
        let error = String::from_utf8_lossy(&output.stderr);
        let (options, problem) = error.split_once(&format!("--tls-key {key}: ")).unwrap_or_default();
        assert!(!output.status.success() && options.contains(&format!("--tls-cert {certificate}")), "{error}");
        assert!(problem.contains(expected), "{error}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_token_command_prints_a_valid_access_token() {
    let server = Served::with_a_room();
    let token = chatkit(&["token", "--as", "alice"]);
    let token = String::from_utf8(token.stdout).unwrap();
    let verifier = TokenVerifier::new(&DEMO_INSTANCE.parse().unwrap(), [&DEMO_KEY.parse().unwrap()]);
    let now = jiff::Timestamp::now().as_second().try_into().unwrap();
    let access = verifier.verify(token.strip_suffix('\n').unwrap(), now).unwrap();
    assert_eq!((access.subject.as_deref(), access.superuser), (Some("alice"), false));
    let application = String::from_utf8(chatkit(&["token", "--lifetime", "60"]).stdout).unwrap();
    let access = verifier.verify(application.trim_end(), now).unwrap();
    assert!(access.superuser && access.expires_at - access.issued_at == 60);
    assert!(server.call(&["user", "user=alice", "--as", "alice"]).status.success());
}

#[test]
fn completion_scripts_contain_commands_options_and_operations() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = chatkit(&["completions", shell]);
        assert!(script.status.success(), "{shell}");
        let script = String::from_utf8(script.stdout).unwrap();
        assert!(script.contains("follow") && script.contains("count"), "{shell}");
        // The scripts of the other shells do not complete positional arguments.
        if matches!(shell, "bash" | "zsh") {
            for name in ["create_user", "ChatkitV2.messages", "follow_room"] {
                assert!(script.contains(name), "the script for {shell} lacks {name}");
            }
        }
    }
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
fn serve_prints_the_demo_key_but_no_other_key() {
    let demo = Served::start(&[]);
    assert!(demo.program.startup_output().iter().any(|line| line.contains("key demo-key:demo-secret")));
    assert!(
        demo.program
            .startup_output()
            .iter()
            .any(|line| line.starts_with("console: ") && line.ends_with("&key=demo-key:demo-secret"))
    );
    let own = Served::start(&["--instance", "v1:us1:own", "--key", "id:very-secret"]);
    assert!(!own.program.startup_output().iter().any(|line| line.contains("very-secret")));
    assert!(own.program.startup_output().contains(&format!("console: {}/#instance=v1:us1:own", own.url())));
}

#[test]
fn the_documents_of_a_server_are_those_that_the_program_prints() {
    let server = Served::start(&[]);
    let documents = format!("documents: {}/docs", server.url());
    assert!(server.program.startup_output().contains(&documents), "{:?}", server.program.startup_output());
    for (path, command) in [("/docs/client.ts", "typescript"), ("/docs/reference.md", "markdown")] {
        let mut wire = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
        write!(wire, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        wire.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert_eq!(body.as_bytes(), chatkit(&[command]).stdout, "{path}");
    }
}

/// Floods a server over HTTP/2 with answers to PINGs that it never sent, and returns the lines of its log.
fn log_of_a_flood(filter: Option<&str>) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatkit"));
    command.args(["serve", "--listen", "127.0.0.1:0"]).stderr(std::fs::File::create(&log).unwrap());
    command.env_remove("CHATKIT_LOG").envs(filter.map(|filter| ("CHATKIT_LOG", filter)));
    let program = Program::start(&mut command).unwrap();
    let address = program.address().strip_prefix("http://").unwrap();

    // Malformed requests, each on a connection of its own.
    for request in ["GET foo HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "\x16\x03\x01\0\0"] {
        let mut wire = TcpStream::connect(address).unwrap();
        wire.write_all(request.as_bytes()).unwrap();
        wire.shutdown(Shutdown::Write).unwrap();
        // A reset is an answer too.
        let _ = wire.read_to_end(&mut Vec::new());
    }

    let mut wire = TcpStream::connect(address).unwrap();
    wire.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let ping = |flags: u8, text: &[u8; 8]| [&[0, 0, 8, 6, flags, 0, 0, 0, 0], &text[..]].concat();
    wire.write_all(&ping(1, b"unasked!").repeat(UNASKED)).unwrap();
    // The answer to this one shows that the server has read those before it.
    wire.write_all(&ping(0, b"finished")).unwrap();
    let mut read = Vec::new();
    while !read.ends_with(b"finished") {
        let mut byte = [0];
        wire.read_exact(&mut byte).unwrap();
        read.extend(byte);
    }
    drop(program);
    std::fs::read_to_string(log).unwrap().lines().count()
}

/// The number of unasked answers of a flood.
const UNASKED: usize = 5_000;

#[test]
fn a_peer_cannot_write_to_the_log_at_the_default_filter() {
    assert_eq!(log_of_a_flood(None), 0);
    assert!(log_of_a_flood(Some("warn")) >= UNASKED, "the flood is one that a wider filter shows");
}

const DEMO_INSTANCE: &str = "v1:us1:00000000-0000-0000-0000-000000000000";
const DEMO_KEY: &str = "demo-key:demo-secret";

fn chatkit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chatkit")).args(arguments).output().unwrap()
}

/// Parses a line that `follow` prints: the event id, a tab and JSON.
fn event(line: &str) -> (String, serde_json::Value) {
    let (id, body) = line.split_once('\t').expect("an id and an event");
    (id.to_owned(), serde_json::from_str(body).unwrap())
}

/// A running `chatkit serve`. It ends when this value is dropped.
struct Served {
    program: Program,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkit"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        Self { program: Program::start(&mut command).unwrap() }
    }

    fn url(&self) -> &str {
        self.program.address()
    }

    /// Starts a server with the user `alice` in the room `lobby`.
    fn with_a_room() -> Self {
        let server = Self::start(&[]);
        server.create_alice_and_lobby();
        server
    }

    fn create_alice_and_lobby(&self) {
        assert!(self.call(&["create_user", "id=alice", "name=Alice"]).status.success());
        let room = self.call(&["create_room", "id=lobby", "name=Lobby", "private=false", "--as", "alice"]);
        assert!(room.status.success(), "{room:?}");
    }

    fn send_text(&self, text: &str) {
        let parts = format!("parts={}", serde_json::json!([{ "type": "text/plain", "content": text }]));
        assert!(self.call(&["send_message", "room=lobby", &parts, "--as", "alice"]).status.success());
    }

    fn call(&self, arguments: &[&str]) -> Output {
        self.chatkit("call", arguments)
    }

    fn chatkit(&self, command: &str, arguments: &[&str]) -> Output {
        let mut all = vec![command, "--url", self.url()];
        all.extend(arguments);
        chatkit(&all)
    }

    fn follow(&self, arguments: &[&str]) -> Follower {
        Follower::start(self.url(), arguments)
    }
}

/// A TCP proxy to a server whose connections a test can close.
struct Proxy {
    url: String,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    fn to(server: &Served) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (url, streams) = (format!("http://{}", listener.local_addr().unwrap()), Arc::default());
        let (proxy, address) = (Self { url, streams }, server.url().strip_prefix("http://").unwrap().to_owned());
        let streams = proxy.streams.clone();
        // The thread accepts connections until the test process ends.
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let server = TcpStream::connect(&address).unwrap();
                let ways = [(&client, &server), (&server, &client)]
                    .map(|(a, b)| (a.try_clone().unwrap(), b.try_clone().unwrap()));
                // Recorded before data is forwarded, which ensures that `cut` sees every connection that carried data.
                streams.lock().unwrap().extend([client, server]);
                for (mut from, mut to) in ways {
                    std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                }
            }
        });
        proxy
    }

    /// Closes all current connections.
    fn cut(&self) {
        for stream in self.streams.lock().unwrap().drain(..) {
            // The stream may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// A running `chatkit follow`. It ends when this value is dropped.
struct Follower {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Follower {
    fn start(url: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chatkit"))
            .args(["follow", "--url", url])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn next(&mut self) -> Option<(String, serde_json::Value)> {
        self.lines.next().map(|line| event(&line.unwrap()))
    }

    /// Waits for the process to end. Returns its exit status and its standard error.
    fn end(&mut self) -> (ExitStatus, String) {
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        (self.child.wait().unwrap(), stderr)
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        // Fails if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
