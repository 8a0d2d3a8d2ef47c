//! `chatkit serve`.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use api_core::Api as _;
use api_server::{Listener, Tls, serve};
use clap::Args;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use pusher_platform::InstanceLocator;

use super::options::Credentials;
use crate::console::{BuiltIn, ConsoleApi};
use crate::server::{Backend, Builder, Opened, Origin, Settings};
use crate::store::{FileFolder, SqliteStorage};

/// How to listen.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The address; port 0 takes a free one.
    #[arg(long, env = "CHATKIT_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
    /// The database that everything is kept in, made if it is not there, with files in the folder `FILE.files` beside it; in memory if
    /// not given.
    #[arg(long, env = "CHATKIT_DATA", value_name = "FILE")]
    data: Option<PathBuf>,
    /// A PEM file with the certificate chain: serves TLS.
    #[arg(long, env = "CHATKIT_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    #[arg(long, env = "CHATKIT_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// Where files are reached from outside, where that is not how a request reached this server; `https://chat.example` for instance.
    #[arg(long, env = "CHATKIT_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Gives anybody a token of any user, at the test token provider: for tests only.
    #[arg(long, env = "CHATKIT_TEST_TOKENS")]
    test_tokens: bool,
}

/// Serves until interrupted.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut listener = Listener::bind(&options.listen).await?;
    let mut scheme = "http";
    if let (Some(certificate), Some(key)) = (&options.tls_cert, &options.tls_key) {
        listener = listener.with_tls(Tls::from_pem_files(certificate, key)?);
        scheme = "https";
    }
    let settings = Settings {
        public_url: options.public_url.as_deref().map(Origin::new),
        scheme,
        test_tokens: options.test_tokens,
    };
    let builder = Backend::builder(credentials.instance(), &[credentials.key()]).settings(settings);
    let backend = match &options.data {
        Some(data) => open(builder, data, credentials.instance().instance_id())?,
        None => builder.open()?.backend,
    };
    let listening = serve(listener, backend.server_beside(ConsoleApi::serve(BuiltIn)));
    if let Some(demo) = credentials.demo() {
        println!("{demo}");
    }
    let seen = options.public_url.clone().unwrap_or_else(|| seen_at(scheme, listening.local_addr()));
    println!("console: {}", console_link(&seen, &credentials.instance(), credentials.demo_key()));
    println!("listening on {scheme}://{}", listening.local_addr());
    listening.with_shutdown(interrupted()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Goes on with what a database holds, and says what that is.
fn open(builder: Builder, data: &Path, instance: &str) -> Result<Backend, Box<dyn Error>> {
    let storage = SqliteStorage::open(data, instance)?;
    let Opened { backend, tally, files } = builder.storage(storage).files(FileFolder::beside(data)).open()?;
    println!("data {}: {tally}", data.display());
    if files.removed > 0 {
        println!("removed {} files that a crash left", files.removed);
    }
    for lost in files.lost {
        eprintln!("warning: the bytes of the file {lost} are not there");
    }
    Ok(backend)
}

/// How a browser reaches this server: of all addresses the one on this machine, since without TLS browsers sign tokens only there.
fn seen_at(scheme: &str, address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("{scheme}://{}", SocketAddr::new(ip, address.port()))
}

/// Where the console is. What it has to know is in the fragment, which a browser sends to nobody; a key of one's own is asked for instead.
fn console_link(seen: &str, instance: &InstanceLocator, demo_key: Option<&str>) -> String {
    let seen = seen.trim_end_matches('/');
    let key = demo_key.map_or_else(String::new, |key| format!("&key={}", in_fragment(key)));
    format!("{seen}/#instance={}{key}", in_fragment(&instance.to_string()))
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
    use super::{console_link, seen_at};

    #[test]
    fn the_console_is_where_browsers_sign_tokens() {
        for (address, seen) in [
            ("0.0.0.0:81", "http://127.0.0.1:81"),
            ("[::]:81", "http://[::1]:81"),
            ("192.0.2.1:81", "http://192.0.2.1:81"),
        ] {
            assert_eq!(seen_at("http", address.parse().unwrap()), seen);
        }
    }

    #[test]
    fn a_link_holds_a_key_only_if_it_is_the_demo_one() {
        let instance = "v1:us1:own".parse().unwrap();
        assert_eq!(console_link("https://chat.example/", &instance, None), "https://chat.example/#instance=v1:us1:own");
        let demo = console_link("http://[::1]:81", &instance, Some("i:s+&"));
        assert_eq!(demo, "http://[::1]:81/#instance=v1:us1:own&key=i:s%2B%26");
    }
}
