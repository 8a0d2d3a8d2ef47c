//! Trusted certificate authorities: the platform's, or those given as PEM.

use std::fmt;
use std::sync::Arc;

use api_core::error::{Failure, FailureKind};
use hyper_rustls::ConfigBuilderExt as _;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

/// The TLS configuration of a client: which certificate authorities it trusts.
#[derive(Clone, Default)]
pub struct Tls {
    /// Empty: those of the platform.
    own_roots: Vec<Arc<[u8]>>,
}

impl Tls {
    /// Trusts the certificate authorities of the operating system.
    pub fn platform() -> Self {
        Self::default()
    }

    /// Trusts the certificate authorities in this PEM *instead of* the platform's. Further calls add more.
    #[must_use]
    pub fn with_root_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.own_roots.push(pem.as_ref().into());
        self
    }

    pub(super) fn config(&self) -> Result<ClientConfig, Failure> {
        // The provider is named, because the process may have another default, or none.
        let builder = ClientConfig::builder_with_provider(Arc::new(provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable("no TLS version is available").caused_by(error))?;
        if self.own_roots.is_empty() {
            let builder = builder.try_with_platform_verifier();
            let builder =
                builder.map_err(|error| unusable("the platform's certificates cannot be read").caused_by(error))?;
            return Ok(builder.with_no_client_auth());
        }
        Ok(builder.with_root_certificates(self.roots()?).with_no_client_auth())
    }

    fn roots(&self) -> Result<RootCertStore, Failure> {
        let mut roots = RootCertStore::empty();
        for pem in &self.own_roots {
            let known = roots.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate =
                    certificate.map_err(|error| unusable("a root certificate is not PEM").caused_by(error))?;
                roots.add(certificate).map_err(|error| unusable("a root certificate is unusable").caused_by(error))?;
            }
            if roots.len() == known {
                return Err(unusable("a PEM of root certificates contains none"));
            }
        }
        Ok(roots)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.own_roots.is_empty() { "Tls(platform)" } else { "Tls(own roots)" })
    }
}

/// The library that does the cryptography.
fn provider() -> CryptoProvider {
    #[cfg(feature = "tls")]
    return rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "tls"))]
    return rustls::crypto::ring::default_provider();
}

fn unusable(message: &'static str) -> Failure {
    Failure::new(FailureKind::Other, message)
}

#[cfg(test)]
mod tests {
    use super::Tls;

    #[test]
    fn a_pem_without_a_certificate_is_an_error() {
        for pem in ["", "no PEM at all", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
            let refused = Tls::platform().with_root_pem(pem).config().expect_err("refused");
            assert!(refused.to_string().contains("PEM"), "{pem}: {refused}");
        }
    }
}
