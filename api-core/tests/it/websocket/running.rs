//! Open connections of handlers of an API, and of clients over any transport.

use std::sync::{Arc, Mutex};

use api_core::websocket::handshake::Opened;
use api_core::websocket::{ConnectionOptions, OpenOptions, PermessageDeflate, dial, open_with};
use api_core::{Body, Compose as _, Transport};
use flate2::{Decompress, FlushDecompress};
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request, Response};

use super::peer::{bare, close_body, settle, wire};
use super::server::{Oops, Sockets as _, SocketsApi, echo, opening, routes, send};

#[tokio::test]
async fn a_handler_that_fails_closes_with_1008_for_a_4xx_error_and_1011_otherwise() {
    for (oops, code, reason) in [(Oops::Broken, 1011, ""), (Oops::Missing, 1008, "missing")] {
        let oops = Mutex::new(Some(oops));
        let routes = routes(move |pending| {
            let oops = oops.lock().expect("no panic").take().expect("called once");
            async move {
                let _connection = pending.accept().await.expect("accepted");
                Err(oops)
            }
        });
        let answered = send(routes, opening("/any/x")).await;
        let (first, body) = answered.peer.frame().await;
        assert_eq!((first, &body[..2]), (0x88, &u16::to_be_bytes(code)[..]));
        assert!(String::from_utf8_lossy(&body[2..]).contains(reason), "{body:?}");
    }
}

/// A transport that answers an opening with a wire, and records the request.
#[derive(Clone)]
struct Server {
    end: Arc<Mutex<Option<super::peer::End>>>,
    received: Arc<Mutex<Option<(String, HeaderMap)>>>,
}

impl Transport for Server {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, api_core::Failure> {
        let received = (format!("{} {}", request.method(), request.uri()), request.headers().clone());
        *self.received.lock().expect("no panic") = Some(received);
        let end = self.end.lock().expect("no panic").take().expect("called once");
        let response = Response::builder().status(101).header("x-mine", "7").header("sec-websocket-protocol", "v1");
        Ok(response.extension(Opened::new(end)).body(Body::empty()).expect("a response"))
    }
}

#[tokio::test]
async fn dialing_sends_headers_and_subprotocols_and_returns_connection_and_head() {
    let (end, peer) = wire();
    let server = Server { end: Arc::new(Mutex::new(Some(end))), received: Arc::default() };
    let options = OpenOptions::default()
        .subprotocol("v2")
        .subprotocol("v1")
        .header(HeaderName::from_static("x-custom"), HeaderValue::from_static("yes"))
        .header(HeaderName::from_static("sec-websocket-key"), HeaderValue::from_static("mine"))
        .header(HeaderName::from_static("upgrade"), HeaderValue::from_static("mine"));
    let request = Request::get("http://test/some/path?q").body(Body::empty()).expect("a request");
    let (mut connection, head) = dial(&server, request, options).await.expect("opened");
    let (line, headers) = server.received.lock().expect("no panic").take().expect("a request");
    assert_eq!(line, "GET http://test/some/path?q");
    assert_eq!(
        (&headers["sec-websocket-version"], &headers["sec-websocket-protocol"]),
        (&"13".parse().unwrap(), &"v2, v1".parse().unwrap())
    );
    assert_eq!(headers["x-custom"], "yes");
    assert!(!headers.contains_key("upgrade") && !headers.contains_key("sec-websocket-key"), "reserved fields");
    assert_eq!((connection.subprotocol(), &head.headers["x-mine"]), (Some("v1"), &"7".parse().unwrap()));
    connection.send_text("hello").await.expect("open");
    assert_eq!(peer.frame().await, super::peer::received_text("hello"));
    peer.send(&bare(0x81, b"hi"));
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hi");
    // A client answers the close frame, and waits for the server to end TCP.
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
async fn options_of_an_opening_take_precedence_over_those_of_the_client() {
    // The options of the client apply to endpoints with a pending connection too.
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

fn inflate(with: &mut Decompress, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 << 17);
    with.decompress_vec(&[payload, &[0, 0, 0xff, 0xff]].concat(), &mut out, FlushDecompress::Sync).expect("deflated");
    out
}

#[derive(Clone)]
struct Answering(&'static str, Arc<Mutex<Option<super::peer::End>>>);

impl Transport for Answering {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, api_core::Failure> {
        assert_eq!(request.headers()["sec-websocket-extensions"], "permessage-deflate; client_max_window_bits");
        let end = self.1.lock().expect("no panic").take().expect("called once");
        let response = Response::builder().status(101).header("sec-websocket-extensions", self.0);
        Ok(response.extension(Opened::new(end)).body(Body::empty()).expect("a response"))
    }
}

#[tokio::test]
async fn a_client_applies_the_negotiated_compression() {
    for (answer, alike) in [("permessage-deflate", false), ("permessage-deflate; client_no_context_takeover", true)] {
        let (end, peer) = wire();
        let service = Answering(answer, Arc::new(Mutex::new(Some(end))));
        let options = ConnectionOptions::default().deflate(PermessageDeflate::new().threshold(0));
        let request = Request::get("http://test/").body(Body::empty()).expect("a request");
        let (mut connection, _) =
            dial(&service, request, OpenOptions::default().connection(options)).await.expect("opened");
        assert!(connection.is_compressed());
        let text = "Hello, hello, hello";
        connection.send_texts([text, text]).await.expect("open");
        let [one, two] = [peer.frame().await, peer.frame().await];
        assert_eq!((one.0, two.0, one.1 == two.1), (0xc1, 0xc1, alike), "{answer}");
        assert_eq!(inflate(&mut Decompress::new(false), &one.1), text.as_bytes());
        peer.send(&bare(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00"));
        assert_eq!(connection.receive::<String>().await.expect("a text"), "Hello");
        settle().await;
    }
}
