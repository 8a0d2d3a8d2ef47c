//! `chatkit serve`: serves an instance.

use std::error::Error;
#[cfg(any(feature = "sqlite", feature = "tls"))]
use std::path::PathBuf;
use std::process::ExitCode;

use api_core::Compose as _;
use api_server::{Limits, Listener, serve};
use clap::Args;
use clap::builder::BoolishValueParser;
use http::Uri;

use super::console_link::{browser_address, console_link};
use super::interrupt::interrupted;
use super::options::Credentials;
use crate::api::outline;
use crate::console::{BuiltIn, ConsoleApi};
use crate::domain::NotificationOptions;
use crate::server::{Backend, Builder, Origin, Settings};

/// Maximum number of bytes of large responses that wait to be sent, for example lists of rooms.
const WAITING_BYTES: usize = 48 << 20;

/// Maximum number of concurrent streams of one HTTP/2 connection: as many subscriptions as a shared WebSocket carries
/// (`MAX_SUBSCRIPTIONS`), and the default for other requests.
///
/// The SDK for iOS holds all its subscriptions on one connection. With the default alone it would open no further room
/// after about fifty.
const STREAMS: u32 = 1_200;

/// The options of `chatkit serve`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The address to listen on. Port 0 selects a free port.
    #[arg(long, env = "CHATKIT_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
    /// The database, created if it does not exist. Files are stored in the folder `FILE.files` beside it. Default:
    /// everything is kept in memory.
    #[cfg(feature = "sqlite")]
    #[arg(long, env = "CHATKIT_DATA", value_name = "FILE")]
    data: Option<PathBuf>,
    /// A PEM file with the certificate chain. It enables TLS.
    #[cfg(feature = "tls")]
    #[arg(long, env = "CHATKIT_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    #[cfg(feature = "tls")]
    #[arg(long, env = "CHATKIT_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// The public address for links to files, for example `https://chat.example`. Default: the address to which the
    /// request was sent.
    #[arg(long, env = "CHATKIT_PUBLIC_URL", value_name = "URL")]
    public_url: Option<Origin>,
    /// The icon of push notifications, for example `https://chat.example/icon.png`. Default: the sender's avatar.
    #[arg(long, env = "CHATKIT_NOTIFICATION_ICON", value_parser = web_address, value_name = "URL")]
    notification_icon: Option<String>,
    /// The page that a click on a push notification opens, with `ck_room_id=ROOM` appended to its query. Default: none.
    #[arg(long, env = "CHATKIT_NOTIFICATION_LINK", value_parser = web_address, value_name = "URL")]
    notification_link: Option<String>,
    /// Issues a token of any user to any caller, at the test token provider. Only for tests.
    #[arg(long, env = "CHATKIT_TEST_TOKENS", value_parser = BoolishValueParser::new())]
    test_tokens: bool,
}

/// Serves until the program is interrupted.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let bound = Listener::bind(&options.listen).await;
    let bound = bound.map_err(|error| of_options(&format!("--listen {}", options.listen), &error))?;
    let (listener, scheme) = options.secured(bound)?;
    if credentials.demo_key().is_some() && !listener.local_addr().ip().is_loopback() {
        let address = listener.local_addr();
        let problem =
            "is reachable from other machines, but the demo key is public: give another key with --key ID:SECRET";
        return Err(format!("{address} {problem}").into());
    }
    let settings = Settings {
        public_url: options.public_url.clone(),
        scheme,
        test_tokens: options.test_tokens,
        notifications: NotificationOptions {
            icon: options.notification_icon.clone(),
            link: options.notification_link.clone(),
        },
        ..Settings::default()
    };
    let builder = Backend::builder(credentials.instance(), &[credentials.key()]).settings(settings);
    let backend = options.open(builder, credentials.instance().instance_id())?;
    let limits = Limits::default().waiting_bytes(WAITING_BYTES).streams(STREAMS);
    let site = outline().check()?.site();
    let pages = ConsoleApi::serve(BuiltIn).or_else(site.serve());
    let listening = serve(listener, backend.server_beside(pages)).limits(limits);
    if let Some(demo) = credentials.demo() {
        println!("{demo}");
    }
    let seen = options
        .public_url
        .as_ref()
        .map_or_else(|| browser_address(scheme, listening.local_addr()), ToString::to_string);
    println!("documents: {}/docs", seen.trim_end_matches('/'));
    println!("console: {}", console_link(&seen, &credentials.instance(), credentials.demo_key()));
    println!("listening on {scheme}://{}", listening.local_addr());
    listening.with_shutdown(interrupted()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Accepts an absolute address of the web, unchanged: a normalized one could differ from what the app expects.
fn web_address(text: &str) -> Result<String, &'static str> {
    let parsed: Option<Uri> = text.split('#').next().and_then(|address| address.parse().ok());
    let absolute = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    match parsed {
        Some(uri) if absolute(&uri) => Ok(text.to_owned()),
        _ => Err("an address begins with http:// or https:// and a host: https://chat.example/icon.png"),
    }
}

/// Puts the options that caused an error in front of it and of its cause.
fn of_options(options: &str, error: &dyn Error) -> Box<dyn Error> {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{options}: {error}{cause}").into()
}

impl Options {
    /// Returns the listener with TLS, if certificate and key were given, and the scheme.
    #[cfg(feature = "tls")]
    fn secured(&self, listener: Listener) -> Result<(Listener, &'static str), Box<dyn Error>> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok((listener, "http")) };
        let tls = api_server::Tls::from_pem_files(certificate, key).map_err(|error| {
            of_options(&format!("--tls-cert {} --tls-key {}", certificate.display(), key.display()), &error)
        })?;
        Ok((listener.with_tls(tls), "https"))
    }

    #[cfg(not(feature = "tls"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "with TLS there are files to read")]
    fn secured(&self, listener: Listener) -> Result<(Listener, &'static str), Box<dyn Error>> {
        Ok((listener, "http"))
    }

    /// Opens a backend in memory, or with the state in a database, of which it prints a summary.
    #[cfg(feature = "sqlite")]
    fn open(&self, builder: Builder, instance: &str) -> Result<Backend, Box<dyn Error>> {
        use super::terminal::printable_line;
        use crate::server::Opened;
        use crate::store::{FileFolder, SqliteStorage};

        let Some(data) = &self.data else { return Ok(builder.open()?.backend) };
        let storage = SqliteStorage::open(data, instance)?;
        let Opened { backend, tally, files } = builder.storage(storage).files(FileFolder::path_for(data)).open()?;
        println!("data {}: {tally}", data.display());
        if files.removed > 0 {
            println!("removed {} files left by a crash", files.removed);
        }
        for lost in files.lost {
            eprintln!("warning: the content of the file {} is missing", printable_line(lost.as_str()));
        }
        Ok(backend)
    }

    #[cfg(not(feature = "sqlite"))]
    #[expect(clippy::unused_self, reason = "with a database there is a file to open")]
    fn open(&self, builder: Builder, _: &str) -> Result<Backend, Box<dyn Error>> {
        Ok(builder.open()?.backend)
    }
}
