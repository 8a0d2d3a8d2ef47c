//! The connection pool: what is shared, what is kept, and what is closed.

use std::convert::Infallible;
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use api_client::{ClientBuilder, LayeredTransport, RetryPolicy, TransportSettings, connect};
use api_core::{Body, Client};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support::{Numbers as _, NumbersApi, loopback};

fn client(address: SocketAddr, settings: TransportSettings) -> Client<NumbersApi, LayeredTransport> {
    let builder = ClientBuilder::at(format!("http://{address}")).retry(RetryPolicy::never()).transport(settings);
    connect(builder).expect("a client")
}

/// Starts a server over HTTP/1.1 that answers once `at_once` requests have arrived. Returns its address and the number
/// of connections.
async fn at_once(at_once: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    let (connections, all) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(at_once)));
    let counter = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let all = all.clone();
            let service = service_fn(move |_: Request<Incoming>| {
                let all = all.clone();
                async move {
                    all.wait().await;
                    Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"1"))))
                }
            });
            // The client may drop the connection.
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    (address, connections)
}

/// Makes calls that are answered together.
async fn burst(client: &Client<NumbersApi, LayeredTransport>, calls: usize) {
    let mut set = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        set.spawn(async move { client.number(1).await.expect("a number") });
    }
    assert_eq!(set.join_all().await.len(), calls);
}

#[tokio::test]
async fn concurrent_calls_use_the_connections_of_earlier_ones() {
    let (address, connections) = at_once(5).await;
    let client = client(address, TransportSettings::default());
    for _ in 0..3 {
        burst(&client, 5).await;
        assert_eq!(connections.load(Ordering::SeqCst), 5);
    }
}

#[tokio::test]
async fn a_bounded_number_of_unused_connections_is_kept() {
    for (most, all) in [(2, 8), (0, 10)] {
        let (address, connections) = at_once(5).await;
        let client = client(address, TransportSettings::default().idle_connections(most));
        burst(&client, 5).await;
        burst(&client, 5).await;
        assert_eq!(connections.load(Ordering::SeqCst), all, "{most}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consecutive_calls_use_few_connections_if_several_threads_run_them() {
    let server = loopback(|stream| std::future::ready(Some(stream))).await;
    let client = client(server.address, TransportSettings::default());
    for number in 0..500 {
        assert_eq!(client.number(number).await.expect("a number"), number);
    }
    // A connection may still be busy on another thread when the next call begins.
    assert!(server.connections.load(Ordering::SeqCst) <= 5, "{:?}", server.connections);
}

/// Reads the head of a request.
async fn head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a request"));
    }
}

#[tokio::test]
async fn an_unused_connection_is_closed_after_its_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let client = client(listener.local_addr().expect("an address"), TransportSettings::default());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1").await.expect("written");
        stream
    });
    assert_eq!(client.number(1).await.expect("a number"), 1);
    let mut stream = server.await.expect("the server's end");
    tokio::time::pause();
    let began = Instant::now();
    assert_eq!(stream.read(&mut [0; 8]).await.expect("closed in order"), 0);
    let unused = began.elapsed();
    assert!(unused >= Duration::from_secs(89) && unused < Duration::from_mins(2), "{unused:?}");
}

#[tokio::test]
async fn a_request_is_sent_again_if_its_connection_was_closed_before_anything_was_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("an address");
    let (closed, is_closed) = mpsc::channel();
    let server = std::thread::spawn(move || {
        let (mut side, _) = listener.accept().expect("the test");
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().expect("a client");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("a request");
                head.extend(byte);
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1").expect("written");
            side.read_exact(&mut [0]).expect("asked to close");
            drop(stream);
            side.write_all(b"!").expect("written");
            closed.send(()).expect("the test waits");
        }
    });
    let mut side = TcpStream::connect(address).await.expect("loopback");
    let client = client(address, TransportSettings::default());
    for _ in 0..2 {
        // The second time the connection that is taken was closed, and its task has not run yet: the runtime learns of
        // the close and of the byte at once, and runs this task first.
        assert_eq!(client.number(1).await.expect("a number"), 1);
        side.write_all(b"?").await.expect("written");
        is_closed.recv().expect("closed");
        assert_eq!(side.read_u8().await.expect("a byte"), b'!');
    }
    server.join().expect("the server ends");
}

