//! `chatkit certificate`: a certificate for TLS on the local machine, because the published SDKs require TLS.

use std::error::Error;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Zoned;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};

/// The lifetime of a certificate in years.
const YEARS: i16 = 2;

/// The options of `chatkit certificate`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The output folder, created if it does not exist. Existing files are never overwritten.
    folder: PathBuf,
    /// A host name or address of the server, repeatable.
    #[arg(long, default_values = ["localhost", "127.0.0.1", "::1"], value_name = "HOST")]
    host: Vec<String>,
}

/// Creates an authority and one certificate signed by it. The authority's key is not stored, so it cannot sign others.
pub(super) fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let until = Zoned::now().year().saturating_add(YEARS);
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name.push(DnType::CommonName, "chatkit on this machine");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    authority.not_after = date_time_ymd(until.into(), 1, 1);
    let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;

    let key = KeyPair::generate()?;
    let mut server = CertificateParams::new(options.host.clone())?;
    server.distinguished_name.push(DnType::CommonName, "chatkit");
    server.not_after = date_time_ymd(until.into(), 1, 1);
    let server = server.signed_by(&key, &issuer)?;

    std::fs::create_dir_all(&options.folder)
        .map_err(|error| format!("the folder {} cannot be created: {error}", options.folder.display()))?;
    let files =
        [("authority.pem", issuer.pem()), ("server.pem", server.pem()), ("server-key.pem", key.serialize_pem())];
    for (name, content) in files {
        let path = options.folder.join(name);
        write_new(&path, &content).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn write_new(path: &Path, content: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content.as_bytes())
}
