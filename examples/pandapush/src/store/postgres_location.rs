//! Where a server of PostgreSQL is, and how its certificate is verified.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::StoreError;

/// Where a server of PostgreSQL is. Its debug output has no password.
///
/// `sslmode=require` encrypts and verifies the certificate of the server, as `verify-full` does elsewhere. Without it
/// nothing is encrypted.
#[derive(Debug, Clone, PartialEq)]
pub struct PostgresLocation {
    /// Host, port, user, password and database.
    pub config: Config,
    /// A PEM file with the certificate authorities to trust instead of those of the platform. It requires TLS.
    pub certificate_authority: Option<PathBuf>,
}

impl FromStr for PostgresLocation {
    type Err = StoreError;

    /// Reads `postgres://user:password@host:port/name?sslmode=require`.
    fn from_str(url: &str) -> Result<Self, StoreError> {
        // Certificates are always verified, so the stricter words mean the same.
        let url = url.replace("sslmode=verify-full", "sslmode=require").replace("sslmode=verify-ca", "sslmode=require");
        // The error names the part that is wrong, not its value.
        let config = Config::from_str(&url).map_err(|error| StoreError::Url(error.to_string()))?;
        Ok(config.into())
    }
}

impl From<Config> for PostgresLocation {
    fn from(config: Config) -> Self {
        Self { config, certificate_authority: None }
    }
}

impl PostgresLocation {
    /// Returns what opens encrypted connections, or `None` if they are not encrypted.
    ///
    /// # Errors
    /// Returns an error if the certificate authorities cannot be read.
    pub(super) fn tls(&self) -> Result<Option<MakeRustlsConnect>, StoreError> {
        if self.config.get_ssl_mode() != SslMode::Require && self.certificate_authority.is_none() {
            return Ok(None);
        }
        let unusable = |error: rustls::Error| StoreError::Url(format!("TLS cannot be used: {error}"));
        // The provider is named, because the process may have another default, or none.
        let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unusable)?;
        let builder = match &self.certificate_authority {
            Some(file) => builder.with_root_certificates(roots(file)?),
            None => builder.with_platform_verifier().map_err(unusable)?,
        };
        Ok(Some(MakeRustlsConnect::new(builder.with_no_client_auth())))
    }
}

fn roots(file: &Path) -> Result<RootCertStore, StoreError> {
    let unusable = |why: &str| StoreError::Url(format!("the certificate authorities in {}: {why}", file.display()));
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(file).map_err(|error| unusable(&error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unusable(&error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(&error.to_string()))?;
    }
    if roots.is_empty() { Err(unusable("the file contains no certificate")) } else { Ok(roots) }
}
