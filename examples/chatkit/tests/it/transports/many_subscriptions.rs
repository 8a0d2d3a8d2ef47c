//! Many subscriptions on one connection of HTTP/2, as the SDK for iOS holds them (`PROTOCOL.md` §5.1).

use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Empty;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use peers::Program;
use pusher_platform::shared_socket::MAX_SUBSCRIPTIONS;
use tokio::time::timeout;

const CREDENTIALS: [&str; 4] = ["--instance", "v1:us1:test", "--key", "id:secret"];

/// The time limit of each step. A client waits without an error where the server accepts no further stream.
const LIMIT: Duration = Duration::from_secs(30);

fn chatkit(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatkit"));
    command.args(arguments).args(CREDENTIALS);
    command
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_served_connection_carries_as_many_subscriptions_as_a_shared_socket_and_other_requests() {
    let server = Program::start(&mut chatkit(&["serve", "--listen", "127.0.0.1:0"])).unwrap();
    let token = chatkit(&["token"]).output().unwrap().stdout;
    let token = String::from_utf8(token).unwrap();
    let stream = tokio::net::TcpStream::connect(server.address().strip_prefix("http://").unwrap()).await.unwrap();
    let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let send = |method, path: String| {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://localhost/services/{path}"))
            .header("authorization", format!("Bearer {}", token.trim()))
            .body(Empty::<Bytes>::new())
            .unwrap();
        timeout(LIMIT, sender.clone().send_request(request))
    };
    let mut open = Vec::new();
    for room in 0..MAX_SUBSCRIPTIONS {
        let path = format!("chatkit_cursors/v2/test/cursors/0/rooms/{room}");
        let response = send(Method::from_bytes(b"SUBSCRIBE").unwrap(), path).await;
        let response = response.unwrap_or_else(|_| panic!("the server accepts more than {room} streams")).unwrap();
        assert_eq!(response.status(), 200);
        open.push(response);
    }
    let response = send(Method::GET, "chatkit/v6/test/users".to_owned()).await;
    assert_eq!(response.expect("the server accepts a request beside the subscriptions").unwrap().status(), 200);
}
