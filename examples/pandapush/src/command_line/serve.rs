//! `pandapush serve`: serves the applications of a database.

use std::env;
use std::error::Error;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use api_server::{Limits, Listener, serve};
use clap::Args;
use redis_topic::Options as LogOptions;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::task::JoinHandle;

use super::ignored;
use super::interrupt::interrupted;
use super::tls::TlsOptions;
use crate::access::Keyring;
use crate::admin;
use crate::admin_options::AdminOptions;
use crate::cluster::Hosts;
use crate::database_options::DatabaseOptions;
use crate::hub::{Hub, MESSAGE_SIZE, Settings};
use crate::metrics::Metrics;
use crate::server::{MetadataApi, Node, server};
use crate::store::{Intervals, KeyReload, Keys, open};

/// How many events of an application are kept for clients that move to another node.
const LOG_LENGTH: usize = 10_000;

/// The largest event in bytes, with its channel.
const LARGEST_ENTRY: usize = MESSAGE_SIZE + 4096;

/// The options of `pandapush serve`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The address to listen on. Port 0 selects a free port. Default: `127.0.0.1:3000`, or the port of PORT.
    #[arg(long, env = "PANDAPUSH_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// The port to listen on at all addresses of the machine, unless an address is given.
    #[arg(long, env = "PORT", value_name = "PORT")]
    port: Option<u16>,
    /// How long a connect is held, in seconds. It must be shorter than the time-outs of the proxies in front. A silent
    /// client is forgotten after twice the time.
    #[arg(long, env = "PANDAPUSH_HOLD", default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    hold: u64,
    /// How many publications a key may make in a second. Default: no limit.
    #[arg(long, env = "PANDAPUSH_KEY_RATE", value_name = "NUMBER")]
    key_rate: Option<NonZeroU32>,
    /// How many messages a connection may send in a second. More wait until they are due.
    #[arg(long, env = "PANDAPUSH_CONNECTION_RATE", default_value = "10000", value_name = "NUMBER")]
    connection_rate: NonZeroU32,
    /// How many connections may be open at the same time. More wait in the operating system.
    #[arg(long, env = "PANDAPUSH_CONNECTIONS", default_value = "16384", value_name = "NUMBER")]
    connections: NonZeroUsize,
    /// How many connections an address may have at the same time. Behind a proxy all have the proxy's address. Default:
    /// no limit.
    #[arg(long, env = "PANDAPUSH_CONNECTIONS_PER_ADDRESS", value_name = "NUMBER")]
    connections_per_address: Option<NonZeroUsize>,
    /// The servers of Redis that all nodes share, separated by commas, as `host:port` or `redis://:password@host:port`.
    /// Default: none, and the node is alone.
    #[arg(long, env = "REDIS_HOSTS", value_delimiter = ',', hide_env_values = true, value_name = "HOSTS")]
    redis_hosts: Vec<SecretString>,
    /// Names of variables that hold such addresses, separated by commas. Used if no servers are named.
    #[arg(long, env = "REDIS_URL_ENV_VARS", value_delimiter = ',', value_name = "NAMES")]
    redis_url_env_vars: Vec<String>,
    /// How often all keys are loaded again, in milliseconds, whether or not the database says that they changed.
    #[arg(long, env = "CACHE_TTL_MS", default_value_t = 300_000, value_name = "MS")]
    cache_ttl: u64,
    /// How often the uses of keys are written to the database, in milliseconds.
    #[arg(long, env = "KEY_STATS_INTERVAL_MS", default_value_t = 60_000, value_name = "MS")]
    key_stats_interval: u64,
    /// How long the node still serves as before after it was told to end, in seconds. Meanwhile `/health` answers 503,
    /// so that balancers send nothing more. A second signal ends the wait.
    #[arg(long, env = "PANDAPUSH_SHUTDOWN_DELAY", default_value_t = 0, value_name = "SECONDS")]
    shutdown_delay: u64,
    /// How long clients may take to leave after that, in seconds. Then their connections are cut.
    #[arg(long, env = "PANDAPUSH_DRAIN_TIME", default_value_t = 30, value_name = "SECONDS")]
    drain_time: u64,
    #[command(flatten)]
    tls: TlsOptions,
    #[command(flatten)]
    pub(super) database: DatabaseOptions,
    #[command(flatten)]
    admin: AdminOptions,
    #[command(flatten)]
    development: DevelopmentOptions,
}

/// The application that exists at the start, in development. All three are needed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Development")]
struct DevelopmentOptions {
    /// The id of an application that exists at the start.
    #[arg(long = "dev-application-id", env = "DEV_APPLICATION_ID", value_name = "ID")]
    application: Option<String>,
    /// The id of its key.
    #[arg(long = "dev-key-id", env = "DEV_KEY_ID", value_name = "ID")]
    key_id: Option<String>,
    /// The secret of its key.
    #[arg(long = "dev-key-secret", env = "DEV_KEY_SECRET", hide_env_values = true, value_name = "SECRET")]
    key_secret: Option<SecretString>,
}

