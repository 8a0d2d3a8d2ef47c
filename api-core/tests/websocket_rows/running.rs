//! §1.7 of the table of features: running.
//!
//! On real sockets, in `api-server/tests/websocket_raw.rs`: `run_server_*`, `stream_*`; in
//! `api-client/tests/client/websocket_rows.rs`: `run_client_*`.

use api_core::websocket::{ConnectionOptions, OpenOptions, Opened, dial};
use api_core::{Body, Transport};
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request, Response};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

use crate::peer::{bare, close, close_body, settle, text, wire};
use crate::server::{Oops, ask, converse, opening, routes};

#[tokio::test]
async fn run_server_a_handler_that_returns_closes_with_1000_drains_and_ends_tcp_first() {
    let routes = routes(|pending| async {
        pending.accept().await.expect("accepted").send_text("last words").await.expect("open");
        Ok(())
    });
    let answered = ask(routes, opening("/any/x")).await;
    let peer = &answered.peer;
    assert_eq!(peer.took().await, [bare(0x81, b"last words"), bare(0x88, &close_body(1000, ""))].concat());
    peer.send(&text("under way"));
    settle().await;
    assert!(!peer.is_ended(), "it waits for the answer");
    peer.send(&close(1000, ""));
    peer.ended().await;
    assert!(!peer.is_gone(), "it reads until the peer has ended too");
    peer.end();
    settle().await;
    assert!(peer.is_gone());
}

#[tokio::test]
async fn run_server_a_handler_that_closed_by_itself_says_no_1000() {
    let routes = routes(|pending| async {
        let connection = pending.accept().await.expect("accepted");
        let code = api_core::websocket::CloseCode::new(4001).expect("private");
        connection.close_with(code, "mine").await.expect("open");
        Ok(())
    });
    let answered = ask(routes, opening("/any/x")).await;
    assert_eq!(answered.peer.took().await, bare(0x88, &close_body(4001, "mine")));
}

#[tokio::test]
async fn run_server_a_handler_that_panics_or_errs_closes_with_1011() {
    let panics = routes(|pending| async {
        let _connection = pending.accept().await.expect("accepted");
        panic!("the secret is 44")
    });
    let errs = routes(|pending| async {
        let _connection = pending.accept().await.expect("accepted");
        Err(Oops::Broken)
    });
    assert_eq!(ask(panics, opening("/any/x")).await.peer.took().await, bare(0x88, &close_body(1011, "")));
    assert_eq!(ask(errs, opening("/any/x")).await.peer.took().await, bare(0x88, &close_body(1011, "")));
}

#[tokio::test]
async fn run_server_shutdown_says_1001_and_waits_for_the_close_time() {
    let (told, mut tells) = mpsc::unbounded_channel();
    let routes = routes(move |pending| {
        let told = told.clone();
        async move {
            let mut connection = pending.accept().await.expect("accepted");
            told.send(connection.receive_data_message().await.expect_err("closed")).expect("the test waits");
            Ok(())
        }
    });
    let (peer, mut conversation) = converse(routes).await;
    // It runs for a while, then the server goes away.
    tokio::select! {
        biased;
        () = &mut conversation => panic!("nobody closed"),
        () = settle() => {}
    }
    conversation.shut_down();
    let running = tokio::spawn(conversation);
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")));
    peer.pass(std::time::Duration::from_secs(4)).await;
    assert!(!peer.is_gone() && !running.is_finished());
    peer.pass(std::time::Duration::from_secs(1)).await;
    assert!(peer.is_gone());
    assert!(tells.recv().await.is_some_and(|error| error.is_closed()));
    running.await.expect("no panic");
}

/// Answers an opening with a wire, and keeps what it was asked.
#[derive(Clone)]
struct Server {
    end: Arc<Mutex<Option<crate::peer::End>>>,
    asked: Arc<Mutex<Option<(String, HeaderMap)>>>,
}

impl Transport for Server {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, api_core::Failure> {
        let asked = (format!("{} {}", request.method(), request.uri()), request.headers().clone());
        *self.asked.lock().expect("no panic") = Some(asked);
        let end = self.end.lock().expect("no panic").take().expect("asked once");
        let response = Response::builder().status(101).header("x-mine", "7").header("sec-websocket-protocol", "v1");
        Ok(response.extension(Opened::new(end)).body(Body::empty()).expect("a response"))
    }
}

