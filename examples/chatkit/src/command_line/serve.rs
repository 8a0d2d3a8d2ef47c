//! `chatkit serve`.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use api_core::Api as _;
use api_server::{Listener, Tls, serve};
use clap::Args;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use pusher_platform::InstanceLocator;

use super::options::Credentials;
use crate::console::{BuiltIn, ConsoleApi};
use crate::server::Backend;

/// How to listen.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The address; port 0 takes a free one.
    #[arg(long, env = "CHATKIT_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
    /// A PEM file with the certificate chain: serves TLS.
    #[arg(long, env = "CHATKIT_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    #[arg(long, env = "CHATKIT_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    tls_key: Option<PathBuf>,
}

/// Serves until interrupted.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut listener = Listener::bind(&options.listen).await?;
    let mut scheme = "http";
    if let (Some(certificate), Some(key)) = (&options.tls_cert, &options.tls_key) {
        listener = listener.with_tls(Tls::from_pem_files(certificate, key)?);
        scheme = "https";
    }
    let backend = Backend::new(credentials.instance(), &[credentials.key()]);
    let listening = serve(listener, backend.server_beside(ConsoleApi::serve(BuiltIn)));
    if let Some(demo) = credentials.demo() {
        println!("{demo}");
    }
    let link = console_link(scheme, listening.local_addr(), &credentials.instance(), credentials.demo_key());
    println!("console: {link}");
    println!("listening on {scheme}://{}", listening.local_addr());
    listening.with_shutdown(interrupted()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Where the console is. What it has to know is in the fragment, which a browser sends to nobody; a key of one's own is asked for instead.
fn console_link(scheme: &str, address: SocketAddr, instance: &InstanceLocator, demo_key: Option<&str>) -> String {
    // Of all addresses the one on this machine: browsers do their cryptography only there or over TLS.
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let address = SocketAddr::new(ip, address.port());
    let key = demo_key.map_or_else(String::new, |key| format!("&key={}", in_fragment(key)));
    format!("{scheme}://{address}/#instance={}{key}", in_fragment(&instance.to_string()))
}

/// A value for the fragment, with the colons of locators and keys as they are.
fn in_fragment(text: &str) -> PercentEncode<'_> {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b':').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, ESCAPED)
}

/// Waits for an interrupt or, where there is such a thing, a request to terminate.
async fn interrupted() {
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            return tokio::signal::ctrl_c().await.unwrap_or_default();
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::console_link;

    #[test]
    fn the_console_is_where_browsers_trust_it_and_its_link_says_what_it_may() {
        let instance = "v1:us1:own".parse().unwrap();
        let link = |address: &str, key| console_link("http", address.parse().unwrap(), &instance, key);
        assert_eq!(link("0.0.0.0:80", None), "http://127.0.0.1:80/#instance=v1:us1:own");
        assert_eq!(link("[::]:80", Some("i:s+&")), "http://[::1]:80/#instance=v1:us1:own&key=i:s%2B%26");
        assert!(link("192.0.2.1:80", None).starts_with("http://192.0.2.1:80/#"));
    }
}
