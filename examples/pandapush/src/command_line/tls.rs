//! TLS of the server itself. Behind a proxy that ends TLS it is not needed.

use std::error::Error;
use std::path::PathBuf;

use api_server::{Listener, Tls};
use clap::Args;

/// The options about TLS.
#[derive(Debug, Args)]
#[command(next_help_heading = "TLS")]
pub(super) struct TlsOptions {
    /// A PEM file with the certificate chain. The node then serves HTTPS, and no HTTP. Without it, a proxy in front
    /// ends TLS.
    #[arg(long, env = "PANDAPUSH_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    #[arg(long, env = "PANDAPUSH_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    tls_key: Option<PathBuf>,
}

impl TlsOptions {
    /// Returns the listener with TLS, if a certificate and its key are given, and the scheme of its addresses.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be used.
    pub(super) fn secure(&self, listener: Listener) -> Result<(Listener, &'static str), Box<dyn Error>> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok((listener, "http")) };
        let tls = Tls::from_pem_files(certificate, key).map_err(|error| {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            format!("--tls-cert {} --tls-key {}: {error}{cause}", certificate.display(), key.display())
        })?;
        Ok((listener.with_tls(tls), "https"))
    }
}