#[tokio::test]
async fn a_body_that_is_not_read_to_its_end_closes_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let client = client(listener.local_addr().expect("an address"), TransportSettings::default());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1234").await.expect("written");
        // Until the client closes it.
        stream.read(&mut [0; 8]).await.expect("closed in order")
    });
    let response = client.raw(Request::new(Body::empty())).await.expect("a response");
    let mut body = response.into_body();
    assert_eq!(body.frame().await.expect("a frame").expect("data").into_data().expect("data"), "1234");
    drop(body);
    assert_eq!(server.await.expect("the server ends"), 0);
}

#[cfg(any(feature = "tls", feature = "ring"))]
#[tokio::test]
async fn a_call_that_is_dropped_stops_the_opening_of_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = format!("https://{}", listener.local_addr().expect("an address"));
    for settings in [TransportSettings::default(), TransportSettings::default().http1_only()] {
        let client = connect::<NumbersApi>(ClientBuilder::at(&address).transport(settings)).expect("a client");
        let call = tokio::spawn(async move { client.number(1).await });
        let (mut stream, _) = listener.accept().await.expect("a client");
        // The first bytes of a TLS handshake that is never answered.
        stream.read_u8().await.expect("a handshake");
        call.abort();
        let mut rest = Vec::new();
        // Closed or reset, long before the time limit for connecting.
        let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.expect("closed");
    }
}

#[cfg(any(feature = "tls", feature = "ring"))]
#[tokio::test]
async fn the_failure_of_a_connection_reaches_all_calls_that_waited_for_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = format!("https://{}", listener.local_addr().expect("an address"));
    let builder = ClientBuilder::at(address).retry(RetryPolicy::never());
    let client = connect::<NumbersApi>(builder).expect("a client");
    let mut calls = JoinSet::new();
    for _ in 0..5 {
        let client = client.clone();
        calls.spawn(async move { client.number(1).await });
    }
    let server = tokio::spawn(async move {
        // No answer to the handshake, for one connection.
        drop(listener.accept().await.expect("a client"));
        listener
    });
    for result in calls.join_all().await {
        let failure = format!("{:?}", result.expect_err("no TLS"));
        assert!(failure.contains("no connection to"), "{failure}");
    }
    drop(server.await.expect("the server ends"));
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn a_connection_of_http_2_that_the_server_closes_is_replaced() {
    use hyper_util::rt::TokioExecutor;

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let client = client(listener.local_addr().expect("an address"), TransportSettings::default().http2_only());
    let (ended, mut is_ended) = tokio::sync::mpsc::channel(1);
    let server = tokio::spawn(async move {
        for connections in 1..=3 {
            let (stream, _) = listener.accept().await.expect("a client");
            let answered = Arc::new(tokio::sync::Notify::new());
            let notify = answered.clone();
            let service = service_fn(move |_: Request<Incoming>| {
                notify.notify_one();
                async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"1")))) }
            });
            let builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
            tokio::select! {
                _ = connection.as_mut() => panic!("connection {connections} ended early"),
                () = answered.notified() => connection.as_mut().graceful_shutdown(),
            }
            // The client may close it first.
            let _ = connection.await;
            ended.send(()).await.expect("the test waits");
        }
    });
    for _ in 0..3 {
        assert_eq!(client.number(1).await.expect("a number"), 1);
        // Before that, the server takes further requests on the connection.
        is_ended.recv().await.expect("the server runs");
    }
    server.await.expect("three connections");
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn a_connection_of_http_2_that_has_gone_silent_is_replaced() {
    use hyper_util::rt::TokioExecutor;

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let client = client(listener.local_addr().expect("an address"), TransportSettings::default().http2_only());
    let (begins, silence) = tokio::sync::oneshot::channel();
    let server = tokio::spawn(async move {
        let asked = Arc::new(tokio::sync::Notify::new());
        let notify = asked.clone();
        let service = service_fn(move |_: Request<Incoming>| {
            notify.notify_one();
            async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"1")))) }
        });
        let builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
        let (stream, _) = listener.accept().await.expect("a client");
        let mut silent = Box::pin(builder.serve_connection(TokioIo::new(stream), service.clone()));
        tokio::select! {
            biased;
            () = asked.notified() => {}
            _ = silent.as_mut() => panic!("the connection ended early"),
        }
        // From here on the first connection is neither read nor written.
        begins.send(()).expect("the test waits");
        let (stream, _) = listener.accept().await.expect("a second connection");
        let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        drop(silent);
    });
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.number(1).await }
    });
    silence.await.expect("a request");
    // Nothing but time passes from here to the second call.
    tokio::time::pause();
    assert!(first.await.expect("no panic").is_err());
    tokio::time::sleep(Duration::from_secs(20)).await;
    tokio::time::resume();
    assert_eq!(client.number(1).await.expect("a number, over another connection"), 1);
    server.abort();
}
