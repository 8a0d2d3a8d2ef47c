//! TLS: verification of servers, and the negotiation of the HTTP version.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use api_client::{ClientBuilder, RetryPolicy, Tls, TransportSettings, connect};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::support::{Loopback, Numbers as _, NumbersApi, Trouble, loopback};
use crate::websocket;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

fn acceptor(authority: &Authority) -> TlsAcceptor {
    acceptor_of(authority, &[b"h2", b"http/1.1"])
}

fn acceptor_of(authority: &Authority, protocols: &[&[u8]]) -> TlsAcceptor {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a configuration");
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

async fn server(authority: &Authority) -> Loopback {
    let acceptor = acceptor(authority);
    loopback(move |stream| {
        let accepted = acceptor.accept(stream);
        async move { accepted.await.ok() }
    })
    .await
}

fn environment(server: &Loopback, tls: Tls, settings: TransportSettings) -> ClientBuilder {
    ClientBuilder::at(format!("https://localhost:{}", server.address.port()))
        .retry(RetryPolicy::never())
        .transport(settings.tls(tls))
}

#[tokio::test]
async fn a_given_certificate_authority_is_trusted_and_http_2_is_negotiated() {
    let authority = authority();
    let server = server(&authority).await;
    let tls = Tls::platform().with_root_pem(self::authority().pem()).with_root_pem(authority.pem());
    let client = connect::<NumbersApi>(&environment(&server, tls, TransportSettings::default())).expect("a client");
    for number in 0..5 {
        assert_eq!(client.number(number).await.expect("a number"), number);
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    assert!(server.versions.lock().expect("versions").iter().all(|version| *version == http::Version::HTTP_2));
}

#[tokio::test]
async fn calls_that_begin_together_share_the_connection_that_turns_out_to_be_http_2() {
    let authority = authority();
    let server = server(&authority).await;
    let tls = Tls::platform().with_root_pem(authority.pem());
    let client = connect::<NumbersApi>(&environment(&server, tls, TransportSettings::default())).expect("a client");
    let mut calls = JoinSet::new();
    for number in 0..20 {
        let client = client.clone();
        calls.spawn(async move { assert_eq!(client.number(number).await.expect("a number"), number) });
    }
    assert_eq!(calls.join_all().await.len(), 20);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn calls_that_begin_together_open_connections_if_the_first_turns_out_to_be_http_1() {
    let authority = authority();
    let acceptor = acceptor_of(&authority, &[b"http/1.1"]);
    let server = loopback(move |stream| {
        let accepted = acceptor.accept(stream);
        async move { accepted.await.ok() }
    })
    .await;
    let tls = Tls::platform().with_root_pem(authority.pem());
    let client = connect::<NumbersApi>(&environment(&server, tls, TransportSettings::default())).expect("a client");
    let mut calls = JoinSet::new();
    for number in 0..5 {
        let client = client.clone();
        calls.spawn(async move { assert_eq!(client.number(number).await.expect("a number"), number) });
    }
    assert_eq!(calls.join_all().await.len(), 5);
    assert!(server.versions.lock().expect("versions").iter().all(|version| *version == http::Version::HTTP_11));
}

#[tokio::test]
async fn settings_restrict_the_http_version() {
    let authority = authority();
    let server = server(&authority).await;
    for (settings, version) in [
        (TransportSettings::default().http1_only(), http::Version::HTTP_11),
        (TransportSettings::default().http2_only(), http::Version::HTTP_2),
    ] {
        let tls = Tls::platform().with_root_pem(authority.pem());
        let client = connect::<NumbersApi>(&environment(&server, tls, settings)).expect("a client");
        client.number(1).await.expect("a number");
        assert_eq!(server.versions.lock().expect("versions").last(), Some(&version));
    }
}

#[tokio::test]
async fn an_untrusted_authority_is_a_transport_failure_with_its_cause() {
    let server = server(&authority()).await;
    for tls in [Tls::platform().with_root_pem(authority().pem()), Tls::platform()] {
        let client = connect::<NumbersApi>(&environment(&server, tls, TransportSettings::default())).expect("a client");
        let Err(Trouble::Failed(failure)) = client.number(1).await else { panic!("an untrusted server was accepted") };
        assert!(failure.is_transport(), "{failure:?}");
        let first: &dyn Error = &failure;
        let chain: Vec<String> =
            std::iter::successors(Some(first), |error| (**error).source()).map(ToString::to_string).collect();
        assert!(chain.iter().any(|cause| cause.contains("invalid peer certificate")), "{chain:?}");
    }
}

#[tokio::test]
async fn a_websocket_uses_http_1_unless_only_http_2_is_allowed() {
    let authority = authority();
    let acceptor = acceptor(&authority);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let port = listener.local_addr().expect("an address").port();
    let accepting = tokio::spawn(async move {
        let mut agreed = Vec::new();
        for _ in 0..2 {
            let (stream, _) = listener.accept().await.expect("a client");
            let stream = acceptor.accept(stream).await.expect("TLS");
            agreed.push(stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec));
            tokio::spawn(websocket::serve_echo_over(stream));
        }
        agreed
    });
    for settings in [TransportSettings::default(), TransportSettings::default().http2_only()] {
        let tls = Tls::platform().with_root_pem(authority.pem());
        websocket::check_echo(&settings.tls(tls), &format!("https://localhost:{port}")).await;
    }
    let agreed = accepting.await.expect("accepted");
    assert_ne!(agreed[0].as_deref(), Some(&b"h2"[..]));
    assert_eq!(agreed[1].as_deref(), Some(&b"h2"[..]));
}
