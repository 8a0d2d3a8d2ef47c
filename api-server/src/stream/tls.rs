//! TLS with rustls: certificates in PEM, HTTP/2 and HTTP/1.1 offered by ALPN.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use api_core::BoxError;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::transport::Transport;
use super::version::Version;

/// The versions of HTTP that are offered, the preferred one first.
#[cfg(feature = "http2")]
const PROTOCOLS: &[&[u8]] = &[b"h2", b"http/1.1"];
#[cfg(not(feature = "http2"))]
const PROTOCOLS: &[&[u8]] = &[b"http/1.1"];

/// The TLS configuration of a listener: versions 1.2 and 1.3, no client certificates.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
}

impl Tls {
    /// Reads a PEM certificate chain, the server's own certificate first, and its private key.
    ///
    /// # Errors
    /// Returns an error if a certificate or the key is missing, or if they do not belong together.
    pub fn from_pem(certificate_chain: &[u8], private_key: &[u8]) -> Result<Self, TlsError> {
        let chain = CertificateDer::pem_slice_iter(certificate_chain).collect::<Result<Vec<_>, _>>();
        let key = PrivateKeyDer::from_pem_slice(private_key);
        Self::from_der(
            chain.map_err(|error| TlsError::new("the certificate chain cannot be read", error))?,
            key.map_err(|error| TlsError::new("the private key cannot be read", error))?,
        )
    }

    /// Reads the certificate chain and the private key from PEM files.
    ///
    /// # Errors
    /// Returns the errors of [`Tls::from_pem`], and an error if a file cannot be read.
    pub fn from_pem_files(certificate_chain: &Path, private_key: &Path) -> Result<Self, TlsError> {
        let read = |path: &Path| {
            let message = || format!("`{}` cannot be read", path.display());
            std::fs::read(path).map_err(|error| TlsError::new(message(), error))
        };
        Self::from_pem(&read(certificate_chain)?, &read(private_key)?)
    }

    /// Uses a rustls configuration as it is, for example for client certificates or for certificates renewed at run
    /// time.
    ///
    /// ALPN is set to HTTP/2 and HTTP/1.1, unless the configuration names protocols itself.
    pub fn from_config(mut config: ServerConfig) -> Self {
        if config.alpn_protocols.is_empty() {
            config.alpn_protocols = PROTOCOLS.iter().map(|protocol| protocol.to_vec()).collect();
        }
        Self { config: Arc::new(config) }
    }

    fn from_der(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Self, TlsError> {
        if chain.is_empty() {
            return Err(TlsError { message: "there is no certificate in the chain".to_owned(), source: None });
        }
        // The provider is named, because rustls chooses none if the process contains several.
        let config = ServerConfig::builder_with_provider(Arc::new(provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|error| TlsError::new("the certificate and the key cannot be used", error))?;
        Ok(Self::from_config(config))
    }

    /// Does the handshake. The version of HTTP is the one that ALPN agreed on, if it did.
    pub(crate) async fn accept(&self, stream: TcpStream) -> io::Result<(Transport, Option<Version>)> {
        let stream = TlsAcceptor::from(self.config.clone()).accept(stream).await?;
        let agreed = match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => Some(Version::Http2),
            Some(b"http/1.1") => Some(Version::Http1),
            _ => None,
        };
        Ok((Transport::Tls(Box::new(stream)), agreed))
    }
}

/// The library that does the cryptography.
fn provider() -> CryptoProvider {
    #[cfg(feature = "tls")]
    return rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "tls"))]
    return rustls::crypto::ring::default_provider();
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tls").finish_non_exhaustive()
    }
}

/// The error of a TLS configuration that cannot be used.
#[derive(Debug)]
pub struct TlsError {
    message: String,
    source: Option<BoxError>,
}

impl TlsError {
    fn new(message: impl Into<String>, source: impl Into<BoxError>) -> Self {
        Self { message: message.into(), source: Some(source.into()) }
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for TlsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
