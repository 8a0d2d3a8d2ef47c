//! Tests the smallest program: its API on a free port, and the program itself if port 8080 is free.

// The package has no library, so the test includes the source file of the program.
include!("../src/main.rs");

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// Returns the last line of the response to a `GET` request, as `curl` prints it.
fn curl(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response.lines().last().unwrap_or_default().to_owned()
}

/// The running program. Dropping this value kills it, also if the test fails.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().unwrap_or_default();
        drop(self.0.wait());
    }
}

#[tokio::test]
async fn the_api_answers_its_client_and_curl() {
    let server = api_server::spawn("127.0.0.1:0", HelloApi::serve(())).await.unwrap();
    let address = server.local_addr();
    let client = api_client::connect::<HelloApi>(format!("http://{address}")).unwrap();
    assert_eq!(client.hello("you".to_owned()).await.unwrap(), "hello you");
    let printed = tokio::task::spawn_blocking(move || curl(address, "/hello/world")).await.unwrap();
    assert_eq!(printed, "\"hello world\"");
}

/// The program listens on a fixed port, so this test starts it only if the port is free.
#[test]
fn the_program_prints_its_greeting_and_keeps_serving() {
    let address = SocketAddr::from(([127, 0, 0, 1], 8080));
    if TcpListener::bind(address).is_err() {
        eprintln!("port 8080 is in use: the program is not started");
        return;
    }
    let mut program = Program(Command::new(env!("CARGO_BIN_EXE_hello")).stdout(Stdio::piped()).spawn().unwrap());
    let mut greeting = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
    if greeting.is_empty() && TcpListener::bind(address).is_err() {
        eprintln!("another process has opened port 8080 in the meantime");
        return;
    }
    assert_eq!(greeting, "hello you\n");
    assert_eq!(curl(address, "/hello/world"), "\"hello world\"");
}
