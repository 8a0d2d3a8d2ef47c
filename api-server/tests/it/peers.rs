//! The peer of a connection, in the context and in the extensions of its requests.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use api_core::body::RequestBody;
use api_core::context::{Context, Peer};
use api_core::routing::{Mount, Routes, from_fn};
use api_core::{Body, Compose as _};
use api_server::{Listener, Listening, Server, ShutdownHandle, Tls, serve};
use http::{Request, Response};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower_layer::Layer;
use tower_service::Service;

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

/// A service that answers with the peer in the extensions of the request.
#[derive(Clone)]
struct Told;

impl Service<Request<Body>> for Told {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let told = request.extensions().get::<Peer>().map_or_else(|| "none".to_owned(), shown);
        ready(Ok(Response::new(told.into())))
    }
}

/// A layer that answers by itself.
struct Telling;

impl<S> Layer<S> for Telling {
    type Service = Told;

    fn layer(&self, _: S) -> Told {
        Told
    }
}

async fn check_address<S: api_server::Respond<api_server::IncomingBody>>(server: S) {
    let listening = serve(bind().await, server);
    let address = listening.local_addr();
    let shutdown = start(listening);
    let stream = TcpStream::connect(address).await.unwrap();
    let own = stream.local_addr().unwrap();
    assert_eq!(ask(stream).await, format!("{own} false - 0"));
    shutdown.shut_down();
}

#[tokio::test]
async fn routes_layers_and_mounted_services_see_the_address_of_the_peer() {
    check_address(Server::new(peer())).await;
    check_address(Server::new(peer().rewrite(|_| Some("/other".parse().unwrap())))).await;
    check_address(Server::new(Mount::new("/", Told))).await;
    check_address(Server::new(api_core::routing::NotFound).layer(Telling)).await;
    check_address(Server::new(peer::<Body>()).layer(tower_layer::Identity::new())).await;
}

#[tokio::test]
async fn a_hook_of_the_server_sees_it_for_responses_without_a_route() {
    let server = Server::new(api_core::routing::NotFound).on_response(|context: &Context<'_>, response| {
        let told = context.peer().map_or_else(|| "none".to_owned(), shown);
        *response = Response::new(told.into());
    });
    let listening = serve(bind().await, server);
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
    let listening = serve(listener, Server::new(peer()));
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