#[tokio::test]
async fn run_client_opens_with_headers_and_subprotocols_and_gives_connection_and_head() {
    let (end, peer) = wire();
    let server = Server { end: Arc::new(Mutex::new(Some(end))), asked: Arc::default() };
    let options = OpenOptions::default()
        .subprotocol("v2")
        .subprotocol("v1")
        .header(HeaderName::from_static("x-custom"), HeaderValue::from_static("yes"))
        .header(HeaderName::from_static("sec-websocket-key"), HeaderValue::from_static("mine"))
        .header(HeaderName::from_static("upgrade"), HeaderValue::from_static("mine"));
    let request = Request::get("http://test/some/path?q").body(Body::empty()).expect("a request");
    let (mut connection, head) = dial(&server, request, options).await.expect("opened");
    let (line, headers) = server.asked.lock().expect("no panic").take().expect("asked");
    assert_eq!(line, "GET http://test/some/path?q");
    assert_eq!(
        (&headers["sec-websocket-version"], &headers["sec-websocket-protocol"]),
        (&"13".parse().unwrap(), &"v2, v1".parse().unwrap())
    );
    assert_eq!(headers["x-custom"], "yes");
    assert!(!headers.contains_key("upgrade") && !headers.contains_key("sec-websocket-key"), "the handshake's own");
    assert_eq!((connection.subprotocol(), &head.headers["x-mine"]), (Some("v1"), &"7".parse().unwrap()));
    connection.send_text("hello").await.expect("open");
    assert_eq!(peer.frame().await, crate::peer::came("hello"));
    peer.send(&bare(0x81, b"hi"));
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hi");
    // A client answers the close, and lets the server end TCP.
    peer.send(&bare(0x88, &close_body(1000, "")));
    assert!(connection.receive_data_message().await.is_err());
    assert_eq!(peer.frame().await, (0x88, close_body(1000, "")));
    settle().await;
    assert!(!peer.is_ended());
    peer.end();
    settle().await;
    assert!(peer.is_gone());
}

#[tokio::test]
async fn run_client_with_stream_needs_no_handshake() {
    let (mut connection, peer) =
        crate::peer::connected(api_core::websocket::Role::Client, ConnectionOptions::default());
    peer.send(&bare(0x81, b"hi"));
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hi");
    drop(connection);
    assert_eq!(peer.frame().await, (0x88, close_body(1001, "")), "a client that is dropped goes away");
}

#[tokio::test]
async fn stream_the_end_is_sticky_and_closing_is_kept() {
    let (mut connection, peer) = crate::peer::server(ConnectionOptions::default());
    peer.end();
    for _ in 0..3 {
        assert!(connection.receive_data_message().await.is_err_and(|error| error.is_closed()));
        assert!(connection.send_text("x").await.is_err());
    }
    settle().await;
    assert!(peer.is_gone(), "the stream is let go of once it is over");
}

#[tokio::test]
async fn run_client_uses_the_clients_options_unless_the_opening_says_others() {
    // An endpoint that hands over was opened with the defaults, whatever the client said.
    use api_core::Compose as _;
    use api_core::websocket::{PermessageDeflate, open_with};

    use crate::server::{Sockets as _, SocketsApi, echo};

    let deflating = || ConnectionOptions::default().deflate(PermessageDeflate::new());
    let served = routes(|pending| async {
        echo(pending.accept().await.expect("accepted")).await;
        Ok(())
    });
    let service = api_core::routing::InProcess::new(served.websocket_options(deflating()));
    let client = SocketsApi::connect(service).websocket_options(deflating());
    for (options, compressed) in
        [(OpenOptions::default(), true), (OpenOptions::default().connection(ConnectionOptions::default()), false)]
    {
        let client = client.clone();
        let opened = open_with(options, |pending| async move { client.any("x".to_owned(), pending).await }).await;
        assert_eq!(opened.expect("opened").is_compressed(), compressed);
    }
}