/// Serves until the program is interrupted.
pub(super) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    ignored::warn();
    let address = options.address();
    let bound = Listener::bind(&address).await;
    let bound = bound.map_err(|error| format!("--listen {address}: {error}"))?;
    let (listener, scheme) = options.tls.secure(bound)?;
    let store = open(&options.database.location()?).await?;
    if let Some((application, key, secret)) = options.development.key()? {
        store.ensure_development_key(application, key, secret).await?;
    }
    let admin = options.admin.settings()?;
    let session_secret = options.admin.session_secret(&store).await?;
    let keys = Keys::load(store, Arc::new(Keyring::default())).await?;
    let hub = Hub::new(keys.keyring().clone(), options.settings(), Metrics::new(), options.hosts()?);
    let mut upkeep = upkeep(hub.clone(), keys.clone(), options.intervals());
    let node = Node::new(hub.clone(), keys.clone(), admin.version.clone());
    let beside = (MetadataApi::serve(node), admin::routes(admin, &session_secret, keys.clone(), hub.clone()));
    let listening = serve(listener, server(&hub, beside)).limits(options.limits());
    let address = format!("{scheme}://{}", listening.local_addr());
    tracing::info!(node = hub.settings().node, address, is_shared = hub.is_shared(), "the node serves");
    println!("listening on {address}");
    let stopped = async {
        tokio::select! {
            () = told_to_end(&hub, Duration::from_secs(options.shutdown_delay)) => {}
            // Without it sessions would never end, and keys never change.
            ended = &mut upkeep => tracing::error!(?ended, "the upkeep of sessions and keys has failed"),
        }
        hub.close();
    };
    listening.with_shutdown(stopped).await?;
    if upkeep.is_finished() {
        return Err("the upkeep of sessions and keys has failed, see the log".into());
    }
    // Before the node leaves: it says again and again that it is alive.
    upkeep.abort();
    hub.leave().await;
    // Without the database the last uses are not counted, which is no failure of the server.
    if let Err(error) = keys.write_usage().await {
        tracing::warn!(%error, "the last uses of keys are not counted");
    }
    tracing::info!(node = hub.settings().node, "the node has ended");
    Ok(())
}

/// Returns when the node shuts down: told to by a signal, and a delay later, in which balancers notice.
async fn told_to_end(hub: &Hub, delay: Duration) {
    interrupted().await;
    hub.announce_close();
    tracing::info!(node = hub.settings().node, ?delay, "the node ends: clients are told to connect again");
    tokio::select! {
        () = tokio::time::sleep(delay) => {}
        () = interrupted() => {}
    }
}

/// Runs what happens by itself, until it is aborted.
fn upkeep(hub: Hub, keys: Arc<Keys>, intervals: Intervals) -> JoinHandle<()> {
    tokio::spawn(async move {
        let reload = KeyReload::new(keys.clone(), intervals).run();
        let notices = async {
            loop {
                hub.keys_changed().await;
                keys.notice_change();
            }
        };
        tokio::join!(hub.run(), reload, notices);
    })
}

impl Options {
    /// Returns the address to listen on.
    fn address(&self) -> String {
        let of_port = || self.port.map(|port| format!("0.0.0.0:{port}"));
        self.listen.clone().or_else(of_port).unwrap_or_else(|| "127.0.0.1:3000".to_owned())
    }

    /// Returns the servers of Redis that nodes share, or `None` if this one is alone.
    fn hosts(&self) -> Result<Option<Hosts>, Box<dyn Error>> {
        let mut hosts: Vec<String> = self
            .redis_hosts
            .iter()
            .map(|host| host.expose_secret().trim().to_owned())
            .filter(|host| !host.is_empty())
            .collect();
        if hosts.is_empty() {
            for name in self.redis_url_env_vars.iter().filter(|name| !name.trim().is_empty()) {
                let url =
                    env::var(name.trim()).map_err(|_| format!("REDIS_URL_ENV_VARS names {name}, which is not set"))?;
                hosts.push(url);
            }
        }
        if hosts.is_empty() {
            return Ok(None);
        }
        let address =
            |host: &String| if host.contains("://") { host.clone() } else { format!("redis://{}", host.trim()) };
        let addresses: Vec<String> = hosts.iter().map(address).collect();
        Ok(Some(Hosts::new(&addresses, &LogOptions::default().log_length(LOG_LENGTH).max_entry_bytes(LARGEST_ENTRY))?))
    }

    fn limits(&self) -> Limits {
        Limits::default()
            .connections(self.connections.get())
            .connections_per_address(self.connections_per_address.map(NonZeroUsize::get))
            .drain_time(Duration::from_secs(self.drain_time))
    }

    fn settings(&self) -> Settings {
        Settings {
            hold: Duration::from_secs(self.hold),
            key_rate: self.key_rate,
            connection_rate: self.connection_rate,
            // No node may have the name of another, nor that of one before it.
            node: format!("{:08x}", rand::random::<u32>()),
            ..Settings::default()
        }
    }

    fn intervals(&self) -> Intervals {
        Intervals {
            reload: Duration::from_millis(self.cache_ttl.max(100)),
            usage: Duration::from_millis(self.key_stats_interval.max(100)),
            ..Intervals::default()
        }
    }
}

impl DevelopmentOptions {
    /// Returns the application, the key and its secret.
    fn key(&self) -> Result<Option<(&str, &str, &SecretString)>, &'static str> {
        let is_plain = |text: &&String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let [application, id] = [&self.application, &self.key_id];
        if [application, id].into_iter().flatten().any(|text| !is_plain(&text)) {
            return Err("DEV_APPLICATION_ID and DEV_KEY_ID consist of letters and digits, at least one");
        }
        if self.key_secret.as_ref().is_some_and(|secret| secret.expose_secret().is_empty()) {
            return Err("DEV_KEY_SECRET must not be empty: everybody could publish");
        }
        match (application, id, &self.key_secret) {
            (None, None, None) => Ok(None),
            (Some(application), Some(key), Some(secret)) => Ok(Some((application, key, secret))),
            _ => Err("DEV_APPLICATION_ID, DEV_KEY_ID and DEV_KEY_SECRET belong together: set all three or none"),
        }
    }
}
