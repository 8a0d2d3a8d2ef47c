//! A temporary certificate authority for one test.

use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use tempfile::TempDir;

/// The files of a certificate authority and of one server certificate for `localhost` that it signed.
#[derive(Debug)]
pub struct Authority {
    folder: TempDir,
}

#[expect(clippy::new_without_default, reason = "each call creates new keys and files")]
impl Authority {
    /// Creates an authority and a server certificate.
    ///
    /// # Panics
    ///
    /// Panics if the files cannot be written.
    pub fn new() -> Self {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        // If both certificates had the same name, verifiers would take the server certificate for a self-signed one.
        authority.distinguished_name.push(DnType::CommonName, "temporary authority of a test");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        server.distinguished_name.push(DnType::CommonName, "localhost");
        let server = server.signed_by(&key, &issuer).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("authority.pem"), issuer.pem()).unwrap();
        std::fs::write(folder.path().join("server.pem"), server.pem()).unwrap();
        std::fs::write(folder.path().join("server-key.pem"), key.serialize_pem()).unwrap();
        Self { folder }
    }

    /// Returns the file with the certificate of the authority.
    pub fn certificate(&self) -> PathBuf {
        self.path().join("authority.pem")
    }

    /// Returns the files with the server's certificate chain and its key.
    pub fn server(&self) -> [PathBuf; 2] {
        ["server.pem", "server-key.pem"].map(|file| self.path().join(file))
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}
