//! HTTP/2 with prior knowledge, and both versions over TLS.

use std::sync::Arc;

use crate::served::{Running, bind, soon, start, start_with};
use api_server::{Limits, Listener, Tls};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

type Requests = http2::SendRequest<Full<bytes::Bytes>>;

async fn http2_over(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Requests {
    let (requests, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    requests
}

fn request(method: &str, path: &str, body: &'static str) -> Request<Full<bytes::Bytes>> {
    let request = Request::builder().method(method).uri(format!("http://test{path}"));
    // hyper's client for HTTP/1.1 does not send `Host` itself.
    request.header("host", "test").header("content-type", "application/json").body(Full::from(body)).unwrap()
}

async fn answer(requests: &mut Requests, request: Request<Full<bytes::Bytes>>) -> (StatusCode, String) {
    let response = soon(requests.send_request(request)).await.unwrap();
    let status = response.status();
    let body = soon(response.into_body().collect()).await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn http2_with_prior_knowledge_has_the_same_answers_as_http1() {
    let running = start(Limits::default()).await;
    let mut requests = http2_over(TcpStream::connect(running.address).await.unwrap()).await;
    let found = answer(&mut requests, request("GET", "/v1/acme/notes/7", "")).await;
    assert_eq!(found, (StatusCode::OK, r#"{"text":"note 7"}"#.to_owned()));
    let added = answer(&mut requests, request("POST", "/v1/acme/notes", r#"{"text":"x"}"#)).await;
    assert_eq!(added, (StatusCode::CREATED, r#"{"text":"x"}"#.to_owned()));
    let head = answer(&mut requests, request("HEAD", "/v1/acme/notes/7", "")).await;
    assert_eq!(head, (StatusCode::OK, String::new()));
    assert_eq!(answer(&mut requests, request("PUT", "/v1/acme/notes/7", "")).await.0, StatusCode::METHOD_NOT_ALLOWED);
    drop(requests);
    running.stop().await;
}

#[tokio::test]
async fn a_panic_fails_one_stream_and_leaves_the_others_of_the_connection_running() {
    let running = start(Limits::default()).await;
    let mut requests = http2_over(TcpStream::connect(running.address).await.unwrap()).await;
    let waiting = tokio::spawn(requests.send_request(request("GET", "/v1/acme/wait", "")));
    soon(running.gate.entered.notified()).await;
    assert_eq!(answer(&mut requests, request("GET", "/v1/acme/panic", "")).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    running.gate.open.notify_one();
    assert_eq!(soon(waiting).await.unwrap().unwrap().status(), StatusCode::OK);
    drop(requests);
    running.stop().await;
}

#[tokio::test]
async fn shutdown_finishes_running_streams_and_then_closes_the_connection() {
    let running = start(Limits::default()).await;
    let mut requests = http2_over(TcpStream::connect(running.address).await.unwrap()).await;
    let waiting = tokio::spawn(requests.send_request(request("GET", "/v1/acme/wait", "")));
    soon(running.gate.entered.notified()).await;
    running.shutdown.shut_down();
    // The listener is dropped before the drain begins. From then on connecting is refused.
    soon(async { while TcpStream::connect(running.address).await.is_ok() {} }).await;
    running.gate.open.notify_one();
    assert_eq!(soon(waiting).await.unwrap().unwrap().status(), StatusCode::OK);
    // The client still holds its connection, so it is the server that closes it.
    soon(running.done).await.unwrap().unwrap();
}

/// Starts a server on a [`tls_listener`].
pub(crate) async fn start_tls(limits: Limits) -> (Running, RootCertStore) {
    let (listener, roots) = tls_listener().await;
    (start_with(listener, limits, |server| server), roots)
}

/// Returns a listener with a certificate of a private certification authority, and the root store of that authority.
pub(crate) async fn tls_listener() -> (Listener, RootCertStore) {
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["test".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let chain = certificate.pem() + &authority.pem();
    let tls = Tls::from_pem(chain.as_bytes(), key.serialize_pem().as_bytes()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    (bind().await.with_tls(tls), roots)
}

pub(crate) async fn connect_tls(running: &Running, roots: &RootCertStore, protocols: &[&str]) -> TlsStream<TcpStream> {
    try_connect_tls(running, roots, protocols).await.unwrap()
}

/// Connects, and returns the error of a server that ends the handshake.
pub(crate) async fn try_connect_tls(
    running: &Running,
    roots: &RootCertStore,
    protocols: &[&str],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots.clone())
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(running.address).await.unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    soon(connector.connect(ServerName::try_from("test").unwrap(), stream)).await
}

#[tokio::test]
async fn alpn_chooses_the_version() {
    let (running, roots) = start_tls(Limits::default()).await;
    let stream = connect_tls(&running, &roots, &["h2", "http/1.1"]).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let mut requests = http2_over(stream).await;
    assert_eq!(answer(&mut requests, request("GET", "/v1/acme/notes/7", "")).await.0, StatusCode::OK);
    drop(requests);

    for protocols in [&["http/1.1"][..], &[]] {
        let stream = connect_tls(&running, &roots, protocols).await;
        assert_ne!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let (mut requests, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let response = soon(requests.send_request(request("GET", "/v1/acme/notes/7", ""))).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    }
    running.stop().await;
}

#[tokio::test]
async fn a_missing_tls_handshake_closes_the_connection_after_the_handshake_time() {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["test".to_owned()]).unwrap().self_signed(&key).unwrap();
    let tls = Tls::from_pem(certificate.pem().as_bytes(), key.serialize_pem().as_bytes()).unwrap();
    let limits = Limits::default().handshake_time(std::time::Duration::from_millis(50));
    let running = start_with(bind().await.with_tls(tls), limits, |server| server);
    assert_eq!(running.connect().await.rest().await, "");
    running.stop().await;
}

#[test]
fn a_private_key_of_another_certificate_is_an_error() {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["test".to_owned()]).unwrap().self_signed(&key).unwrap();
    let other = KeyPair::generate().unwrap();
    let error = Tls::from_pem(certificate.pem().as_bytes(), other.serialize_pem().as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "the certificate and the key cannot be used");
    assert!(Tls::from_pem(b"", key.serialize_pem().as_bytes()).is_err());
}

#[tokio::test]
async fn a_host_that_contradicts_the_authority_is_answered_with_400() {
    let running = start(Limits::default()).await;
    let mut requests = http2_over(TcpStream::connect(running.address).await.unwrap()).await;
    for (host, expected) in [("test:80", StatusCode::OK), ("other", StatusCode::BAD_REQUEST)] {
        let mut request = request("GET", "/v1/acme/notes/7", "");
        request.headers_mut().insert("host", host.parse().unwrap());
        assert_eq!(answer(&mut requests, request).await.0, expected, "{host}");
    }
    drop(requests);
    running.stop().await;
}
