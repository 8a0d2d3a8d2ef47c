//! The pooled transport with servers on loopback.

use std::net::Ipv4Addr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use api_client::{ClientBuilder, HttpTransport, RetryPolicy, TransportSettings, connect};
use api_core::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;

use crate::support::{Numbers as _, NumbersApi, Trouble, loopback};

fn environment(address: std::net::SocketAddr, settings: TransportSettings) -> ClientBuilder {
    ClientBuilder::at(format!("http://{address}")).retry(RetryPolicy::never()).transport(settings)
}

/// Starts a server that answers every connection with these bytes.
pub(crate) async fn raw(answer: &'static str) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // Unread bytes of the request would turn the close into a reset, which may overtake the response.
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { break };
                head.push(byte);
            }
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

async fn failure(environment: &ClientBuilder) -> api_core::Failure {
    let client: Client<NumbersApi, _> = connect(environment).expect("a client");
    match client.number(1).await {
        Err(Trouble::Failed(failure)) => failure,
        other => panic!("expected a failure, not {other:?}"),
    }
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn concurrent_calls_share_one_http_2_connection() {
    let server = loopback(|stream| std::future::ready(Some(stream))).await;
    let environment = environment(server.address, TransportSettings::default().http2_only());
    // Two clients of one environment share its pool.
    let clients = [(); 2].map(|()| connect::<NumbersApi>(&environment).expect("a client"));
    let mut calls = JoinSet::new();
    for number in 0..50 {
        let client = clients[number % 2].clone();
        let number = u32::try_from(number).expect("small");
        calls.spawn(async move { assert_eq!(client.number(number).await.expect("a number"), number) });
    }
    assert_eq!(calls.join_all().await.len(), 50);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    assert!(server.versions.lock().expect("versions").iter().all(|version| *version == http::Version::HTTP_2));
}

#[tokio::test]
async fn consecutive_calls_reuse_an_http_1_connection() {
    let server = loopback(|stream| std::future::ready(Some(stream))).await;
    let client = connect::<NumbersApi>(&environment(server.address, TransportSettings::default())).expect("a client");
    for number in 0..10 {
        assert_eq!(client.number(number).await.expect("a number"), number);
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn malformed_and_missing_responses_are_transport_failures() {
    for answer in ["what?\r\n\r\n", "", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1"] {
        let failure = failure(&environment(raw(answer).await, TransportSettings::default())).await;
        assert!(failure.is_transport(), "{answer:?}: {failure:?}");
    }
    // The port is bound but not listened on, so no other process can use it during the test.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
    let unused = socket.local_addr().expect("an address");
    let failure = failure(&environment(unused, TransportSettings::default())).await;
    assert!(failure.is_transport() && failure.to_string().contains("no connection"), "{failure:?}");
}

#[tokio::test]
async fn a_response_above_the_size_limit_is_a_failure() {
    let settings = TransportSettings::default().largest_response(3);
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n1234",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n1234\r\n",
        "HTTP/1.1 500 No\r\ncontent-length: 4\r\n\r\n1234",
    ] {
        let failure = failure(&environment(raw(answer).await, settings.clone())).await;
        assert!(failure.is_decode() && failure.to_string().contains("larger than 3"), "{answer:?}: {failure:?}");
    }
}

#[cfg(any(feature = "tls", feature = "ring"))]
#[tokio::test]
async fn a_missing_tls_handshake_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    // The kernel accepts the connection, and no TLS handshake follows.
    let settings = TransportSettings::default().connect_within(Duration::from_millis(20));
    let environment = ClientBuilder::at(format!("https://{address}")).retry(RetryPolicy::never()).transport(settings);
    let failure = failure(&environment).await;
    assert!(failure.is_timeout(), "{failure:?}");
    drop(listener);
}

#[cfg(not(any(feature = "tls", feature = "ring")))]
#[test]
fn without_tls_an_https_address_is_refused_with_the_feature_that_is_missing() {
    let refused = connect::<NumbersApi>(&ClientBuilder::at("https://api.example")).expect_err("no TLS");
    assert!(refused.is_encode() && refused.to_string().contains("feature `tls`"), "{refused}");
}

#[test]
fn an_invalid_address_is_an_error() {
    for address in ["", "/v1", "api.example", "ftp://api.example", "https://"] {
        assert!(connect::<NumbersApi>(&ClientBuilder::at(address)).is_err(), "{address}");
    }
    assert!(HttpTransport::new(&TransportSettings::default()).is_ok());
}
