//! The peer of a connection, in the context and in the extensions of its requests.

use std::sync::Arc;

use api_core::body::RequestBody;
use api_core::context::{Context, Peer};
use api_core::routing::{Routes, from_fn};
use api_server::{Listener, Listening, Server, ShutdownHandle, Tls, serve};
use http::Response;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::served::{bind, soon};

/// Routes that answer with the peer of the request.
fn peer<B: RequestBody>() -> impl Routes<B> {
    from_fn(|context, _| {
        let told = context.peer().map_or_else(|| "none".to_owned(), shown);
        Box::pin(async move { Response::new(told.into()).into() })
    })
}

fn shown(peer: &Peer) -> String {
    let (name, chain) = peer.tls().map_or((None, 0), |tls| (tls.server_name.as_deref(), tls.certificates.len()));
    format!("{} {} {} {chain}", peer.address(), peer.is_secure(), name.unwrap_or("-"))
}

fn start<S: api_server::Respond<api_server::IncomingBody>>(listening: Listening<S>) -> ShutdownHandle {
    let shutdown = listening.shutdown_handle();
    tokio::spawn(listening.into_future());
    shutdown
}

/// Sends one request, and returns the last line of the response.
async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> String {
    soon(stream.write_all(b"GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")).await.unwrap();
    let mut response = String::new();
    soon(stream.read_to_string(&mut response)).await.unwrap();
    response.lines().last().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn routes_see_the_address_of_the_peer_if_the_listener_passes_it_on() {
    for (peers, expected) in [(true, true), (false, false)] {
        let listening = serve(bind().await, Server::new(peer())).peers(peers);
        let address = listening.local_addr();
        let shutdown = start(listening);
        let stream = TcpStream::connect(address).await.unwrap();
        let own = stream.local_addr().unwrap();
        let answer = ask(stream).await;
        assert_eq!(answer, if expected { format!("{own} false - 0") } else { "none".to_owned() });
        shutdown.shut_down();
    }
}

#[tokio::test]
async fn a_hook_of_the_server_sees_it_for_responses_without_a_route() {
    let server = Server::new(api_core::routing::NotFound).on_response(|context: &Context<'_>, response| {
        let told = context.peer().map_or_else(|| "none".to_owned(), shown);
        *response = Response::new(told.into());
    });
    let listening = serve(bind().await, server).peers(true);
    let address = listening.local_addr();
    let shutdown = start(listening);
    let mut stream = TcpStream::connect(address).await.unwrap();
    let own = stream.local_addr().unwrap();
    // Without `Host` the request is malformed, and no route sees it.
    soon(stream.write_all(b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n")).await.unwrap();
    let mut response = String::new();
    soon(stream.read_to_string(&mut response)).await.unwrap();
    assert!(response.ends_with(&format!("{own} false - 0")), "{response}");
    shutdown.shut_down();
}

#[tokio::test]
async fn over_tls_it_has_the_host_name_and_the_certificates_of_the_client() {
    let provider = || Arc::new(aws_lc_rs::default_provider());
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    let issue = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        (CertificateDer::from(certificate.der().to_vec()), key)
    };
    let (certificate, key) = issue("test");
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots.clone()), provider());
    let config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.allow_unauthenticated().build().unwrap())
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener: Listener = bind().await.with_tls(Tls::from_config(config));
    let listening = serve(listener, Server::new(peer())).peers(true);
    let address = listening.local_addr();
    let shutdown = start(listening);

    for certified in [true, false] {
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots.clone());
        let (certificate, key) = issue("client");
        let config = if certified {
            builder.with_client_auth_cert(vec![certificate], key).unwrap()
        } else {
            builder.with_no_client_auth()
        };
        let stream = TcpStream::connect(address).await.unwrap();
        let own = stream.local_addr().unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        let stream = soon(connector.connect(ServerName::try_from("test").unwrap(), stream)).await.unwrap();
        assert_eq!(ask(stream).await, format!("{own} true test {}", u8::from(certified)));
    }
    shutdown.shut_down();
}
